/* A tally is the same however what it counts was cut, and however the parts were joined. */
#include "correlate/tally.h"

#include "base/civil.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

enum { SEED = 42, RECORDS = 60, PARTS_MAX = 8, TRIALS = 400, STREAMS = 3 };
enum test_rule { KNOWN, UNEXPLAINED, NOISY, RULES };

static rule rules[RULES] = {
    [KNOWN] = {.strength = DPM_STRENGTH_MEDIUM, .cls = DPM_CLASS_VSS},
    [UNEXPLAINED] = {.generic = true, .cls = DPM_CLASS_OTHER},
    [NOISY] = {.noise = true},
};
static const dpm_rules all_rules = {.rules = rules, .rule_count = RULES};

typedef struct told {
    int64_t time;
    uint32_t stream, code;
    uint64_t signature;
    uint16_t rule; /* RULE_NONE: none */
    uint8_t level;
    bool witness, timeless;
} told;

static uint32_t state;

/* The same numbers on every machine. */
static uint32_t roll(uint32_t sides)
{
    state = state * 1664525u + 1013904223u;
    return (state >> 8) % sides;
}

/* Times go on by seconds or by hours, and now and then back. */
static void make_story(told *story)
{
    int64_t now = 400 * (int64_t)MS_DAY;
    for (size_t i = 0; i < RECORDS; i++) {
        const int64_t step = roll(4) ? roll(90) * (int64_t)MS_SECOND : roll(300) * (int64_t)MS_MINUTE;
        now += roll(5) ? step : -step;
        story[i] = (told){
            .time = now,
            .stream = 5 + roll(STREAMS),
            .code = roll(3) ? 0x80070000 + roll(4) : 0,
            .signature = 1 + roll(6),
            .rule = roll(5) ? (uint16_t)roll(RULES) : RULE_NONE,
            .level = (uint8_t)roll(DPM_LEVELS),
            .witness = roll(9) == 0,
            .timeless = roll(12) == 0,
        };
    }
}

static uint64_t no_len(int encoding, dpm_span text)
{
    (void)encoding;
    return text.len;
}

static void tell(tally *t, record_pool *pool, const told *one, size_t number)
{
    static record_batch batch;
    static event_list events;
    char text[40];
    const int len = snprintf(text, sizeof text, "test.cpp(1)message %llu", (unsigned long long)one->signature);
    batch = (record_batch){.base = text, .limit = (uint32_t)len, .count = 1};
    batch.end[0] = (uint32_t)len;
    batch.source[0] = (part){0, 11};
    batch.message[0] = 11;
    batch.level[0] = one->level;
    batch.flags[0] = one->timeless ? RECORD_NO_TIME : 0;
    batch.time[0] = one->timeless ? DPM_NO_TIME : one->time;
    events_clear(&events);
    event *const e = events_add(&events);
    e->rule = one->rule;
    e->cls = one->rule == RULE_NONE ? DPM_CLASS_OTHER : (uint8_t)rules[one->rule].cls;
    e->signature = one->rule == UNEXPLAINED ? one->signature : 0;
    events_add_codes(&events, &one->code, one->code != 0);
    place where = {.stream = one->stream, .source = (uint32_t)number, .witness = one->witness, .encoded_len = no_len};
    cr_assert_eq(tally_follow(t, &batch, &events, &where), DPM_OK);
    if (one->rule != RULE_NONE) {
        cr_assert_eq(counts_take(&t->counts, &batch, e, &where), DPM_OK);
        cr_assert_eq(timeline_take(&t->timeline, &all_rules, e, batch.time[0], one->stream % 2), DPM_OK);
    }
    record_done(pool);
}

static void expect_counts(const counts *a, const counts *b)
{
    cr_expect_arr_eq(a->levels, b->levels, sizeof a->levels);
    cr_expect_arr_eq(a->classes, b->classes, sizeof a->classes);
    cr_expect_arr_eq(a->noise, b->noise, RULES * sizeof *a->noise);
    cr_expect_eq(a->noise_records, b->noise_records);
    cr_assert_eq(a->codes.count, b->codes.count);
    for (uint32_t i = 0; i < a->codes.count; i++) {
        const code_count *const x = table_at(&a->codes, i), *const y = table_at(&b->codes, i);
        cr_expect(x->code == y->code && x->events == y->events);
    }
    cr_assert_eq(a->unknown.count, b->unknown.count);
    for (uint32_t i = 0; i < a->unknown.count; i++) {
        const unknown_count *const x = table_at(&a->unknown, i), *const y = table_at(&b->unknown, i);
        cr_expect(x->signature == y->signature && x->count == y->count && x->level == y->level);
        cr_expect_eq(record_ref_compare(x->sample, y->sample), 0);
    }
}

static void expect_grid(const grid *a, const grid *b)
{
    cr_expect_eq(a->first, b->first);
    cr_expect_eq(a->last, b->last);
    cr_assert_eq(grid_width(a), grid_width(b));
    cr_assert_eq(a->rows.count, b->rows.count);
    for (uint32_t i = 0; i < a->rows.count; i++) {
        const series *const x = table_at(&a->rows, i), *const y = grid_find(b, x->key);
        cr_assert(y != NULL);
        for (int64_t at = a->first; at <= a->last; at++) {
            cr_expect_eq(series_at(x, at), series_at(y, at));
        }
    }
}

static void expect_tracks(const timeline *a, const timeline *b)
{
    for (uint32_t stream = 0; stream < 20; stream++) {
        const track *const x = timeline_track(a, stream), *const y = timeline_track(b, stream);
        cr_assert_eq(!x || !x->any, !y || !y->any, "stream %u", (unsigned)stream);
        if (!x || !x->any) {
            continue;
        }
        cr_expect(x->first == y->first && x->last == y->last && x->last_source == y->last_source);
        cr_assert_eq(x->gap_count, y->gap_count);
        for (size_t i = 0; i < x->gap_count && x->gap_count < LOG_GAP_MAX; i++) {
            const gap *const g = &x->gaps[i], *const h = &y->gaps[i];
            cr_expect(g->from == h->from && g->to == h->to && g->from_source == h->from_source && g->to_source == h->to_source);
        }
    }
}

Test(correlate_tally, any_cut_and_any_tree)
{
    for (uint32_t trial = 0; trial < TRIALS; trial++) {
        record_pool pool = {0};
        tally whole, parts[PARTS_MAX];
        told story[RECORDS];
        state = trial;
        make_story(story);
        size_t count = 2 + roll(PARTS_MAX - 1);
        cr_assert_eq(tally_init(&whole, &all_rules, &pool, SEED), DPM_OK);
        for (size_t i = 0; i < count; i++) {
            cr_assert_eq(tally_init(&parts[i], &all_rules, &pool, SEED), DPM_OK);
        }
        for (size_t i = 0, at = 0; i < RECORDS; i++) {
            tell(&whole, &pool, &story[i], i);
            tell(&parts[at], &pool, &story[i], i);
            at += at + 1 < count && roll(RECORDS / (uint32_t)count) == 0;
        }
        while (count > 1) { /* two neighbours become one */
            const size_t at = roll((uint32_t)count - 1);
            cr_assert_eq(tally_join(&parts[at], &parts[at + 1], 0), DPM_OK);
            tally_free(&parts[at + 1]);
            memmove(&parts[at + 1], &parts[at + 2], (count - at - 2) * sizeof *parts);
            count--;
        }
        expect_counts(&whole.counts, &parts[0].counts);
        expect_grid(&whole.timeline.grid, &parts[0].timeline.grid);
        expect_tracks(&whole.timeline, &parts[0].timeline);
        tally_free(&whole);
        tally_free(&parts[0]);
        record_pool_free(&pool);
    }
}
