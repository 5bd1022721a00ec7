/* The files of grammars/ as the build embeds them: YAML sorted by name, then tables. */
#ifndef DPM_RULES_BUILTIN_H
#define DPM_RULES_BUILTIN_H

#include <stddef.h>

typedef struct builtin_file {
    const char *name; /* rpc.yaml, winerror.tsv */
    const unsigned char *bytes;
    size_t len;
} builtin_file;

extern const builtin_file builtin_files[];
extern const size_t builtin_file_count;

#endif
