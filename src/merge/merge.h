/* Many reports to one. The parts of a merge share its summaries, sorted, so that the order in which they came does not matter. */
#ifndef DPM_MERGE_MERGE_H
#define DPM_MERGE_MERGE_H

#include "base/arena.h"
#include "base/status.h"
#include "dpmlog/report.h"

typedef struct merge_input {
    const dpm_report_data *const *parts; /* what is merged: two at least */
    size_t count;
    arena *memory; /* of the report: spans stay those of the parts, lists are made here */
} merge_input;

/* The sum of one member over all parts. */
#define MERGE_SUM(in, member, sum)                                                                                               \
    do {                                                                                                                         \
        (sum) = 0;                                                                                                               \
        for (size_t i_ = 0; i_ < (in)->count; i_++) {                                                                            \
            (sum) += (in)->parts[i_]->member;                                                                                    \
        }                                                                                                                        \
    } while (0)

/* Where the hosts and buckets of each part are in the merged timeline. */
typedef struct merge_places {
    uint32_t **hosts; /* by part, and index into its hosts; one more entry at the end is "other hosts" */
    int64_t first, width;
    size_t bucket_count;
} merge_places;

/* True if `width` is one of the bucket widths that timelines use. */
bool merge_width_known(int64_t width);
dpm_status merge_timeline(const merge_input *in, dpm_timeline *out, merge_places *places);
/* Onto counts of the merged timeline; NULL adds nothing. */
void merge_buckets(const merge_places *places, const dpm_timeline *from, const uint32_t *buckets, uint32_t *sum);
uint32_t merge_bucket_at(const merge_places *places, const dpm_timeline *from, uint32_t bucket);

/* Lists of rows. */
dpm_status merge_rows(const merge_input *in, const merge_places *places, dpm_report_data *out);
/* Logs that are in more than one summary: the same place, size and times. What they hold is counted twice. */
size_t merge_repeated_sources(const dpm_report_data *out);
/* Remarks, main causes that were not found, whose logs were missing. The rows of `out` are there. */
dpm_status merge_context(const merge_input *in, dpm_report_data *out);
/* Call this when all else of `out` is there: scores rest on it. */
dpm_status merge_causes(const merge_input *in, const merge_places *places, dpm_report_data *out);

#endif
