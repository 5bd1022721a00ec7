/* Years that one log lends to its neighbours. A file's time is lost when a folder is copied or unpacked; a `.Crash` name keeps
 * its stamp. Where a log begins with the same record as a crash copy of it, both are of the same year; and where that shows the
 * log's file time to be wrong, no file time of that folder is believed, nor one of the same hour: what is copied together. */
#include "base/civil.h"
#include "base/text.h"
#include "discover/source.h"
#include "record/year.h"

#include <stdlib.h>

/* The folder that a log is in, or the archive. */
static dpm_span folder_of(const source *s)
{
    size_t len = s->path.len;
    while (len && s->path.ptr[len - 1] != '/' && s->path.ptr[len - 1] != '\\' &&
           !(s->inside.len && s->path.ptr[len - 1] == '!')) {
        len--;
    }
    return span_head(s->path, len);
}

static bool guessed(const source *s)
{
    return s->year_basis == DPM_YEAR_BASIS_MTIME && s->probed && s->first_stamp != UINT64_MAX;
}

/* By its own name: what was lent is not lent on. */
static bool dated(const source *s)
{
    return s->crash_time != DPM_NO_TIME && s->year_basis == DPM_YEAR_BASIS_CRASH_NAME && s->probed &&
           s->first_stamp != UINT64_MAX;
}

/* The year that brings the log's end, or what is known of it, nearest to the time of the crash. */
static int nearest_year(const source *s, int64_t crash)
{
    const int year = civil_from_ms(crash).year;
    const uint64_t stamp = s->end_known ? s->last_stamp : s->first_stamp;
    int best = year - 1;
    for (int y = year; y <= year + 1; y++) {
        const int64_t far = stamp_to_ms(stamp, best) - crash, near = stamp_to_ms(stamp, y) - crash;
        best = (near < 0 ? -near : near) < (far < 0 ? -far : far) ? y : best;
    }
    return best;
}

static void lend(source *s, int year, dpm_year_basis basis)
{
    s->year = year;
    s->year_basis = basis;
    s->lent = true;
}

static bool copied_together(const source *a, const source *b)
{
    const bool known = a->mtime != DPM_NO_TIME && b->mtime != DPM_NO_TIME;
    const int64_t apart = known ? a->mtime - b->mtime : MS_DAY;
    return (apart <= MS_HOUR && apart >= -MS_HOUR) || span_eq(folder_of(a), folder_of(b));
}

/* The crash copy disproves the file time of `wrong`: date the logs that came with it from the crash. */
static void date_company(source_list *list, const source *wrong, const source *copy)
{
    for (size_t i = 0; i < list->count; i++) {
        source *const s = &list->items[i];
        if (guessed(s) && copied_together(s, wrong)) {
            lend(s, nearest_year(s, copy->crash_time) - s->wraps, copy->year_basis);
        }
    }
}

/* The logs that begin with the same stamp as the copy, at `same` and after it. */
static void lend_to_originals(source_list *list, const source *copy, source *const *same, source *const *end)
{
    for (; same < end && (*same)->first_stamp == copy->first_stamp; same++) {
        source *const s = *same;
        if (!guessed(s) || !span_ieq(s->process, copy->process) || !span_ieq(s->host, copy->host)) {
            continue;
        }
        const bool wrong = s->year != copy->year;
        lend(s, copy->year, copy->year_basis);
        if (wrong) {
            date_company(list, s, copy);
        }
    }
}

/* Those of one stamp in the order of the list. */
static int by_first_stamp(const void *left, const void *right)
{
    const source *const a = *(source *const *)left, *const b = *(source *const *)right;
    if (a->first_stamp != b->first_stamp) {
        return a->first_stamp < b->first_stamp ? -1 : 1;
    }
    return (a > b) - (a < b);
}

static source *const *first_of_stamp(source *const *at, size_t count, uint64_t stamp)
{
    while (count > 0) {
        const size_t half = count / 2;
        const bool before = at[half]->first_stamp < stamp;
        at += before ? half + 1 : 0;
        count = before ? count - half - 1 : half;
    }
    return at;
}

dpm_status sources_infer_years(source_list *list)
{
    size_t copies = 0, count = 0;
    for (size_t i = 0; i < list->count; i++) {
        copies += dated(&list->items[i]);
        count += guessed(&list->items[i]);
    }
    if (!copies || !count) {
        return DPM_OK;
    }
    source **const by_stamp = malloc(count * sizeof *by_stamp);
    if (!by_stamp) {
        return DPM_ENOMEM;
    }
    count = 0;
    for (size_t i = 0; i < list->count; i++) {
        if (guessed(&list->items[i])) {
            by_stamp[count++] = &list->items[i];
        }
    }
    qsort(by_stamp, count, sizeof(source *), by_first_stamp);
    for (size_t i = 0; i < list->count; i++) {
        const source *const copy = &list->items[i];
        if (dated(copy)) {
            lend_to_originals(list, copy, first_of_stamp(by_stamp, count, copy->first_stamp), by_stamp + count);
        }
    }
    free(by_stamp);
    return DPM_OK;
}

/* --- event logs --- */

/* The same machine, by its short name; of one that is not known, whatever is in the same folder or below it. */
static bool same_machine(const source *log, const source *events)
{
    if (log->host.len == 0) {
        return span_starts(folder_of(events), folder_of(log)) || span_starts(folder_of(log), folder_of(events));
    }
    return span_ieq(span_cut(log->host, '.').head, span_cut(events->host, '.').head);
}

/* The last event of the machine that the log is of, or DPM_NO_TIME. */
static int64_t last_event(const source_list *list, const source *log)
{
    int64_t last = DPM_NO_TIME;
    for (size_t i = 0; i < list->count; i++) {
        const source *const s = &list->items[i];
        const bool tells = s->kind == SOURCE_EVENTS && s->probed && same_machine(log, s);
        const int64_t end = tells ? stamp_to_ms(s->last_stamp, s->year + s->wraps) : DPM_NO_TIME;
        last = end > last ? end : last;
    }
    return last;
}

/* A log that its file time, or the clock, puts after all that its machine's event logs know was copied since: they were collected
 * with it, and end when it did. */
static void date_by_events(source_list *list, source *s)
{
    const bool by_clock = s->year_basis == DPM_YEAR_BASIS_CLOCK;
    const int64_t last = guessed(s) || by_clock ? last_event(list, s) : DPM_NO_TIME;
    const uint64_t stamp = s->end_known ? s->last_stamp : s->first_stamp;
    if (last == DPM_NO_TIME || stamp == UINT64_MAX || stamp_to_ms(stamp, s->year + s->wraps) <= last + MS_DAY) {
        return;
    }
    source as = *s;
    dpm_year_basis basis;
    as.mtime = last;
    lend(s, source_anchor_year(&as, 0, last, stamp, &basis) - s->wraps, DPM_YEAR_BASIS_EVENT_LOG);
}

static bool has_events(const source_list *list)
{
    size_t i = 0;
    while (i < list->count && list->items[i].kind != SOURCE_EVENTS) {
        i++;
    }
    return i < list->count;
}

void sources_date_by_events(source_list *list)
{
    const size_t count = has_events(list) ? list->count : 0;
    for (size_t i = 0; i < count; i++) {
        if (list->items[i].kind == SOURCE_LOG && list->items[i].probed) {
            date_by_events(list, &list->items[i]);
        }
    }
}

/* The host of the event logs in the folder of a log, or in one below or above it; empty where they do not agree. */
static dpm_span host_by_events(const source_list *list, const source *log)
{
    dpm_span host = {0};
    for (size_t i = 0; i < list->count; i++) {
        const source *const s = &list->items[i];
        if (s->kind != SOURCE_EVENTS || s->host.len == 0 || !same_machine(log, s)) {
            continue;
        }
        if (host.len && !span_ieq(host, s->host)) {
            return (dpm_span){0};
        }
        host = s->host;
    }
    return host;
}

void sources_name_by_events(source_list *list)
{
    const size_t count = has_events(list) ? list->count : 0;
    for (size_t i = 0; i < count; i++) {
        source *const s = &list->items[i];
        if (s->kind == SOURCE_LOG && s->host.len == 0) {
            s->host = host_by_events(list, s);
        }
    }
}
