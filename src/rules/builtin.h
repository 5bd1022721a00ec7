/* The files of grammars/ as the build embeds them: YAML sorted by name, as trees (yaml_pack.h), then tables with their indexes
 * (code_table.h). */
#ifndef DPM_RULES_BUILTIN_H
#define DPM_RULES_BUILTIN_H

#include "base/hash.h"
#include "rules/code_table.h"

typedef struct builtin_file {
    const char *name;           /* rpc.yaml, winerror.tsv */
    const unsigned char *bytes; /* of a table, or of YAML that has no tree */
    size_t len;
    const unsigned char *tree;  /* of YAML; NULL: `bytes` are parsed when the file is read */
    uint64_t hash;              /* rule_file_hash of the file's bytes; 0: it is made when the file is read */
    const code_table_row *rows; /* of a table; without an index it is made when the file is read */
    size_t row_count;
    const uint32_t *names;
    size_t name_count;
} builtin_file;

/* Of a rule file, as it was written. Its seed is fixed: the hashes of all files name the rules in reports. */
static inline uint64_t rule_file_hash(dpm_span bytes)
{
    return hash_bytes(UINT64_C(0x64706D6C6F673031), bytes);
}

extern const builtin_file builtin_files[];
extern const size_t builtin_file_count;

#endif
