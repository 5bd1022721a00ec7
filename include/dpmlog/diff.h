#ifndef DPMLOG_DIFF_H
#define DPMLOG_DIFF_H

/** @file
 *  What two reports say of the same servers: what is new, gone, worse, better. */

#include "dpmlog/report.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What a comparison needs of a report: its times, and how many failures of each cause each server has. Immutable: threads may
 *  share it. */
typedef struct dpm_baseline dpm_baseline;

/** Read what was written before: a report in JSON (dpm_report_write_json). Of a summary, make a report first
 *  (dpm_session_add_summary), and take dpm_baseline_of that. Nothing of `bytes` is kept. DPM_EDATA where they are no such report,
 *  are damaged, or are of another version; DPM_ELIMIT where they hold
 *  more than can be compared, or JSON cannot be read by this build; DPM_ENOMEM. On failure `*out` is NULL. `err` may be NULL. */
DPM_API dpm_status dpm_baseline_read(dpm_baseline **out, dpm_span bytes, dpm_error *err);
/** The same of a report at hand. What is kept is copied. DPM_ENOMEM. On failure `*out` is NULL. `err` may be NULL. */
DPM_API dpm_status dpm_baseline_of(dpm_baseline **out, const dpm_report *report, dpm_error *err);
/** Time of its last record, ms; DPM_NO_TIME: none. */
DPM_API int64_t dpm_baseline_last(const dpm_baseline *baseline);
/** Whether everything was read for it. */
DPM_API bool dpm_baseline_complete(const dpm_baseline *baseline);
/** NULL is allowed. */
DPM_API void dpm_baseline_free(dpm_baseline *baseline);

/** Compare a report with what was before, by server and cause: afterwards its data have the changes, and its writers tell them.
 *  `name` is how the baseline is called there, such as its file; it is copied. A second call replaces what the first one found.
 *  No other thread may use the report meanwhile. DPM_ENOMEM; the report is then as it was. `err` may be NULL. */
DPM_API dpm_status dpm_report_compare(dpm_report *report, const dpm_baseline *before, dpm_span name, dpm_error *err);

/** How a comparison is written. */
typedef enum dpm_diff_form {
    DPM_DIFF_FORM_TEXT, /**< for people */
    DPM_DIFF_FORM_JSON, /**< one object of schema dpmlog.diff/1 */
    DPM_DIFF_FORM_HTML  /**< one page that needs nothing else */
} dpm_diff_form;

/** Compare and write: the times of both, then each server and cause, new and worse ones first. `worse`, unless NULL, tells
 *  whether anything is new or worse. Of `options` (NULL is allowed) zone_minutes counts. DPM_ENOMEM, DPM_EIO. `err` may be
 *  NULL. */
DPM_API dpm_status dpm_diff_write(const dpm_baseline *before, const dpm_baseline *after, dpm_diff_form form,
                                  const dpm_write_options *options, bool *worse, dpm_write_fn write, void *context,
                                  dpm_error *err);

#ifdef __cplusplus
}
#endif

#endif
