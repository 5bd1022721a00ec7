/* Which cause takes which incidents, with what confidence: stories of a few events against hand-made causes. */
#include "rank/score.h"
#include "base/civil.h"
#include "story.h"

#include <criterion/criterion.h>
#include <stdio.h>

#define END                                                                                                                      \
    {                                                                                                                            \
        .time = -1                                                                                                               \
    }
enum { W = DPM_LEVEL_WARNING, F = DPM_LEVEL_FATAL, C = DPM_LEVEL_CRITICAL, N = DPM_LEVEL_NORMAL, MIN = MS_MINUTE };

static uint16_t fact_of[] = {FACT_A, FACT_B, FACT_C, FACT_D, FACT_E};
#define ONE(f)                                                                                                                   \
    {                                                                                                                            \
        &fact_of[f], 1                                                                                                           \
    }
static fact_group only_a[] = {ONE(FACT_A)}, only_b[] = {ONE(FACT_B)}, only_c[] = {ONE(FACT_C)},
                  a_and_b[] = {ONE(FACT_A), ONE(FACT_B)};
static fact_group a_and_end[] = {ONE(FACT_A), ONE(FACT_E)};

enum {
    A_WEAK,
    AB_HOST,
    C_STRONG_EXPLAINS_A,
    A_MANY,
    A_STEADY,
    A_ENDED,
    A_WITHOUT_C,
    A_THEN_B,
    A_THEN_B_TASK,
    A_THRICE,
    A_SILENT,
    A_BUSY,
    REST,
    CAUSES
};

static signature sig_a[] = {{.strength = DPM_STRENGTH_WEAK, .scope = SCOPE_TASK, .any = only_a, .any_count = 1}};
static signature sig_ab[] = {
    {.strength = DPM_STRENGTH_STRONG, .scope = SCOPE_HOST, .within = 10 * MIN, .all = a_and_b, .all_count = 2}};
static signature sig_c[] = {{.strength = DPM_STRENGTH_STRONG, .scope = SCOPE_TASK, .all = only_c, .all_count = 1}};
static signature sig_many[] = {{.strength = DPM_STRENGTH_MEDIUM,
                                .scope = SCOPE_SITE,
                                .within = 10 * MIN,
                                .any = only_a,
                                .any_count = 1,
                                .spread = SPREAD_MANY_HOSTS}};
static signature sig_steady[] = {{.strength = DPM_STRENGTH_MEDIUM,
                                  .scope = SCOPE_HOST,
                                  .any = only_a,
                                  .any_count = 1,
                                  .spread = SPREAD_ONE_HOST,
                                  .course = COURSE_STEADY}};
static signature sig_ended[] = {
    {.strength = DPM_STRENGTH_STRONG, .scope = SCOPE_HOST, .within = MIN, .all = a_and_end, .all_count = 2}};
static signature sig_without[] = {
    {.strength = DPM_STRENGTH_MEDIUM, .scope = SCOPE_HOST, .all = only_a, .all_count = 1, .none = only_b, .none_count = 1}};
static fact_group silent[] = {{(uint16_t[]){FACT_ABSENT + DPM_ABSENCE_KIND_TASK_SILENT}, 1}};
static count_term thrice[] = {{.of = ONE(FACT_A), .at_least = 3}};
static signature sig_order[] = {
    {.strength = DPM_STRENGTH_STRONG, .scope = SCOPE_HOST, .within = 10 * MIN, .sequence = a_and_b, .sequence_count = 2}};
static signature sig_order_task[] = {
    {.strength = DPM_STRENGTH_STRONG, .scope = SCOPE_TASK, .sequence = a_and_b, .sequence_count = 2}};
static signature sig_thrice[] = {
    {.strength = DPM_STRENGTH_MEDIUM, .scope = SCOPE_HOST, .within = 10 * MIN, .counts = thrice, .count_count = 1}};
static signature sig_silent[] = {{.strength = DPM_STRENGTH_MEDIUM, .scope = SCOPE_TASK, .all = silent, .all_count = 1}};
static signature sig_busy[] = {
    {.strength = DPM_STRENGTH_MEDIUM, .scope = SCOPE_HOST, .any = only_a, .any_count = 1, .busy = true}};
static uint16_t takes_a[] = {A_WEAK};

static cause causes[CAUSES] = {
    [A_WEAK] = {.id = SPAN_INIT("a-weak"), .signatures = sig_a, .signature_count = 1},
    [AB_HOST] = {.id = SPAN_INIT("ab-host"), .signatures = sig_ab, .signature_count = 1},
    [C_STRONG_EXPLAINS_A] =
        {.id = SPAN_INIT("c-explains-a"), .signatures = sig_c, .signature_count = 1, .explains = takes_a, .explains_count = 1},
    [A_MANY] = {.id = SPAN_INIT("a-many"), .signatures = sig_many, .signature_count = 1},
    [A_STEADY] = {.id = SPAN_INIT("a-steady"), .signatures = sig_steady, .signature_count = 1},
    [A_ENDED] = {.id = SPAN_INIT("a-ended"), .signatures = sig_ended, .signature_count = 1},
    [A_WITHOUT_C] = {.id = SPAN_INIT("a-without-b"), .signatures = sig_without, .signature_count = 1},
    [A_THEN_B] = {.id = SPAN_INIT("a-then-b"), .signatures = sig_order, .signature_count = 1},
    [A_THEN_B_TASK] = {.id = SPAN_INIT("a-then-b-task"), .signatures = sig_order_task, .signature_count = 1},
    [A_THRICE] = {.id = SPAN_INIT("a-thrice"), .signatures = sig_thrice, .signature_count = 1},
    [A_SILENT] = {.id = SPAN_INIT("silent"), .signatures = sig_silent, .signature_count = 1},
    [A_BUSY] = {.id = SPAN_INIT("a-busy"), .signatures = sig_busy, .signature_count = 1},
    [REST] = {.id = SPAN_INIT("rest"), .fallback = true},
};

/* Causes in force as a set of bits; the expected claims, best first: "id incidents confidence; ...". */
static const struct {
    const char *name;
    unsigned in_force;
    bool incomplete;
    row rows[8];
    const char *claims;
} rows[] = {
    {"nothing", ~0U, false, {END}, ""},
    {"in order, on a host",
     1U << A_THEN_B | 1U << REST,
     false,
     {{0, 1, 1, "1", FAIL, W, "H", 0}, {MIN, 1, 1, "2", WEAK, W, 0, 0}, END},
     "a-then-b 2 strong; "},
    {"in the wrong order",
     1U << A_THEN_B | 1U << REST,
     false,
     {{0, 1, 1, "1", WEAK, W, "H", 0}, {MIN, 1, 1, "2", FAIL, W, 0, 0}, END},
     "rest 2 weak; "},
    {"in order, but too slowly",
     1U << A_THEN_B | 1U << REST,
     false,
     {{0, 1, 1, "1", FAIL, W, "H", 0}, {11 * MIN, 1, 1, "2", WEAK, W, 0, 0}, END},
     "rest 2 weak; "},
    {"only what lies between is covered",
     1U << A_THEN_B | 1U << REST,
     false,
     {{0, 1, 1, "1", WEAK, W, "H", 0}, {MIN, 1, 1, "2", FAIL, W, 0, 0}, {2 * MIN, 1, 1, "3", WEAK, W, 0, 0}, END},
     "a-then-b 2 strong; rest 1 weak; "},
    {"the last begin counts",
     1U << A_THEN_B | 1U << REST,
     false,
     {{0, 1, 1, "1", FAIL, W, "H", 0}, {15 * MIN, 1, 1, "2", FAIL, W, 0, 0}, {16 * MIN, 1, 1, "3", WEAK, W, 0, 0}, END},
     "a-then-b 2 strong; rest 1 weak; "},
    {"in order, in a task",
     1U << A_THEN_B_TASK | 1U << REST,
     false,
     {{0, 1, 1, "1", FAIL, W, "H", 0}, {MIN, 1, 1, "1", WEAK, W, 0, 0}, END},
     "a-then-b-task 1 strong; "},
    {"in a task, in the wrong order",
     1U << A_THEN_B_TASK | 1U << REST,
     false,
     {{0, 1, 1, "1", WEAK, W, "H", 0}, {MIN, 1, 1, "1", FAIL, W, 0, 0}, END},
     "rest 1 weak; "},
    {"in a task, back and forth",
     1U << A_THEN_B_TASK | 1U << REST,
     false,
     {{0, 1, 1, "1", WEAK, W, "H", 0}, {MIN, 1, 1, "1", FAIL, W, 0, 0}, {2 * MIN, 1, 1, "1", WEAK, W, 0, 0}, END},
     "a-then-b-task 1 strong; "},
    {"thrice",
     1U << A_THRICE | 1U << REST,
     false,
     {{0, 1, 1, "1", FAIL, W, "H", 0}, {MIN, 1, 1, "2", FAIL, W, 0, 0}, {2 * MIN, 1, 1, "3", FAIL, W, 0, 0}, END},
     "a-thrice 3 medium; "},
    {"thrice, but others among them",
     1U << A_THRICE | 1U << REST,
     false,
     {{0, 1, 1, "1", FAIL, W, "H", 0}, {MIN, 1, 1, "2", WEAK, W, 0, 0}, {2 * MIN, 1, 1, "3", FAIL, W, 0, 0}, END},
     "rest 3 weak; "},
    {"a task that fell silent is an incident where a cause asks for it",
     1U << A_SILENT | 1U << REST,
     false,
     {{0, 1, 1, "2", SUCCESS, N, "H", 0}, {0, 1, 1, "1", START, N, 0, 0}, {40 * MIN, 1, 8, 0, BARE, W, 0, 0}, END},
     "silent 1 medium; "},
    {"and nothing where none does",
     1U << A_WEAK | 1U << REST,
     false,
     {{0, 1, 1, "1", START, N, "H", 0}, {40 * MIN, 1, 8, 0, BARE, W, 0, 0}, END},
     ""},
    {"gaps weigh on it",
     1U << A_SILENT,
     true,
     {{0, 1, 1, "2", SUCCESS, N, "H", 0}, {0, 1, 1, "1", START, N, 0, 0}, {40 * MIN, 1, 8, 0, BARE, W, 0, 0}, END},
     "silent 1 weak; "},
    {"weak takes it", 1U << A_WEAK | 1U << REST, false, {{0, 1, 1, "1", FAIL, W, "H", 0}, END}, "a-weak 1 weak; "},
    {"what nobody knows", 1U << A_WEAK | 1U << REST, false, {{0, 1, 1, "1", SIGN, W, "H", 0}, END}, "rest 1 weak; "},
    {"both on a host within the window",
     1U << A_WEAK | 1U << AB_HOST,
     false,
     {{0, 1, 1, "1", FAIL, W, "H", 0}, {9 * MIN, 1, 1, "2", WEAK, W, 0, 0}, END},
     "ab-host 2 strong; "},
    {"both, but too far apart",
     1U << A_WEAK | 1U << AB_HOST | 1U << REST,
     false,
     {{0, 1, 1, "1", FAIL, W, "H", 0}, {11 * MIN, 1, 1, "2", WEAK, W, 0, 0}, END},
     "a-weak 1 weak; rest 1 weak; "},
    {"both, but on two hosts",
     1U << A_WEAK | 1U << AB_HOST | 1U << REST,
     false,
     {{0, 1, 1, "1", FAIL, W, "H", 0}, {MIN, 1, 1, "2", WEAK, W, "I", 0}, END},
     "a-weak 1 weak; rest 1 weak; "},
    {"an explaining cause takes the task",
     1U << A_WEAK | 1U << C_STRONG_EXPLAINS_A,
     false,
     {{0, 1, 1, "1", FAIL, W, "H", 0}, {1, 1, 1, "1", SIGN, W, 0, 0}, {5, 1, 1, "2", FAIL, W, "I", 0}, END},
     "c-explains-a 1 strong; a-weak 1 weak; "},
    {"many hosts",
     1U << A_WEAK | 1U << A_MANY,
     false,
     {{0, 1, 1, "1", FAIL, W, "H", 0}, {MIN, 1, 1, "2", FAIL, W, "I", 0}, END},
     "a-many 2 medium; "},
    {"many wanted, one there",
     1U << A_WEAK | 1U << A_MANY,
     false,
     {{0, 1, 1, "1", FAIL, W, "H", 0}, {MIN, 1, 1, "2", FAIL, W, 0, 0}, END},
     "a-weak 2 weak; "},
    {"many hosts, but hours apart",
     1U << A_WEAK | 1U << A_MANY,
     false,
     {{0, 1, 1, "1", FAIL, W, "H", 0}, {90 * MIN, 1, 1, "2", FAIL, W, "I", 0}, END},
     "a-weak 2 weak; "},
    {"steady: nothing works",
     1U << A_WEAK | 1U << A_STEADY,
     false,
     {{0, 1, 1, "1", FAIL, W, "H", 0}, {MIN, 1, 1, "2", FAIL, W, 0, 0}, END},
     "a-steady 2 medium; "},
    {"not steady: others succeed",
     1U << A_WEAK | 1U << A_STEADY,
     false,
     {{0, 1, 1, "1", FAIL, W, "H", 0}, {MIN, 1, 1, "2", SUCCESS, N, 0, 0}, END},
     "a-weak 1 weak; "},
    {"gaps weigh where absence counts", 1U << A_STEADY, true, {{0, 1, 1, "1", FAIL, W, "H", 0}, END}, "a-steady 1 weak; "},
    {"gaps do not weigh where presence counts",
     1U << AB_HOST,
     true,
     {{0, 1, 1, "1", FAIL, W, "H", 0}, {MIN, 1, 1, "2", WEAK, W, 0, 0}, END},
     "ab-host 2 strong; "},
    {"an instance that ended without trace",
     1U << A_WEAK | 1U << A_ENDED,
     false,
     {{0, 1, 1, "1", FAIL, W, "H", 0}, {5, 2, 1, 0, BARE, W, 0, 0}, END},
     "a-ended 1 strong; "},
    {"an instance that lives",
     1U << A_WEAK | 1U << A_ENDED,
     false,
     {{0, 1, 1, "1", FAIL, W, "H", 0}, {5, 1, 1, 0, BARE, W, 0, 0}, END},
     "a-weak 1 weak; "},
    {"none of these",
     1U << A_WITHOUT_C | 1U << A_WEAK | 1U << REST,
     false,
     {{0, 1, 1, "1", FAIL, W, "H", 0}, {1, 1, 1, "2", WEAK, W, 0, 0}, {2, 1, 1, "3", FAIL, W, "I", 0}, END},
     "a-without-b 1 medium; a-weak 1 weak; rest 1 weak; "},
    {"an effect follows on the host of its cause",
     1U << A_WEAK | 1U << C_STRONG_EXPLAINS_A,
     false,
     {{0, 1, 1, "1", SIGN, W, "H", 0}, {50 * MIN, 1, 1, "2", FAIL, W, 0, 0}, END},
     "c-explains-a 2 strong; "},
    {"an effect is noticed a little before its cause",
     1U << A_WEAK | 1U << C_STRONG_EXPLAINS_A,
     false,
     {{0, 1, 1, "1", FAIL, W, "H", 0}, {9 * MIN, 1, 1, "2", SIGN, W, 0, 0}, END},
     "c-explains-a 2 strong; "},
    {"too late for an effect",
     1U << A_WEAK | 1U << C_STRONG_EXPLAINS_A,
     false,
     {{0, 1, 1, "1", SIGN, W, "H", 0}, {90 * MIN, 1, 1, "2", FAIL, W, 0, 0}, END},
     "c-explains-a 1 strong; a-weak 1 weak; "},
    {"too long before for an effect",
     1U << A_WEAK | 1U << C_STRONG_EXPLAINS_A,
     false,
     {{0, 1, 1, "1", FAIL, W, "H", 0}, {11 * MIN, 1, 1, "2", SIGN, W, 0, 0}, END},
     "c-explains-a 1 strong; a-weak 1 weak; "},
    {"no effect on another host",
     1U << A_WEAK | 1U << C_STRONG_EXPLAINS_A,
     false,
     {{0, 1, 1, "1", SIGN, W, "H", 0}, {MIN, 1, 1, "2", FAIL, W, "I", 0}, END},
     "c-explains-a 1 strong; a-weak 1 weak; "},
    {"in busy hours",
     1U << A_WEAK | 1U << A_BUSY,
     false,
     {{0, 1, 1, "1", SUCCESS, N, "H", 0},
      {1, 1, 1, "2", SUCCESS, N, 0, 0},
      {2, 1, 1, "3", SUCCESS, N, 0, 0},
      {5 * MIN, 1, 1, "5", FAIL, W, 0, 0},
      {360 * MIN, 1, 1, "4", SUCCESS, N, 0, 0},
      END},
     "a-busy 1 medium; "},
    {"in quiet hours",
     1U << A_WEAK | 1U << A_BUSY,
     false,
     {{0, 1, 1, "1", SUCCESS, N, "H", 0},
      {1, 1, 1, "2", SUCCESS, N, 0, 0},
      {2, 1, 1, "3", SUCCESS, N, 0, 0},
      {130 * MIN, 1, 1, "5", FAIL, W, 0, 0},
      {360 * MIN, 1, 1, "4", SUCCESS, N, 0, 0},
      END},
     "a-weak 1 weak; "},
    {"half in busy hours",
     1U << A_WEAK | 1U << A_BUSY,
     false,
     {{0, 1, 1, "1", SUCCESS, N, "H", 0},
      {1, 1, 1, "2", SUCCESS, N, 0, 0},
      {2, 1, 1, "3", SUCCESS, N, 0, 0},
      {5 * MIN, 1, 1, "5", FAIL, W, 0, 0},
      {130 * MIN, 1, 1, "6", FAIL, W, 0, 0},
      {360 * MIN, 1, 1, "4", SUCCESS, N, 0, 0},
      END},
     "a-weak 2 weak; "},
    {"too short a log has no busy hours",
     1U << A_WEAK | 1U << A_BUSY,
     false,
     {{0, 1, 1, "1", SUCCESS, N, "H", 0},
      {1, 1, 1, "2", SUCCESS, N, 0, 0},
      {2, 1, 1, "3", SUCCESS, N, 0, 0},
      {5 * MIN, 1, 1, "5", FAIL, W, 0, 0},
      {70 * MIN, 1, 1, "4", SUCCESS, N, 0, 0},
      END},
     "a-weak 1 weak; "},
    {"repetition does not make weak evidence strong",
     1U << A_WEAK,
     false,
     {{0, 1, 1, "1", FAIL, W, "H", 0},
      {1, 1, 1, "2", FAIL, F, 0, 0},
      {2, 1, 1, "3", FAIL, W, 0, 0},
      {3, 1, 1, "4", FAIL, W, 0, 0},
      END},
     "a-weak 4 weak; "},
};

/* Rules with only the causes of the set. */
static dpm_rules *with_causes(unsigned in_force, cause *out)
{
    dpm_rules *const rules = story_rules();
    uint16_t numbers[CAUSES] = {0};
    size_t count = 0;
    for (uint16_t i = 0; i < CAUSES; i++) {
        if (in_force >> i & 1) {
            numbers[i] = (uint16_t)count;
            out[count++] = causes[i];
        }
    }
    static uint16_t renumbered[1];
    renumbered[0] = numbers[A_WEAK];
    for (size_t i = 0; i < count; i++) {
        out[i].explains = out[i].explains ? renumbered : NULL;
        out[i].explains_count = out[i].explains && (in_force >> A_WEAK & 1) ? 1 : 0;
    }
    rules->causes = out;
    rules->cause_count = count;
    return rules;
}

static void describe(const claim *claims, size_t count, char *out, size_t cap)
{
    out[0] = '\0';
    for (size_t i = 0, len = 0; i < count; i++) {
        len += (size_t)snprintf(out + len, cap - len, "%.*s %llu %s; ", (int)claims[i].cause->id.len, claims[i].cause->id.ptr,
                                (unsigned long long)claims[i].incidents, dpm_strength_name(claims[i].confidence));
    }
}

/* As if each log told of a task that ended well: so what it does not tell means something. */
static void tell_ends(correlation *c)
{
    for (uint32_t i = 0; i < c->processes.stream_count; i++) {
        c->processes.streams[i].tells_ends = true;
    }
}

Test(rank_score, claims)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cause in_force[CAUSES];
        correlation c;
        cr_assert_eq(correlation_init(&c, with_causes(rows[i].in_force, in_force), 42), DPM_OK);
        story_tell(&c, rows[i].rows);
        tell_ends(&c);
        const rank_input in = {.rules = c.rules, .correlated = &c, .complete = !rows[i].incomplete, .lost = rows[i].incomplete};
        arena memory = {0};
        observations t;
        claim claims[CAUSES];
        size_t count;
        cr_assert_eq(observations_make(&t, &in, &memory), DPM_OK);
        cr_assert_eq(score_claims(&in, &t, &memory, claims, &count), DPM_OK);
        char got[256];
        describe(claims, count, got, sizeof got);
        cr_expect_str_eq(got, rows[i].claims, "%s: %s", rows[i].name, got);
        arena_free(&memory);
        correlation_free(&c);
    }
}

Test(rank_score, success_of_tasks_with_the_same_signs_lowers_confidence)
{
    cause in_force[CAUSES];
    correlation c;
    cr_assert_eq(correlation_init(&c, with_causes(1U << C_STRONG_EXPLAINS_A, in_force), 42), DPM_OK);
    for (uint32_t i = 0; i < 6; i++) {
        char guid[9];
        snprintf(guid, sizeof guid, "%08X", i + 1);
        const row told[] = {{i, 1, 1, guid, SIGN, W, "H", 0}, {i + 10, 1, 1, guid, i ? SUCCESS : BARE, N, 0, 0}, END};
        story_tell(&c, told);
    }
    const rank_input in = {.rules = c.rules, .correlated = &c, .complete = true};
    arena memory = {0};
    observations t;
    claim claims[CAUSES];
    size_t count;
    cr_assert_eq(observations_make(&t, &in, &memory), DPM_OK);
    cr_assert_eq(score_claims(&in, &t, &memory, claims, &count), DPM_OK);
    cr_assert_eq(count, 1);
    cr_expect_eq(claims[0].recovered, 5);
    cr_expect_eq(claims[0].confidence, DPM_STRENGTH_MEDIUM, "strong by its signature, but five of six succeeded");
    cr_expect_float_eq(claims[0].score, 4 + 2 - 1.7, 0.001, "%f", claims[0].score);
    arena_free(&memory);
    correlation_free(&c);
}

/* Warnings of tasks, where no log tells how tasks end: a retry may have worked. What is FATAL, of no task, or strong stands. */
Test(rank_score, ends_that_nobody_tells_lower_confidence)
{
    static const struct {
        row rows[3];
        bool told;
        const char *claims;
    } cases[] = {
        {{{0, 1, 1, "1", FAIL, W, "H", 0}, END}, false, "a-without-b 1 weak; "},
        {{{0, 1, 1, "1", FAIL, W, "H", 0}, END}, true, "a-without-b 1 medium; "},
        {{{0, 1, 1, "1", FAIL, F, "H", 0}, END}, false, "a-without-b 1 medium; "},
        {{{0, 1, 1, 0, FAIL, W, "H", 0}, END}, false, "a-without-b 1 medium; "},
        {{{0, 1, 1, "1", FAIL, W, "H", 0}, {1, 1, 1, "2", SUCCESS, N, 0, 0}, END}, false, "a-without-b 1 medium; "},
        {{{0, 1, 1, "1", SIGN, W, "H", 0}, END}, false, "c-explains-a 1 strong; "},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cause in_force[CAUSES];
        correlation c;
        cr_assert_eq(correlation_init(&c, with_causes(1U << A_WITHOUT_C | 1U << C_STRONG_EXPLAINS_A, in_force), 42), DPM_OK);
        story_tell(&c, cases[i].rows);
        if (cases[i].told) {
            tell_ends(&c);
        }
        const rank_input in = {.rules = c.rules, .correlated = &c, .complete = true};
        arena memory = {0};
        observations t;
        claim claims[CAUSES];
        size_t count;
        cr_assert_eq(observations_make(&t, &in, &memory), DPM_OK);
        cr_assert_eq(score_claims(&in, &t, &memory, claims, &count), DPM_OK);
        char got[256];
        describe(claims, count, got, sizeof got);
        cr_expect_str_eq(got, cases[i].claims, "case %zu: %s", i, got);
        arena_free(&memory);
        correlation_free(&c);
    }
}
