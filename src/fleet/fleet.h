/* A fleet from inside: the files of each site, and the rows that are kept of it. */
#ifndef DPM_FLEET_FLEET_H
#define DPM_FLEET_FLEET_H

#include "archive/archive.h"
#include "base/arena.h"
#include "compare/compare.h"
#include "dpmlog/fleet.h"

/* One summary: some bytes of a file, which is opened when its site's turn comes. */
typedef struct fleet_part {
    dpm_span path, site;
    blob *bytes; /* of standard input; NULL: the file is opened again */
    uint64_t offset, len;
} fleet_part;

struct dpm_fleet {
    const dpm_rules *rules;
    dpm_session_options options;
    archives archives;
    arena memory;
    fleet_part *parts; /* by site, once they were sorted */
    size_t part_count, part_cap;
    bool sorted;
    dpm_span *sites; /* each once */
    size_t site_count;
    dpm_span *expected;
    size_t expected_count, expected_cap;
    dpm_skipped *skipped;
    size_t skipped_count, skipped_cap;
    dpm_site *rows;
    size_t row_count, row_cap;
    baseline_row *failures;
    size_t failure_count, failure_cap;
    uint64_t failures_lost; /* beyond FLEET_ROWS_MAX */
    uint64_t repeated;      /* logs that were in several summaries, in what was run */
    dpm_fleet_data data;
};

/* Add the row of a site. False: memory ran out. */
bool fleet_note(dpm_fleet *f, dpm_span site, const dpm_report_data *facts);
/* Put the table together. False: memory ran out. */
bool fleet_settle(dpm_fleet *f, const dpm_baseline *before, dpm_span name);

#endif
