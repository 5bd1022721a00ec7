/* Two baselines side by side, by server and cause. */
#include "compare/compare.h"

#include "base/text.h"
#include "rank/rank.h"

#include <stdlib.h>

static dpm_change change_of(uint64_t before, uint64_t after)
{
    return !before           ? DPM_CHANGE_NEW
           : !after          ? DPM_CHANGE_GONE
           : after > before  ? DPM_CHANGE_WORSE
           : after == before ? DPM_CHANGE_UNCHANGED
                             : DPM_CHANGE_BETTER;
}

static uint64_t weight(const dpm_change_row *row)
{
    return row->before > row->after ? row->before : row->after;
}

static int by_change(const void *a, const void *b)
{
    const dpm_change_row *const x = a, *const y = b;
    if (x->change != y->change) {
        return x->change < y->change ? -1 : 1;
    }
    if (weight(x) != weight(y)) {
        return weight(x) > weight(y) ? -1 : 1;
    }
    const int order = span_cmp(x->server, y->server);
    return order ? order : span_cmp(x->cause, y->cause);
}

static int by_place(const baseline_row *a, const baseline_row *b)
{
    const int order = span_cmp(a->server, b->server);
    return order ? order : span_cmp(a->cause, b->cause);
}

/* Both are sorted by place: whichever comes first is taken, and both where they are of one place. */
static size_t join(const dpm_baseline *before, const dpm_baseline *after, dpm_change_row *rows)
{
    size_t count = 0, i = 0, k = 0;
    while (i < before->row_count || k < after->row_count) {
        const baseline_row *const old = i < before->row_count ? &before->rows[i] : NULL;
        const baseline_row *const now = k < after->row_count ? &after->rows[k] : NULL;
        const int order = !old ? 1 : !now ? -1 : by_place(old, now);
        const baseline_row *const either = order <= 0 ? old : now;
        const uint64_t was = order <= 0 ? old->incidents : 0, is = order >= 0 ? now->incidents : 0;
        i += order <= 0;
        k += order >= 0;
        if (was || is) {
            rows[count++] = (dpm_change_row){either->server, either->cause, change_of(was, is), was, is};
        }
    }
    return count;
}

bool compare(const dpm_baseline *before, const dpm_baseline *after, arena *memory, dpm_comparison *out)
{
    dpm_change_row *const rows = arena_array(memory, before->row_count + after->row_count + 1, sizeof *rows);
    if (!rows) {
        return false;
    }
    const size_t count = join(before, after, rows);
    qsort(rows, count, sizeof *rows, by_change);
    for (size_t i = 0; i < count; i++) {
        if (!arena_keep(memory, rows[i].server, &rows[i].server) || !arena_keep(memory, rows[i].cause, &rows[i].cause)) {
            return false;
        }
    }
    out->first = before->first;
    out->last = before->last;
    out->complete = before->complete;
    out->incidents = before->incidents;
    out->rows = ARENA_POINTERS(memory, rows, count);
    out->row_count = count;
    return out->rows != NULL;
}

dpm_status dpm_report_compare(dpm_report *report, const dpm_baseline *before, dpm_span name, dpm_error *err)
{
    if (!report || !before) {
        return status_fail(err, DPM_EARG, "a report and a baseline are needed");
    }
    dpm_comparison found = {0};
    dpm_baseline *now = NULL;
    TRY(dpm_baseline_of(&now, report, err));
    const bool good = compare(before, now, &report->memory, &found) && arena_keep(&report->memory, name, &found.name);
    dpm_baseline_free(now);
    if (!good) {
        return status_nomem(err);
    }
    report->facts.baseline = found;
    return DPM_OK;
}
