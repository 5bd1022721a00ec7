/* Calls that were entered and not left: rows of enter and leave, and which call is open at the end. */
#include "correlate/calls.h"
#include "base/civil.h"
#include "base/number.h"

#include <criterion/criterion.h>
#include <stdio.h>

enum { ENTER, LEAVE, OTHER, SEED = 7 };

static rule rules[] = {
    [ENTER] = {.id = SPAN_INIT("enter"), .mark = MARK_ENTERED, .begins = SPAN_INIT("==>")},
    [LEAVE] = {.id = SPAN_INIT("leave"), .mark = MARK_LEFT, .begins = SPAN_INIT("<--")},
    [OTHER] = {.id = SPAN_INIT("other")},
};

static uint64_t no_len(int encoding, dpm_span text)
{
    (void)encoding;
    return text.len;
}

/* Steps in one word each: >F enters F, <F leaves it, .F says F and no more, | begins another batch, /X another thread's task. */
static void tell(calls *c, const char *steps)
{
    static record_batch batch;
    static event_list events;
    static char text[4096];
    uint32_t len = 0, minute = 0;
    char task = '1';
    place where = {.stream = 3, .encoded_len = no_len};
    batch.count = events.count = 0;
    batch.base = text;
    batch.limit = sizeof text;
    for (const char *s = steps;; s++) {
        if (*s == '|' || *s == '\0') {
            calls_go_to(c, where.stream);
            cr_assert_eq(calls_follow(c, &batch, &events, &where), DPM_OK);
            for (uint32_t i = 0; i < events.count; i++) {
                cr_assert_eq(calls_keep(c, &batch, &events.items[i], &where), DPM_OK);
                record_done(c->pool);
            }
            batch.count = events.count = 0;
            len = 0;
            where.at = 0;
        } else if (*s == '/') {
            task = *++s;
        } else if (*s == '>' || *s == '<' || *s == '.') {
            const uint32_t i = batch.count++, kind = *s == '>' ? ENTER : *s == '<' ? LEAVE : OTHER;
            batch.start[i] = batch.task[i].at = len;
            batch.task[i].len = task == '-' ? 0 : 36;
            len += (uint32_t)snprintf(text + len, 64, "0000000%c-0000-0000-0000-000000000000", task == '-' ? '0' : task);
            batch.message[i] = len;
            len += (uint32_t)snprintf(text + len, 64, "%sC%c::Run(x)", kind == ENTER ? "==>" : kind == LEAVE ? "<--" : "", s[1]);
            batch.end[i] = len;
            batch.pid[i] = 1;
            batch.tid[i] = 8;
            batch.time[i] = MS_MINUTE * (int64_t)++minute;
            event *const e = &events.items[events.count++];
            *e = (event){.record = i, .rule = (uint16_t)kind};
            e->has_task = number_guid(batch_part(&batch, batch.task[i]), e->task);
            s++;
        }
        if (*s == '\0') {
            return;
        }
    }
}

static const struct {
    const char *name, *steps;
    unsigned depth;
    const char *top; /* the innermost call that is open; NULL: none */
    int64_t seen;    /* minute of the thread's last record */
    bool traced;
} rows[] = {
    {"left again", ">A <A", 0, NULL, 2, true},
    {"never left", ">A", 1, "CA::Run", 1, true},
    {"inside another one", ">A >B", 2, "CB::Run", 2, true},
    {"the inner one was left", ">A >B <B", 1, "CA::Run", 3, true},
    {"the inner one does not say that it was left", ">A >B <A", 0, NULL, 3, true},
    {"left what was not entered", ">A <Z", 1, "CA::Run", 2, true},
    {"what it says in between counts as life", ">A .x .y", 1, "CA::Run", 3, true},
    {"over batches", ">A | .x | >B | .y", 2, "CB::Run", 4, true},
    {"left in another batch", ">A | <A", 0, NULL, 2, true},
    {"without a task", "/->A", 0, NULL, 0, true},
    {"another task of the thread", ">A /2>B", 1, "CB::Run", 2, true},
    {"deeper than is kept", ">A >B >C >D >E >F >G >H <H <G", 6, "CF::Run", 10, true},
    {"a function that never says that it was left", ">A /2>A /3>A", 1, "CA::Run", 3, false},
    {"a function that did once", ">A /2>A <A /3>A", 1, "CA::Run", 4, true},
};

Test(correlate_calls, open_at_the_end)
{
    const dpm_rules all = {.rules = rules, .rule_count = sizeof rules / sizeof *rules};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        calls c;
        record_pool pool = {0};
        calls_init(&c, &all, &pool, SEED);
        tell(&c, rows[i].steps);
        const call_thread *const t = c.threads.count ? table_at(&c.threads, 0) : NULL;
        const unsigned depth = t ? t->depth : 0;
        cr_expect_eq(depth, rows[i].depth, "%s: %u calls are open, not %u", rows[i].name, depth, rows[i].depth);
        if (depth && depth == rows[i].depth) {
            const open_call *const top = &t->calls[depth - 1];
            const dpm_span name = top->where ? calls_name(&c, top->where) : (dpm_span){0};
            cr_expect(top->where && span_eq(name, span_str(rows[i].top)), "%s: open is %.*s", rows[i].name, (int)name.len,
                      name.ptr);
            cr_expect_eq(calls_seen(&c, t), rows[i].seen * MS_MINUTE, "%s: seen at minute %lld", rows[i].name,
                         (long long)(calls_seen(&c, t) / MS_MINUTE));
            cr_expect_eq(calls_traced(&c, top), rows[i].traced, "%s: traced", rows[i].name);
        }
        calls_free(&c);
        record_pool_free(&pool);
    }
}

/* What is full makes room and goes on. */
Test(correlate_calls, many_threads)
{
    const dpm_rules all = {.rules = rules, .rule_count = sizeof rules / sizeof *rules};
    static record_batch batch;
    static event_list events;
    calls c;
    record_pool pool = {0};
    calls_init(&c, &all, &pool, SEED);
    const char text[] = "00000001-0000-0000-0000-000000000000==>CA::Run";
    place where = {.encoded_len = no_len};
    for (uint32_t n = 0; n < 4 * CALL_THREAD_MAX; n += BATCH_RECORDS) {
        batch.base = text;
        batch.limit = sizeof text;
        batch.count = events.count = BATCH_RECORDS;
        for (uint32_t i = 0; i < BATCH_RECORDS; i++) {
            batch.task[i] = (part){0, 36};
            batch.message[i] = 36;
            batch.end[i] = sizeof text - 1;
            batch.tid[i] = n + i;
            events.items[i] = (event){.record = i, .rule = ENTER, .has_task = true, .task = {1}};
        }
        calls_go_to(&c, where.stream);
        cr_assert_eq(calls_follow(&c, &batch, &events, &where), DPM_OK);
        for (uint32_t i = 0; i < BATCH_RECORDS; i++) {
            cr_assert_eq(calls_keep(&c, &batch, &events.items[i], &where), DPM_OK);
            record_done(&pool);
        }
    }
    cr_expect_eq(c.threads.count, CALL_THREAD_MAX);
    size_t present = 0;
    for (uint32_t i = 0; i < c.threads.count; i++) {
        present += ((const call_thread *)table_at(&c.threads, i))->calls[0].where != NULL;
    }
    cr_expect_eq(present, CALL_THREAD_MAX);
    cr_expect_eq(pool.held, CALL_THREAD_MAX, "a record of a thread that made room goes");
    calls_free(&c);
    record_pool_free(&pool);
}
