/* Which events are one incident, what recovers, what a crash looks back to, and how full tables fold. */
#include "story.h"

#include <criterion/criterion.h>
#include <stdio.h>

#define END                                                                                                                      \
    {                                                                                                                            \
        .time = -1                                                                                                               \
    }
enum { W = DPM_LEVEL_WARNING, F = DPM_LEVEL_FATAL, C = DPM_LEVEL_CRITICAL, N = DPM_LEVEL_NORMAL };

/* What is to be judged after a story. */
typedef struct outcome {
    uint64_t incidents, events, recovered;
} outcome;

static outcome judge(const correlation *c)
{
    outcome o = {0};
    const table *const tables[] = {&c->incidents.open, &c->incidents.groups};
    for (size_t t = 0; t < 2; t++) {
        for (uint32_t slot = 0; slot < tables[t]->count; slot++) {
            const incident *const i = table_at(tables[t], slot);
            if (i->events && incident_recovered(i)) {
                o.recovered++;
            } else if (i->events) {
                o.incidents += i->count;
                o.events += i->events;
            }
        }
    }
    return o;
}

static const struct {
    const char *name;
    row rows[10];
    outcome expected;
} stories[] = {
    {"one task, many records",
     {{0, 1, 1, "A1", FAIL, W, 0, 0}, {5, 1, 2, "A1", FAIL, F, 0, 0}, {900000, 1, 3, "A1", WEAK, W, 0, 0}, END},
     {1, 3, 0}},
    {"two tasks on one thread", {{0, 1, 1, "A1", FAIL, W, 0, 0}, {5, 1, 1, "A2", FAIL, W, 0, 0}, END}, {2, 2, 0}},
    {"one task on two hosts", {{0, 1, 1, "A1", FAIL, W, "FS01", 0}, {5, 9, 9, "A1", FAIL, W, "DPM01", 0}, END}, {1, 2, 0}},
    {"no GUID, within a minute",
     {{0, 1, 1, 0, FAIL, W, 0, 0}, {59000, 1, 1, 0, FAIL, W, 0, 0}, {119000, 1, 1, 0, FAIL, W, 0, 0}, END},
     {1, 3, 0}},
    {"no GUID, over a minute", {{0, 1, 1, 0, FAIL, W, 0, 0}, {61000, 1, 1, 0, WEAK, W, 0, 0}, END}, {2, 2, 0}},
    {"no GUID, another thread", {{0, 1, 1, 0, FAIL, W, 0, 0}, {5, 1, 2, 0, FAIL, W, 0, 0}, END}, {2, 2, 0}},
    {"no GUID joins the thread's task", {{0, 1, 1, "A1", FAIL, W, 0, 0}, {5, 1, 1, 0, FAIL, W, 0, 0}, END}, {1, 2, 0}},
    {"steady retries are one",
     {{0, 1, 1, 0, FAIL, W, 0, 0},
      {300000, 1, 1, 0, FAIL, W, 0, 0},
      {600000, 1, 1, 0, FAIL, W, 0, 0},
      {900500, 1, 1, 0, FAIL, W, 0, 0},
      END},
     {1, 4, 0}},
    {"retries a day apart are one",
     {{0, 1, 1, 0, FAIL, W, 0, 0}, {86400000, 1, 1, 0, FAIL, W, 0, 0}, {172800000, 1, 1, 0, FAIL, W, 0, 0}, END},
     {1, 3, 0}},
    {"two turns prove no loop", {{0, 1, 1, 0, FAIL, W, 0, 0}, {300000, 1, 1, 0, FAIL, W, 0, 0}, END}, {2, 2, 0}},
    {"unsteady repeats are several",
     {{0, 1, 1, 0, FAIL, W, 0, 0}, {300000, 1, 1, 0, FAIL, W, 0, 0}, {1000000, 1, 1, 0, FAIL, W, 0, 0}, END},
     {3, 3, 0}},
    {"a WARNING whose task succeeds", {{0, 1, 1, "A1", FAIL, W, 0, 0}, {5, 1, 1, "A1", SUCCESS, N, 0, 0}, END}, {0, 0, 1}},
    {"success first, then the WARNING", {{0, 1, 1, "A1", SUCCESS, N, 0, 0}, {5, 1, 1, "A1", FAIL, W, 0, 0}, END}, {1, 1, 0}},
    {"a FATAL is not undone by success", {{0, 1, 1, "A1", FAIL, F, 0, 0}, {5, 1, 1, "A1", SUCCESS, N, 0, 0}, END}, {1, 1, 0}},
    {"success seen in another log, read first",
     {{9, 7, 7, "A1", SUCCESS, N, "DPM01", 0}, {0, 1, 1, "A1", FAIL, W, "FS01", 0}, END},
     {0, 0, 1}},
    {"noise is nothing", {{0, 1, 1, "A1", NOISE, W, 0, 0}, END}, {0, 0, 0}},
    {"a bare WARNING is nothing", {{0, 1, 1, "A1", BARE, W, 0, 0}, END}, {0, 0, 0}},
};

Test(correlate_incident, stories)
{
    for (size_t i = 0; i < sizeof stories / sizeof *stories; i++) {
        correlation c;
        cr_assert_eq(correlation_init(&c, story_rules(), 42), DPM_OK);
        story_tell(&c, stories[i].rows);
        const outcome got = judge(&c), want = stories[i].expected;
        cr_expect(got.incidents == want.incidents && got.events == want.events && got.recovered == want.recovered,
                  "%s: %llu incidents, %llu events, %llu recovered", stories[i].name, (unsigned long long)got.incidents,
                  (unsigned long long)got.events, (unsigned long long)got.recovered);
        correlation_free(&c);
    }
}

Test(correlate_incident, first_failure_and_last_effect_do_not_depend_on_the_order_of_logs)
{
    static const row forth[] = {
        {10, 1, 1, "A1", FAIL, W, "FS01", 0}, {20, 2, 2, "A1", WEAK, F, "DPM01", 0}, {30, 2, 2, "A1", SIGN, W, 0, 0}, END};
    static const row back[] = {
        {20, 2, 2, "A1", WEAK, F, "DPM01", 0}, {30, 2, 2, "A1", SIGN, W, 0, 0}, {10, 1, 1, "A1", FAIL, W, "FS01", 0}, END};
    const row *const both[] = {forth, back};
    for (size_t i = 0; i < 2; i++) {
        correlation c;
        cr_assert_eq(correlation_init(&c, story_rules(), 42), DPM_OK);
        story_tell(&c, both[i]);
        const incident *const it = table_at(&c.incidents.open, 0);
        cr_expect_eq(it->first->time, 10);
        cr_expect_eq(it->last->time, 30);
        cr_expect_eq(it->telling->time, 10, "the strongest rule, first of these");
        correlation_free(&c);
    }
}

Test(correlate_incident, crash_looks_back_to_its_task_and_its_thread)
{
    static const row rows[] = {
        {1000, 1, 1, "A1", BARE, W, 0, 0}, /* of the task, another thread later */
        {2000, 1, 2, "B2", FAIL, F, 0, 0},
        {3000, 1, 2, 0, BARE, W, 0, 0},    /* of the thread */
        {3500, 1, 3, 0, BARE, W, 0, 0},    /* of neither */
        {3600, 1, 2, "A1", BARE, N, 0, 0}, /* NORMAL is no cause */
        {4000, 1, 2, "A1", CRASH, C, 0, 0},
        {4100, 1, 2, "A1", CRASH, C, 0, 0}, /* the same crash goes on talking */
        END,
    };
    correlation c;
    cr_assert_eq(correlation_init(&c, story_rules(), 42), DPM_OK);
    story_tell(&c, rows);
    cr_assert_eq(c.crash_count, 1);
    cr_expect_eq(c.crashes[0].record->time, 4000);
    cr_expect_eq(c.crashes[0].before.of_task->time, 1000);
    cr_expect_eq(c.crashes[0].before.of_thread->time, 3000);
    correlation_free(&c);
}

Test(correlate_incident, hosts_that_records_name_are_better_than_the_logs)
{
    static const row rows[] = {{0, 1, 1, "A1", FAIL, W, "DPM01", 0},
                               {1, 1, 1, "A1", FAIL, W, 0, "fs01.contoso.com"},
                               {2, 1, 1, "A1", FAIL, W, 0, 0},
                               END};
    correlation c;
    cr_assert_eq(correlation_init(&c, story_rules(), 42), DPM_OK);
    story_tell(&c, rows);
    const incident *const it = table_at(&c.incidents.open, 0);
    cr_expect(span_eq(intern_get(&c.names, it->hosts[0]), SPAN("FS01")));
    cr_expect_eq(it->hosts[1], INTERN_NONE);
    correlation_free(&c);
}

Test(correlate_incident, a_storm_of_tasks_keeps_every_count_in_bounded_memory)
{
    enum { TASKS = 3 * INCIDENT_MAX };
    correlation c;
    cr_assert_eq(correlation_init(&c, story_rules(), 42), DPM_OK);
    for (uint32_t i = 0; i < TASKS; i++) {
        char guid[9];
        snprintf(guid, sizeof guid, "%08X", i);
        const row rows[] = {{i, 1, i % 50, guid, FAIL, W, "FS01", 0}, END};
        story_tell(&c, rows);
    }
    const outcome got = judge(&c);
    cr_expect_eq(got.incidents, TASKS, "%llu", (unsigned long long)got.incidents);
    cr_expect_eq(got.events, TASKS);
    cr_expect_eq(c.incidents.open.count, INCIDENT_MAX);
    cr_expect_eq(c.incidents.lost, 0);
    correlation_free(&c);
}

/* Each record is kept once, and goes with the last entry that refers to it. */
Test(correlate_incident, records_go_with_what_refers_to_them)
{
    static const row twice[] = {{1, 1, 1, "A1", FAIL, W, "FS01", 0}, {2, 1, 1, "A1", WEAK, F, 0, 0}, END};
    enum { ROUND = TASK_MAX + 1000 };
    correlation c;
    cr_assert_eq(correlation_init(&c, story_rules(), 42), DPM_OK);
    story_tell(&c, twice);
    cr_expect_eq(c.pool.held, 2, "%llu", (unsigned long long)c.pool.held);
    const incident *const it = table_at(&c.incidents.open, 0);
    cr_expect_eq(it->first->uses, 2, "first and telling: %u", it->first->uses);
    cr_expect_eq(it->last->uses, 3, "last of the incident, of its task and of its thread: %u", it->last->uses);
    uint64_t held[3] = {0};
    for (uint32_t i = 0; i < 3 * ROUND; i++) {
        char guid[9];
        snprintf(guid, sizeof guid, "%08X", i + 0xB0000000u);
        const row rows[] = {{i, 1, i % 50, guid, i % 3 ? FAIL : BARE, W, "FS01", 0}, END};
        story_tell(&c, rows);
        held[i / ROUND] = c.pool.held;
    }
    cr_expect(held[1] == held[2] && held[2] < TASK_MAX + INCIDENT_MAX + PHASE_TASK_MAX,
              "full tables hold %llu records, later %llu", (unsigned long long)held[1], (unsigned long long)held[2]);
    cr_expect_null(c.pool.now, "no event is being taken");
    correlation_free(&c);
}
