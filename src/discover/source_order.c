/* The order in which sources are analyzed, which does not depend on the order in which they were named; and which of them
 * may hold copies of the same records. */
#include "base/civil.h"
#include "base/text.h"
#include "discover/source.h"
#include "record/year.h"

#include <stdlib.h>

/* No later than that does a log end whose end was not seen: a file is as old as its last record. */
static int64_t latest_end(const source *s)
{
    const int64_t zones = s->mtime_local ? (int64_t)14 * MS_HOUR : 0;
    return s->mtime != DPM_NO_TIME && s->mtime >= s->first ? s->mtime + zones : INT64_MAX;
}

void source_set_times(source *s)
{
    const bool known = s->probed && s->first_stamp != UINT64_MAX;
    s->first = known ? stamp_to_ms(s->first_stamp, s->year) : DPM_NO_TIME;
    s->last = !known ? DPM_NO_TIME : s->end_known ? stamp_to_ms(s->last_stamp, s->year + s->wraps) : latest_end(s);
    if (known && s->end_known && s->range.any) { /* a clock may have been set back in between */
        const int64_t low = stamp_to_ms(s->range.first.stamp, s->year + s->range.first.year);
        const int64_t high = stamp_to_ms(s->range.end.stamp, s->year + s->range.end.year);
        s->first = low < s->first ? low : s->first;
        s->last = high > s->last ? high : s->last;
    }
    if (known && s->last < s->first) { /* the threads of a process write slightly out of order */
        s->last = s->first;
    }
    s->overlaps = false;
    if (s->year_basis == DPM_YEAR_BASIS_NONE) {
        s->year_basis = DPM_YEAR_BASIS_CLOCK;
    }
}

static int compare_groups(const source *a, const source *b)
{
    const int hosts = span_icmp(a->host, b->host);
    return hosts ? hosts : span_icmp(a->process, b->process);
}

/* DPM_NO_TIME is less than any time. */
static int compare(const void *left, const void *right)
{
    const source *const a = left;
    const source *const b = right;
    const int groups = compare_groups(a, b);
    if (groups != 0) {
        return groups;
    }
    if (a->first != b->first) {
        return a->first < b->first ? -1 : 1;
    }
    if (a->is_crash_copy != b->is_crash_copy) {
        return a->is_crash_copy ? 1 : -1;
    }
    const int paths = span_cmp(a->path, b->path);
    return paths ? paths : span_cmp(a->only, b->only);
}

/* One group, in order. The source that reaches furthest so far meets whatever begins before its end; any other that did
 * would have met that one too. A source of unknown time may hold anything, and comes first. */
static void mark_overlaps(source *group, size_t count)
{
    const bool unknown = group[0].first == DPM_NO_TIME;
    for (size_t i = 0; i < count; i++) {
        group[i].repeated_from = unknown ? INT64_MIN : i + 1 < count ? group[i + 1].first : INT64_MAX;
    }
    source *furthest = &group[0];
    for (size_t i = 1; i < count; i++) {
        if (unknown || group[i].first <= furthest->last) {
            group[i].overlaps = furthest->overlaps = true;
        }
        if (group[i].last > furthest->last) {
            furthest = &group[i];
        }
    }
}

static int compare_skipped(const void *left, const void *right)
{
    const dpm_skipped *const a = left;
    const dpm_skipped *const b = right;
    const int paths = span_cmp(a->path, b->path);
    return paths ? paths : span_cmp(a->reason, b->reason);
}

/* What is in two named folders was skipped twice. */
static void order_skipped(source_list *list)
{
    size_t kept = 0;
    if (list->skipped_count > 1) {
        qsort(list->skipped, list->skipped_count, sizeof *list->skipped, compare_skipped);
    }
    for (size_t i = 0; i < list->skipped_count; i++) {
        if (i == 0 || compare_skipped(&list->skipped[kept - 1], &list->skipped[i]) != 0) {
            list->skipped[kept++] = list->skipped[i];
        }
    }
    list->skipped_count = kept;
}

dpm_status sources_order(source_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        source_set_times(&list->items[i]);
    }
    if (list->count > 1) {
        qsort(list->items, list->count, sizeof *list->items, compare);
    }
    for (size_t i = 0, end; i < list->count; i = end) {
        for (end = i + 1; end < list->count && compare_groups(&list->items[i], &list->items[end]) == 0; end++) {
        }
        mark_overlaps(&list->items[i], end - i);
    }
    order_skipped(list);
    return DPM_OK;
}
