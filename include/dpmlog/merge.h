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

/** Merges summaries into one report. One thread at a time. */
typedef struct dpm_merge dpm_merge;

/** A merge without summaries. DPM_ENOMEM. `err` may be NULL. */
DPM_API dpm_status dpm_merge_new(dpm_merge **out, dpm_error *err);
/** NULL is allowed. */
DPM_API void dpm_merge_free(dpm_merge *merge);

/** Add one or more summaries, one after the other in `bytes`. What is kept is copied. DPM_EDATA: they are damaged, or not
 *  summaries; then none of them is added. */
DPM_API dpm_status dpm_merge_add(dpm_merge *merge, dpm_span bytes, dpm_error *err);

/** Record that a summary is missing, and why: the report lists it in `skipped`, and is not complete. */
DPM_API dpm_status dpm_merge_skip(dpm_merge *merge, dpm_span path, dpm_span reason, dpm_error *err);

/** Make one report of all summaries. Their order does not matter; of a single summary it is the report from which that was made.
 *  Counts add up, causes of one id become one, and causes are ranked by their share in all incidents. Records of different
 *  summaries are not correlated: put logs that share tasks into one summary. DPM_EARG: nothing was added. */
DPM_API dpm_status dpm_merge_report(const dpm_merge *merge, dpm_report **out, dpm_error *err);

#ifdef __cplusplus
}
#endif

#endif
