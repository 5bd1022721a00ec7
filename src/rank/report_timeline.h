/* The course of events, copied from the correlation's timeline and phases into the report. */
#ifndef DPM_RANK_REPORT_TIMELINE_H
#define DPM_RANK_REPORT_TIMELINE_H

#include "rank/score.h"

/* The timeline but for what is counted elsewhere: buckets of classes and hosts, gaps, tasks. */
dpm_status report_timeline_make(const rank_input *in, arena *memory, dpm_timeline *out);
/* One series in the buckets of the timeline; NULL where it was not kept. */
dpm_status report_timeline_series(const rank_input *in, series_key key, arena *memory, const uint32_t **out);
/* The incidents of a cause by host and bucket. */
dpm_status report_timeline_cells(const rank_input *in, const observations *t, const claim *cl, const dpm_timeline *line,
                                 arena *memory, dpm_cause *out);

#endif
