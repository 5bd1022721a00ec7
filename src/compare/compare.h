/* What a comparison needs of a report, and the rows that come of two of them. */
#ifndef DPM_COMPARE_COMPARE_H
#define DPM_COMPARE_COMPARE_H

#include "base/arena.h"
#include "base/limits.h"
#include "base/status.h"
#include "dpmlog/diff.h"

/* The failures of one cause on one server. */
typedef struct baseline_row {
    dpm_span server, cause;
    uint64_t incidents;
} baseline_row;

struct dpm_baseline {
    arena memory; /* of all below */
    int64_t first, last;
    bool complete;
    uint64_t incidents;
    baseline_row *rows; /* each server and cause once, by server */
    size_t row_count;
};

/* Sort the rows and join those of one server and cause. */
void baseline_settle(dpm_baseline *b);
/* What a report in JSON says. `b` is empty. DPM_EDATA, DPM_ELIMIT or DPM_ENOMEM where it cannot be read. */
dpm_status baseline_json(dpm_span bytes, dpm_baseline *b, dpm_error *err);
/* Compare: `out->rows` is made in `memory`. `out->name` is left alone. False: out of memory. */
bool compare(const dpm_baseline *before, const dpm_baseline *after, arena *memory, dpm_comparison *out);

#endif
