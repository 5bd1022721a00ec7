#ifndef DPMLOG_FIX_H
#define DPMLOG_FIX_H

#include "dpmlog/report.h"
#include "dpmlog/rules.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A fix in a form that can be used as it is: a registry file, or commands. The spans live as long as the rules. */
typedef struct dpm_fix_file {
    dpm_span kind;                       /* "reg", "netsh" or "text" */
    dpm_span text;                       /* {version} in it stands for the agent's version */
    const dpm_span *products, *versions; /* "2016" has the version "5.0.158.0" */
    size_t version_count;
} dpm_fix_file;

/** The fix of a cause by its id. `file->text` is empty where there is none. False: no cause has the id. */
DPM_API bool dpm_rules_fix(const dpm_rules *rules, dpm_span cause, dpm_fix *fix, dpm_fix_file *file);

#ifdef __cplusplus
}
#endif

#endif
