/* Many facts to one. The parts of a merge share its summaries in one order, which does not depend on that of their coming. */
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
    uint32_t **hosts; /* by part, and index into its hosts; that after the last stands for other hosts */
    int64_t first, width;
    size_t bucket_count;
} merge_places;

/* Buckets are never of another width. */
bool merge_width_known(int64_t width);
dpm_status merge_timeline(const merge_input *in, dpm_timeline *out, merge_places *places);
/* Onto counts of the merged timeline; NULL adds nothing. */
void merge_buckets(const merge_places *places, const dpm_timeline *from, const uint32_t *buckets, uint32_t *sum);
uint32_t merge_bucket_at(const merge_places *places, const dpm_timeline *from, uint32_t bucket);

/* Codes, unknown signatures, noise. */
dpm_status merge_counts(const merge_input *in, const merge_places *places, dpm_report_data *out);
/* Sources, what was skipped, remarks, crashes, process instances. */
dpm_status merge_lists(const merge_input *in, dpm_report_data *out);
/* Absences, main causes that were not found, what was not there to be looked at, overrides. The sources of `out` are there. */
dpm_status merge_beside(const merge_input *in, dpm_report_data *out);
/* Incidents and data sources. */
dpm_status merge_incidents(const merge_input *in, dpm_report_data *out);
/* Call this when all else of `out` is there: scores rest on it. */
dpm_status merge_causes(const merge_input *in, const merge_places *places, dpm_report_data *out);

#endif
