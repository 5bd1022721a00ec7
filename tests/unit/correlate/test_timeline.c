/* Buckets of time that grow wider, silences, and the phases of tasks. */
#include "story.h"

#include "base/civil.h"

#include <criterion/criterion.h>
#include <stdio.h>

#define END                                                                                                                      \
    {                                                                                                                            \
        .time = -1                                                                                                               \
    }
enum { W = DPM_LEVEL_WARNING, F = DPM_LEVEL_FATAL, N = DPM_LEVEL_NORMAL };

static uint64_t sum(const grid *g, series_key key)
{
    const series *const s = grid_find(g, key);
    uint64_t all = 0;
    for (int64_t b = g->first; s && b <= g->last; b++) {
        all += series_at(s, b);
    }
    return all;
}

static series_key of_class(const correlation *c, dpm_class cls, dpm_span host)
{
    for (uint32_t id = 0; id <= c->names.count; id++) {
        if (span_eq(intern_get(&c->names, id), host)) {
            return (series_key){SERIES_EVENTS, id, cls};
        }
    }
    return (series_key){SERIES_EVENTS, TIMELINE_OTHERS, cls};
}

/* Whatever the span, no event is lost and there are never more buckets than there is room for. */
Test(correlate_timeline, buckets_grow_wider)
{
    static const int64_t spans[] = {
        0, 1, 599 * (int64_t)MS_SECOND, 600 * (int64_t)MS_SECOND, MS_HOUR, 30 * (int64_t)MS_DAY, 900000 * (int64_t)MS_DAY};
    static const int64_t expected[] = {
        MS_SECOND, MS_SECOND, MS_SECOND, 5 * MS_SECOND, 10 * MS_SECOND, 2 * MS_HOUR, 2048 * (int64_t)MS_DAY};
    for (size_t i = 0; i < sizeof spans / sizeof *spans; i++) {
        for (int backward = 0; backward < 2; backward++) {
            const int64_t first = MS_DAY, last = MS_DAY + spans[i];
            const row rows[] = {
                {backward ? last : first, 1, 1, "A1", FAIL, W, "FS01", 0},
                {first + spans[i] / 2, 1, 1, "A1", FAIL, W, 0, 0},
                {backward ? first : last, 1, 1, "A1", WEAK, W, 0, 0},
                END,
            };
            correlation c;
            cr_assert_eq(correlation_init(&c, story_rules(), 42), DPM_OK);
            story_tell(&c, rows);
            cr_assert_eq(correlation_settle(&c, 0), DPM_OK);
            const grid *const g = &c.whole.timeline.grid;
            cr_expect_eq(grid_width(g), expected[i], "span %lld: width %lld", (long long)spans[i], (long long)grid_width(g));
            cr_expect(g->last - g->first < BUCKET_MAX);
            cr_expect_eq(sum(g, of_class(&c, DPM_CLASS_RPC_FAILURE, SPAN("FS01"))), 2, "row %zu", i);
            cr_expect_eq(sum(g, of_class(&c, DPM_CLASS_ACCESS, SPAN("FS01"))), 1, "row %zu", i);
            cr_expect_eq(g->first, first / grid_width(g));
            cr_expect_eq(g->last, last / grid_width(g));
            correlation_free(&c);
        }
    }
}

/* Two sources, the second of which turns out to be of the year before. */
Test(correlate_timeline, a_source_is_moved_by_years)
{
    const int64_t may = civil_to_ms((civil){2017, 5, 1, 8, 0, 0, 0}), june = civil_to_ms((civil){2016, 6, 1, 8, 0, 0, 0});
    const row one[] = {{june, 1, 1, "A1", FAIL, W, "FS01", 0}, END}, two[] = {{may, 1, 1, "A2", FAIL, W, 0, 0}, END};
    correlation c;
    cr_assert_eq(correlation_init(&c, story_rules(), 42), DPM_OK);
    story_tell(&c, one);
    cr_assert_eq(correlation_settle(&c, 0), DPM_OK);
    story_tell(&c, two);
    cr_assert_eq(correlation_settle(&c, -1), DPM_OK);
    const grid *const g = &c.whole.timeline.grid;
    cr_expect_eq(g->first, civil_to_ms((civil){2016, 5, 1, 8, 0, 0, 0}) / grid_width(g));
    cr_expect_eq(g->last, june / grid_width(g));
    cr_expect_eq(grid_width(g), 2 * MS_HOUR);
    correlation_free(&c);
}

Test(correlate_timeline, noise_and_fates_are_no_events)
{
    const row rows[] = {
        {0, 1, 1, "A1", NOISE, W, "FS01", 0}, {1, 1, 1, "A1", SUCCESS, N, 0, 0}, {2, 1, 1, "A1", BARE, W, 0, 0}, END};
    correlation c;
    cr_assert_eq(correlation_init(&c, story_rules(), 42), DPM_OK);
    story_tell(&c, rows);
    cr_assert_eq(correlation_settle(&c, 0), DPM_OK);
    cr_expect_eq(sum(&c.whole.timeline.grid, (series_key){SERIES_NOISE, NOISE, 0}), 1);
    cr_expect_eq(c.whole.timeline.grid.rows.count, 1);
    correlation_free(&c);
}

Test(correlate_timeline, what_has_no_time_is_nowhere)
{
    const row rows[] = {{5, 1, 1, "A1", FAIL, W, "FS01", 0}, END};
    static record_batch batch = {.base = "", .count = 1, .level = {W}, .time = {DPM_NO_TIME}};
    const event e = {.rule = FAIL, .cls = DPM_CLASS_RPC_FAILURE};
    place where = {0};
    correlation c;
    cr_assert_eq(correlation_init(&c, story_rules(), 42), DPM_OK);
    story_tell(&c, rows);
    cr_expect_eq(timeline_follow(&c.part.timeline, &batch, &where), DPM_OK);
    cr_expect_eq(timeline_take(&c.part.timeline, story_rules(), &e, batch.time[0], 1), DPM_OK);
    cr_expect_eq(phases_take(&c.phases, &batch, &e, (table_ref){0, 1}, &where, 1), DPM_OK);
    cr_assert_eq(correlation_settle(&c, 0), DPM_OK);
    cr_expect_eq(c.whole.timeline.grid.first, 0);
    cr_expect_eq(c.whole.timeline.grid.last, 0);
    cr_expect_eq(c.phases.seen, 1);
    correlation_free(&c);
}

/* More hosts than there are rows: they share one, and the events of the class add up. */
Test(correlate_timeline, a_storm_of_hosts_is_bounded)
{
    enum { HOSTS = 3 * HOST_ROW_MAX };
    correlation c;
    uint64_t all = 0;
    cr_assert_eq(correlation_init(&c, story_rules(), 42), DPM_OK);
    for (int i = 0; i < HOSTS; i++) {
        char host[16];
        snprintf(host, sizeof host, "H%d", i);
        const row rows[] = {{i * 1000, 1, 1, "A1", FAIL, W, host, 0}, END};
        story_tell(&c, rows);
    }
    cr_assert_eq(correlation_settle(&c, 0), DPM_OK);
    const grid *const g = &c.whole.timeline.grid;
    cr_expect_leq(g->rows.count, HOST_ROW_MAX + 1);
    for (uint32_t slot = 0; slot < g->rows.count; slot++) {
        all += sum(g, ((const series *)table_at(&g->rows, slot))->key);
    }
    cr_expect_eq(all, HOSTS, "%llu", (unsigned long long)all);
    correlation_free(&c);
}

Test(correlate_timeline, the_longest_silences_are_kept)
{
    row rows[LOG_GAP_MAX + 4] = {{0, 1, 1, 0, BARE, W, "FS01", 0}};
    int64_t time = 0;
    for (int i = 1; i <= LOG_GAP_MAX + 2; i++) { /* silences of 4, 5, 6, ... minutes */
        time += (3 + i) * (int64_t)MS_MINUTE;
        rows[i] = (row){time, 1, 1, 0, BARE, W, 0, 0};
    }
    rows[LOG_GAP_MAX + 3].time = -1;
    correlation c;
    cr_assert_eq(correlation_init(&c, story_rules(), 42), DPM_OK);
    story_tell(&c, rows);
    const track *const k = &c.part.timeline.tracks[0];
    int64_t least = INT64_MAX, most = 0;
    for (size_t i = 0; i < k->gap_count; i++) {
        const int64_t length = k->gaps[i].to - k->gaps[i].from;
        least = length < least ? length : least;
        most = length > most ? length : most;
    }
    cr_expect_eq(k->gap_count, LOG_GAP_MAX);
    cr_expect_eq(least, 6 * MS_MINUTE, "the shortest of ten were dropped: one of 4 minutes is none, that of 5 made room");
    cr_expect_eq(most, (LOG_GAP_MAX + 5) * MS_MINUTE);
    correlation_free(&c);
}

static const task_phases *only_task(const correlation *c)
{
    return table_at(&c->phases.tasks, 0);
}

Test(correlate_phases, ends)
{
    static const struct {
        const char *name;
        row rows[5];
        dpm_task_end end;
        uint64_t failures;
    } cases[] = {
        {"only succeeded", {{0, 1, 1, "A1", SUCCESS, N, 0, 0}, END}, DPM_TASK_END_SUCCEEDED, 0},
        {"failed", {{0, 1, 1, "A1", FAIL, W, 0, 0}, END}, DPM_TASK_END_FAILED, 1},
        {"failed, succeeded",
         {{0, 1, 1, "A1", FAIL, W, 0, 0}, {9, 1, 1, "A1", SUCCESS, N, 0, 0}, END},
         DPM_TASK_END_RECOVERED,
         1},
        {"succeeded, failed", {{0, 1, 1, "A1", SUCCESS, N, 0, 0}, {9, 1, 1, "A1", FAIL, W, 0, 0}, END}, DPM_TASK_END_FAILED, 1},
        {"success read first",
         {{9, 1, 1, "A1", SUCCESS, N, 0, 0}, {0, 1, 1, "A1", FAIL, W, 0, 0}, END},
         DPM_TASK_END_RECOVERED,
         1},
        {"FATAL stays", {{0, 1, 1, "A1", FAIL, F, 0, 0}, {9, 1, 1, "A1", SUCCESS, N, 0, 0}, END}, DPM_TASK_END_FAILED, 1},
        {"noise is heard", {{0, 1, 1, "A1", NOISE, W, 0, 0}, END}, DPM_TASK_END_UNKNOWN, 0},
        {"a bare WARNING is heard", {{0, 1, 1, "A1", BARE, W, 0, 0}, END}, DPM_TASK_END_UNKNOWN, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        correlation c;
        cr_assert_eq(correlation_init(&c, story_rules(), 42), DPM_OK);
        story_tell(&c, cases[i].rows);
        cr_expect_eq(phases_end(only_task(&c)), cases[i].end, "%s: %d", cases[i].name, (int)phases_end(only_task(&c)));
        cr_expect_eq(only_task(&c)->failures, cases[i].failures, "%s", cases[i].name);
        correlation_free(&c);
    }
}

/* A task of a thousand failures keeps its first and last mark, its order, and its longest stall. */
Test(correlate_phases, marks_are_thinned_out)
{
    correlation c;
    int64_t longest = 0;
    cr_assert_eq(correlation_init(&c, story_rules(), 42), DPM_OK);
    for (int i = 0; i < 1000; i++) {
        const row rows[] = {{i * 100 + (i > 600 ? 50000 : 0), 1, 1, "A1", FAIL, W, "FS01", 0}, END};
        story_tell(&c, rows);
    }
    const task_phases *const task = only_task(&c);
    cr_assert_eq(task->mark_count, TASK_MARK_MAX);
    cr_expect_eq(task->marks[0].time, 0);
    cr_expect_eq(task->marks[TASK_MARK_MAX - 1].time, 149900);
    cr_expect_eq(task->events, 1000);
    for (size_t i = 1; i < task->mark_count; i++) {
        const int64_t stall = task->marks[i].time - task->marks[i - 1].time;
        cr_expect_gt(stall, 0);
        longest = stall > longest ? stall : longest;
    }
    cr_expect(longest >= 50000 && longest <= 70000, "%lld", (long long)longest);
    correlation_free(&c);
}

/* Failures are not driven out by tasks that merely succeed, and a task that comes back is one task. */
Test(correlate_phases, the_important_ones_stay)
{
    enum { MANY = PHASE_TASK_MAX + 2 * PHASE_SHELF_MAX };
    correlation c;
    cr_assert_eq(correlation_init(&c, story_rules(), 42), DPM_OK);
    const row failed[] = {{0, 1, 1, "FFFFFFFF", FAIL, W, "FS01", 0}, END};
    story_tell(&c, failed);
    for (uint32_t i = 0; i < MANY; i++) {
        char guid[9];
        snprintf(guid, sizeof guid, "%08X", i);
        const row rows[] = {{i + 1, 1, 1, guid, SUCCESS, N, 0, 0}, END};
        story_tell(&c, rows);
    }
    cr_expect_eq(c.phases.tasks.count, PHASE_TASK_MAX);
    cr_expect_eq(c.phases.shelf_count, PHASE_SHELF_MAX);
    size_t found = 0;
    for (size_t i = 0; i < c.phases.shelf_count; i++) {
        found += phases_end(&c.phases.shelf[i]) == DPM_TASK_END_FAILED;
    }
    cr_expect_eq(found, 1);
    const row again[] = {{MANY + 5, 1, 1, "FFFFFFFF", SUCCESS, N, 0, 0}, END};
    story_tell(&c, again);
    cr_expect_eq(c.phases.seen, MANY + 1);
    size_t back = 0;
    for (uint32_t i = 0; i < c.phases.tasks.count; i++) {
        back += phases_end(table_at(&c.phases.tasks, i)) == DPM_TASK_END_RECOVERED;
    }
    cr_expect_eq(back, 1, "what failed and comes back is remembered to have failed");
    correlation_free(&c);
}
