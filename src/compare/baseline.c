/* A baseline: made of a report, or read from a file that an earlier run wrote. */
#include "compare/compare.h"

#include "base/text.h"

#include <stdlib.h>

static int by_place(const void *a, const void *b)
{
    const baseline_row *const x = a, *const y = b;
    const int order = span_cmp(x->server, y->server);
    return order ? order : span_cmp(x->cause, y->cause);
}

void baseline_settle(dpm_baseline *b)
{
    size_t count = 0;
    if (b->row_count) {
        qsort(b->rows, b->row_count, sizeof *b->rows, by_place);
    }
    for (size_t i = 0; i < b->row_count; i++) {
        if (count && by_place(&b->rows[count - 1], &b->rows[i]) == 0) {
            b->rows[count - 1].incidents += b->rows[i].incidents;
        } else {
            b->rows[count++] = b->rows[i];
        }
    }
    b->row_count = count;
}

static bool copy_facts(const dpm_report_data *facts, dpm_baseline *b)
{
    b->first = facts->first;
    b->last = facts->last;
    b->complete = facts->complete;
    b->incidents = facts->incidents;
    b->rows = arena_array(&b->memory, facts->incident_list_count + 1, sizeof *b->rows);
    for (size_t i = 0; b->rows && i < facts->incident_list_count; i++) {
        const dpm_incident *const at = facts->incident_list[i];
        baseline_row *const row = &b->rows[b->row_count++];
        row->incidents = at->incidents;
        if (!arena_keep(&b->memory, at->server, &row->server) || !arena_keep(&b->memory, at->cause, &row->cause)) {
            return false;
        }
    }
    return b->rows != NULL;
}

dpm_status dpm_baseline_of(dpm_baseline **out, const dpm_report *report, dpm_error *err)
{
    if (!out || !report) {
        return status_fail(err, DPM_EARG, "a report and a place for the result are needed");
    }
    *out = calloc(1, sizeof **out);
    if (!*out || !copy_facts(dpm_report_get_data(report), *out)) {
        dpm_baseline_free(*out);
        *out = NULL;
        return status_nomem(err);
    }
    baseline_settle(*out);
    return DPM_OK;
}

static dpm_status read_json(dpm_baseline **out, dpm_span bytes, dpm_error *err)
{
    *out = calloc(1, sizeof **out);
    if (!*out) {
        return status_nomem(err);
    }
    const dpm_status status = baseline_json(bytes, *out, err);
    if (status < 0) {
        dpm_baseline_free(*out);
        *out = NULL;
        return status;
    }
    baseline_settle(*out);
    return DPM_OK;
}

dpm_status dpm_baseline_read(dpm_baseline **out, dpm_span bytes, dpm_error *err)
{
    if (!out || (!bytes.ptr && bytes.len)) {
        return status_fail(err, DPM_EARG, "bytes and a place for the result are needed");
    }
    *out = NULL;
    if (span_starts(span_trim(bytes), SPAN("{"))) {
        return read_json(out, bytes, err);
    }
    return status_fail(err, DPM_EDATA, "this is neither a report in JSON (-f json) nor a summary (dpmlog summarize)");
}

int64_t dpm_baseline_last(const dpm_baseline *baseline)
{
    return baseline->last;
}

bool dpm_baseline_complete(const dpm_baseline *baseline)
{
    return baseline->complete;
}

void dpm_baseline_free(dpm_baseline *baseline)
{
    if (baseline) {
        arena_free(&baseline->memory);
        free(baseline);
    }
}
