#ifndef DPMLOG_MERGE_H
#define DPMLOG_MERGE_H

/** @file
 *  Summaries of many runs, and one report of them. */

#include "dpmlog/report.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Write all of a report as a summary: what dpm_merge_add reads. The form is ours and of this version; it is text, and starts
 *  with "dpmlog.summary/1". */
DPM_API dpm_status dpm_report_write_summary(const dpm_report *report, dpm_write_fn write, void *context, dpm_error *err);

/** Summaries on their way to one report. One thread at a time. */
typedef struct dpm_merge dpm_merge;

/** Nothing yet. DPM_ENOMEM. `err` may be NULL. */
DPM_API dpm_status dpm_merge_new(dpm_merge **out, dpm_error *err);
/** NULL is allowed. */
DPM_API void dpm_merge_free(dpm_merge *merge);

/** Add the summaries that `bytes` are, one behind the other. What is kept is copied. DPM_EDATA where they are none or damaged: of
 *  these bytes nothing is added then. */
DPM_API dpm_status dpm_merge_add(dpm_merge *merge, dpm_span bytes, dpm_error *err);

/** Say that a summary is missing, and why: the report names it among what was skipped, and is not complete. */
DPM_API dpm_status dpm_merge_skip(dpm_merge *merge, dpm_span path, dpm_span reason, dpm_error *err);

/** One report of all that was added, the same whatever their order; that of a single summary is the report that it was made of.
 *  Counts add up, causes of one id become one, and are ranked by their share in all incidents. What one summary does not know
 *  of another stays so: logs that speak of the same tasks belong into one summary. DPM_EARG where nothing was added. */
DPM_API dpm_status dpm_merge_report(const dpm_merge *merge, dpm_report **out, dpm_error *err);

#ifdef __cplusplus
}
#endif

#endif
