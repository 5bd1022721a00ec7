/* What ought to have come and did not: stories of tasks, what is found of them, and for how long. */
#include "rank/absence_detect.h"
#include "base/civil.h"
#include "story.h"

#include <criterion/criterion.h>
#include <stdio.h>

#define END                                                                                                                      \
    {                                                                                                                            \
        .time = -1                                                                                                               \
    }
enum { W = DPM_LEVEL_WARNING, F = DPM_LEVEL_FATAL, N = DPM_LEVEL_NORMAL, MIN = MS_MINUTE, H = MS_HOUR };

/* What is found: "task kind minutes; ...". A BARE record of another thread keeps its process alive. */
static const struct {
    const char *name;
    row rows[9];
    const char *found;
    bool untraced; /* else the log also tells of a task that ends */
} rows[] = {
    {"a task that succeeds",
     {{0, 1, 4, "1", START, N, "H", 0}, {MIN, 1, 4, "1", SUCCESS, N, 0, 0}, {3 * H, 1, 8, 0, BARE, W, 0, 0}, END},
     "",
     false},
    {"a task that fails",
     {{0, 1, 4, "1", START, N, "H", 0}, {MIN, 1, 4, "1", FAIL, F, 0, 0}, {3 * H, 1, 8, 0, BARE, W, 0, 0}, END},
     "",
     false},
    {"a task falls silent",
     {{0, 1, 4, "1", START, N, "H", 0}, {40 * MIN, 1, 8, 0, BARE, W, 0, 0}, END},
     "1 task-silent 40; ",
     false},
    {"a part of it is done, and the next one did not begin",
     {{0, 1, 4, "1", START, N, "H", 0},
      {1, 1, 4, "1", PART, N, 0, 0},
      {25 * MIN, 1, 8, 0, BARE, W, 0, 0},
      {50 * MIN, 1, 8, 0, BARE, W, 0, 0},
      END},
     "",
     false},
    {"its log is silent with it",
     {{0, 1, 4, "1", START, N, "H", 0}, {40 * MIN, 1, 4, 0, BARE, W, 0, 0}, END},
     "1 log-silent 40; ",
     false},
    {"not for long enough", {{0, 1, 4, "1", START, N, "H", 0}, {29 * MIN, 1, 8, 0, BARE, W, 0, 0}, END}, "", false},
    {"its thread goes on",
     {{0, 1, 4, "1", START, N, "H", 0}, {20 * MIN, 1, 8, 0, BARE, W, 0, 0}, {40 * MIN, 1, 4, 0, BARE, W, 0, 0}, END},
     "",
     false},
    {"its thread goes on, and it never ends",
     {{0, 1, 4, "1", START, N, "H", 0},
      {25 * MIN, 1, 4, 0, BARE, W, 0, 0},
      {50 * MIN, 1, 4, 0, BARE, W, 0, 0},
      {75 * MIN, 1, 4, 0, BARE, W, 0, 0},
      {100 * MIN, 1, 4, 0, BARE, W, 0, 0},
      {125 * MIN, 1, 4, 0, BARE, W, 0, 0},
      {150 * MIN, 1, 4, 0, BARE, W, 0, 0},
      END},
     "1 task-not-ended 150; ",
     false},
    {"its thread is another one's namesake in a later log",
     {{0, 1, 4, "1", START, N, "H", 0}, {40 * MIN, 1, 8, 0, BARE, W, 0, 0}, {60 * MIN, 1, 4, 0, BARE, W, "I", 0}, END},
     "1 task-silent 40; ",
     false},
    {"and in an earlier one",
     {{60 * MIN, 1, 4, 0, BARE, W, "I", 0}, {0, 1, 4, "1", START, N, "H", 0}, {40 * MIN, 1, 8, 0, BARE, W, 0, 0}, END},
     "1 task-silent 40; ",
     false},
    {"it succeeds on another host",
     {{0, 1, 4, "1", START, N, "H", 0}, {40 * MIN, 1, 8, 0, BARE, W, 0, 0}, {50 * MIN, 7, 28, "1", SUCCESS, N, "I", 0}, END},
     "",
     false},
    {"nothing was begun", {{0, 1, 4, "1", BARE, W, "H", 0}, {3 * H, 1, 8, 0, BARE, W, 0, 0}, END}, "", false},
    {"a log that never tells of an end", {{0, 1, 4, "1", START, N, "H", 0}, {3 * H, 1, 28, 0, BARE, W, 0, 0}, END}, "", true},
    {"but another log tells of the end of such a task",
     {{0, 1, 4, "1", START, N, "H", 0},
      {1, 1, 12, "2", START, N, 0, 0},
      {40 * MIN, 1, 28, 0, BARE, W, 0, 0},
      {10, 7, 8, "2", SUCCESS, N, "I", 0},
      END},
     "1 task-silent 40; ",
     true},
    {"but this one does",
     {{0, 1, 4, "1", START, N, "H", 0},
      {1, 1, 12, "2", START, N, 0, 0},
      {2, 1, 20, "3", START, N, 0, 0},
      {3, 1, 20, "4", SUCCESS, N, 0, 0},
      {40 * MIN + 9, 1, 28, 0, BARE, W, 0, 0},
      END},
     "1 task-silent 40; 2 task-silent 40; 3 task-silent 40; ",
     false},
    {"its process is gone without an ending",
     {{0, 1, 4, "1", START, N, "H", 0}, {MIN, 2, 36, 0, BARE, W, 0, 0}, END},
     "1 process-gone -; ",
     false},
    {"and the engine notices",
     {{0, 1, 4, "1", START, N, "H", 0}, {3 * MIN, 2, 36, 0, BARE, W, 0, 0}, {2 * MIN, 7, 28, "1", FAIL, F, "I", 0}, END},
     "1 process-gone -; ",
     false},
    {"it failed long before its process was gone",
     {{0, 1, 4, "1", START, N, "H", 0},
      {MIN, 1, 4, "1", FAIL, F, 0, 0},
      {30 * MIN, 1, 4, 0, BARE, W, 0, 0},
      {40 * MIN, 2, 36, 0, BARE, W, 0, 0},
      END},
     "",
     false},
    {"its log breaks off, others go on",
     {{0, 1, 4, "1", START, N, "H", 0}, {90 * MIN, 1, 4, 0, BARE, W, "I", 0}, END},
     "1 process-gone -; ",
     false},
    {"its log breaks off just before the others",
     {{0, 1, 4, "1", START, N, "H", 0}, {50 * MIN, 1, 4, 0, BARE, W, "I", 0}, END},
     "",
     false},
    {"a pause before it fails",
     {{0, 1, 4, "1", START, N, "H", 0}, {25 * MIN, 1, 12, 0, BARE, W, 0, 0}, {50 * MIN, 1, 4, "1", FAIL, F, 0, 0}, END},
     "1 task-paused 50; ",
     false},
    {"the whole log pauses",
     {{0, 1, 4, "1", START, N, "H", 0}, {50 * MIN, 1, 12, 0, BARE, W, 0, 0}, {51 * MIN, 1, 4, "1", FAIL, F, 0, 0}, END},
     "1 log-silent 50; ",
     false},
    {"it pauses after the failure",
     {{0, 1, 4, "1", START, N, "H", 0}, {1, 1, 4, "1", FAIL, F, 0, 0}, {50 * MIN, 1, 12, 0, BARE, W, 0, 0}, END},
     "",
     false},
};

static void describe(const observations *t, char *out, size_t cap)
{
    out[0] = '\0';
    for (size_t i = 0, len = 0; i < t->finding_count; i++) {
        const finding *const f = &t->findings[i];
        len += (size_t)snprintf(out + len, cap - len, "%u %s ", f->task[3], dpm_absence_name(f->kind));
        len += (size_t)(f->kind == DPM_ABSENCE_KIND_PROCESS_GONE
                            ? snprintf(out + len, cap - len, "-; ")
                            : snprintf(out + len, cap - len, "%d; ", (int)((f->until - f->from) / MS_MINUTE)));
    }
}

Test(rank_absent, findings)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        correlation c;
        cr_assert_eq(correlation_init(&c, story_rules(), 42), DPM_OK);
        if (!rows[i].untraced) {
            const row ends[] = {{0, 1, 40, "9", START, N, "H", 0}, {0, 1, 40, "9", SUCCESS, N, "H", 0}, END};
            story_tell(&c, ends);
        }
        story_tell(&c, rows[i].rows);
        cr_assert_eq(correlation_settle(&c, 0), DPM_OK);
        const rank_input in = {.rules = c.rules, .correlated = &c, .complete = true};
        arena memory = {0};
        observations t;
        cr_assert_eq(observations_make(&t, &in, &memory), DPM_OK);
        char got[256];
        describe(&t, got, sizeof got);
        cr_expect_str_eq(got, rows[i].found, "%s: %s", rows[i].name, got);
        arena_free(&memory);
        correlation_free(&c);
    }
}

/* A task of which only the absence is known is an observation that no fallback takes; a failure that has it keeps its own
 * record. */
Test(rank_absent, what_is_found_becomes_a_fact)
{
    const row told[] = {{0, 1, 40, "9", START, N, "H", 0}, {0, 1, 40, "9", SUCCESS, N, 0, 0},     {0, 1, 4, "1", START, N, 0, 0},
                        {MIN, 1, 12, "2", START, N, 0, 0}, {50 * MIN, 1, 12, "2", FAIL, F, 0, 0}, END};
    correlation c;
    cr_assert_eq(correlation_init(&c, story_rules(), 42), DPM_OK);
    story_tell(&c, told);
    const rank_input in = {.rules = c.rules, .correlated = &c, .complete = true};
    arena memory = {0};
    observations t;
    cr_assert_eq(observations_make(&t, &in, &memory), DPM_OK);
    cr_expect_eq(t.incidents, 1);
    size_t made = 0, extended = 0;
    for (size_t i = 0; i < t.count; i++) {
        const observation *const o = &t.items[i];
        made += o->made && fact_has(&o->facts, FACT_ABSENT + DPM_ABSENCE_KIND_TASK_SILENT) && o->incident->events == 0;
        extended += o->incident && !o->made && fact_has(&o->facts, FACT_ABSENT + DPM_ABSENCE_KIND_TASK_PAUSED) &&
                    fact_has(&o->facts, FACT_A);
    }
    cr_expect_eq(made, 1);
    cr_expect_eq(extended, 1);
    arena_free(&memory);
    correlation_free(&c);
}
