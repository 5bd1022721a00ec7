/* From what was correlated to a report: which causes explain the incidents, how sure that is, and what shows it. Reads the
 * correlation, changes nothing. */
#ifndef DPM_RANK_RANK_H
#define DPM_RANK_RANK_H

#include "base/arena.h"
#include "base/status.h"
#include "correlate/correlate.h"
#include "dpmlog/report.h"

/* One source as it was read, and by how many years its times were off while it was read. */
typedef struct rank_source {
    dpm_source_info info;
    int year_shift;
} rank_source;

typedef struct rank_input {
    const dpm_rules *rules;
    const correlation *correlated;
    const rank_source *sources;
    size_t source_count;
    const dpm_skipped *skipped;
    size_t skipped_count;
    const uint64_t *passed;  /* files that are not read, by dpm_entry_kind: those in which a witness may be */
    const dpm_span *remarks; /* bounds that were reached */
    size_t remark_count;
    dpm_span dpm_version; /* for the texts of fixes; empty: not known */
    bool complete, interrupted;
    bool lost; /* logs, or parts of them, were not read: less so than complete, which inputs without a log end, too */
    uint64_t outside_records;
} rank_input;

struct dpm_report {
    arena memory;
    dpm_report_data facts;
};

/* Everything in the report is copied: it outlives the input, but not the rules. */
dpm_status rank_report(const rank_input *in, dpm_report **out, dpm_error *err);

#endif
