/* Calls, phases, bounds and order of a task's history. */
#include "kit.h"
#include "history/findings.h"

#include "base/strbuf.h"
#include "base/text.h"

#include <criterion/criterion.h>
#include <stdio.h>

static dpm_event record(int64_t time, uint32_t tid, const char *message)
{
    return (dpm_event){
        .time = time,
        .level = DPM_LEVEL_NORMAL,
        .pid_number = 1,
        .tid_number = tid,
        .pid = SPAN("0001"),
        .tid = SPAN("0002"),
        .task = SPAN("8AE83798-7A85-466A-80CA-22CA66582965"),
        .host = SPAN("FS01"),
        .process = SPAN("DPMRA"),
        .path = SPAN("DPMRACurr.errlog"),
        .message = span_str(message),
    };
}

static dpm_event call(int64_t time, uint32_t tid, dpm_mark mark, const char *function)
{
    dpm_event e = record(time, tid, "the words do not matter");
    e.mark = mark;
    e.function = span_str(function);
    return e;
}

Test(report_history, calls)
{
    static const struct {
        int64_t time;
        uint32_t tid;
        dpm_mark mark;
        const char *function;
        call_kind kind;
        size_t depth;
        int64_t duration;
        size_t open;
    } rows[] = {
        {10, 1, DPM_MARK_ENTERED, "A::One", CALL_ENTERED, 0, 0, 1},
        {20, 2, DPM_MARK_ENTERED, "A::One", CALL_ENTERED, 0, 0, 2},
        {30, 1, DPM_MARK_ENTERED, "B::Two", CALL_ENTERED, 1, 0, 3},
        {40, 1, DPM_MARK_NONE, "", CALL_NONE, 2, 0, 3},
        {45, 1, DPM_MARK_STARTED, "", CALL_NONE, 2, 0, 3},
        {50, 2, DPM_MARK_LEFT, "A::One", CALL_LEFT, 0, 30, 2},
        {60, 1, DPM_MARK_ENTERED, "C::Three", CALL_ENTERED, 2, 0, 3},
        {70, 1, DPM_MARK_LEFT, "A::One", CALL_LEFT, 0, 60, 0}, /* and with it the calls inside that nobody saw leave */
        {80, 1, DPM_MARK_LEFT, "A::One", CALL_LEFT, 0, -1, 0},
        {90, 1, DPM_MARK_ENTERED, "", CALL_ENTERED, 0, 0, 1},
        {95, 1, DPM_MARK_NONE, "", CALL_NONE, 1, 0, 1},
    };
    call_stack calls = {.count = 0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const dpm_event e = call(rows[i].time, rows[i].tid, rows[i].mark, rows[i].function);
        const call_step step = history_calls(&calls, &e);
        cr_expect_eq(step.kind, rows[i].kind, "row %zu", i);
        cr_expect_eq(step.depth, rows[i].depth, "row %zu: depth %zu", i, step.depth);
        cr_expect_eq(step.duration, rows[i].duration, "row %zu: %lld", i, (long long)step.duration);
        cr_expect_eq(calls.count, rows[i].open, "row %zu: %zu open", i, calls.count);
    }
    for (size_t i = 0; i < 2 * HISTORY_CALL_MAX; i++) {
        const dpm_event e = call(100, 3, DPM_MARK_ENTERED, "D::Four");
        (void)history_calls(&calls, &e);
    }
    cr_expect_eq(calls.count, HISTORY_CALL_MAX);
    cr_expect_eq(calls.lost, HISTORY_CALL_MAX + 1);
}

Test(report_history, phases)
{
    static const struct {
        int64_t time;
        dpm_mark mark;
        const char *phase;
    } rows[] = {
        {10, DPM_MARK_STARTED, "Imaging"},  {20, DPM_MARK_STARTED, "Upload"},   {30, DPM_MARK_FINISHED, "imaging"},
        {40, DPM_MARK_SUCCEEDED, ""},       {50, DPM_MARK_FINISHED, "Verify"},  {60, DPM_MARK_STARTED, ""},
        {65, DPM_MARK_SUCCEEDED, "Backup"}, {70, DPM_MARK_SUCCEEDED, "Upload"}, {75, DPM_MARK_FAILED, "Backup"},
        {80, DPM_MARK_STARTED, "Imaging"},
    };
    static const struct {
        const char *name;
        int64_t first, last;
    } wanted[] = {{"Imaging", 10, 30}, {"Upload", 20, 70}, {"Verify", DPM_NO_TIME, 50}, {"Imaging", 80, DPM_NO_TIME}};
    phase_list phases = {.count = 0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        dpm_event e = record(rows[i].time, 1, "the words do not matter");
        e.mark = rows[i].mark;
        e.phase = span_str(rows[i].phase);
        history_phases(&phases, &e);
    }
    cr_assert_eq(phases.count, sizeof wanted / sizeof *wanted);
    for (size_t i = 0; i < phases.count; i++) {
        cr_expect(span_eq(phases.items[i].name, span_str(wanted[i].name)), "phase %zu", i);
        cr_expect_eq(phases.items[i].first, wanted[i].first, "phase %zu", i);
        cr_expect_eq(phases.items[i].last, wanted[i].last, "phase %zu", i);
    }
}

typedef struct order {
    int64_t times[8];
    size_t count;
} order;

static bool note(void *context, const dpm_event *e)
{
    order *const o = context;
    o->times[o->count++] = e->time;
    return o->count < 4;
}

Test(report_history, order)
{
    dpm_history *h = NULL;
    cr_assert_eq(dpm_history_new(&h, NULL), DPM_OK);
    static const int64_t times[] = {50, 10, DPM_NO_TIME, 50, 20};
    for (size_t i = 0; i < 5; i++) {
        const dpm_event e = record(times[i], 1, i % 2 ? "odd" : "even");
        cr_assert(dpm_history_take(h, &e));
    }
    order seen = {.count = 0};
    cr_expect_not(dpm_history_each(h, note, &seen), "the callback wanted no more");
    static const int64_t wanted[] = {10, DPM_NO_TIME, 20, 50};
    for (size_t i = 0; i < 4; i++) {
        cr_expect_eq(seen.times[i], wanted[i], "record %zu", i);
    }
    dpm_history_free(h);
    dpm_history_free(NULL);
}

Test(report_history, bounds)
{
    dpm_history *h = NULL;
    cr_assert_eq(dpm_history_new(&h, NULL), DPM_OK);
    char text[4096];
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    for (size_t i = 0; i < HISTORY_RECORD_MAX + 10; i++) {
        dpm_event e = record((int64_t)i * 1000, 1, text);
        char guid[37];
        snprintf(guid, sizeof guid, "8AE83798-7A85-466A-80CA-%012zX", i % 1000);
        e.task = span_str(guid);
        cr_assert(dpm_history_take(h, &e));
    }
    cr_expect_leq(h->texts.used, HISTORY_TEXT_CAP + 2 * HISTORY_MESSAGE_CAP);
    cr_expect_eq(h->count + h->lost, HISTORY_RECORD_MAX + 10);
    cr_expect_gt(h->lost, 0);
    size_t count = 0;
    const dpm_history_task *const tasks = dpm_history_tasks(h, &count);
    cr_expect_eq(count, HISTORY_TASK_MAX);
    cr_expect_eq(tasks[count - 1].task.len, 36);
    cr_expect_eq(tasks[count - 1].records, (HISTORY_RECORD_MAX + 10) / 1000);
    strbuf out = {0};
    cr_expect_eq(dpm_history_write_text(h, NULL, kit_write, &out, NULL), DPM_OK);
    cr_expect_neq(span_find(strbuf_span(&out), SPAN("more records than can be kept")), SIZE_MAX);
    strbuf_free(&out);
    dpm_history_free(h);
}
