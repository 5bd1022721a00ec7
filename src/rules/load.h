/* Rule files to compiled rules. Samples are not run here: see check.h. */
#ifndef DPM_RULES_LOAD_H
#define DPM_RULES_LOAD_H

#include "base/limits.h"
#include "base/status.h"
#include "rules/builtin.h"
#include "rules/rules.h"

/* Load built-in files and then `paths`, each a folder (its *.yaml, by name) or a file. Each path is a layer of its own: an id
 * given again in a later layer replaces, in the same layer it is an error. */
dpm_status rules_build(dpm_rules **out, const builtin_file *builtin, size_t builtin_count, const char *const *paths,
                       size_t path_count, dpm_error *err);
/* NULL is allowed. */
void rules_destroy(dpm_rules *rules);

#endif
