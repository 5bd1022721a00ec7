/* Puts the report together: everything that a reader may want is copied into it, in the order in which reports show it. */
#include "base/limits.h"
#include "base/number.h"
#include "base/strbuf.h"
#include "rank/absences.h"
#include "rank/checked.h"
#include "rank/clock_gaps.h"
#include "rank/overrides.h"
#include "rank/report_timeline.h"
#include "rank/explain.h"
#include "rank/incident_list.h"
#include "rank/settle.h"

#include <stdlib.h>

typedef struct build {
    const rank_input *in;
    arena *memory;
    dpm_report_data *facts;
} build;

static dpm_status keep(build *b, dpm_span s, dpm_span *out)
{
    return arena_keep(b->memory, s, out) ? DPM_OK : DPM_ENOMEM;
}

static int64_t earlier(int64_t a, int64_t b)
{
    return a == DPM_NO_TIME ? b : b == DPM_NO_TIME ? a : a < b ? a : b;
}

/* ---- coverage ---- */

static dpm_status add_sources(build *b)
{
    dpm_report_data *const f = b->facts;
    dpm_source_info *const sources = ARENA_ARRAY(b->memory, b->in->source_count + 1, dpm_source_info);
    if (!sources) {
        return DPM_ENOMEM;
    }
    f->first = f->last = DPM_NO_TIME;
    for (size_t i = 0; i < b->in->source_count; i++) {
        dpm_source_info *const s = &sources[i];
        *s = b->in->sources[i].info;
        TRY(keep(b, s->path, &s->path));
        TRY(keep(b, s->host, &s->host));
        TRY(keep(b, s->process, &s->process));
        TRY(keep(b, s->reason, &s->reason));
        TRY(keep(b, s->encoding, &s->encoding));
        f->bytes += s->bytes;
        f->records += s->records;
        f->duplicate_records += s->duplicate_records;
        f->continuation_lines += s->continuation_lines;
        f->unparsed_lines += s->unparsed_lines;
        f->first = earlier(f->first, s->first);
        f->last = s->last == DPM_NO_TIME || s->last < f->last ? f->last : s->last;
        if (s->records && s->year_basis > f->year_basis) {
            f->year_basis = s->year_basis;
        }
    }
    f->sources = ARENA_POINTERS(b->memory, sources, b->in->source_count);
    f->source_count = b->in->source_count;
    return f->sources ? DPM_OK : DPM_ENOMEM;
}

static dpm_status add_clock_gap(build *b, const clock_gap *of, dpm_span *out)
{
    strbuf text = {0};
    rank_clock_gap_text(of, &text);
    const dpm_status status = text.failed ? DPM_ENOMEM : keep(b, strbuf_span(&text), out);
    strbuf_free(&text);
    return status;
}

static dpm_status add_skipped(build *b)
{
    dpm_skipped *const skipped = ARENA_ARRAY(b->memory, b->in->skipped_count + 1, dpm_skipped);
    clock_gap gaps[CLOCK_PAIRS_MAX];
    const size_t gap_count = rank_clock_gaps(b->in, gaps);
    dpm_span *const remarks = ARENA_ARRAY(b->memory, b->in->remark_count + gap_count + 1, dpm_span);
    if (!skipped || !remarks) {
        return DPM_ENOMEM;
    }
    for (size_t i = 0; i < b->in->skipped_count; i++) {
        TRY(keep(b, b->in->skipped[i].path, &skipped[i].path));
        TRY(keep(b, b->in->skipped[i].reason, &skipped[i].reason));
    }
    for (size_t i = 0; i < b->in->remark_count; i++) {
        TRY(keep(b, b->in->remarks[i], &remarks[i]));
    }
    b->facts->skipped = ARENA_POINTERS(b->memory, skipped, b->in->skipped_count);
    b->facts->skipped_count = b->in->skipped_count;
    b->facts->remarks = remarks;
    b->facts->remark_count = b->in->remark_count;
    for (size_t i = 0; i < gap_count; i++) {
        TRY(add_clock_gap(b, &gaps[i], &remarks[b->facts->remark_count++]));
    }
    return b->facts->skipped ? DPM_OK : DPM_ENOMEM;
}

static dpm_status add_passed(build *b)
{
    dpm_passed *const passed = ARENA_ARRAY(b->memory, DPM_ENTRY_KINDS, dpm_passed);
    size_t count = 0;
    for (dpm_entry_kind kind = 0; passed && b->in->passed && kind < DPM_ENTRY_KINDS; kind++) {
        if (b->in->passed[kind]) {
            passed[count++] = (dpm_passed){kind, b->in->passed[kind]};
        }
    }
    b->facts->passed_count = count;
    b->facts->passed = passed ? ARENA_POINTERS(b->memory, passed, count) : NULL;
    return b->facts->passed ? DPM_OK : DPM_ENOMEM;
}

/* ---- crashes and process instances ---- */

static int crash_by_time(const void *a, const void *b)
{
    const dpm_crash *const x = a, *const y = b;
    if (x->record.time != y->record.time) {
        return x->record.time < y->record.time ? -1 : 1;
    }
    const int order = span_cmp(x->record.path, y->record.path);
    return order ? order : (x->record.line > y->record.line) - (x->record.line < y->record.line);
}

static dpm_status add_crashes(build *b)
{
    const correlation *const c = b->in->correlated;
    dpm_crash *const crashes = ARENA_ARRAY(b->memory, c->crash_count + 1u, dpm_crash);
    if (!crashes) {
        return DPM_ENOMEM;
    }
    for (uint32_t i = 0; i < c->crash_count; i++) {
        const crash *const from = &c->crashes[i];
        dpm_crash *const to = &crashes[i];
        TRY(explain_record(b->in, from->record, b->memory, &to->record));
        TRY(keep(b, span_of(from->exception, from->exception_len), &to->exception));
        TRY(keep(b, span_of(from->message, from->message_len), &to->message));
        to->has_before_task = from->before.of_task;
        to->has_before_thread = from->before.of_thread;
        if (to->has_before_task) {
            TRY(explain_record(b->in, from->before.of_task, b->memory, &to->before_task));
        }
        if (to->has_before_thread) {
            TRY(explain_record(b->in, from->before.of_thread, b->memory, &to->before_thread));
        }
    }
    qsort(crashes, c->crash_count, sizeof *crashes, crash_by_time);
    b->facts->crashes = ARENA_POINTERS(b->memory, crashes, c->crash_count);
    b->facts->crash_count = c->crash_count;
    return b->facts->crashes ? DPM_OK : DPM_ENOMEM;
}

static dpm_status add_instances(build *b)
{
    const processes *const p = &b->in->correlated->processes;
    const intern *const names = &b->in->correlated->names;
    const uint32_t count = p->instances.count;
    const instance **const sorted = ARENA_ARRAY(b->memory, count + 1u, const instance *);
    dpm_instance *const out = ARENA_ARRAY(b->memory, count + 1u, dpm_instance);
    if (!sorted || !out) {
        return DPM_ENOMEM;
    }
    processes_sorted(p, sorted);
    for (uint32_t i = 0; i < count; i++) {
        const instance *const it = sorted[i];
        out[i] = (dpm_instance){
            .pid = it->pid,
            .first = rank_settle(b->in, it->first_source, it->first),
            .last = rank_settle(b->in, it->last_source, it->last),
            .records = it->records,
            .ending = rank_ending(b->in, it, i + 1 < count ? sorted[i + 1] : NULL),
        };
        TRY(keep(b, intern_get(names, p->streams[it->stream].host), &out[i].host));
        TRY(keep(b, intern_get(names, p->streams[it->stream].process), &out[i].process));
    }
    b->facts->instances = ARENA_POINTERS(b->memory, out, count);
    b->facts->instance_count = count;
    return b->facts->instances ? DPM_OK : DPM_ENOMEM;
}

/* ---- counts ---- */

static int code_by_events(const void *a, const void *b)
{
    const dpm_code_count *const x = a, *const y = b;
    if (x->events != y->events) {
        return x->events > y->events ? -1 : 1;
    }
    return (x->code.value > y->code.value) - (x->code.value < y->code.value);
}

static dpm_status add_codes(build *b)
{
    const table *const codes = &b->in->correlated->whole.counts.codes;
    dpm_code_count *const out = ARENA_ARRAY(b->memory, codes->count + 1u, dpm_code_count);
    if (!out) {
        return DPM_ENOMEM;
    }
    for (uint32_t i = 0; i < codes->count; i++) {
        const code_count *const from = table_at(codes, i);
        dpm_code_lookup(b->in->rules, DPM_CODE_KIND_HRESULT, from->code, &out[i].code);
        out[i].events = from->events;
    }
    qsort(out, codes->count, sizeof *out, code_by_events);
    for (uint32_t i = 0; i < codes->count && i < CODE_ROW_MAX; i++) {
        TRY(report_timeline_series(b->in, (series_key){SERIES_CODE, out[i].code.value, 0}, b->memory, &out[i].buckets));
    }
    b->facts->codes = ARENA_POINTERS(b->memory, out, codes->count);
    b->facts->code_count = codes->count;
    return b->facts->codes ? DPM_OK : DPM_ENOMEM;
}

static int unknown_by_count(const void *a, const void *b)
{
    const unknown_count *const x = *(const unknown_count *const *)a, *const y = *(const unknown_count *const *)b;
    if (x->count != y->count) {
        return x->count > y->count ? -1 : 1;
    }
    return record_ref_compare(x->sample, y->sample);
}

/* "WARNING catalog.cpp(412) Failed: Hr: = [0x80990c77] : step #" */
static dpm_status unknown_signature(build *b, dpm_unknown *u)
{
    strbuf text = {0};
    strbuf_addf(&text, "%s ", dpm_level_name(u->level));
    strbuf_add(&text, u->source);
    strbuf_adds(&text, u->source.len ? " " : "");
    strbuf_add(&text, u->masked);
    const dpm_status status = text.failed ? DPM_ENOMEM : keep(b, strbuf_span(&text), &u->signature);
    strbuf_free(&text);
    return status;
}

static dpm_status add_unknown(build *b)
{
    const table *const unknown = &b->in->correlated->whole.counts.unknown;
    const unknown_count **const sorted = ARENA_ARRAY(b->memory, unknown->count + 1u, const unknown_count *);
    if (!sorted) {
        return DPM_ENOMEM;
    }
    for (uint32_t i = 0; i < unknown->count; i++) {
        sorted[i] = table_at(unknown, i);
    }
    qsort(sorted, unknown->count, sizeof *sorted, unknown_by_count);
    const size_t shown = unknown->count < UNKNOWN_LISTED_MAX ? unknown->count : UNKNOWN_LISTED_MAX;
    dpm_unknown *const out = ARENA_ARRAY(b->memory, shown + 1, dpm_unknown);
    if (!out) {
        return DPM_ENOMEM;
    }
    for (size_t i = 0; i < shown; i++) {
        char bytes[SIGNATURE_TEXT];
        const record_ref *const met = sorted[i]->sample;
        out[i].count = sorted[i]->count;
        out[i].level = (dpm_level)sorted[i]->level;
        out[i].code = met->code;
        TRY(keep(b, counts_masked(sorted[i], bytes), &out[i].masked));
        TRY(keep(b, record_ref_position(met), &out[i].source));
        TRY(keep(b, record_ref_text(met), &out[i].sample));
        TRY(keep(b, b->in->sources[met->source].info.process, &out[i].process));
        TRY(unknown_signature(b, &out[i]));
        TRY(report_timeline_series(b->in, (series_key){SERIES_UNKNOWN, 0, sorted[i]->signature}, b->memory, &out[i].buckets));
    }
    b->facts->unknown = ARENA_POINTERS(b->memory, out, shown);
    b->facts->unknown_count = shown;
    return b->facts->unknown ? DPM_OK : DPM_ENOMEM;
}

static dpm_status add_noise(build *b)
{
    const counts *const c = &b->in->correlated->whole.counts;
    dpm_noise_count *const out = ARENA_ARRAY(b->memory, b->in->rules->rule_count + 1, dpm_noise_count);
    if (!out) {
        return DPM_ENOMEM;
    }
    for (size_t i = 0; i < b->in->rules->rule_count; i++) {
        if (c->noise[i] && b->in->rules->rules[i].noise) {
            const rule *const r = &b->in->rules->rules[i];
            dpm_noise_count *const row = &out[b->facts->noise_count++];
            *row = (dpm_noise_count){.id = r->id, .reason = r->reason, .records = c->noise[i]};
            TRY(report_timeline_series(b->in, (series_key){SERIES_NOISE, (uint32_t)i, 0}, b->memory, &row->buckets));
        }
    }
    b->facts->noise = ARENA_POINTERS(b->memory, out, b->facts->noise_count);
    b->facts->noise_records = c->noise_records;
    memcpy(b->facts->levels, c->levels, sizeof c->levels);
    memcpy(b->facts->untaken, c->untaken, sizeof c->untaken);
    memcpy(b->facts->events, c->classes, sizeof c->classes);
    b->facts->tasks_succeeded = b->in->correlated->incidents.succeeded;
    b->facts->too_little = b->facts->records < JUDGED_MIN && b->facts->records == c->levels[DPM_LEVEL_NORMAL] &&
                           !b->facts->tasks_succeeded && !b->facts->incidents;
    return b->facts->noise ? DPM_OK : DPM_ENOMEM;
}

/* ---- causes ---- */

/* What a report says next to its causes. */
static dpm_status add_context(build *b, const observations *t, const claim *claims, size_t count)
{
    TRY(rank_incident_list(b->in, t, b->memory, b->facts));
    TRY(rank_absences(b->in, t, b->memory, b->facts));
    TRY(rank_checked(b->in, t, claims, count, b->memory, b->facts));
    return rank_overrides(b->in, t, b->memory, b->facts);
}

static dpm_status add_causes(build *b)
{
    arena scratch = {0};
    observations t;
    size_t count = 0;
    claim *const claims = ARENA_ARRAY(&scratch, b->in->rules->cause_count + 1, claim);
    dpm_status status = claims ? observations_make(&t, b->in, &scratch) : DPM_ENOMEM;
    if (status == DPM_OK) {
        status = score_claims(b->in, &t, &scratch, claims, &count);
    }
    dpm_cause *const causes = status == DPM_OK ? ARENA_ARRAY(b->memory, count + 1, dpm_cause) : NULL;
    for (size_t i = 0; causes && status == DPM_OK && i < count; i++) {
        status = explain_claim(b->in, &t, &claims[i], b->memory, &causes[i]);
        if (status == DPM_OK) {
            status = report_timeline_cells(b->in, &t, &claims[i], &b->facts->timeline, b->memory, &causes[i]);
        }
        causes[i].rank = i + 1;
    }
    if (status == DPM_OK && !causes) {
        status = DPM_ENOMEM;
    }
    if (status == DPM_OK) {
        b->facts->incidents = t.incidents;
        b->facts->causes = ARENA_POINTERS(b->memory, causes, count);
        b->facts->cause_count = count;
        status = b->facts->causes ? add_context(b, &t, claims, count) : DPM_ENOMEM;
    }
    arena_free(&scratch);
    return status;
}

static dpm_status assemble(build *b)
{
    b->facts->complete = b->in->complete;
    b->facts->outside_records = b->in->outside_records;
    b->facts->interrupted = b->in->interrupted;
    TRY(keep(b, span_str(b->in->rules->hash), &b->facts->rules_hash));
    TRY(add_sources(b));
    TRY(add_skipped(b));
    TRY(add_passed(b));
    TRY(report_timeline_make(b->in, b->memory, &b->facts->timeline));
    TRY(add_noise(b));
    TRY(add_codes(b));
    TRY(add_unknown(b));
    TRY(add_crashes(b));
    TRY(add_instances(b));
    return add_causes(b);
}

dpm_status rank_report(const rank_input *in, dpm_report **out, dpm_error *err)
{
    *out = NULL;
    dpm_report *const report = calloc(1, sizeof *report);
    if (!report) {
        return status_nomem(err);
    }
    build b = {in, &report->memory, &report->facts};
    const dpm_status status = assemble(&b);
    if (status < 0) {
        dpm_report_free(report);
        return status_nomem(err); /* only memory can fail here */
    }
    *out = report;
    return DPM_OK;
}

const dpm_report_data *dpm_report_get_data(const dpm_report *report)
{
    return &report->facts;
}

void dpm_report_free(dpm_report *report)
{
    if (report) {
        arena_free(&report->memory);
        free(report);
    }
}
