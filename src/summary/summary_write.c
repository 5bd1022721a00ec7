/* Writes a summary. */
#include "summary/summary_write.h"

#include "base/civil.h"
#include "base/hash.h"
#include "dpmlog/version.h"
#include "os/os.h"
#include "record/year.h"
#include "summary/kept.h"
#include "summary/summary_read.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>

struct summary_writer {
    const dpm_rules *rules;
    dpm_write_fn write;
    void *context;
    const summary_words *words; /* NULL: names stay */
    bool begun;                 /* its first line is written */
    const source *src;
    strbuf site, machine, records, rest, notes;
    kept_records kept;
    uint64_t rows, note_rows, dropped;
    record_pool pool;
    intern names;
    tally counted;       /* of what is not kept, and the silences of all */
    processes processes; /* of all records */
    struct thread_clock {
        uint32_t pid, tid;
        int64_t heard, kept; /* last record, last that is kept */
        bool known, wanted;
    } clocks[CALL_CLOCKS];
};

dpm_status summary_writer_new(summary_writer **out, const dpm_rules *rules, dpm_write_fn write, void *context, dpm_error *err)
{
    summary_writer *const w = *out = calloc(1, sizeof *w);
    if (!w) {
        return status_nomem(err);
    }
    const uint64_t seed = os_seed();
    w->rules = rules;
    w->write = write;
    w->context = context;
    processes_init(&w->processes, seed);
    intern_init(&w->names, HOST_MAX, seed);
    if (tally_init(&w->counted, rules, &w->pool, seed) < 0 || !kept_init(&w->kept, seed)) {
        summary_writer_free(w);
        *out = NULL;
        return status_nomem(err);
    }
    return DPM_OK;
}

/* Nothing is left of the last source. */
static void forget(summary_writer *w)
{
    strbuf_clear(&w->records);
    strbuf_clear(&w->rest);
    const uint64_t seed = w->processes.seed;
    processes_free(&w->processes);
    intern_free(&w->names);
    intern_init(&w->names, HOST_MAX, seed);
    tally_clear(&w->counted);
    memset(w->clocks, 0, sizeof w->clocks);
    kept_clear(&w->kept);
    w->rows = w->dropped = 0;
    w->src = NULL;
}

void summary_writer_free(summary_writer *w)
{
    if (w) {
        tally_free(&w->counted);
        kept_free(&w->kept);
        processes_free(&w->processes);
        intern_free(&w->names);
        record_pool_free(&w->pool);
        strbuf_free(&w->site);
        strbuf_free(&w->machine);
        strbuf_free(&w->records);
        strbuf_free(&w->rest);
        strbuf_free(&w->notes);
        free(w);
    }
}

dpm_status summary_name_site(summary_writer *w, dpm_span site)
{
    strbuf_clear(&w->site);
    strbuf_add(&w->site, site);
    return w->site.failed ? DPM_ENOMEM : DPM_OK;
}

dpm_status summary_name_machine(summary_writer *w, dpm_span machine)
{
    strbuf_clear(&w->machine);
    strbuf_add(&w->machine, machine);
    return w->machine.failed ? DPM_ENOMEM : DPM_OK;
}

void summary_cover(summary_writer *w, const summary_words *words)
{
    w->words = words;
}

void summary_begin(summary_writer *w, const source *src)
{
    w->src = src;
}

void summary_drop(summary_writer *w)
{
    forget(w);
}

/* ---- one batch ---- */

/* A record that is only counted, whatever stands around it: harmless, of no task, and it states no version. */
static bool only_counts(const summary_writer *w, const event *e)
{
    const rule *const r = e->rule == RULE_NONE ? NULL : &w->rules->rules[e->rule];
    return r && r->noise && !r->changed && !e->has_task && !event_captured(e, CAPTURE_VERSION, (dpm_span){0}).ptr;
}

static dpm_status count(summary_writer *w, const record_batch *batch, const event *e, place *where, uint32_t host)
{
    if (e->rule == RULE_NONE) {
        return DPM_OK;
    }
    const rule *const r = &w->rules->rules[e->rule];
    if (!r->generic) {
        TRY(counts_take(&w->counted.counts, batch, e, where));
    }
    return timeline_take(&w->counted.timeline, w->rules, e, batch->time[e->record], host);
}

static bool marks_call(const summary_writer *w, const event *e)
{
    const task_mark mark = e->rule == RULE_NONE ? MARK_NONE : w->rules->rules[e->rule].mark;
    return mark == MARK_ENTERED || mark == MARK_LEFT;
}

static void put_record_text(summary_writer *w, const record_batch *batch, const event *e)
{
    const uint32_t i = e->record;
    const dpm_span own = span_of(batch->base + batch->start[i], batch->end[i] - batch->start[i]);
    row_put_text(&w->kept.texts, w->words ? w->words->record(w->words->context, batch, e) : own);
}

static bool keep(summary_writer *w, const record_batch *batch, const event *e, place *where)
{
    const uint32_t i = e->record;
    const size_t at = w->kept.texts.len;
    put_record_text(w, batch, e);
    kept_record *const k = kept_add(&w->kept);
    if (!k) {
        return false;
    }
    k->line = where->line + batch->line[i] + 1;
    k->offset = place_offset(where, batch, i);
    k->time = batch->time[i];
    k->timed = !(batch->flags[i] & RECORD_NO_TIME);
    k->year = k->timed && w->src->kind == SOURCE_LOG ? civil_from_ms(k->time).year - w->src->year : 0;
    k->at = (uint32_t)at;
    k->len = (uint32_t)(w->kept.texts.len - at);
    k->clock = (uint16_t)calls_clock_number(batch->pid[i], batch->tid[i]);
    k->level = batch->level[i];
    w->counted.counts.untaken[k->level] -= e->rule == RULE_NONE;
    return !marks_call(w, e) || kept_follow(&w->kept, batch, e, &w->rules->rules[e->rule]);
}

/* The rows of what is left of the records. */
static void put_records(summary_writer *w)
{
    uint64_t line = 0, offset = 0;
    for (size_t i = 0; i < w->kept.count; i++) {
        const kept_record *const k = &w->kept.items[i];
        struct thread_clock *const clock = &w->clocks[k->clock];
        if (k->dropped) {
            continue;
        }
        strbuf_add(&w->records, SPAN("R\t"));
        row_put_int(&w->records, (int64_t)(k->line - line));
        strbuf_addc(&w->records, '\t');
        row_put_int(&w->records, (int64_t)(k->offset - offset));
        strbuf_addc(&w->records, '\t');
        if (k->timed) {
            row_put_int(&w->records, k->year);
            strbuf_add(&w->records, SPAN("\t\t"));
        } else { /* of records without a time of their own, what was taken for it */
            strbuf_addc(&w->records, '\t');
            row_put_int(&w->records, k->time);
            strbuf_addc(&w->records, '\t');
        }
        strbuf_add(&w->records, span_of(w->kept.texts.ptr + k->at, k->len));
        strbuf_addc(&w->records, '\n');
        line = k->line;
        offset = k->offset;
        w->rows++;
        w->counted.counts.levels[k->level]--;
        clock->wanted = true;
        clock->kept = k->time;
    }
}

static void hear(summary_writer *w, const record_batch *batch)
{
    for (uint32_t i = 0; i < batch->count; i++) {
        struct thread_clock *const c = &w->clocks[calls_clock_number(batch->pid[i], batch->tid[i])];
        c->pid = batch->pid[i];
        c->tid = batch->tid[i];
        c->heard = batch->time[i];
        c->known = true;
    }
}

dpm_status summary_take(summary_writer *w, const record_batch *batch, const event_list *events, const place *where, dpm_span host)
{
    place at = *where, here = *where;
    uint32_t host_id;
    at.stream = at.source = 0;
    if (!intern_put(&w->names, host, &host_id)) {
        return DPM_ENOMEM;
    }
    TRY(tally_follow(&w->counted, batch, events, &at));
    if (!where->witness) {
        TRY(processes_follow(&w->processes, 0, 0, batch));
    }
    hear(w, batch);
    for (uint32_t i = 0; i < events->count; i++) {
        const event *const e = &events->items[i];
        const bool full = w->kept.texts.len > SUMMARY_SOURCE_MAX;
        if (full || only_counts(w, e)) {
            TRY(count(w, batch, e, &at, host_id));
            w->dropped += full;
        } else if (!keep(w, batch, e, &here)) {
            return DPM_ENOMEM;
        }
    }
    record_done(&w->pool);
    return w->kept.texts.failed ? DPM_ENOMEM : DPM_OK;
}

/* ---- the end of a source ---- */

static void put(summary_writer *w, const row_form *form, const void *row)
{
    row_put(&w->rest, form, row);
    w->rows++;
}

static void put_counted(summary_writer *w, const char *what, dpm_span key, uint64_t n)
{
    if (n) {
        put(w, &form_counted, &(row_counted){span_str(what), key, n});
    }
}

static void put_numbered(summary_writer *w, const char *what, uint64_t key, uint64_t n)
{
    char text[24];
    snprintf(text, sizeof text, "%" PRIu64, key);
    put_counted(w, what, span_str(text), n);
}

static void put_counts(summary_writer *w)
{
    const counts *const c = &w->counted.counts;
    for (size_t level = 0; level < DPM_LEVELS; level++) {
        put_counted(w, COUNTED_LEVEL, span_str(dpm_level_name((dpm_level)level)), c->levels[level]);
        put_counted(w, COUNTED_UNTAKEN, span_str(dpm_level_name((dpm_level)level)), c->untaken[level]);
    }
    for (size_t cls = 0; cls < DPM_CLASSES; cls++) {
        put_counted(w, COUNTED_CLASS, span_str(dpm_class_name((dpm_class)cls)), c->classes[cls]);
    }
    for (size_t i = 0; i < w->rules->rule_count; i++) {
        put_counted(w, COUNTED_NOISE, w->rules->rules[i].id, c->noise[i]);
    }
    for (uint32_t slot = 0; slot < c->codes.count; slot++) {
        const code_count *const k = table_at(&c->codes, slot);
        put_numbered(w, COUNTED_CODE, k->code, k->events);
    }
}

static int64_t moved(int64_t time, int years)
{
    return years && time != DPM_NO_TIME ? year_move(time, years) : time;
}

/* What the key of a series is called; NULL: it does not travel. */
static const char *name_series(const summary_writer *w, const series *s, char number[24], dpm_span *key)
{
    switch (s->key.kind) {
    case SERIES_NOISE: *key = w->rules->rules[s->key.part].id; return COUNTED_NOISE;
    case SERIES_EVENTS: *key = span_str(dpm_class_name((dpm_class)s->key.id)); return COUNTED_CLASS;
    case SERIES_CODE:
        snprintf(number, 24, "%" PRIu32, s->key.part);
        *key = span_str(number);
        return COUNTED_CODE;
    default: return NULL;
    }
}

static void put_series(summary_writer *w, const series *s, int years)
{
    const grid *const g = &w->counted.timeline.grid;
    char number[24];
    row_buckets row = {.width = grid_width(g)};
    const char *const what = name_series(w, s, number, &row.key);
    if (!what) {
        return;
    }
    row.what = span_str(what);
    row.host =
        s->key.kind == SERIES_EVENTS && s->key.part != TIMELINE_OTHERS ? intern_get(&w->names, s->key.part) : (dpm_span){0};
    strbuf text = {0};
    int64_t last = g->first;
    for (int64_t b = g->first; b <= g->last; b++) {
        const uint32_t n = series_at(s, b);
        if (!n) {
            continue;
        }
        if (!text.len) {
            row.begin = moved(b * row.width, years);
            strbuf_addf(&text, "%" PRIu32, n);
        } else {
            strbuf_addf(&text, " %" PRId64 ":%" PRIu32, b - last, n);
        }
        last = b;
    }
    row.counts = strbuf_span(&text);
    if (text.len) {
        put(w, &form_buckets, &row);
    }
    w->rest.failed |= text.failed;
    strbuf_free(&text);
}

static dpm_status put_processes(summary_writer *w, int years)
{
    const uint32_t n = w->processes.instances.count;
    const instance **const sorted = calloc((size_t)n + 1, sizeof *sorted);
    if (!sorted) {
        return DPM_ENOMEM;
    }
    processes_sorted(&w->processes, sorted);
    for (uint32_t i = 0; i < n; i++) {
        const instance *const it = sorted[i];
        put(w, &form_process,
            &(row_process){it->pid, moved(it->first, years), moved(it->last, years), it->records, it->critical});
    }
    free(sorted);
    return DPM_OK;
}

static void put_clocks(summary_writer *w, int years)
{
    for (size_t i = 0; i < CALL_CLOCKS; i++) {
        const struct thread_clock *const c = &w->clocks[i];
        if (c->known && c->wanted && c->heard > c->kept) {
            put(w, &form_clock, &(row_clock){c->pid, c->tid, moved(c->heard, years)});
        }
    }
}

section section_of(const source *src)
{
    return (section){
        .path = src->path,
        .inside = src->inside.len ? src->inside.ptr - src->path.ptr : -1,
        .only = src->only,
        .host = src->host,
        .process = src->process,
        .format = span_str(src->format),
        .remark = span_str(src->remark),
        .kind = src->kind,
        .alert = src->is_alert,
        .crash_copy = src->is_crash_copy,
        .crash_time = src->crash_time,
        .mtime = src->mtime,
        .mtime_local = src->mtime_local,
        .size = (int64_t)src->size,
        .torn = src->torn,
        .lent = src->lent,
        .wraps = src->wraps,
        .year = src->year,
        .year_basis = src->year_basis,
        .probed = src->probed,
        .end_known = src->end_known,
        .first_stamp = src->first_stamp,
        .last_stamp = src->last_stamp,
        .range_any = src->range.any,
        .range_first_year = src->range.first.year,
        .range_first = src->range.first.stamp,
        .range_end_year = src->range.end.year,
        .range_end = src->range.end.stamp,
        .overlaps = src->overlaps,
    };
}

static dpm_status unwritten(dpm_error *err)
{
    return status_fail(err, DPM_EIO, "the summary cannot be written");
}

static dpm_status hand(summary_writer *w, const strbuf *b, dpm_error *err)
{
    return b->failed ? status_nomem(err) : b->len == 0 || w->write(w->context, b->ptr, b->len) ? DPM_OK : unwritten(err);
}

static dpm_status begin_file(summary_writer *w, dpm_error *err)
{
    strbuf text = {0};
    strbuf_addf(&text, SUMMARY_NAME "%d\t%s\t%s\t", SUMMARY_VERSION, DPMLOG_VERSION, w->rules->hash);
    const dpm_span site = strbuf_span(&w->site);
    row_put_text(&text, w->words && site.len ? w->words->text(w->words->context, site) : site);
    if (w->machine.len) {
        strbuf_addc(&text, '\t');
        row_put_text(&text, strbuf_span(&w->machine));
    }
    strbuf_addc(&text, '\n');
    const dpm_status status = w->begun ? DPM_OK : hand(w, &text, err);
    w->begun = true;
    strbuf_free(&text);
    return status;
}

static uint64_t checksum(uint64_t sum, const strbuf *b)
{
    return b->len ? crc32_z((unsigned long)sum, (const unsigned char *)b->ptr, b->len) : sum;
}

static dpm_status write_section(summary_writer *w, const strbuf *head, dpm_error *err)
{
    const uint64_t sum = checksum(checksum(checksum(0, head), &w->records), &w->rest);
    strbuf end = {0};
    row_put(&end, &form_ending, &(row_ending){w->rows + 1, sum});
    dpm_status status = DPM_OK;
    const strbuf *const pieces[] = {head, &w->records, &w->rest, &end};
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces && status == DPM_OK; i++) {
        status = hand(w, pieces[i], err);
    }
    strbuf_free(&end);
    return status;
}

/* Calls that are not here. */
static void put_calls(summary_writer *w)
{
    for (uint32_t id = 1; id <= w->kept.functions.count; id++) {
        put_counted(w, COUNTED_ENTERED, intern_get(&w->kept.functions, id), w->kept.entered[id]);
        put_counted(w, COUNTED_LEFT, intern_get(&w->kept.functions, id), w->kept.left[id]);
    }
}

static dpm_status put_rest(summary_writer *w, section *out, int years)
{
    put_records(w);
    put_calls(w);
    const track *const t = timeline_track(&w->counted.timeline, 0);
    if (t && t->any) {
        out->track_any = 1;
        out->track_anywhere = t->begins_anywhere;
        out->track_first = moved(t->first, years);
        out->track_last = moved(t->last, years);
        for (size_t i = 0; i < t->gap_count; i++) {
            put(w, &form_silence, &(row_silence){moved(t->gaps[i].from, years), moved(t->gaps[i].to, years)});
        }
    }
    put_counts(w);
    const table *const rows = &w->counted.timeline.grid.rows;
    for (uint32_t slot = 0; slot < rows->count; slot++) {
        put_series(w, table_at(rows, slot), years);
    }
    TRY(put_processes(w, years));
    put_clocks(w, years);
    return DPM_OK;
}

/* In place of a text what stands for it, in `memory`. */
static bool cover(const summary_writer *w, dpm_span (*by)(void *context, dpm_span text), dpm_span *text, arena *memory)
{
    return text->len == 0 || arena_keep(memory, by(w->words->context, *text), text);
}

static bool cover_section(const summary_writer *w, section *s, arena *memory)
{
    if (!w->words) {
        return true;
    }
    s->inside = -1;
    return cover(w, w->words->path, &s->path, memory) && cover(w, w->words->text, &s->only, memory) &&
           cover(w, w->words->text, &s->host, memory) && cover(w, w->words->text, &s->process, memory) &&
           cover(w, w->words->text, &s->remark, memory) && cover(w, w->words->text, &s->reason, memory);
}

dpm_status summary_end(summary_writer *w, const section *read, int years, dpm_error *err)
{
    section all = *read;
    strbuf head = {0};
    arena memory = {0};
    all.year += years;
    if (all.first <= all.last) {
        all.first = moved(all.first, years);
        all.last = moved(all.last, years);
    }
    all.dropped = w->dropped;
    dpm_status status = begin_file(w, err);
    if (status == DPM_OK && put_rest(w, &all, years) < 0) {
        status = status_nomem(err);
    }
    if (status == DPM_OK && !cover_section(w, &all, &memory)) {
        status = status_nomem(err);
    }
    row_put(&head, &form_section, &all);
    status = status == DPM_OK ? write_section(w, &head, err) : status;
    arena_free(&memory);
    strbuf_free(&head);
    forget(w);
    return status;
}

dpm_status summary_copy_section(summary_writer *w, const summary_section *from, dpm_error *err)
{
    char piece[16 << 10];
    TRY(begin_file(w, err));
    for (uint64_t done = 0; done < from->len;) {
        size_t got = 0;
        const uint64_t left = from->len - done;
        TRY(blob_read_at(from->bytes, from->offset + done, piece, left < sizeof piece ? (size_t)left : sizeof piece, &got, err));
        if (got == 0 || !w->write(w->context, piece, got)) {
            return got ? unwritten(err) : status_fail(err, DPM_EDATA, "a summary changed while it was read");
        }
        done += got;
    }
    return DPM_OK;
}

/* ---- what is of no source ---- */

dpm_status summary_note(summary_writer *w, const row_form *form, const void *row)
{
    row_put(&w->notes, form, row);
    w->note_rows++;
    return w->notes.failed ? DPM_ENOMEM : DPM_OK;
}

dpm_status summary_finish(summary_writer *w, const row_finish *how, dpm_error *err)
{
    TRY(begin_file(w, err));
    if (summary_note(w, &form_finish, how) < 0) {
        return status_nomem(err);
    }
    const row_ending end = {w->note_rows, checksum(0, &w->notes)};
    row_put(&w->notes, &form_finished, &end);
    const dpm_status status = hand(w, &w->notes, err);
    strbuf_clear(&w->notes);
    w->note_rows = 0;
    return status;
}
