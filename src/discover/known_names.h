/* The lists of grammars/names.txt, as the build embeds them. Each ends with NULL. */
#ifndef DPM_DISCOVER_KNOWN_NAMES_H
#define DPM_DISCOVER_KNOWN_NAMES_H

#include "base/text.h"

extern const char *const names_process[], *const names_process_open[];
extern const char *const names_general[], *const names_general_beginning[], *const names_numbered[];
extern const char *const names_personal[], *const names_of_persons[], *const names_bundle_ending[];
extern const char *const names_no_logs[];
extern const char *const names_job_history[], *const names_job_task[], *const names_job_server[], *const names_job_source[];

static inline bool name_listed(const char *const *list, dpm_span name)
{
    for (; name.len && *list; list++) { /* mostly the first letter tells */
        if (ascii_lower(**list) == ascii_lower(*name.ptr) && span_ieq(name, span_str(*list))) {
            return true;
        }
    }
    return false;
}

#endif
