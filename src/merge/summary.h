/* Summaries: facts written so that they can be read back whole. */
#ifndef DPM_MERGE_SUMMARY_H
#define DPM_MERGE_SUMMARY_H

#include "base/arena.h"
#include "dpmlog/report.h"

#define SUMMARY_HEAD "dpmlog.summary/1"
#define SUMMARY_END "end"
enum { SUMMARY_MARK = 11 }; /* a blank, eight digits, a line end, a NUL */

dpm_status summary_write(const dpm_report_data *facts, dpm_write_fn write, void *context, dpm_error *err);
/* The summary that `*rest` begins with, which is then cut off it. All of `*out` lives in `memory`. DPM_EDATA where it is damaged:
 * the message says at which byte of `rest`. */
dpm_status summary_read(dpm_span *rest, arena *memory, dpm_report_data *out, dpm_error *err);

#endif
