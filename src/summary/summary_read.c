/* Reads summaries: what is in them. */
#include "summary/summary_read.h"

#include "base/grow.h"
#include "base/number.h"
#include "dpmlog/version.h"
#include "record/scan.h"

#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>

/* ---- rows ---- */

void row_reader_begin(row_reader *r, blob *bytes, uint64_t offset, uint64_t len)
{
    r->bytes = bytes;
    r->at = offset;
    r->end = offset + len;
    r->from = r->len = 0;
}

void row_reader_free(row_reader *r)
{
    free(r->buffer);
    *r = (row_reader){0};
}

/* Room for more bytes behind those that are there. */
static dpm_status make_room(row_reader *r, dpm_error *err)
{
    if (r->from) {
        memmove(r->buffer, r->buffer + r->from, r->len);
        r->from = 0;
    }
    if (r->len < r->cap) {
        return DPM_OK;
    }
    if (r->cap >= SUMMARY_ROW_MAX) {
        return status_fail(err, DPM_EDATA, "it has a line of more than %d bytes", (int)SUMMARY_ROW_MAX);
    }
    const size_t cap = r->cap ? r->cap * 2 : 64 << 10;
    char *const wider = realloc(r->buffer, cap);
    if (!wider) {
        return status_nomem(err);
    }
    r->buffer = wider;
    r->cap = cap;
    return DPM_OK;
}

static dpm_status fill(row_reader *r, dpm_error *err)
{
    size_t got = 0;
    TRY(make_room(r, err));
    const uint64_t left = r->end - r->at;
    const size_t room = r->cap - r->len;
    TRY(blob_read_at(r->bytes, r->at, r->buffer + r->len, left < room ? (size_t)left : room, &got, err));
    r->at = got ? r->at + got : r->end;
    r->len += got;
    return DPM_OK;
}

dpm_status row_reader_next(row_reader *r, dpm_span *row, dpm_error *err)
{
    size_t seen = 0;
    for (;;) {
        const char *const begin = r->buffer ? r->buffer + r->from : NULL;
        const char *const end = begin && r->len > seen ? memchr(begin + seen, '\n', r->len - seen) : NULL;
        if (end) {
            *row = span_of(begin, (size_t)(end - begin) + 1);
            r->from += row->len;
            r->len -= row->len;
            return DPM_OK;
        }
        seen = r->len;
        if (r->at >= r->end) {
            *row = span_of(begin, r->len);
            return DPM_END;
        }
        TRY(fill(r, err));
    }
}

/* ---- what is in one ---- */

typedef struct scan {
    summaries *all;
    source_list *list;
    blob *bytes;
    dpm_span name;
    const char *rules_hash;
    row_reader rows;
    arena scratch;
    uint64_t offset;            /* of the row in the bytes */
    bool inside, broken;        /* in a source; something in it was wrong */
    section now;                /* that source */
    uint64_t begin, count, sum; /* of it, or of the rows of no source */
    size_t sources, summaries;
    bool finished;
} scan;

static uint64_t add_to_sum(uint64_t sum, dpm_span row)
{
    return crc32_z((unsigned long)sum, (const unsigned char *)row.ptr, row.len);
}

static dpm_span field(dpm_span *rest)
{
    dpm_span out = {0};
    return row_next(rest, &out) ? out : (dpm_span){0};
}

/* A source is put together again of what its row says. */
static source source_of(const section *t)
{
    source s = {
        .path = t->path,
        .only = t->only,
        .host = t->host,
        .process = t->process,
        .crash_time = t->crash_time,
        .mtime = t->mtime,
        .size = (uint64_t)t->size,
        .is_alert = t->alert != 0,
        .is_crash_copy = t->crash_copy != 0,
        .mtime_local = t->mtime_local != 0,
        .probed = t->probed != 0,
        .end_known = t->end_known != 0,
        .kind = (source_kind)t->kind,
        .stored = t->bytes,
        .format = t->format.len ? t->format.ptr : NULL,
        .remark = t->remark.len ? t->remark.ptr : NULL,
        .torn = t->torn != 0,
        .lent = t->lent != 0,
        .wraps = (int)t->wraps,
        .year = (int)t->year,
        .first_stamp = t->first_stamp,
        .last_stamp = t->last_stamp,
        .year_basis = (dpm_year_basis)t->year_basis,
        .first = DPM_NO_TIME,
        .last = DPM_NO_TIME,
    };
    s.range = (year_range){.first = {(int)t->range_first_year, t->range_first},
                           .end = {(int)t->range_end_year, t->range_end},
                           .any = t->range_any != 0};
    if (t->inside >= 0 && (uint64_t)t->inside < t->path.len) {
        s.inside = span_from(t->path, (size_t)t->inside);
    }
    return s;
}

static bool year_fits(int64_t year)
{
    return year >= 0 && year <= 9999;
}

/* Stamps are milliseconds of a year. */
static bool stamp_fits(uint64_t stamp)
{
    return stamp == UINT64_MAX || stamp < UINT64_C(366) * 86400000;
}

/* No number in it leads out of an array, a calendar or an enumeration. */
static bool section_fits(const section *t)
{
    const bool words = t->kind >= SOURCE_LOG && t->kind <= SOURCE_EXPORT && t->year_basis >= DPM_YEAR_BASIS_NONE &&
                       t->year_basis <= DPM_YEAR_BASIS_CLOCK && t->layout >= LAYOUT_ERRLOG && t->layout <= LAYOUT_NONE &&
                       t->status >= DPM_READ_STATUS_COMPLETE && t->status <= DPM_READ_STATUS_PARTIAL;
    const bool years = year_fits(t->year) && t->wraps >= 0 && t->wraps <= 1000 && t->range_first_year >= -1 &&
                       t->range_first_year <= 1000 && t->range_end_year >= -1 && t->range_end_year <= 1000;
    const uint64_t counts[] = {t->bytes, t->records, t->duplicates, t->continuation, t->unparsed, t->outside, t->dropped};
    bool counted = true;
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        counted = counted && counts[i] <= SUMMARY_COUNT_MAX;
    }
    return counted && words && years && stamp_fits(t->first_stamp) && stamp_fits(t->last_stamp) &&
           (!t->range_any || (stamp_fits(t->range_first) && stamp_fits(t->range_end)));
}

/* What follows is read as if nothing had been. */
static dpm_status lose(scan *s, const char *why)
{
    s->all->lost++;
    s->inside = s->broken = false;
    s->count = s->sum = 0;
    return sources_skip(s->list, s->name, why);
}

static const char cut_in_log[] = "the summary is cut short: a log in it is lost";
static const char cut_behind[] = "the summary is cut short: what it says of skipped paths and jobs is lost";
static const char changed_log[] = "a log in the summary was changed, and is left out";
static const char changed_rest[] = "what the summary says of skipped paths and jobs was changed";

static dpm_status begin_section(scan *s, dpm_span row, uint64_t at)
{
    if (s->inside) {
        TRY(lose(s, cut_in_log));
    }
    s->inside = true;
    s->begin = at;
    s->count = 0;
    s->sum = 0;
    const dpm_status status = row_take(row, &form_section, &s->now, &s->all->memory);
    s->broken = status < 0 || !section_fits(&s->now);
    return status == DPM_ENOMEM ? status : DPM_OK;
}

static dpm_status keep_section(scan *s, uint64_t end)
{
    summary_section *const kept = ARENA_NEW(&s->all->memory, summary_section);
    if (!kept || !GROW(s->all->sources, s->all->source_count, s->all->source_cap)) {
        return DPM_ENOMEM;
    }
    *kept = (summary_section){s->now, s->bytes, s->begin, end - s->begin, s->sum};
    source *const src = &s->all->sources[s->all->source_count++];
    *src = source_of(&s->now);
    src->section = kept;
    s->sources++;
    return DPM_OK;
}

static dpm_status end_section(scan *s, dpm_span row, uint64_t end)
{
    row_ending told = {0};
    const dpm_status status = row_take(row, &form_ending, &told, &s->scratch);
    const bool whole = status == DPM_OK && told.rows == s->count && told.checksum == s->sum;
    if (!s->inside || s->broken || !whole) {
        return lose(s, changed_log);
    }
    TRY(keep_section(s, end));
    s->inside = false;
    s->count = s->sum = 0;
    return DPM_OK;
}

/* ---- rows of no source ---- */

static dpm_status take_job(scan *s, dpm_span row)
{
    row_job told = {0};
    uint8_t task[16];
    TRY(row_take(row, &form_job, &told, &s->scratch));
    return !number_guid(told.task, task)                                     ? DPM_EDATA
           : job_history_add(&s->list->jobs, task, told.server, told.source) ? DPM_OK
                                                                             : DPM_ENOMEM;
}

static dpm_status take_skipped(scan *s, dpm_span row)
{
    row_skipped told = {0};
    TRY(row_take(row, &form_skipped, &told, &s->scratch));
    return told.reason.len ? sources_skip(s->list, told.path, told.reason.ptr) : DPM_EDATA;
}

static dpm_status take_passed(scan *s, dpm_span row)
{
    row_passed told = {0};
    TRY(row_take(row, &form_passed, &told, &s->scratch));
    if (told.kind >= DPM_ENTRY_KINDS) {
        return DPM_EDATA;
    }
    s->list->passed[told.kind] += told.count;
    return DPM_OK;
}

static dpm_status take_remark(scan *s, dpm_span row)
{
    row_remark told = {0};
    TRY(row_take(row, &form_remark, &told, &s->scratch));
    return sources_remark_text(s->list, told.text);
}

static dpm_status take_finish(scan *s, dpm_span row)
{
    row_finish told = {0};
    TRY(row_take(row, &form_finish, &told, &s->scratch));
    s->all->ends.interrupted |= told.interrupted;
    s->all->ends.not_judged |= told.not_judged;
    s->all->ends.barren += told.barren > UINT32_MAX ? UINT32_MAX : told.barren;
    return DPM_OK;
}

static dpm_status take_note(scan *s, dpm_span row)
{
    dpm_status status = DPM_EDATA;
    switch (row.len ? row.ptr[0] : 0) {
    case 'J': status = take_job(s, row); break;
    case 'X': status = take_skipped(s, row); break;
    case 'P': status = take_passed(s, row); break;
    case 'M': status = take_remark(s, row); break;
    case 'F': status = take_finish(s, row); break;
    default: break;
    }
    s->broken |= status == DPM_EDATA;
    return status == DPM_ENOMEM ? status : DPM_OK;
}

static dpm_status finish(scan *s, dpm_span row)
{
    row_ending told = {0};
    const dpm_status status = row_take(row, &form_finished, &told, &s->scratch);
    const bool whole = status == DPM_OK && told.rows == s->count && told.checksum == s->sum;
    if (s->broken || !whole) {
        TRY(lose(s, changed_rest));
    }
    s->finished = true;
    s->count = s->sum = 0;
    return DPM_OK;
}

/* ---- the whole ---- */

/* The first line of a summary. */
static dpm_status take_head(scan *s, dpm_span row, dpm_error *err)
{
    dpm_span rest = span_from(row, sizeof SUMMARY_NAME - 1);
    const dpm_span version = field(&rest), program = field(&rest), hash = field(&rest), site = field(&rest),
                   machine = field(&rest);
    uint64_t form = 0;
    if (!number_decimal(version, &form) || form != SUMMARY_VERSION) {
        return status_fail(err, DPM_EDATA, "a summary of form %llu, and this program reads form %d: %s", (unsigned long long)form,
                           SUMMARY_VERSION, form < SUMMARY_VERSION ? "make it again from the logs" : "a newer dpmlog made it");
    }
    (void)site;
    if (!arena_keep(&s->all->memory, machine, &s->all->machine)) {
        return status_nomem(err);
    }
    if (s->summaries && !s->finished) {
        TRY(lose(s, s->inside ? cut_in_log : cut_behind));
    }
    s->summaries++;
    s->finished = s->inside = s->broken = false;
    s->count = s->sum = 0;
    s->all->other_versions += !span_eq(program, span_str(DPMLOG_VERSION));
    s->all->other_rules += !span_eq(hash, span_str(s->rules_hash));
    return DPM_OK;
}

static dpm_status take_row(scan *s, dpm_span row, dpm_error *err)
{
    const uint64_t at = s->offset, end = at + row.len;
    const dpm_span line = span_head(row, row.len - 1);
    s->offset = end;
    if (span_starts(line, SPAN(SUMMARY_NAME))) {
        return take_head(s, line, err);
    }
    const char letter = line.len ? line.ptr[0] : 0;
    if (letter == 'E') {
        return end_section(s, line, end);
    }
    if (letter == 'Z') {
        return s->inside ? lose(s, cut_in_log) : finish(s, line);
    }
    if (letter == 'S') {
        TRY(begin_section(s, line, at));
    } else if (!s->inside) {
        TRY(take_note(s, line));
    }
    s->count++;
    s->sum = add_to_sum(s->sum, row);
    arena_free(&s->scratch);
    return DPM_OK;
}

static dpm_status scan_all(scan *s, dpm_error *err)
{
    dpm_span row = {0};
    dpm_status status = row_reader_next(&s->rows, &row, err);
    if (status == DPM_END || (status == DPM_OK && !span_starts(row, SPAN(SUMMARY_NAME)))) {
        return status_fail(err, DPM_EDATA, "no summary: 'dpmlog summarize' writes them");
    }
    while (status == DPM_OK && (status = take_row(s, row, err)) == DPM_OK) {
        status = row_reader_next(&s->rows, &row, err);
    }
    if (status == DPM_END || (status == DPM_EDATA && s->summaries)) {
        status = s->finished && row.len == 0 && status == DPM_END ? DPM_OK : lose(s, s->inside ? cut_in_log : cut_behind);
    }
    return status;
}

dpm_status summaries_add(summaries *all, source_list *list, blob *bytes, dpm_span name, const char *rules_hash, dpm_error *err)
{
    scan s = {.all = all, .list = list, .bytes = bytes, .name = name, .rules_hash = rules_hash};
    if (!GROW(all->files, all->file_count, all->file_cap)) {
        return status_nomem(err);
    }
    row_reader_begin(&s.rows, bytes, 0, blob_size(bytes));
    const dpm_status status = scan_all(&s, err);
    row_reader_free(&s.rows);
    arena_free(&s.scratch);
    all->read += s.summaries;
    if (s.sources) {
        all->files[all->file_count++] = blob_keep(bytes);
    }
    return status == DPM_ENOMEM ? status_nomem(err) : status;
}

dpm_status summary_open(archives *all, const char *path, blob **out, dpm_error *damage, dpm_error *err)
{
    const bool input = strcmp(path, "-") == 0;
    const origin from = {.kind = input ? ORIGIN_INPUT : ORIGIN_FILE, .all = all, .path = path};
    stream *s = NULL;
    origin_type what = {0};
    *out = NULL;
    *damage = (dpm_error){0};
    TRY(origin_open(&from, &s, &what, err));
    if (!input && what.layer == FILE_TYPE_PLAIN) {
        stream_close(s);
        return blob_file(out, path, err);
    }
    const dpm_status status = blob_spool(out, s, all->meter.limit ? all->meter.limit : EXPAND_DEFAULT, damage);
    stream_close(s);
    if (status < 0 && *out && blob_size(*out)) { /* what came before the damage counts */
        return DPM_OK;
    }
    if (status < 0) {
        blob_release(*out);
        *out = NULL;
        if (err) {
            *err = *damage;
        }
    }
    return status;
}

dpm_status summaries_add_file(summaries *all, source_list *list, const char *path, const char *rules_hash, dpm_error *err)
{
    blob *bytes = NULL;
    dpm_error why = {0}, damage = {0};
    dpm_status status = summary_open(&list->archives, path, &bytes, &damage, &why);
    if (status == DPM_OK && damage.status < 0) {
        status = sources_skip(list, span_str(path), status_reason(&damage));
    }
    if (status == DPM_OK) {
        status = summaries_add(all, list, bytes, span_str(path), rules_hash, &why);
    }
    blob_release(bytes);
    if (status < 0 && err) {
        *err = why;
    }
    return status;
}

/* ---- several in one file ---- */

/* The begin of the first line that may be a summary's first, from `at` on; the size of `b` where there is none. */
static dpm_status next_head(blob *b, uint64_t at, uint64_t *out, dpm_error *err)
{
    enum { NAME = sizeof SUMMARY_NAME - 1, CHUNK = 64 << 10 };
    char chunk[CHUNK];
    *out = blob_size(b);
    for (uint64_t from = at;;) {
        size_t got = 0;
        TRY(blob_read_at(b, from, chunk, sizeof chunk, &got, err));
        const size_t found = span_find(span_of(chunk, got), SPAN("\n" SUMMARY_NAME));
        if (found != SIZE_MAX) {
            *out = from + found + 1;
            return DPM_OK;
        }
        if (got < sizeof chunk) {
            return DPM_OK;
        }
        from += got - NAME;
    }
}

/* The site that a summary's first line names. */
static dpm_status read_site(blob *b, uint64_t at, arena *memory, dpm_span *out, dpm_error *err)
{
    char line[1024];
    size_t got = 0;
    dpm_span text, rest, word = {0};
    *out = (dpm_span){0};
    TRY(blob_read_at(b, at, line, sizeof line, &got, err));
    text = span_of(line, got);
    if (!span_starts(text, SPAN(SUMMARY_NAME))) {
        return status_fail(err, DPM_EDATA, "no summary: 'dpmlog summarize' writes them");
    }
    rest = span_cut(text, '\n').head;
    for (size_t i = 0; i < 4; i++) {
        word = field(&rest);
    }
    char *const kept = arena_alloc(memory, word.len + 1);
    const size_t len = kept ? row_text(word, kept) : 0;
    *out = span_of(kept, len == SIZE_MAX ? 0 : len);
    return kept ? DPM_OK : status_nomem(err);
}

dpm_status summary_parts(blob *b, arena *memory, summary_part_fn take, void *context, dpm_error *err)
{
    for (uint64_t at = 0, end; at == 0 || at < blob_size(b); at = end) {
        summary_part found = {.offset = at};
        TRY(read_site(b, at, memory, &found.site, err));
        TRY(next_head(b, at, &end, err));
        found.len = end - at;
        TRY(take(context, &found) ? DPM_OK : status_nomem(err));
    }
    return DPM_OK;
}

/* ---- into the list ---- */

/* The same source of two summaries: all that was read of it is the same. */
static int by_content(const void *a, const void *b)
{
    const source *const x = a, *const y = b;
    const summary_section *const s = x->section, *const t = y->section;
    if (s->checksum != t->checksum) {
        return s->checksum < t->checksum ? -1 : 1;
    }
    if (s->len != t->len) {
        return s->len < t->len ? -1 : 1;
    }
    const int order = span_cmp(x->path, y->path);
    return order ? order : span_cmp(x->host, y->host);
}

dpm_status summaries_put(summaries *all, source_list *list)
{
    if (all->source_count) {
        qsort(all->sources, all->source_count, sizeof *all->sources, by_content);
    }
    for (size_t i = 0; i < all->source_count; i++) {
        if (i && by_content(&all->sources[i - 1], &all->sources[i]) == 0) {
            all->repeated++;
            continue;
        }
        if (!GROW(list->items, list->count, list->cap)) {
            return DPM_ENOMEM;
        }
        list->items[list->count++] = all->sources[i];
    }
    all->source_count = 0;
    return DPM_OK;
}

void summaries_free(summaries *all)
{
    for (size_t i = 0; i < all->file_count; i++) {
        blob_release(all->files[i]);
    }
    free(all->files);
    free(all->sources);
    arena_free(&all->memory);
    *all = (summaries){0};
}
