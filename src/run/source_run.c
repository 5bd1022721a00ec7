/* Logs through all stages: begin, batches, end. */
#include "run/source_run.h"

#include "base/grow.h"
#include "base/text.h"
#include "record/dated.h"
#include "os/os.h"
#include "summary/fingerprint.h"
#include "summary/summary_read.h"
#include "summary/summary_write.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

enum { BOM_BYTES = 3 };

/* ---- life ---- */

dpm_status source_run_init(source_run *run, const dpm_rules *rules, const dpm_session_options *options, dpm_error *err)
{
    run->rules = rules;
    run->year = options->year;
    run->clock = options->now ? options->now : os_now();
    run->group_stream = UINT32_MAX;
    atomic_init(&run->stop, false);
    if (filter_init(&run->filter, options, &run->memory) < 0 || correlation_init(&run->correlated, rules, os_seed()) < 0) {
        return status_nomem(err);
    }
    TRY(reader_new(&run->reader, err));
    if (options->encoding) {
        encoding page;
        if (!encoding_find_page(span_str(options->encoding), &page)) {
            return status_fail(
                err, DPM_EARG,
                "%.40s is no code page that is known: windows-1250 to -1258, windows-874, cp437, cp850, cp852, cp866",
                options->encoding);
        }
        reader_page(run->reader, page);
    }
    return pipeline_new(&run->pipe, rules, options->jobs ? options->jobs : os_cores());
}

void source_run_free(source_run *run)
{
    correlation_free(&run->correlated);
    reader_free(run->reader);
    pipeline_free(run->pipe);
    free(run->read);
    arena_free(&run->memory);
}

/* ---- one batch ---- */

static uint64_t stored_len(int enc, dpm_span text)
{
    return encoded_len((encoding)enc, text);
}

static void count_records(log_run *c, const record_batch *batch)
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

/* Where the records of the log come from. */
static event_origin origin_now(const source_run *run)
{
    const log_run *const c = &run->log;
    const processes *const p = &run->correlated.processes;
    return (event_origin){
        .rules = run->rules,
        .path = c->src->path,
        .host = intern_get(&run->correlated.names, p->streams[c->where.stream].host),
        .process = c->src->process,
        .where = c->where,
        .filter = &run->filter,
    };
}

/* A record as it stands in a summary that names nobody. */
static dpm_span cover_record(void *context, const record_batch *batch, const event *e)
{
    source_run *const run = context;
    event_ids ids;
    event_origin at = origin_now(run);
    at.records = true;
    const dpm_event told = event_of(&run->emitter, &at, batch, e->record, e, &ids);
    /* cppcheck-suppress returnDanglingLifetime ; what is given is memory of the redactor */
    return run->cover->record(run->cover->context, &told);
}

static dpm_span cover_text(void *context, dpm_span text)
{
    const source_run *const run = context;
    return run->cover->text(run->cover->context, text);
}

static dpm_span cover_path(void *context, dpm_span path)
{
    const source_run *const run = context;
    return run->cover->path(run->cover->context, path);
}

void source_run_cover(source_run *run, const summary_redaction *by)
{
    run->cover = by;
    run->words = (summary_words){run, cover_text, cover_path, cover_record};
    summary_cover(run->summary, &run->words);
}

/* Hand the records of a batch to the callbacks that asked for them. */
static void emit_batch(source_run *run, const record_batch *batch, const event_list *events)
{
    event_origin at = origin_now(run);
    event_emit(&run->emitter, &at, batch, events);
    if (run->emitter.ended) {
        atomic_store_explicit(&run->stop, true, memory_order_relaxed);
    }
}

static dpm_status take_batch(source_run *run, record_batch *batch, event_list *events)
{
    log_run *const c = &run->log;
    if (c->replayed) {
        replayed_date(c->replayed, c->src, batch, &c->where);
    } else if (c->src->kind == SOURCE_LOG) {
        year_apply(&c->years, batch);
    } else {
        dated_apply(batch);
    }
    filter_records(&run->filter, batch);
    if (c->src->overlaps) {
        TRY(copies_mark(&run->correlated.copies, batch));
    }
    count_records(c, batch);
    filter_events(&run->filter, run->rules, events, batch);
    if (run->emitter.on_event || run->emitter.on_task) {
        emit_batch(run, batch, events);
    }
    if (run->summary && !c->replayed) {
        const processes *const p = &run->correlated.processes;
        const dpm_span host = intern_get(&run->correlated.names, p->streams[c->where.stream].host);
        TRY(summary_take(run->summary, batch, events, &c->where, host));
    }
    return correlation_take(&run->correlated, batch, events, &c->where);
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

dpm_status source_run_product(source_run *run, product *done)
{
    log_run *const c = &run->log;
    c->where.line = c->where.witness ? 0 : c->counts.lines;
    c->where.offset = done->from.offset;
    c->where.at = 0;
    c->where.encoding = done->encoding;
    add_counts(&c->counts, &done->counts);
    for (size_t i = 0; i < done->count; i++) {
        TRY(take_batch(run, done->batches[i], done->events[i]));
    }
    if (run->on_progress) {
        dpm_progress now = run->progress;
        now.bytes_done += done->from.offset;
        run->on_progress(run->progress_context, &now);
    }
    return DPM_OK;
}

/* ---- one log ---- */

dpm_status source_run_begin(source_run *run, const source *src)
{
    if (!GROW(run->read, run->read_count, run->read_cap)) {
        return DPM_ENOMEM;
    }
    log_run *const c = &run->log;
    *c = (log_run){.src = src, .first = INT64_MAX, .last = INT64_MIN};
    c->where.source = (uint32_t)run->read_count;
    c->where.encoded_len = stored_len;
    c->where.witness = src->kind != SOURCE_LOG;
    c->where.numbered = src->kind == SOURCE_EVENTS || src->kind == SOURCE_EXPORT;
    TRY(correlation_stream(&run->correlated, src->host, src->process, &c->where.stream));
    if (c->where.stream != run->group_stream) {
        copies_new_group(&run->correlated.copies, src->repeated_from);
        run->group_stream = c->where.stream;
    } else {
        copies_new_source(&run->correlated.copies, src->repeated_from);
    }
    year_begin(&c->years, src->year);
    if (run->summary && !src->section) {
        summary_begin(run->summary, src);
    }
    return DPM_OK;
}

bool source_run_stopped(source_run *run)
{
    return atomic_load_explicit(&run->stop, memory_order_relaxed);
}

/* Give the pipeline what it has room for. DPM_END: the reader has nothing more now. */
static dpm_status fill_pipeline(source_run *run, dpm_error *err)
{
    block b;
    while (pipeline_has_room(run->pipe)) {
        const dpm_status status = reader_next(run->reader, &b, err);
        if (status != DPM_OK) {
            return status;
        }
        char **const buffer = pipeline_buffer(run->pipe);
        if (!buffer) {
            return status_nomem(err);
        }
        reader_trade(run->reader, buffer);
        const block_kind kind = {
            .layout = run->log.layout = reader_layout(run->reader),
            .process = run->log.src->process,
            .encoding = (int)reader_encoding(run->reader),
            .whole = run->log.src->overlaps, /* which of its records are copies is not known yet */
        };
        pipeline_put(run->pipe, &b, &kind);
    }
    return DPM_OK;
}

dpm_status source_run_blocks(source_run *run, dpm_error *err)
{
    product *done;
    dpm_status status = DPM_OK, got = DPM_OK;
    while (status >= 0 && got == DPM_OK && !source_run_stopped(run)) {
        status = status == DPM_OK ? fill_pipeline(run, err) : status;
        got = status < 0 ? status : pipeline_get(run->pipe, &done);
        if (got == DPM_OK) {
            got = source_run_product(run, done);
        }
    }
    pipeline_drop(run->pipe);
    return got < 0 ? got : source_run_stopped(run) ? DPM_STOP : DPM_OK;
}

/* What is wrong with a log that was read to its end without trouble, but not all of which was understood; NULL: nothing. */
static const char *judge_text(const log_run *c, char *buffer, size_t cap)
{
    if (c->counts.cut_records == 0) {
        return NULL;
    }
    snprintf(buffer, cap, "%llu %s longer than 1 MiB cut; %llu bytes were not looked at",
             (unsigned long long)c->counts.cut_records, plural(c->counts.cut_records, "record", "records"),
             (unsigned long long)c->counts.cut_bytes);
    return buffer;
}

/* Nothing in it is a record. What is named like a log and is damaged may have been one. */
static bool is_foreign(const log_run *c, const reader_end *end)
{
    const bool damaged = end->status == DPM_READ_STATUS_DAMAGED && source_is_log(c->src->path);
    const bool judged = c->src->kind == SOURCE_LOG && !damaged && end->status != DPM_READ_STATUS_PARTIAL;
    return judged && c->records + c->duplicates + c->outside == 0 && (c->counts.unparsed || end->bytes > BOM_BYTES);
}

static void say_foreign(const log_run *c, reader_end *end)
{
    if (c->counts.unparsed) {
        snprintf(end->reason, sizeof end->reason, "not a DPM log or alert (0 of %llu %s recognised)",
                 (unsigned long long)c->counts.unparsed, plural(c->counts.unparsed, "line", "lines"));
    } else {
        snprintf(end->reason, sizeof end->reason, "not a DPM log or alert (no line in its %llu bytes)",
                 (unsigned long long)end->bytes);
    }
}

/* By how many years the times of the log were off while it was read, and what that year is known from. */
static int find_year_shift(source_run *run, dpm_year_basis *basis)
{
    const log_run *const c = &run->log;
    *basis = c->src->year_basis;
    if (c->src->kind != SOURCE_LOG) {
        return 0;
    }
    const bool probed = c->src->probed && c->src->first_stamp != UINT64_MAX && (c->src->end_known || c->src->lent);
    const int wraps = c->src->end_known ? c->src->wraps : c->years.wraps;
    const int ended = probed ? c->src->year + wraps : source_anchor_year(c->src, run->year, run->clock, c->years.last, basis);
    return year_shift(&c->years, ended);
}

/* How the reading of the log ended, with the reason where it is not complete. */
static reader_end judge_end(const log_run *c, reader_end end, bool stopped)
{
    char text[sizeof end.reason];
    const char *const wrong = end.status == DPM_READ_STATUS_COMPLETE ? judge_text(c, text, sizeof text) : NULL;
    if (stopped) {
        end.status = DPM_READ_STATUS_PARTIAL;
    } else if (wrong) {
        end.status = DPM_READ_STATUS_DAMAGED;
    }
    if (wrong || stopped) {
        snprintf(end.reason, sizeof end.reason, "%s", wrong ? wrong : "interrupted");
    }
    return end;
}

/* A witness was read before it became a text: how, that reading tells. */
static void describe_witness(const source *s, reader_end *end, dpm_source_info *info)
{
    if (s->kind == SOURCE_LOG) {
        return;
    }
    info->encoding = span_str(s->format);
    info->bytes = s->stored;
    if (end->status == DPM_READ_STATUS_COMPLETE) {
        info->status = s->torn ? DPM_READ_STATUS_DAMAGED : DPM_READ_STATUS_COMPLETE;
        snprintf(end->reason, sizeof end->reason, "%s", s->remark ? s->remark : "");
    }
}

/* A plain log is known again only if nothing was added to it while it was read. */
static void note_fingerprint(const source *src, section *told)
{
    fingerprint print;
    const bool plain =
        !src->overlaps && !src->is_stdin && !src->inside.len && !src->only.len && told->status == DPM_READ_STATUS_COMPLETE;
    if (!plain || fingerprint_of(src->path.ptr, &print) < 0 ||
        (src->size && src->kind == SOURCE_LOG && src->size != print.size)) {
        return;
    }
    told->disk_size = print.size;
    told->head = print.head;
    told->tail = print.tail;
}

/* The summary takes it as it was read. */
static dpm_status write_section(source_run *run, const dpm_source_info *info, const char *reason, int shift, dpm_error *err)
{
    const log_run *const c = &run->log;
    section told = section_of(c->src);
    told.encoding = info->encoding;
    told.reason = span_str(reason);
    told.layout = c->layout;
    told.status = info->status;
    told.year_basis = info->year_basis;
    told.bytes = info->bytes;
    told.records = info->records;
    told.duplicates = info->duplicate_records;
    told.continuation = info->continuation_lines;
    told.unparsed = info->unparsed_lines;
    told.outside = c->outside;
    told.first = c->first;
    told.last = c->last;
    if (run->keeps_state) {
        note_fingerprint(c->src, &told);
    }
    return summary_end(run->summary, &told, shift, err);
}

static dpm_status end_log(source_run *run, reader_end end, bool stopped, dpm_error *foreign)
{
    const log_run *const c = &run->log;
    dpm_year_basis basis;
    end = judge_end(c, end, stopped);
    if (!stopped && is_foreign(c, &end)) {
        say_foreign(c, &end);
        if (run->summary) {
            summary_drop(run->summary);
        }
        return status_fail(foreign, DPM_END, "%s", end.reason);
    }
    const int shift = find_year_shift(run, &basis);
    const bool timed = c->last >= c->first;
    rank_source *const out = &run->read[run->read_count++];
    out->year_shift = shift;
    out->info = (dpm_source_info){
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
        .year_basis = basis,
        .status = end.status,
    };
    describe_witness(c->src, &end, &out->info);
    run->damaged |= out->info.status != DPM_READ_STATUS_COMPLETE;
    run->outside += c->outside;
    TRY(correlation_settle(&run->correlated, shift));
    TRY(run->summary ? write_section(run, &out->info, end.reason, shift, foreign) : DPM_OK);
    return arena_keep(&run->memory, span_str(end.reason), &out->info.reason) ? DPM_OK : DPM_ENOMEM;
}

dpm_status source_run_end(source_run *run, bool stopped, dpm_error *foreign)
{
    return end_log(run, reader_close(run->reader, run->log.counts.nuls), stopped, foreign);
}

void source_run_tell(source_run *run, bool copied, bool torn)
{
    run->log.copied = copied;
    run->log.torn = torn;
}

static int64_t moved_years(const log_run *c, int64_t time)
{
    const int years = c->src->year - (int)c->src->section->told.year;
    return years ? year_move(time, years) : time;
}

dpm_status source_run_end_section(source_run *run, dpm_error *err)
{
    const log_run *const c = &run->log;
    const section *const told = &c->src->section->told;
    const uint64_t repeated = c->copied || c->duplicates > told->records ? told->records : c->duplicates;
    const bool timed = told->first <= told->last && !c->copied;
    rank_source *const out = &run->read[run->read_count++];
    out->year_shift = 0;
    out->info = (dpm_source_info){
        .path = c->src->path,
        .host = c->src->host,
        .process = c->src->process,
        .encoding = told->encoding,
        .bytes = told->bytes,
        .records = told->records - repeated,
        .duplicate_records = told->duplicates + repeated,
        .continuation_lines = told->continuation,
        .unparsed_lines = told->unparsed,
        .first = timed ? moved_years(c, told->first) : DPM_NO_TIME,
        .last = timed ? moved_years(c, told->last) : DPM_NO_TIME,
        .year_basis = c->src->year_basis,
        .status = c->torn && told->status == DPM_READ_STATUS_COMPLETE ? DPM_READ_STATUS_DAMAGED : (dpm_read_status)told->status,
        .reason = c->torn && !told->reason.len ? SPAN("not all of its records in the summary can be read") : told->reason,
    };
    run->damaged |= out->info.status != DPM_READ_STATUS_COMPLETE;
    run->outside += told->outside;
    run->dropped += told->dropped;
    run->repeated += c->duplicates && !c->copied;
    return correlation_settle(&run->correlated, 0) < 0 ? status_nomem(err) : DPM_OK;
}

dpm_status source_run_small(source_run *run, small_log *l, dpm_error *foreign)
{
    assert(l->done);
    TRY(source_run_begin(run, l->src));
    run->log.layout = l->layout;
    TRY(l->empty ? DPM_OK : source_run_product(run, &l->made));
    const bool stop = source_run_stopped(run);
    const dpm_status ended = end_log(run, l->end, stop, foreign);
    return ended == DPM_OK && stop ? DPM_STOP : ended;
}
