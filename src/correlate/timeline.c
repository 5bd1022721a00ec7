/* What happened when. */
#include "correlate/timeline.h"
#include "base/civil.h"
#include "base/grow.h"
#include "base/hash.h"
#include "base/limits.h"
#include "record/year.h"

#include <stdlib.h>

/* Each width divides the next, so that buckets are joined without loss; then days double. */
static const int64_t widths[] = {
    MS_SECOND,      5 * MS_SECOND, 10 * MS_SECOND, 30 * MS_SECOND, MS_MINUTE,    5 * MS_MINUTE, 10 * MS_MINUTE,
    30 * MS_MINUTE, MS_HOUR,       2 * MS_HOUR,    4 * MS_HOUR,    12 * MS_HOUR, MS_DAY,
};
enum { WIDTHS = sizeof widths / sizeof *widths, STEPS = WIDTHS + 24 };

static int64_t width_of(unsigned step)
{
    int64_t width = widths[step < WIDTHS ? step : WIDTHS - 1];
    for (unsigned i = WIDTHS; i <= step && i < STEPS; i++) {
        width *= 2;
    }
    return width;
}

int64_t grid_width(const grid *g)
{
    return width_of(g->step);
}

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

static size_t ring(int64_t bucket)
{
    const int64_t at = bucket % BUCKET_MAX;
    return (size_t)(at < 0 ? at + BUCKET_MAX : at);
}

static void grid_init(grid *g, uint64_t seed)
{
    *g = (grid){.seed = seed, .first = 0, .last = -1};
    table_init(&g->rows, sizeof(series), TIMELINE_ROWS);
}

static void grid_free(grid *g)
{
    table_free(&g->rows);
    grid_init(g, g->seed);
}

/* ---- buckets ---- */

/* What stands in the buckets `from` to `to` of a ring, in buckets so many times as wide. */
static void widen_row(series *s, int64_t from, int64_t to, int64_t joined)
{
    uint32_t wider[BUCKET_MAX] = {0};
    size_t at = ring(from);
    for (int64_t b = from; b <= to;) {
        const int64_t into = floor_div(b, joined), end = (into + 1) * joined - 1;
        uint32_t *const sum = &wider[ring(into)];
        for (const int64_t last = end < to ? end : to; b <= last; b++) {
            *sum += s->counts[at];
            at = at + 1 == BUCKET_MAX ? 0 : at + 1;
        }
    }
    memcpy(s->counts, wider, sizeof wider);
}

static void widen(grid *g)
{
    const int64_t joined = width_of(g->step + 1) / width_of(g->step);
    for (uint32_t slot = 0; slot < g->rows.count; slot++) {
        widen_row(table_at(&g->rows, slot), g->first, g->last, joined);
    }
    if (g->first <= g->last) {
        g->first = floor_div(g->first, joined);
        g->last = floor_div(g->last, joined);
    }
    g->step++;
    g->from = g->to = 0;
}

/* Make the buckets reach to `time`; its bucket. */
static int64_t reach(grid *g, int64_t time)
{
    for (;;) {
        const int64_t bucket = floor_div(time, grid_width(g));
        if (g->first > g->last) {
            g->first = g->last = bucket;
            return bucket;
        }
        const int64_t first = bucket < g->first ? bucket : g->first, last = bucket > g->last ? bucket : g->last;
        if (last - first < BUCKET_MAX || g->step == STEPS - 1) {
            const bool fits = last - first < BUCKET_MAX;
            g->first = fits ? first : g->first;
            g->last = fits ? last : g->last;
            return fits ? bucket : g->last;
        }
        widen(g);
    }
}

/* The same, of times that mostly come in order. */
static int64_t cover(grid *g, int64_t time)
{
    if (time < g->from || time >= g->to) {
        const int64_t bucket = reach(g, time), width = grid_width(g);
        g->bucket = bucket;
        g->from = bucket * width;
        g->to = g->from + width;
    }
    return g->bucket;
}

static bool same_key(series_key a, series_key b)
{
    return a.kind == b.kind && a.part == b.part && a.id == b.id;
}

static uint64_t key_hash(const grid *g, series_key key)
{
    return hash_words(g->seed, (uint64_t)key.kind << 32 | key.part, key.id);
}

static uint32_t find(const grid *g, series_key key)
{
    uint32_t slot = table_find(&g->rows, key_hash(g, key));
    while (slot != TABLE_NONE && !same_key(((const series *)table_at(&g->rows, slot))->key, key)) {
        slot = table_next(&g->rows, slot);
    }
    return slot;
}

const series *grid_find(const grid *g, series_key key)
{
    const uint32_t slot = find(g, key);
    return slot == TABLE_NONE ? NULL : table_at(&g->rows, slot);
}

/* No more rows of a kind than it was given; but the rows of events without their host always have room. */
static bool has_room(const grid *g, series_key key)
{
    static const uint32_t most[SERIES_KINDS] = {
        [SERIES_EVENTS] = HOST_ROW_MAX,
        [SERIES_CODE] = CODE_ROW_MAX,
        [SERIES_UNKNOWN] = UNKNOWN_ROW_MAX,
        [SERIES_NOISE] = NOISE_ROW_MAX,
    };
    return (key.kind == SERIES_EVENTS && key.part == TIMELINE_OTHERS) || g->by_kind[key.kind] < most[key.kind];
}

static uint16_t *recent_of(grid *g, series_key key)
{
    const uint64_t mixed = key.id * UINT64_C(0x9E3779B97F4A7C15) + key.part * 5U + (uint64_t)key.kind * 11;
    return &g->recent[(mixed ^ mixed >> 32) % GRID_RECENT];
}

/* The row of a key; *out is NULL where there is no room for one more. */
static dpm_status enter(grid *g, series_key key, series **out)
{
    uint16_t *const known = recent_of(g, key);
    if (*known && same_key(((const series *)table_at(&g->rows, *known - 1U))->key, key)) {
        *out = table_at(&g->rows, *known - 1U);
        return DPM_OK;
    }
    uint32_t slot = find(g, key);
    *out = NULL;
    if (slot == TABLE_NONE) {
        if (!has_room(g, key)) {
            return DPM_OK;
        }
        slot = table_put(&g->rows, key_hash(g, key));
        if (slot == TABLE_NONE) {
            return DPM_ENOMEM;
        }
        ((series *)table_at(&g->rows, slot))->key = key;
        g->by_kind[key.kind] += !(key.kind == SERIES_EVENTS && key.part == TIMELINE_OTHERS);
    }
    *known = (uint16_t)(slot + 1);
    *out = table_at(&g->rows, slot);
    return DPM_OK;
}

static dpm_status add(grid *g, series_key key, int64_t time, uint32_t count)
{
    series *row = NULL;
    TRY(enter(g, key, &row));
    if (!row && key.kind == SERIES_EVENTS) {
        key.part = TIMELINE_OTHERS;
        TRY(enter(g, key, &row));
    }
    if (row) {
        const size_t at = ring(cover(g, time));
        row->counts[at] += row->counts[at] > UINT32_MAX - count ? 0 : count;
    }
    return DPM_OK;
}

/* ---- silences ---- */

/* Room for one more track, in front of the others or behind them. */
static dpm_status add_track(timeline *t, bool in_front)
{
    if (!GROW(t->tracks, t->track_count, t->track_cap)) {
        return DPM_ENOMEM;
    }
    if (in_front) {
        memmove(t->tracks + 1, t->tracks, t->track_count * sizeof *t->tracks);
        t->first_stream--;
    }
    t->tracks[in_front ? 0 : t->track_count] = (track){0};
    t->track_count++;
    return DPM_OK;
}

static dpm_status track_of(timeline *t, uint32_t stream, track **out)
{
    t->first_stream = t->track_count ? t->first_stream : stream;
    while (stream < t->first_stream) {
        TRY(add_track(t, true));
    }
    while (stream - t->first_stream >= t->track_count) {
        TRY(add_track(t, false));
    }
    *out = &t->tracks[stream - t->first_stream];
    return DPM_OK;
}

const track *timeline_track(const timeline *t, uint32_t stream)
{
    const bool known = stream >= t->first_stream && stream - t->first_stream < t->track_count;
    return known ? &t->tracks[stream - t->first_stream] : NULL;
}

static int64_t length(const gap *g)
{
    return g->to - g->from;
}

static bool goes_before(const gap *a, const gap *b)
{
    return length(a) != length(b) ? length(a) > length(b) : a->from < b->from;
}

/* The longest are kept; of equal ones the earlier: whatever the order in which they come. */
static void keep_gap(track *k, gap fresh)
{
    if (k->gap_count < LOG_GAP_MAX) {
        k->gaps[k->gap_count++] = fresh;
        return;
    }
    gap *least = k->gaps;
    for (size_t i = 1; i < LOG_GAP_MAX; i++) {
        least = goes_before(least, &k->gaps[i]) ? &k->gaps[i] : least;
    }
    if (goes_before(&fresh, least)) {
        *least = fresh;
    }
}

/* What was read after what `into` tells of. Of two stretches that overlap, the later one tells nothing of a time that the other
 * reaches beyond. */
static void track_join(track *into, const track *from)
{
    if (!from->any || !into->any) {
        *into = from->any ? *from : *into;
        return;
    }
    if (from->first - into->last >= GAP_LEAST && !from->begins_anywhere) {
        keep_gap(into, (gap){into->last, from->first, into->last_source, from->first_source});
    }
    for (size_t i = 0; i < from->gap_count; i++) {
        gap seen = from->gaps[i];
        if (seen.from < into->last) {
            seen.from = into->last;
            seen.from_source = into->last_source;
        }
        if (length(&seen) >= GAP_LEAST) {
            keep_gap(into, seen);
        }
    }
    if (from->last > into->last) {
        into->last = from->last;
        into->last_source = from->last_source;
    }
}

dpm_status timeline_follow(timeline *t, const record_batch *batch, const place *where)
{
    track *k = NULL;
    TRY(track_of(t, where->stream, &k));
    int64_t low = INT64_MAX, high = INT64_MIN;
    for (uint32_t i = 0; i < batch->count; i++) {
        if (batch->flags[i] & (RECORD_DUPLICATE | RECORD_OUTSIDE | RECORD_NO_TIME)) {
            continue;
        }
        const int64_t time = batch->time[i];
        if (time == DPM_NO_TIME) {
            continue;
        }
        low = time < low ? time : low;
        high = time > high ? time : high;
        if (k->any && time <= k->last) {
            continue;
        }
        if (!k->any) {
            *k = (track){.any = true, .begins_anywhere = where->witness, .first = time, .first_source = where->source};
        } else if (time - k->last >= GAP_LEAST && !where->witness) {
            keep_gap(k, (gap){k->last, time, k->last_source, where->source});
        }
        k->last = time;
        k->last_source = where->source;
    }
    if (low <= high) {
        cover(&t->grid, low);
        cover(&t->grid, high);
    }
    return DPM_OK;
}

/* ---- the whole ---- */

void timeline_init(timeline *t, uint64_t seed)
{
    *t = (timeline){0};
    grid_init(&t->grid, seed);
}

void timeline_free(timeline *t)
{
    free(t->tracks);
    grid_free(&t->grid);
    timeline_init(t, t->grid.seed);
}

dpm_status timeline_take(timeline *t, const dpm_rules *rules, const event *e, int64_t time, uint32_t host)
{
    const rule *const r = &rules->rules[e->rule];
    if (time == DPM_NO_TIME) {
        return DPM_OK;
    }
    if (r->noise) {
        return add(&t->grid, (series_key){SERIES_NOISE, e->rule, 0}, time, 1);
    }
    if (r->mark == MARK_STARTED || r->mark == MARK_FINISHED || r->mark == MARK_SUCCEEDED) {
        return DPM_OK;
    }
    TRY(add(&t->grid, (series_key){SERIES_EVENTS, host, e->cls}, time, 1));
    for (size_t i = 0; i < e->code_count; i++) {
        TRY(add(&t->grid, (series_key){SERIES_CODE, e->codes[i], 0}, time, 1));
    }
    return r->generic ? add(&t->grid, (series_key){SERIES_UNKNOWN, 0, e->signature}, time, 1) : DPM_OK;
}

dpm_status timeline_add(timeline *t, series_key key, int64_t time, uint32_t count)
{
    return add(&t->grid, key, time, count);
}

void timeline_cover(timeline *t, int64_t time)
{
    cover(&t->grid, time);
}

dpm_status timeline_add_track(timeline *t, uint32_t stream, const track *from)
{
    track *k = NULL;
    TRY(track_of(t, stream, &k));
    track_join(k, from);
    return DPM_OK;
}

static int64_t moved(const grid *from, int64_t bucket, int years)
{
    const int64_t time = bucket * grid_width(from);
    return years ? year_move(time, years) : time;
}

static dpm_status grid_join(grid *into, grid *from, int years)
{
    if (from->first > from->last) {
        return DPM_OK;
    }
    if (into->first > into->last && years == 0) {
        const grid empty = *into;
        *into = *from;
        *from = empty;
        return DPM_OK;
    }
    while (into->step < from->step) {
        widen(into);
    }
    cover(into, moved(from, from->first, years));
    cover(into, moved(from, from->last, years));
    for (uint32_t slot = 0; slot < from->rows.count; slot++) {
        const series *const s = table_at(&from->rows, slot);
        for (int64_t b = from->first; b <= from->last; b++) {
            const uint32_t count = series_at(s, b);
            if (count) {
                TRY(add(into, s->key, moved(from, b, years), count));
            }
        }
    }
    return DPM_OK;
}

dpm_status timeline_join(timeline *into, timeline *from, int years)
{
    for (uint32_t i = 0; i < from->track_count; i++) {
        TRY(timeline_add_track(into, from->first_stream + i, &from->tracks[i]));
    }
    TRY(grid_join(&into->grid, &from->grid, years));
    timeline_free(from);
    return DPM_OK;
}
