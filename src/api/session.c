/* One analysis from paths to a report: the only file that knows the whole pipeline.
 *
 *   sources ─▶ reader ─▶ scanner ─▶ years, copies ─▶ classifier ─▶ correlation ─▶ rank
 */
#include "dpmlog/session.h"
#include "base/status.h"
#include "base/strbuf.h"
#include "base/text.h"
#include "correlate/correlate.h"
#include "run/event_emit.h"
#include "read/prefetch.h"
#include "discover/sources.h"
#include "os/os.h"
#include "run/pipeline.h"
#include "rank/rank.h"
#include "record/year.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

/* What the user asked to keep. */
typedef struct filter {
    int64_t since, until;
    unsigned classes, levels;
    dpm_span *hosts, *processes;
    size_t host_count, process_count;
} filter;

enum { BOM_BYTES = 3 };

/* The source that is being read. */
typedef struct current {
    const source *src;
    place where;
    year_walk years;
    scan_counts counts;
    uint64_t records, duplicates, outside;
    uint64_t last_stamp;
    int64_t first, last;
} current;

struct dpm_session {
    const dpm_rules *rules;
    int year;
    int64_t now;
    filter keep;
    arena memory; /* options, reasons */
    source_list sources;
    prefetch prefetch; /* of them, those that come next */
    rank_source *read;
    size_t read_count, read_cap;
    uint32_t group_stream; /* the stream whose records `copies` remembers */
    correlation correlated;
    reader *reader;
    pipeline *pipe;
    source fed;
    current now_reading;
    bool feeding;
    atomic_bool stop;
    bool interrupted, damaged;
    uint64_t filtered_sources, outside; /* logs and records that were not asked for */
    void (*on_progress)(void *, const dpm_progress *);
    void *progress_context;
    dpm_progress progress;
    event_emitter emitter;
};

/* ---- life ---- */

static dpm_status keep_words(arena *memory, const char *const *words, size_t count, dpm_span **out, size_t *out_count)
{
    dpm_span *const list = ARENA_ARRAY(memory, count, dpm_span);
    for (size_t i = 0; list && i < count; i++) {
        if (!arena_keep(memory, span_str(words[i]), &list[i])) {
            return DPM_ENOMEM;
        }
    }
    *out = list;
    *out_count = count;
    return list ? DPM_OK : DPM_ENOMEM;
}

static int64_t limit(int64_t time, int64_t none)
{
    return time == 0 || time == DPM_NO_TIME ? none : time;
}

static dpm_status keep_options(dpm_session *s, const dpm_session_options *o)
{
    s->year = o->year;
    s->now = o->now ? o->now : os_now();
    sources_limit(&s->sources, o->max_depth, o->max_expand);
    s->keep.since = limit(o->since, INT64_MIN);
    s->keep.until = limit(o->until, INT64_MAX);
    s->keep.classes = o->classes ? o->classes : ~0U;
    s->keep.levels = o->levels ? o->levels : ~0U;
    TRY(keep_words(&s->memory, o->hosts, o->host_count, &s->keep.hosts, &s->keep.host_count));
    return keep_words(&s->memory, o->processes, o->process_count, &s->keep.processes, &s->keep.process_count);
}

static dpm_span server_of_job(const void *context, const uint8_t task[16])
{
    const job *const j = job_history_find(context, task);
    return j ? j->server : (dpm_span){0};
}

static dpm_status make_parts(dpm_session *s, unsigned jobs, dpm_error *err)
{
    TRY(correlation_init(&s->correlated, s->rules, os_seed()));
    s->correlated.server_of = server_of_job;
    s->correlated.server_context = &s->sources.jobs;
    TRY(reader_new(&s->reader, err));
    return pipeline_new(&s->pipe, s->rules, jobs ? jobs : os_cores());
}

dpm_status dpm_session_new(dpm_session **out, const dpm_rules *rules, const dpm_session_options *options, dpm_error *err)
{
    static const dpm_session_options none = {0};
    *out = NULL;
    dpm_session *const s = calloc(1, sizeof *s);
    if (!s) {
        return status_nomem(err);
    }
    s->rules = rules;
    s->group_stream = UINT32_MAX;
    atomic_init(&s->stop, false);
    const dpm_session_options *const told = options ? options : &none;
    if (keep_options(s, told) < 0 || make_parts(s, told->jobs, err) < 0) {
        dpm_session_free(s);
        return status_nomem(err);
    }
    *out = s;
    return DPM_OK;
}

void dpm_session_free(dpm_session *s)
{
    if (!s) {
        return;
    }
    prefetch_close(&s->prefetch);
    sources_free(&s->sources);
    correlation_free(&s->correlated);
    reader_free(s->reader);
    pipeline_free(s->pipe);
    free(s->read);
    arena_free(&s->memory);
    free(s);
}

dpm_status dpm_session_add(dpm_session *s, const char *path, dpm_error *err)
{
    dpm_error why = {.message = ""};
    const dpm_status status = sources_add(&s->sources, path, &why);
    if (status == DPM_END) { /* nothing to read where something was expected: the report must not call this clean */
        TRY(sources_skip_failed(&s->sources, span_str(path), &why));
    }
    if (status != DPM_OK && err) {
        *err = why;
    }
    return status;
}

void dpm_session_stop(dpm_session *s)
{
    atomic_store_explicit(&s->stop, true, memory_order_relaxed);
}

void dpm_session_on_progress(dpm_session *s, void (*callback)(void *, const dpm_progress *), void *context)
{
    s->on_progress = callback;
    s->progress_context = context;
}

void dpm_session_on_event(dpm_session *s, dpm_event_fn take, void *context)
{
    s->emitter.on_event = take;
    s->emitter.event_context = context;
}

dpm_status dpm_session_on_task(dpm_session *s, dpm_span task, dpm_event_fn take, void *context, dpm_error *err)
{
    s->emitter.on_task = NULL;
    if (!event_task_digits(&s->emitter, task)) {
        return status_fail(err, DPM_EARG, "a task is named by the 8 to 32 hex digits that its GUID begins with");
    }
    s->emitter.on_task = take;
    s->emitter.task_context = context;
    return DPM_OK;
}

/* ---- one batch ---- */

static uint64_t stored_len(int enc, dpm_span text)
{
    return encoded_len((encoding)enc, text);
}

/* Flag what the user did not ask for. */
static void mark_outside(const filter *keep, record_batch *batch)
{
    if (keep->since == INT64_MIN && keep->until == INT64_MAX) {
        return;
    }
    for (uint32_t i = 0; i < batch->count; i++) {
        if (batch->time[i] < keep->since || batch->time[i] >= keep->until) {
            batch->flags[i] |= RECORD_OUTSIDE;
        }
    }
}

static void count_records(current *c, const record_batch *batch)
{
    for (uint32_t i = 0; i < batch->count; i++) {
        const uint8_t flags = batch->flags[i];
        c->duplicates += (flags & (RECORD_DUPLICATE | RECORD_OUTSIDE)) == RECORD_DUPLICATE;
        c->outside += (flags & RECORD_OUTSIDE) != 0;
        if (flags & (RECORD_DUPLICATE | RECORD_OUTSIDE)) {
            continue;
        }
        c->records++;
        if (!(flags & RECORD_NO_TIME)) {
            c->first = batch->time[i] < c->first ? batch->time[i] : c->first;
            c->last = batch->time[i] > c->last ? batch->time[i] : c->last;
        }
    }
}

/* Drop the events of records that do not count, and those of other classes and levels than asked for. What tells of a task's
 * fate stays. */
static void filter_events(const dpm_session *s, event_list *events, const record_batch *batch)
{
    uint32_t left = 0;
    for (uint32_t i = 0; i < events->count; i++) {
        const event *const e = &events->items[i];
        const bool taken = (batch->flags[e->record] & (RECORD_DUPLICATE | RECORD_OUTSIDE)) == 0;
        const bool fate = e->rule != RULE_NONE && s->rules->rules[e->rule].mark != MARK_NONE;
        const bool wanted = (s->keep.classes >> e->cls & 1) && (s->keep.levels >> batch->level[e->record] & 1);
        if (taken && (fate || wanted || e->rule == RULE_NONE)) {
            if (left != i) {
                events->items[left] = *e;
            }
            left++;
        }
    }
    events->count = left;
}

/* Show a batch to those who asked for its records. */
static void tap_batch(dpm_session *s, const record_batch *batch, const event_list *events)
{
    const current *const c = &s->now_reading;
    const processes *const p = &s->correlated.processes;
    event_origin at = {
        .rules = s->rules,
        .path = c->src->path,
        .host = intern_get(&s->correlated.names, p->streams[c->where.stream].host),
        .process = c->src->process,
        .where = c->where,
        .classes = s->keep.classes,
        .levels = s->keep.levels,
    };
    event_emit(&s->emitter, &at, batch, events);
    if (s->emitter.ended) {
        dpm_session_stop(s);
    }
}

static dpm_status take_batch(dpm_session *s, record_batch *batch, event_list *events)
{
    current *const c = &s->now_reading;
    year_apply(&c->years, batch);
    mark_outside(&s->keep, batch);
    if (c->src->overlaps) {
        TRY(copies_mark(&s->correlated.copies, batch));
    }
    count_records(c, batch);
    filter_events(s, events, batch);
    if (s->emitter.on_event || s->emitter.on_task) {
        tap_batch(s, batch, events);
    }
    return correlation_take(&s->correlated, batch, events, &c->where);
}

static void add_counts(scan_counts *to, const scan_counts *from)
{
    to->lines += from->lines;
    to->continuation += from->continuation;
    to->unparsed += from->unparsed;
    to->cut_records += from->cut_records;
    to->cut_bytes += from->cut_bytes;
    to->nuls += from->nuls;
}

static dpm_status take_product(dpm_session *s, product *done)
{
    current *const c = &s->now_reading;
    c->where.line = c->counts.lines;
    c->where.offset = done->from.offset;
    c->where.at = 0;
    c->where.encoding = done->encoding;
    add_counts(&c->counts, &done->counts);
    for (size_t i = 0; i < done->count; i++) {
        TRY(take_batch(s, done->batches[i], done->events[i]));
    }
    if (s->on_progress) {
        dpm_progress now = s->progress;
        now.bytes_done += done->from.offset;
        s->on_progress(s->progress_context, &now);
    }
    return DPM_OK;
}

/* ---- one source ---- */

static dpm_status reserve_read(dpm_session *s)
{
    if (s->read_count < s->read_cap) {
        return DPM_OK;
    }
    const size_t cap = s->read_cap ? s->read_cap * 2 : 16;
    rank_source *const read = realloc(s->read, cap * sizeof *read);
    if (!read) {
        return DPM_ENOMEM;
    }
    s->read = read;
    s->read_cap = cap;
    return DPM_OK;
}

static dpm_status begin_source(dpm_session *s, const source *src)
{
    TRY(reserve_read(s));
    current *const c = &s->now_reading;
    *c = (current){.src = src, .first = INT64_MAX, .last = INT64_MIN};
    c->where.source = (uint32_t)s->read_count;
    c->where.encoded_len = stored_len;
    TRY(correlation_stream(&s->correlated, src->host, src->process, &c->where.stream));
    if (c->where.stream != s->group_stream) {
        copies_new_group(&s->correlated.copies);
        s->group_stream = c->where.stream;
    } else {
        copies_new_source(&s->correlated.copies);
    }
    year_begin(&c->years, src->year);
    return DPM_OK;
}

static bool stopped(dpm_session *s)
{
    return atomic_load_explicit(&s->stop, memory_order_relaxed);
}

/* Give the pipeline what it has room for. DPM_END: the reader has nothing more now. */
static dpm_status fill_pipeline(dpm_session *s, dpm_error *err)
{
    block b;
    while (pipeline_has_room(s->pipe)) {
        const dpm_status status = reader_next(s->reader, &b, err);
        if (status != DPM_OK) {
            return status;
        }
        char **const buffer = pipeline_buffer(s->pipe);
        if (!buffer) {
            return status_nomem(err);
        }
        reader_trade(s->reader, buffer);
        const block_kind kind = {
            .layout = reader_layout(s->reader),
            .process = s->now_reading.src->process,
            .encoding = (int)reader_encoding(s->reader),
            .whole = s->now_reading.src->overlaps, /* which of its records are copies is not known yet */
        };
        pipeline_put(s->pipe, &b, &kind);
    }
    return DPM_OK;
}

/* All blocks that the reader has now. */
static dpm_status take_blocks(dpm_session *s, dpm_error *err)
{
    product *done;
    dpm_status status = DPM_OK, got = DPM_OK;
    while (status >= 0 && got == DPM_OK && !stopped(s)) {
        status = status == DPM_OK ? fill_pipeline(s, err) : status;
        got = status < 0 ? status : pipeline_get(s->pipe, &done);
        if (got == DPM_OK) {
            got = take_product(s, done);
        }
    }
    pipeline_drop(s->pipe);
    return got < 0 ? got : stopped(s) ? DPM_STOP : DPM_OK;
}

/* What there is to say of a source that was read to its end without trouble, but not all of which was understood. */
static const char *judge_text(const current *c, uint64_t bytes, char *buffer, size_t cap)
{
    if (c->counts.cut_records) {
        snprintf(buffer, cap, "%llu %s longer than 1 MiB cut; %llu bytes were not looked at",
                 (unsigned long long)c->counts.cut_records, c->counts.cut_records == 1 ? "record" : "records",
                 (unsigned long long)c->counts.cut_bytes);
        return buffer;
    }
    if (c->records + c->duplicates + c->outside > 0) {
        return NULL;
    }
    if (c->counts.unparsed) {
        snprintf(buffer, cap, "no DPM log record in it: none of its %llu lines has the form of one",
                 (unsigned long long)c->counts.unparsed);
        return buffer;
    }
    if (bytes > BOM_BYTES) {
        snprintf(buffer, cap, "no DPM log record in its %llu bytes", (unsigned long long)bytes);
        return buffer;
    }
    return NULL;
}

static dpm_status end_source(dpm_session *s, bool cut_short)
{
    current *const c = &s->now_reading;
    reader_end end = reader_close(s->reader, c->counts.nuls);
    char text[256];
    const char *const more = end.status == DPM_READ_STATUS_COMPLETE ? judge_text(c, end.bytes, text, sizeof text) : NULL;
    if (more) {
        end.status = DPM_READ_STATUS_DAMAGED;
    }
    if (cut_short) {
        end.status = DPM_READ_STATUS_PARTIAL;
        snprintf(end.reason, sizeof end.reason, "interrupted");
    }
    const char *basis = c->src->year_basis ? c->src->year_basis : "";
    const bool looked = c->src->probed && c->src->first_stamp != UINT64_MAX && (c->src->end_known || c->src->lent);
    const int wraps = c->src->end_known ? c->src->wraps : c->years.wraps;
    const int ended = looked ? c->src->year + wraps : source_anchor_year(c->src, s->year, s->now, c->years.last, &basis);
    const int shift = year_shift(&c->years, ended);
    const bool timed = c->last >= c->first;
    rank_source *const out = &s->read[s->read_count++];
    *out = (rank_source){
        .year_shift = shift,
        .info =
            {
                .path = c->src->path,
                .host = c->src->host,
                .process = c->src->process,
                .encoding = span_str(encoding_name(end.enc)),
                .bytes = end.bytes,
                .records = c->records,
                .duplicate_records = c->duplicates,
                .continuation_lines = c->counts.continuation,
                .unparsed_lines = c->counts.unparsed,
                .first = timed ? year_move(c->first, shift) : DPM_NO_TIME,
                .last = timed ? year_move(c->last, shift) : DPM_NO_TIME,
                .year_basis = span_str(basis),
                .status = end.status,
            },
    };
    s->damaged |= end.status != DPM_READ_STATUS_COMPLETE;
    s->outside += c->outside;
    TRY(timeline_settle(&s->correlated.timeline, shift));
    return arena_keep(&s->memory, span_str(more ? more : end.reason), &out->info.reason) ? DPM_OK : DPM_ENOMEM;
}

static bool among(dpm_span word, const dpm_span *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (span_ieq(word, words[i])) {
            return true;
        }
    }
    return count == 0;
}

static bool asked_for(const dpm_session *s, const source *src)
{
    return among(src->host, s->keep.hosts, s->keep.host_count) && among(src->process, s->keep.processes, s->keep.process_count);
}

/* The logs behind the one that is being read. */
static void prepare_next(dpm_session *s, const source *now)
{
    const source *const end = s->sources.items + s->sources.count;
    for (const source *next = now + 1; next < end && next <= now + READAHEAD_SOURCES; next++) {
        if (asked_for(s, next)) {
            prefetch_add(&s->prefetch, now, next);
        }
    }
}

static dpm_status run_source(dpm_session *s, const source *src, dpm_error *err)
{
    static const char too_many[] = "more than 8192 hosts and processes in one run: read this one in a run of its own";
    if (!asked_for(s, src)) {
        s->filtered_sources++;
        return DPM_OK;
    }
    dpm_error why;
    if (prefetch_take(&s->prefetch, s->reader, src, &why) < 0) {
        return sources_skip(&s->sources, src->path, status_reason(&why));
    }
    prepare_next(s, src);
    dpm_status status = begin_source(s, src);
    if (status == DPM_OK) {
        status = take_blocks(s, err);
    }
    if (status < 0) {
        reader_close(s->reader, 0);
        return status == DPM_ELIMIT ? sources_skip(&s->sources, src->path, too_many) : status;
    }
    TRY(end_source(s, status == DPM_STOP));
    return status;
}

/* ---- the run ---- */

static dpm_status look_at_sources(dpm_session *s)
{
    for (size_t i = 0; i < s->sources.count; i++) {
        TRY(source_probe(&s->sources.items[i], false, s->year, s->now));
        s->progress.bytes_total += s->sources.items[i].size;
    }
    s->progress.sources_total += s->sources.count;
    sources_infer_years(&s->sources);
    return sources_order(&s->sources);
}

static dpm_status run_sources(dpm_session *s, dpm_error *err)
{
    s->sources.archives.readahead = pipeline_readahead(s->pipe);
    for (size_t i = 0; i < s->sources.count; i++) {
        const source *const src = &s->sources.items[i];
        if (s->interrupted) {
            TRY(sources_skip(&s->sources, src->path, "interrupted before it was read"));
            continue;
        }
        const dpm_status status = run_source(s, src, err);
        TRY(status);
        s->interrupted = status == DPM_STOP;
        s->progress.bytes_done += src->size;
        s->progress.sources_done++;
    }
    prefetch_close(&s->prefetch);
    s->sources.count = 0; /* their paths stay: the report of each source points to them */
    return s->interrupted ? DPM_STOP : DPM_OK;
}

dpm_status dpm_session_run(dpm_session *s, dpm_error *err)
{
    dpm_error why = {.message = ""};
    dpm_status status = s->feeding ? DPM_EARG : look_at_sources(s);
    if (status == DPM_EARG) {
        return status_fail(err, status, "a log is being fed: end it before running others");
    }
    if (status >= 0) {
        status = run_sources(s, &why);
    }
    if (status < 0) {
        return why.message[0] ? status_fail(err, status, "%s", why.message) : status_nomem(err); /* all else has words */
    }
    return status;
}

/* ---- feeding ---- */

dpm_status dpm_session_begin(dpm_session *s, const char *name, dpm_error *err)
{
    if (s->feeding) {
        return status_fail(err, DPM_EARG, "a log is being fed already: end it first");
    }
    dpm_span path;
    if (!arena_keep(&s->memory, span_str(name), &path)) {
        return status_nomem(err);
    }
    s->fed = (source){.mtime = DPM_NO_TIME, .crash_time = DPM_NO_TIME};
    source_name(path, &s->fed);
    s->fed.path = path;
    s->fed.first_stamp = s->fed.last_stamp = UINT64_MAX;
    s->fed.year = source_anchor_year(&s->fed, s->year, s->now, UINT64_MAX, &s->fed.year_basis);
    const dpm_status status = reader_begin_feed(s->reader) < 0 ? DPM_ENOMEM : begin_source(s, &s->fed);
    if (status < 0) {
        return status == DPM_ELIMIT ? status_fail(err, status, "more than 8192 hosts and processes in one session")
                                    : status_nomem(err);
    }
    s->feeding = true;
    return DPM_OK;
}

static dpm_status feed(dpm_session *s, dpm_span bytes, bool eof, dpm_error *err)
{
    if (!s->feeding) {
        return status_fail(err, DPM_EARG, "no log was begun");
    }
    TRY(reader_feed(s->reader, bytes, eof, err));
    return take_blocks(s, err);
}

dpm_status dpm_session_feed(dpm_session *s, dpm_span bytes, dpm_error *err)
{
    return feed(s, bytes, false, err);
}

dpm_status dpm_session_end(dpm_session *s, dpm_error *err)
{
    const dpm_status status = feed(s, (dpm_span){0}, true, err);
    if (status == DPM_EARG) {
        return status;
    }
    s->feeding = false;
    s->interrupted |= status == DPM_STOP;
    if (end_source(s, status == DPM_STOP) < 0) {
        return status_nomem(err);
    }
    return status;
}

/* ---- the report ---- */

typedef struct remarks {
    arena *memory;
    dpm_span items[16];
    size_t count;
    bool failed;
} remarks;

static void remark(remarks *r, uint64_t count, const char *what)
{
    if (count == 0 || r->count == sizeof r->items / sizeof *r->items) {
        return;
    }
    char text[256];
    snprintf(text, sizeof text, "%llu %s", (unsigned long long)count, what);
    r->failed |= !arena_keep(r->memory, span_str(text), &r->items[r->count++]);
}

static uint64_t limit_hits(const dpm_session *s)
{
    uint64_t hits = 0;
    for (size_t i = 0; i < s->rules->rule_count; i++) {
        hits += pipeline_limit_hits(s->pipe, i);
    }
    return hits;
}

static void collect_remarks(const dpm_session *s, remarks *r)
{
    const correlation *const c = &s->correlated;
    remark(r, c->incidents.lost, "incidents are counted but not judged: more kinds than a report can hold");
    remark(r, c->crashes_lost, "crashes are not listed: more than a report can hold");
    remark(r, c->copies.overflow, "records were not compared with copies of the same log: more than can be remembered");
    remark(r, c->counts.codes.evicted + c->counts.unknown.evicted, "codes and signatures gave way to later ones in their counts");
    remark(r, limit_hits(s), "matches of a pattern met their limit and count as no match");
    remark(r, c->names.overflow, "host names were not kept: more than a report can hold");
    remark(r, s->outside, "records lie before or after the time asked for");
    remark(r, s->sources.jobs.lost, "tasks of job histories were not kept: more than can be remembered");
    remark(r, s->filtered_sources, "logs of other hosts or processes were left out, as asked");
}

dpm_status dpm_session_report(dpm_session *s, dpm_report **out, dpm_error *err)
{
    arena memory = {0};
    remarks r = {.memory = &memory};
    collect_remarks(s, &r);
    const rank_input in = {
        .rules = s->rules,
        .correlated = &s->correlated,
        .sources = s->read,
        .source_count = s->read_count,
        .skipped = s->sources.skipped,
        .skipped_count = s->sources.skipped_count,
        .remarks = r.items,
        .remark_count = r.count,
        .complete = !s->interrupted && !s->damaged && s->sources.skipped_count == 0,
        .interrupted = s->interrupted,
        .outside_records = s->outside,
    };
    *out = NULL;
    const dpm_status status = r.failed ? status_nomem(err) : rank_report(&in, out, err);
    arena_free(&memory);
    return status;
}
