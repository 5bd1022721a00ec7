#ifndef DPMLOG_FIX_H
#define DPMLOG_FIX_H

#include "dpmlog/report.h"
#include "dpmlog/rules.h"

#ifdef __cplusplus
extern "C" {
#endif

/** One stage of a fix: a later one is for when the earlier ones were not enough. Texts are empty where nothing is to be said.
 *  A step that does not end in one of .:!?) is a command to type. Texts may hold {names} to be filled in: dpm_fix_fill. */
typedef struct dpm_fix_stage {
    dpm_span title, where;
    const dpm_span *steps;
    size_t step_count;
    dpm_span changes, undo, check;
} dpm_fix_stage;

/** A fix in a form that can be used as it is: a registry file, or commands. The spans live as long as the rules. */
typedef struct dpm_fix_file {
    dpm_span kind; /* "reg", "netsh" or "text" */
    dpm_span text; /* {version} in it stands for the agent's version */
} dpm_fix_file;

/** The fix of a cause by its id. `file->text` is empty where there is none. False: no cause has the id. */
DPM_API bool dpm_rules_fix(const dpm_rules *rules, dpm_span cause, dpm_fix *fix, dpm_fix_file *file);

/** The stages of the fix of a cause, `*count` of them; NULL: no cause has the id, or its fix has none. */
DPM_API const dpm_fix_stage *dpm_rules_fix_stages(const dpm_rules *rules, dpm_span cause, size_t *count);

/** The version that a word stands for: a product ("2016", "2012-R2", "2012 R2"), or itself where it is a version ("4.2.1254.0").
 *  Empty: neither. The span lives as long as the rules or the word. */
DPM_API dpm_span dpm_rules_version(const dpm_rules *rules, dpm_span word);
/** The `index`-th product and its version; false past the last one. */
DPM_API bool dpm_rules_product(const dpm_rules *rules, size_t index, dpm_span *product, dpm_span *version);

/** Write a text of a fix with its {names} filled in: {server}, {servers}, {dpm}, {task}, {pid} (decimal), {from}, {to} from the
 *  cause of a report, {version} as given. What is not known keeps its name, in angle brackets. `cause` may be NULL, `version`
 *  empty. False: memory ran out or `write` said so. */
DPM_API bool dpm_fix_fill(dpm_span text, const dpm_cause *cause, dpm_span version, dpm_write_fn write, void *context);

#ifdef __cplusplus
}
#endif

#endif
