/* Sources of summaries: rows in, batches and counts out. */
#include "run/replay.h"

#include "base/number.h"
#include "summary/summary_read.h"

#include <stdlib.h>

/* ---- records ---- */

static dpm_status flush(source_run *run, replayed *r, dpm_error *err)
{
    if (r->count == 0) {
        return DPM_OK;
    }
    const section *const told = &run->log.src->section->told;
    const block b = {.text = span_of(*r->buffer, r->len), .last = true};
    const block_kind kind = {.layout = (record_layout)told->layout, .process = run->log.src->process, .whole = true};
    product *done = NULL;
    pipeline_put(run->pipe, &b, &kind);
    dpm_status status = pipeline_get(run->pipe, &done);
    size_t found = 0;
    for (size_t i = 0; status == DPM_OK && i < done->count; i++) {
        found += done->batches[i]->count;
    }
    r->at = 0;
    if (status == DPM_OK && found != r->count) { /* what is no record here is not the one that was kept */
        r->torn = true;
    } else if (status == DPM_OK) {
        status = source_run_product(run, done);
    }
    pipeline_drop(run->pipe);
    r->kept += r->count;
    r->count = r->len = 0;
    r->buffer = NULL;
    return status == DPM_ENOMEM ? status_nomem(err) : status;
}

static bool read_numbers(replayed *r, dpm_span *rest, size_t k)
{
    dpm_span line, offset, year = {0}, time = {0};
    int64_t line_step = 0, offset_step = 0, years = 0;
    const bool good = row_next(rest, &line) && row_next(rest, &offset) && row_next(rest, &year) && row_next(rest, &time) &&
                      row_number(line, &line_step) && row_number(offset, &offset_step);
    r->timed[k] = year.len != 0;
    if (!good || (r->timed[k] ? !row_number(year, &years) || years < -1000 || years > 1000 : !row_number(time, &r->times[k]))) {
        return false;
    }
    r->line += (uint64_t)line_step;
    r->offset += (uint64_t)offset_step;
    r->lines[k] = r->line;
    r->offsets[k] = r->offset;
    r->years[k] = (int)years;
    return true;
}

static dpm_status take_record(source_run *run, replayed *r, dpm_span row, dpm_error *err)
{
    dpm_span rest = span_from(row, 2); /* behind "R\t" */
    if (r->count == REPLAY_RECORDS || r->len + row.len > READER_TEXT) {
        TRY(flush(run, r, err));
    }
    if (!r->buffer && !(r->buffer = pipeline_buffer(run->pipe))) {
        return status_nomem(err);
    }
    if (row.len < 2 || row.len + 1 > READER_TEXT || !read_numbers(r, &rest, r->count) || !rest.ptr) {
        r->torn = true;
        return DPM_OK;
    }
    const size_t len = row_text(rest, *r->buffer + r->len);
    if (len == SIZE_MAX) {
        r->torn = true;
        return DPM_OK;
    }
    r->len += len;
    (*r->buffer)[r->len++] = '\n';
    r->count++;
    return DPM_OK;
}

/* ---- what was counted of the others ---- */

static uint16_t rule_named(const dpm_rules *rules, dpm_span id)
{
    for (size_t i = 0; i < rules->rule_count; i++) {
        if (span_eq(rules->rules[i].id, id)) {
            return (uint16_t)i;
        }
    }
    return RULE_NONE;
}

static dpm_status take_counted(source_run *run, replayed *r, const row_counted *told)
{
    counts *const c = &run->correlated.part.counts;
    dpm_level level;
    dpm_class cls;
    uint64_t code = 0;
    if (told->count > SUMMARY_COUNT_MAX) {
        r->torn = true;
    } else if (span_eq(told->what, SPAN(COUNTED_LEVEL)) && dpm_level_find(told->key, &level)) {
        c->levels[level] += told->count;
    } else if (span_eq(told->what, SPAN(COUNTED_UNTAKEN)) && dpm_level_find(told->key, &level)) {
        c->untaken[level] += told->count;
    } else if (span_eq(told->what, SPAN(COUNTED_CLASS)) && dpm_class_find(told->key, &cls)) {
        c->classes[cls] += told->count;
    } else if (span_eq(told->what, SPAN(COUNTED_CODE)) && row_count(told->key, &code)) {
        return counts_add_code(c, (uint32_t)code, told->count);
    } else if (span_eq(told->what, SPAN(COUNTED_ENTERED))) {
        return calls_count(&run->correlated.calls, told->key, told->count, 0);
    } else if (span_eq(told->what, SPAN(COUNTED_LEFT))) {
        return calls_count(&run->correlated.calls, told->key, 0, told->count);
    } else {
        const uint16_t index = span_eq(told->what, SPAN(COUNTED_NOISE)) ? rule_named(run->rules, told->key) : RULE_NONE;
        r->unknown += index == RULE_NONE;
        if (index != RULE_NONE) {
            c->noise[index] += told->count;
            c->noise_records += told->count;
        }
    }
    return DPM_OK;
}

static bool read_key(source_run *run, const row_buckets *told, series_key *out)
{
    dpm_class cls;
    uint64_t code = 0;
    uint32_t host = TIMELINE_OTHERS;
    if (span_eq(told->what, SPAN(COUNTED_NOISE))) {
        *out = (series_key){SERIES_NOISE, rule_named(run->rules, told->key), 0};
        return out->part != RULE_NONE;
    }
    if (span_eq(told->what, SPAN(COUNTED_CODE)) && row_count(told->key, &code)) {
        *out = (series_key){SERIES_CODE, (uint32_t)code, 0};
        return true;
    }
    if (!span_eq(told->what, SPAN(COUNTED_CLASS)) || !dpm_class_find(told->key, &cls)) {
        return false;
    }
    if (told->host.len && !intern_put(&run->correlated.names, told->host, &host)) {
        return false;
    }
    *out = (series_key){SERIES_EVENTS, host, cls};
    return true;
}

/* "5 1:7 3:1": counts, each with how many buckets it is behind the one before. */
static bool read_bucket(dpm_span *rest, uint64_t *step, uint64_t *n)
{
    const cut word = span_cut(*rest, ' ');
    const cut pair = span_cut(word.head, ':');
    *rest = word.tail;
    *step = 0;
    return pair.found ? row_count(pair.head, step) && row_count(pair.tail, n) : row_count(pair.head, n);
}

static bool time_fits(int64_t time)
{
    const int64_t most = INT64_C(9000) * 366 * 86400000;
    return time > -most && time < most;
}

static dpm_status take_buckets(source_run *run, replayed *r, const row_buckets *told)
{
    series_key key;
    int64_t time = told->begin;
    dpm_span rest = told->counts;
    if (told->width <= 0 || !time_fits(told->width) || !read_key(run, told, &key)) {
        r->unknown++;
        return DPM_OK;
    }
    while (rest.len) {
        uint64_t step = 0, n = 0;
        if (!read_bucket(&rest, &step, &n) || step > BUCKET_MAX) {
            r->torn = true;
            return DPM_OK;
        }
        time += (int64_t)step * told->width;
        if (!time_fits(time)) {
            r->torn = true;
            return DPM_OK;
        }
        TRY(timeline_add(&run->correlated.part.timeline, key, replayed_move(r, time), n > UINT32_MAX ? UINT32_MAX : (uint32_t)n));
    }
    return DPM_OK;
}

static dpm_status take_process(source_run *run, replayed *r, const row_process *told)
{
    if (told->records > SUMMARY_COUNT_MAX) {
        r->torn = true;
        return DPM_OK;
    }
    const instance from = {
        .stream = run->log.where.stream,
        .pid = (uint32_t)told->pid,
        .first = replayed_move(r, told->first),
        .last = replayed_move(r, told->last),
        .records = told->records,
        .critical = told->critical != 0,
    };
    return processes_join(&run->correlated.processes, run->log.where.source, &from);
}

/* A silence that is too long for a calendar is none. */
static void take_silence(const source_run *run, const replayed *r, track *t, const row_silence *told)
{
    if (t->gap_count < LOG_GAP_MAX && time_fits(told->from) && time_fits(told->to) && told->from < told->to) {
        t->gaps[t->gap_count++] =
            (gap){replayed_move(r, told->from), replayed_move(r, told->to), run->log.where.source, run->log.where.source};
    }
}

typedef union other_row {
    row_counted counted;
    row_buckets buckets;
    row_process process;
    row_silence silence;
    row_clock clock;
} other_row;

static dpm_status take_told(source_run *run, replayed *r, track *t, char letter, const other_row *told)
{
    const place *const where = &run->log.where;
    switch (letter) {
    case '#': return take_counted(run, r, &told->counted);
    case 'B': return take_buckets(run, r, &told->buckets);
    case 'I': return take_process(run, r, &told->process);
    case 'G': take_silence(run, r, t, &told->silence); return DPM_OK;
    default:
        correlation_hear(&run->correlated, where->stream, (uint32_t)told->clock.pid, (uint32_t)told->clock.tid,
                         replayed_move(r, told->clock.time));
        return DPM_OK;
    }
}

static dpm_status take_other(source_run *run, replayed *r, track *t, dpm_span row, arena *memory)
{
    static const row_form *const forms[] = {&form_counted, &form_buckets, &form_process, &form_silence, &form_clock};
    const char letter = row.len ? row.ptr[0] : 0;
    other_row told;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        if (forms[i]->letter == letter) {
            const dpm_status status = row_take(row, forms[i], &told, memory);
            r->torn |= status == DPM_EDATA;
            return status == DPM_OK ? take_told(run, r, t, letter, &told) : status == DPM_ENOMEM ? status : DPM_OK;
        }
    }
    r->torn = true;
    return DPM_OK;
}

/* ---- the whole ---- */

/* All that is here of it repeats what another log had, so the rest of it does, too: it is a copy. */
static bool is_copy(const source_run *run, const replayed *r)
{
    return run->log.src->overlaps && r->kept && run->log.duplicates == r->kept;
}

static track track_begin(const source_run *run, const replayed *r, const section *told)
{
    const uint32_t number = run->log.where.source;
    return (track){.any = told->track_any && time_fits(told->track_first) && time_fits(told->track_last),
                   .begins_anywhere = told->track_anywhere != 0,
                   .first = replayed_move(r, told->track_first),
                   .last = replayed_move(r, told->track_last),
                   .first_source = number,
                   .last_source = number};
}

static dpm_status read_rows(source_run *run, replayed *r, row_reader *rows, dpm_error *err)
{
    const section *const told = &run->log.src->section->told;
    arena memory = {0};
    dpm_span row;
    dpm_status status;
    track silences = track_begin(run, r, told);
    bool copy = false, rest = false;
    while ((status = row_reader_next(rows, &row, err)) == DPM_OK && !source_run_stopped(run)) {
        const dpm_span line = span_head(row, row.len - 1);
        const char letter = line.len ? line.ptr[0] : 0;
        if (letter == 'R') {
            status = take_record(run, r, line, err);
        } else if (letter != 'S' && letter != 'E') {
            status = rest ? DPM_OK : flush(run, r, err);
            copy = rest ? copy : is_copy(run, r);
            rest = true;
            status = status == DPM_OK && !copy ? take_other(run, r, &silences, line, &memory) : status;
            arena_free(&memory);
        }
        if (status < 0) {
            break;
        }
    }
    if (status == DPM_END || status == DPM_OK) {
        status = flush(run, r, err);
    }
    copy = rest ? copy : is_copy(run, r);
    if (status == DPM_OK && !copy && silences.any) {
        status = timeline_add_track(&run->correlated.part.timeline, run->log.where.stream, &silences);
    }
    if (status == DPM_OK && !copy && told->first <= told->last && time_fits(told->first) && time_fits(told->last)) {
        timeline_cover(&run->correlated.part.timeline, replayed_move(r, told->first));
        timeline_cover(&run->correlated.part.timeline, replayed_move(r, told->last));
    }
    source_run_tell(run, copy, r->torn);
    return status;
}

dpm_status source_run_section(source_run *run, const source *src, dpm_error *err)
{
    replayed *const r = calloc(1, sizeof *r);
    row_reader rows = {0};
    if (!r) {
        return status_nomem(err);
    }
    dpm_status status = source_run_begin(run, src);
    if (status == DPM_OK) {
        r->years_moved = src->year - (int)src->section->told.year;
        run->log.replayed = r;
        run->log.where.sparse = true;
        row_reader_begin(&rows, src->section->bytes, src->section->offset, src->section->len);
        status = read_rows(run, r, &rows, err);
        row_reader_free(&rows);
        run->unknown_counts += r->unknown;
        run->log.replayed = NULL;
    }
    free(r);
    TRY(status);
    TRY(source_run_end_section(run, err));
    return source_run_stopped(run) ? DPM_STOP : DPM_OK;
}
