/* A summary back into facts. It may come from anywhere: every number is held against what it can be, and no more is allocated
 * than the text could fill. */
#include "model/report_schema.h"

#include "base/limits.h"
#include "base/number.h"
#include "base/status.h"
#include "base/text.h"
#include "merge/merge.h"
#include "merge/summary.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define TIME_MAX INT64_C(253402300800000) /* the year 10000: what writers have room for */

typedef struct scanner {
    dpm_span rest;
    const char *begin;
    arena *memory;
    dpm_error *err;
    size_t bucket_count; /* once the timeline has it */
} scanner;

static dpm_status bad(const scanner *s, const char *what)
{
    return status_fail(s->err, DPM_EDATA, "the summary is damaged at byte %zu: %s", (size_t)(s->rest.ptr - s->begin), what);
}

static dpm_status skip(scanner *s, char c)
{
    if (!s->rest.len || s->rest.ptr[0] != c) {
        return bad(s, s->rest.len ? "something else was expected" : "it is cut short");
    }
    s->rest = span_of(s->rest.ptr + 1, s->rest.len - 1);
    return DPM_OK;
}

/* A number of at most `most`, and what ends it. */
static dpm_status get_number(scanner *s, uint64_t most, char end, uint64_t *out)
{
    const size_t len = number_decimal(s->rest, out);
    if (len == s->rest.len) {
        return bad(s, "it is cut short"); /* something ends every number */
    }
    if (!len) {
        return bad(s, "a number was expected");
    }
    if (*out > most) {
        return bad(s, "a number is too large");
    }
    s->rest = span_of(s->rest.ptr + len, s->rest.len - len);
    return skip(s, end);
}

/* All signed members are times: from 1970 on, or - for none. */
static dpm_status get_time(scanner *s, int64_t *out)
{
    uint64_t value = 0;
    *out = DPM_NO_TIME;
    if (s->rest.len && s->rest.ptr[0] == '-') {
        TRY(skip(s, '-'));
        return skip(s, '\n');
    }
    TRY(get_number(s, TIME_MAX - 1, '\n', &value));
    *out = (int64_t)value;
    return DPM_OK;
}

static dpm_status get_span(scanner *s, dpm_span *out)
{
    uint64_t len = 0;
    TRY(get_number(s, s->rest.len, ':', &len));
    if (len >= s->rest.len) {
        return bad(s, "a text is longer than the summary");
    }
    if (!arena_keep(s->memory, span_head(s->rest, (size_t)len), out)) {
        return status_nomem(s->err);
    }
    s->rest = span_of(s->rest.ptr + len, s->rest.len - (size_t)len);
    return skip(s, '\n');
}

static dpm_status get_bucket(scanner *s, uint32_t *buckets, size_t *at, bool first, char end)
{
    uint64_t step = 0, count = 0;
    TRY(get_number(s, s->bucket_count, ' ', &step));
    TRY(get_number(s, UINT32_MAX, end, &count));
    *at += (size_t)step;
    if (*at >= s->bucket_count || (!first && !step)) {
        return bad(s, "a count lies outside of its timeline");
    }
    buckets[*at] = (uint32_t)count;
    return DPM_OK;
}

static dpm_status get_buckets(scanner *s, const uint32_t **out)
{
    *out = NULL;
    if (s->rest.len && s->rest.ptr[0] == '-') {
        TRY(skip(s, '-'));
        return skip(s, '\n');
    }
    uint32_t *const buckets = ARENA_ARRAY(s->memory, s->bucket_count + 1, uint32_t);
    uint64_t filled = 0;
    size_t at = 0;
    if (!buckets) {
        return status_nomem(s->err);
    }
    const size_t len = number_decimal(s->rest, &filled);
    if (!len || filled > s->bucket_count) {
        return bad(s, "so many counts are not in its timeline");
    }
    s->rest = span_of(s->rest.ptr + len, s->rest.len - len);
    TRY(skip(s, filled ? ' ' : '\n'));
    for (uint64_t i = 0; i < filled; i++) {
        TRY(get_bucket(s, buckets, &at, i == 0, i + 1 == filled ? '\n' : ' '));
    }
    *out = buckets;
    return DPM_OK;
}

static dpm_status get_struct(scanner *s, const struct_schema *of, char *at);

/* An item takes a byte and a line end at least for each of its members, so the text bounds their number. */
static dpm_status get_list(scanner *s, const field *f, char *at)
{
    uint64_t count = 0;
    TRY(get_number(s, s->rest.len / (2 * f->inner->field_count), '\n', &count));
    char *const items = arena_array(s->memory, (size_t)count + 1, f->inner->size);
    if (!items) {
        return status_nomem(s->err);
    }
    for (size_t i = 0; i < count; i++) {
        TRY(get_struct(s, f->inner, items + i * f->inner->size));
    }
    const size_t kept = (size_t)count;
    void *const list = f->kind == FIELD_ROWS ? items : arena_pointers(s->memory, items, kept, f->inner->size);
    if (!list) {
        return status_nomem(s->err);
    }
    memcpy(at + f->offset, &list, sizeof list);
    memcpy(at + f->count, &kept, sizeof kept);
    return DPM_OK;
}

/* A number into a member of its size. */
static dpm_status get_unsigned(scanner *s, const field *f, char *place)
{
    uint64_t value = 0;
    const uint64_t most = f->kind == FIELD_BOOL           ? 1
                          : f->kind == FIELD_ENUM         ? f->limit - 1
                          : f->kind == FIELD_U32          ? UINT32_MAX
                          : f->kind == FIELD_SIZE         ? SIZE_MAX
                          : f->kind == FIELD_BUCKET_COUNT ? BUCKET_MAX
                                                          : UINT64_MAX;
    TRY(get_number(s, most, '\n', &value));
    const bool truth = value != 0;
    const unsigned small = (unsigned)value;
    const size_t size = (size_t)value;
    switch (f->kind) {
    case FIELD_BOOL: memcpy(place, &truth, sizeof truth); break;
    case FIELD_ENUM:
    case FIELD_U32: memcpy(place, &small, sizeof small); break;
    case FIELD_BUCKET_COUNT:
        s->bucket_count = size;
        memcpy(place, &size, sizeof size);
        break;
    case FIELD_SIZE: memcpy(place, &size, sizeof size); break;
    default: memcpy(place, &value, sizeof value); break;
    }
    return DPM_OK;
}

static dpm_status get_field(scanner *s, const field *f, char *at)
{
    char *const place = at + f->offset;
    switch (f->kind) {
    case FIELD_TIME: return get_time(s, (int64_t *)(void *)place);
    case FIELD_SPAN: return get_span(s, (dpm_span *)(void *)place);
    case FIELD_NUMBERS:
        for (size_t i = 0; i < f->limit; i++) {
            TRY(get_number(s, UINT64_MAX, '\n', (uint64_t *)(void *)place + i));
        }
        return DPM_OK;
    case FIELD_NESTED: return get_struct(s, f->inner, place);
    case FIELD_LIST:
    case FIELD_ROWS: return get_list(s, f, at);
    case FIELD_BUCKETS:
        for (size_t i = 0; i < f->limit; i++) {
            TRY(get_buckets(s, (const uint32_t **)(void *)place + i));
        }
        return DPM_OK;
    default: return get_unsigned(s, f, place);
    }
}

static dpm_status get_struct(scanner *s, const struct_schema *of, char *at)
{
    for (size_t i = 0; i < of->field_count; i++) {
        TRY(get_field(s, &of->fields[i], at));
    }
    return DPM_OK;
}

/* ---- what belongs together ---- */

static bool sound_score(const dpm_cause *cause)
{
    bool sound = cause->score > -1e6 && cause->score < 1e6; /* of what is no number, neither is true */
    for (size_t i = 0; i < cause->term_count; i++) {
        sound = sound && cause->terms[i].points > -1e6 && cause->terms[i].points < 1e6;
    }
    return sound;
}

static bool ordered(int64_t from, int64_t to)
{
    return from != DPM_NO_TIME && from <= to;
}

static bool sound_causes(const dpm_report_data *f)
{
    for (size_t c = 0; c < f->cause_count; c++) {
        const dpm_cause *const cause = f->causes[c];
        if (cause->evidence_count > EVIDENCE_MAX || !sound_score(cause)) {
            return false;
        }
        for (size_t i = 0; i < cause->cell_count; i++) {
            const dpm_cell *const cell = &cause->cells[i];
            if (cell->host > f->timeline.host_count || (cell->bucket && cell->bucket >= f->timeline.bucket_count)) {
                return false;
            }
        }
    }
    return true;
}

static bool sound_timeline(const dpm_timeline *t)
{
    for (size_t i = 0; i < t->task_count; i++) {
        const dpm_task *const task = t->tasks[i];
        bool sound = task->mark_count && task->mark_count <= TASK_MARK_MAX && ordered(task->stall_from, task->stall_to);
        for (size_t k = 0; k < task->mark_count; k++) {
            sound = sound && task->marks[k].time != DPM_NO_TIME;
        }
        if (!sound) {
            return false;
        }
    }
    for (size_t i = 0; i < t->gap_count; i++) {
        if (!ordered(t->gaps[i]->from, t->gaps[i]->to)) {
            return false;
        }
    }
    return !t->bucket_count || (merge_width_known(t->width) && t->first != DPM_NO_TIME && t->first % t->width == 0);
}

static bool sound_instances(const dpm_report_data *f)
{
    for (size_t i = 0; i < f->instance_count; i++) {
        const dpm_instance *const it = f->instances[i];
        const bool untimed = it->first == DPM_NO_TIME && it->last == DPM_NO_TIME; /* no record of it tells when it was */
        if (!untimed && !ordered(it->first, it->last)) {
            return false;
        }
    }
    return true;
}

/* Writers show the most telling record of each. */
static bool sound_incidents(const dpm_report_data *f)
{
    for (size_t i = 0; i < f->incident_list_count; i++) {
        if (f->incident_list[i]->evidence_count == 0) {
            return false;
        }
    }
    return true;
}

dpm_status summary_read(dpm_span *rest, arena *memory, dpm_report_data *out, dpm_error *err)
{
    scanner s = {.rest = *rest, .begin = rest->ptr, .memory = memory, .err = err};
    *out = (dpm_report_data){0};
    char mark[SUMMARY_MARK];
    snprintf(mark, sizeof mark, " %08" PRIx32 "\n", schema_mark(&report_schema));
    if (!span_starts(s.rest, SPAN(SUMMARY_HEAD))) {
        return status_fail(err, DPM_EDATA, "no summary: 'dpmlog summarize' writes them");
    }
    s.rest = span_from(s.rest, sizeof SUMMARY_HEAD - 1);
    if (!span_starts(s.rest, span_str(mark))) {
        return status_fail(err, DPM_EDATA, "a summary of another version of dpmlog: make it again with this one");
    }
    s.rest = span_from(s.rest, sizeof mark - 1);
    TRY(get_struct(&s, &report_schema, (char *)out));
    if (!span_starts(s.rest, SPAN(SUMMARY_END "\n"))) {
        return bad(&s, "its end is missing");
    }
    if (!sound_causes(out) || !sound_timeline(&out->timeline) || !sound_instances(out) || !sound_incidents(out)) {
        return bad(&s, "its parts do not belong together");
    }
    *rest = span_from(s.rest, sizeof SUMMARY_END);
    return DPM_OK;
}
