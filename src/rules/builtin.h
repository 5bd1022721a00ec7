/* The files of grammars/ as the build embeds them: YAML sorted by name, then tables with their indexes (code_table.h). */
#ifndef DPM_RULES_BUILTIN_H
#define DPM_RULES_BUILTIN_H

#include "rules/code_table.h"

typedef struct builtin_file {
    const char *name; /* rpc.yaml, winerror.tsv */
    const unsigned char *bytes;
    size_t len;
    const code_table_row *rows; /* of a table; without an index it is made when the file is read */
    size_t row_count;
    const uint32_t *names;
    size_t name_count;
} builtin_file;

extern const builtin_file builtin_files[];
extern const size_t builtin_file_count;

#endif
