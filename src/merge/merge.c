/* The reduce of a fleet run: summaries in, one report out. */
#include "dpmlog/merge.h"

#include "base/grow.h"
#include "base/strbuf.h"
#include "base/text.h"
#include "merge/merge.h"
#include "merge/summary.h"
#include "rank/rank.h"

#include <stdlib.h>

typedef struct summary_part {
    struct summary_part *next;
    dpm_report_data facts;
    dpm_span text; /* the summary itself: what the parts are ordered by */
} summary_part;

struct dpm_merge {
    arena memory;
    summary_part *parts;
    size_t count;
    dpm_report_data missing; /* a part of nothing but what was skipped */
    const dpm_skipped **skipped;
    size_t skipped_cap;
};

dpm_status dpm_merge_new(dpm_merge **out, dpm_error *err)
{
    *out = calloc(1, sizeof **out);
    return *out ? DPM_OK : status_nomem(err);
}

void dpm_merge_free(dpm_merge *merge)
{
    if (merge) {
        free(merge->skipped);
        arena_free(&merge->memory);
        free(merge);
    }
}

static dpm_status read_part(dpm_merge *m, dpm_span *rest, summary_part **list, dpm_error *err)
{
    const dpm_span begun = *rest;
    summary_part *const p = ARENA_NEW(&m->memory, summary_part);
    if (!p) {
        return status_nomem(err);
    }
    TRY(summary_read(rest, &m->memory, &p->facts, err));
    if (!arena_keep(&m->memory, span_head(begun, begun.len - rest->len), &p->text)) {
        return status_nomem(err);
    }
    p->next = *list;
    *list = p;
    return DPM_OK;
}

dpm_status dpm_merge_add(dpm_merge *m, dpm_span bytes, dpm_error *err)
{
    summary_part *list = m->parts;
    size_t count = 0;
    do {
        TRY(read_part(m, &bytes, &list, err));
        count++;
    } while (bytes.len);
    m->parts = list;
    m->count += count;
    return DPM_OK;
}

dpm_status dpm_merge_skip(dpm_merge *m, dpm_span path, dpm_span reason, dpm_error *err)
{
    dpm_skipped *const s = ARENA_NEW(&m->memory, dpm_skipped);
    if (!s || !arena_keep(&m->memory, path, &s->path) || !arena_keep(&m->memory, reason, &s->reason) ||
        !GROW(m->skipped, m->missing.skipped_count, m->skipped_cap)) {
        return status_nomem(err);
    }
    m->skipped[m->missing.skipped_count++] = s;
    m->missing.skipped = m->skipped;
    return DPM_OK;
}

/* ---- one report ---- */

static int by_text(const void *a, const void *b)
{
    return span_cmp((*(const summary_part *const *)a)->text, (*(const summary_part *const *)b)->text);
}

static void merge_scalars(const merge_input *in, dpm_report_data *out)
{
    const dpm_report_data *const first = in->parts[0];
    out->rules_hash = first->rules_hash;
    out->complete = true;
    out->first = out->last = DPM_NO_TIME;
    for (size_t i = 0; i < in->count; i++) {
        const dpm_report_data *const f = in->parts[i];
        out->complete = out->complete && f->complete;
        out->interrupted = out->interrupted || f->interrupted;
        if (f->records && f->year_basis > out->year_basis) {
            out->year_basis = f->year_basis;
        }
        if (f->first != DPM_NO_TIME && (out->first == DPM_NO_TIME || f->first < out->first)) {
            out->first = f->first;
        }
        if (f->last != DPM_NO_TIME && (out->last == DPM_NO_TIME || f->last > out->last)) {
            out->last = f->last;
        }
        for (size_t k = 0; k < DPM_LEVELS; k++) {
            out->levels[k] += f->levels[k];
            out->untaken[k] += f->untaken[k];
        }
        for (size_t k = 0; k < DPM_CLASSES; k++) {
            out->events[k] += f->events[k];
        }
    }
    MERGE_SUM(in, bytes, out->bytes);
    MERGE_SUM(in, records, out->records);
    MERGE_SUM(in, continuation_lines, out->continuation_lines);
    MERGE_SUM(in, unparsed_lines, out->unparsed_lines);
    MERGE_SUM(in, duplicate_records, out->duplicate_records);
    MERGE_SUM(in, incidents, out->incidents);
    MERGE_SUM(in, noise_records, out->noise_records);
    MERGE_SUM(in, suppressed_incidents, out->suppressed_incidents);
    MERGE_SUM(in, outside_records, out->outside_records);
    MERGE_SUM(in, tasks_succeeded, out->tasks_succeeded);
    out->too_little = out->records < JUDGED_MIN;
    for (size_t i = 0; i < in->count; i++) {
        out->too_little = out->too_little && in->parts[i]->too_little;
    }
}

static dpm_status merge_all(const merge_input *in, dpm_report_data *out)
{
    merge_places places;
    merge_scalars(in, out);
    TRY(merge_timeline(in, &out->timeline, &places));
    TRY(merge_rows(in, &places, out));
    TRY(merge_context(in, out));
    return merge_causes(in, &places, out);
}

/* A report must not be in the memory of the merge: it is written and read once more into its own. */
static dpm_status copy_facts(const dpm_report_data *from, dpm_report *to, dpm_error *err)
{
    strbuf text = {0};
    dpm_status status = summary_write(from, strbuf_write, &text, err);
    dpm_span rest = strbuf_span(&text);
    if (text.failed) {
        status = status_nomem(err);
    }
    if (status >= 0) {
        status = summary_read(&rest, &to->memory, &to->facts, err);
    }
    strbuf_free(&text);
    return status;
}

static dpm_status merge_into(const dpm_merge *m, arena *scratch, dpm_report *report, dpm_error *err)
{
    const summary_part **const parts = ARENA_ARRAY(scratch, m->count, const summary_part *);
    const dpm_report_data **const facts = ARENA_ARRAY(scratch, m->count + 1, const dpm_report_data *);
    size_t count = 0;
    if (!parts || !facts) {
        return status_nomem(err);
    }
    for (const summary_part *p = m->parts; p; p = p->next) {
        parts[count++] = p;
    }
    qsort(parts, count, sizeof *parts, by_text);
    for (size_t i = 0; i < count; i++) {
        facts[i] = &parts[i]->facts;
    }
    if (m->missing.skipped_count) {
        facts[count++] = &m->missing; /* of whose year and rules nothing is said */
    }
    if (count == 1) {
        return copy_facts(facts[0], report, err);
    }
    dpm_report_data all = {0};
    const merge_input in = {facts, count, scratch};
    const dpm_status status = merge_all(&in, &all);
    return status < 0 ? status_nomem(err) : copy_facts(&all, report, err);
}

dpm_status dpm_merge_report(const dpm_merge *m, dpm_report **out, dpm_error *err)
{
    arena scratch = {0};
    *out = NULL;
    if (!m->count) {
        return status_fail(err, DPM_EARG, "no summary was added");
    }
    dpm_report *const report = calloc(1, sizeof *report);
    const dpm_status status = report ? merge_into(m, &scratch, report, err) : status_nomem(err);
    arena_free(&scratch);
    if (status < 0) {
        dpm_report_free(report);
        return status;
    }
    *out = report;
    return DPM_OK;
}
