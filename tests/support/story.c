/* A few events told as rows. */
#include "story.h"

#include "base/number.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

static rule rules[] = {
    [FAIL] = {.id = SPAN_INIT("fail"), .strength = DPM_STRENGTH_MEDIUM, .cls = DPM_CLASS_RPC_FAILURE, .fact = FACT_A},
    [WEAK] = {.id = SPAN_INIT("weak"), .strength = DPM_STRENGTH_WEAK, .cls = DPM_CLASS_ACCESS, .fact = FACT_B},
    [SIGN] = {.id = SPAN_INIT("sign"), .strength = DPM_STRENGTH_MEDIUM, .cls = DPM_CLASS_OTHER, .fact = FACT_C},
    [NOISE] = {.id = SPAN_INIT("noise"), .reason = SPAN_INIT("harmless"), .noise = true, .fact = FACT_NONE},
    [SUCCESS] = {.id = SPAN_INIT("success"), .mark = MARK_SUCCEEDED, .fact = FACT_NONE},
    [PART] = {.id = SPAN_INIT("part"), .mark = MARK_FINISHED, .fact = FACT_NONE},
    [START] = {.id = SPAN_INIT("start"), .mark = MARK_STARTED, .fact = FACT_NONE},
    [CRASH] = {.id = SPAN_INIT("crash"), .strength = DPM_STRENGTH_STRONG, .cls = DPM_CLASS_CRASH, .fact = FACT_D},
};

#define FACT(kind_, value_, label_, clock_)                                                                                      \
    {                                                                                                                            \
        .kind = (kind_), .value = (value_), .label = SPAN_INIT(label_), .clock = (clock_)                                        \
    }
#define ABSENT(kind_, minutes)                                                                                                   \
    [FACT_ABSENT + (kind_)] = {.kind = FACT_ABSENCE, .value = (uint32_t)(kind_) << 24 | (minutes)*60, .clock = CLOCK_NONE}
static fact facts[] = {
    [FACT_A] = FACT(FACT_RULE, FAIL, "fail", 0),
    [FACT_B] = FACT(FACT_RULE, WEAK, "weak", 1),
    [FACT_C] = FACT(FACT_RULE, SIGN, "sign", CLOCK_NONE),
    [FACT_D] = FACT(FACT_RULE, CRASH, "crash", CLOCK_NONE),
    [FACT_E] = FACT(FACT_INSTANCE, DPM_ENDING_NO_TRACE, "instance ended-without-trace", CLOCK_NONE),
    ABSENT(DPM_ABSENCE_KIND_CALL_NOT_LEFT, 30),
    ABSENT(DPM_ABSENCE_KIND_TASK_SILENT, 30),
    ABSENT(DPM_ABSENCE_KIND_PROCESS_GONE, 60),
    ABSENT(DPM_ABSENCE_KIND_TASK_NOT_ENDED, 120),
    ABSENT(DPM_ABSENCE_KIND_LOG_SILENT, 30),
    ABSENT(DPM_ABSENCE_KIND_TASK_PAUSED, 30),
};

dpm_rules *story_rules(void)
{
    static dpm_rules all;
    all = (dpm_rules){.clocked = {FACT_A, FACT_B},
                      .clock_count = 2,
                      .rules = rules,
                      .rule_count = STORY_RULES,
                      .facts = facts,
                      .fact_count = STORY_FACTS,
                      .hash = "0000000000000000"};
    return &all;
}

static uint64_t no_len(int encoding, dpm_span text)
{
    (void)encoding;
    return text.len;
}

static const capture peer_capture = {.name = SPAN_INIT("peer"), .type = CAPTURE_HOST};

/* One row as a batch of one record. */
static void tell(correlation *c, const row *r, uint32_t stream, uint64_t line)
{
    static record_batch batch;
    static event_list events;
    char text[160];
    const int len = snprintf(text, sizeof text, "%08lX-0000-0000-0000-000000000000test.cpp(1)message %llu",
                             r->task ? strtoul(r->task, NULL, 16) : 0UL, (unsigned long long)line);
    batch = (record_batch){.base = text, .limit = (uint32_t)len, .count = 1};
    batch.end[0] = (uint32_t)len;
    batch.pid[0] = r->pid;
    batch.tid[0] = r->tid;
    batch.time[0] = r->time;
    batch.level[0] = r->level;
    batch.task[0] = (part){0, r->task ? 36 : 0};
    batch.source[0] = (part){36, 11};
    batch.message[0] = 47;
    events_clear(&events);
    event *const e = events_add(&events);
    e->rule = r->rule;
    e->has_task = number_guid(batch_part(&batch, batch.task[0]), e->task);
    if (r->rule != RULE_NONE) {
        e->cls = (uint8_t)rules[r->rule].cls;
        events_add_fact(&events, rules[r->rule].fact);
    }
    if (r->peer) {
        events_add_capture(&events, (captured){&peer_capture, span_str(r->peer)});
    }
    place where = {.stream = stream, .line = line, .encoded_len = no_len};
    cr_assert_eq(correlation_take(c, &batch, &events, &where), DPM_OK);
}

void story_tell(correlation *c, const row *rows)
{
    const char *host = "";
    for (uint64_t line = 0; rows[line].time >= 0; line++) {
        host = rows[line].host ? rows[line].host : host;
        uint32_t stream;
        cr_assert_eq(correlation_stream(c, span_str(host), SPAN("DPMRA"), &stream), DPM_OK);
        tell(c, &rows[line], stream, line);
    }
}
