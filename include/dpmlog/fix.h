#ifndef DPMLOG_FIX_H
#define DPMLOG_FIX_H

/** @file
 *  What to do about a cause. */

#include "dpmlog/span.h"
#include "dpmlog/status.h"

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What to do about a cause. */
typedef struct dpm_fix {
    dpm_span summary;      /**< what to do, in a sentence */
    const dpm_span *steps; /**< what to do, in order */
    size_t step_count;     /**< how many `steps` */
    dpm_span kb;           /**< "971411" or empty */
    dpm_span url;          /**< where it is described; may be empty */
} dpm_fix;

/** One stage of a fix: a later one is for when the earlier ones were not enough. Texts are empty where nothing is to be said.
 *  A step that does not end in one of .:!?) is a command to type. Texts may hold {names} to be filled in: dpm_fix_fill. */
typedef struct dpm_fix_stage {
    dpm_span title;        /**< what it is, in a few words */
    dpm_span where;        /**< on which machine */
    const dpm_span *steps; /**< what to do, in order */
    size_t step_count;     /**< how many `steps` */
    dpm_span changes;      /**< what it changes */
    dpm_span undo;         /**< how to take it back */
    dpm_span check;        /**< how to see that it worked */
} dpm_fix_stage;

/** A fix in a form that can be used as it is: a registry file, or commands. The spans live as long as the rules. */
typedef struct dpm_fix_file {
    dpm_span kind; /**< "reg", "netsh" or "text" */
    dpm_span text; /**< {version} in it stands for the agent's version */
} dpm_fix_file;

/** A cause of a report: see report.h. */
struct dpm_cause;

/** Write a text of a fix with its {names} filled in: {server}, {servers}, {dpm}, {task}, {pid} (decimal), {from}, {to} from the
 *  cause of a report, {version} as given. What is not known keeps its name, in angle brackets. `cause` may be NULL, `version`
 *  empty. DPM_ENOMEM, or DPM_EIO where `write` ended it. */
DPM_API dpm_status dpm_fix_fill(dpm_span text, const struct dpm_cause *cause, dpm_span version, dpm_write_fn write,
                                void *context);

#ifdef __cplusplus
}
#endif

#endif
