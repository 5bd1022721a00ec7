/* Which rule takes a record, what the event then holds, and what a hostile message costs. */
#include "../rules/rules_support.h"

#include "base/text.h"
#include "record/scan.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#define SAMPLE_AT(source, line)                                                                                                  \
    "    samples:\n"                                                                                                             \
    "      match: [ { line: \"0990\\t17D8\\t11/05\\t13:02:42.416\\t31\\t" source "\\t\\t\\t" line "\" } ]\n"                     \
    "      miss: [ { line: \"" PRE "OTHER\\tz\" } ]\n"
#define SAMPLE(line) SAMPLE_AT("agentproxy.cpp(190)", line)

/* clang-format off */
static const char yaml[] =
    "schema: 1\n"
    "rules:\n"
    "  - id: code\n    title: T\n    class: from-code\n"
    "    when: { any: [ { code: [0x800706BA, 0x80990001] } ] }\n"
    SAMPLE("FATAL\\t0x800706BA")
    "  - id: exact\n    title: T\n    class: from-code\n"
    "    rank: 70\n"
    "    when: { all: [ { code: 0x800706BA }, { literal: for task } ] }\n"
    "    pattern: 'for task (?<task>\\S+)(?: on (?<host>\\S+))?'\n"
    "    capture: { task: task, host: host }\n"
    SAMPLE("FATAL\\t0x800706BA for task T1 on FS01")
    "  - id: pattern.only\n    title: T\n    class: from-code\n"
    "    rank: 10\n"
    "    pattern: 'volume [A-Z]:'\n"
    SAMPLE("FATAL\\tvolume E:")
    "  - id: source\n    title: T\n    class: from-code\n"
    "    rank: 60\n"
    "    when: { source: CsvApi.cpp(400), process: MSDPM, all: [ { dpm_id: 308 } ] }\n"
    SAMPLE_AT("csvapi.cpp(400)", "FATAL\\t(ID 308)")
    "  - id: done\n    title: T\n    class: from-code\n"
    "    mark: succeeded\n"
    "    when: { level: NORMAL, any: [ { literal: Succeeded } ] }\n"
    SAMPLE("NORMAL\\tSucceeded")
    "  - id: optional\n    title: T\n    class: from-code\n"
    "    rank: 30\n"
    "    when: { any: [ { dpm_id: 7 } ] }\n"
    "    pattern: 'on (?<host>FS\\d+)|$'\n"
    "    capture: { host: host }\n"
    SAMPLE("FATAL\\t(ID 7) on FS01")
    "  - id: escaped\n    title: T\n    class: from-code\n"
    "    rank: 31\n"
    "    when: { any: [ { dpm_id: 9 } ] }\n"
    "    pattern: 'price\\|$'\n"
    SAMPLE("FATAL\\t(ID 9) price|")
    "  - id: slow\n    title: T\n    class: from-code\n"
    "    rank: 20\n"
    "    when: { any: [ { literal: aaaa } ] }\n"
    "    pattern: '(?:a+a+)+[bc]'\n"
    SAMPLE("FATAL\\taaaaab")
    "noise:\n"
    "  - id: quiet\n    reason: R\n"
    "    when: { all: [ { code: 0x8007007E }, { literal: LoadLibrary } ] }\n"
    SAMPLE("WARNING\\t0x8007007E will try LoadLibrary")
    "causes:\n"
    "  - { id: c, class: other, title: C, evidence: { any: [\n"
    "      { code: 0x800706BA }, { dpm_id: 43 }, { rule: exact }, { code: 0x8007007E } ] } }\n"
    "codes:\n"
    "  - { code: 0x80070005, class: access }\n"
    "dpm_ids:\n"
    "  - { id: 43, class: timeout }\n";
/* clang-format on */

/* Columns up to the level; a row gives the rest. */
#define HEAD "0990\t17D8\t11/05\t13:02:42.416\t31\tagentproxy.cpp(190)\t\t\t"
#define CSV(line) "0990\t17D8\t11/05\t13:02:42.416\t31\tCSVAPI.CPP(" line ")\t\t\t"

static const struct row {
    const char *line, *process, *rule; /* NULL: no event; "": an event without a rule */
    dpm_class cls;
    size_t codes, facts, captures;
} rows[] = {
    {HEAD "FATAL\tHr: = [0x800706ba]", "DPMRA", "code", DPM_CLASS_OTHER, 1, 1, 0},
    {HEAD "WARNING\t0x80990001 (ID 43)", "DPMRA", "code", DPM_CLASS_TIMEOUT, 1, 1, 0},
    {HEAD "WARNING\t0x80990001 0x80070005 (ID 43)", "DPMRA", "code", DPM_CLASS_ACCESS, 2, 1, 0},
    {HEAD "WARNING\t0x800706BA for task T1 on FS01", "DPMRA", "exact", DPM_CLASS_OTHER, 1, 2, 2},
    {HEAD "WARNING\t0x800706BA for task T1", "DPMRA", "exact", DPM_CLASS_OTHER, 1, 2, 1},
    {HEAD "WARNING\t0x800706BA for task ", "DPMRA", "code", DPM_CLASS_OTHER, 1, 1, 0},
    {HEAD "WARNING\ton volume E: 0x80070005", "DPMRA", "pattern.only", DPM_CLASS_ACCESS, 1, 0, 0},
    {HEAD "PERF\ton volume E: 0x80070005", "DPMRA", "pattern.only", DPM_CLASS_ACCESS, 1, 0, 0},
    {HEAD "WARNING\tnothing known 0x80070005 (ID 43)", "DPMRA", "", DPM_CLASS_OTHER, 1, 1, 0},
    {HEAD "CRITICAL\t", "DPMRA", "", DPM_CLASS_OTHER, 0, 0, 0},
    {HEAD "PERF\t0x80070005", "DPMRA", NULL, 0, 0, 0, 0},
    {HEAD "NORMAL\t0x800706BA for task T1", "DPMRA", NULL, 0, 0, 0, 0},
    {HEAD "NORMAL\tBackup Succeeded", "DPMRA", "done", DPM_CLASS_OTHER, 0, 0, 0},
    {HEAD "WARNING\tBackup Succeeded", "DPMRA", "", DPM_CLASS_OTHER, 0, 0, 0},
    {HEAD "WARNING\tGetModuleHandle 0x8007007e will try LoadLibrary", "DPMRA", "quiet", DPM_CLASS_OTHER, 1, 0, 0},
    {HEAD "WARNING\tGetModuleHandle 0x8007007e", "DPMRA", "", DPM_CLASS_OTHER, 1, 1, 0},
    {CSV("400") "FATAL\t(ID 308)", "msdpm", "source", DPM_CLASS_OTHER, 0, 0, 0},
    {CSV("400") "FATAL\t(ID 308)", "DPMRA", "", DPM_CLASS_OTHER, 0, 0, 0},
    {CSV("401") "FATAL\t(ID 308)", "MSDPM", "", DPM_CLASS_OTHER, 0, 0, 0},
    {CSV("4000") "FATAL\t(ID 308)", "MSDPM", "", DPM_CLASS_OTHER, 0, 0, 0},
    {HEAD "FATAL\t(ID 7) on FS01", "DPMRA", "optional", DPM_CLASS_OTHER, 0, 0, 1},
    {HEAD "FATAL\t(ID 7)", "DPMRA", "optional", DPM_CLASS_OTHER, 0, 0, 0},
    {HEAD "FATAL\t(ID 9) price", "DPMRA", "", DPM_CLASS_OTHER, 0, 0, 0},
    {HEAD "FATAL\t(ID 9) price|", "DPMRA", "escaped", DPM_CLASS_OTHER, 0, 0, 0},
    {HEAD "WARNING\taaaaaab", "DPMRA", "slow", DPM_CLASS_OTHER, 0, 0, 0},
    {HEAD "WARNING\tfirst line\r\nvolume E:\r\nlast", "DPMRA", "pattern.only", DPM_CLASS_OTHER, 0, 0, 0},
};

/* One line to a batch. */
static void scan_line(scanner *s, dpm_span line, record_batch *out)
{
    const block b = {.text = line, .last = true};
    scan_counts counts = {0};
    scanner_begin(s, &b, LAYOUT_ERRLOG, &counts);
    cr_assert(scanner_next(s, out) && out->count == 1, "'%.60s' is one record", line.ptr);
}

static void expect_event(const dpm_rules *rules, const struct row *row, const event_list *events)
{
    if (!row->rule) {
        cr_expect_eq(events->count, 0, "'%s' is an event", row->line);
        return;
    }
    cr_assert_eq(events->count, 1, "'%s' is no event", row->line);
    const event *const e = &events->items[0];
    const char *const id = e->rule == RULE_NONE ? "" : rules->rules[e->rule].id.ptr;
    cr_expect_str_eq(id, row->rule, "'%s' is taken by '%s'", row->line, id);
    cr_expect_eq(e->cls, row->cls, "'%s': class %s", row->line, dpm_class_name((dpm_class)e->cls));
    cr_expect_eq(e->code_count, row->codes, "'%s': %u codes", row->line, e->code_count);
    cr_expect_eq(e->fact_count, row->facts, "'%s': %u facts", row->line, e->fact_count);
    cr_expect_eq(e->capture_count, row->captures, "'%s': %u captures", row->line, e->capture_count);
}

Test(classify_match, rows)
{
    dpm_error err = {.message = "none"};
    dpm_rules *const rules = support_load(yaml, NULL, 0, &err);
    cr_assert_not_null(rules, "%s", err.message);
    classifier *const c = classifier_new(rules);
    scanner *const s = scanner_new();
    record_batch *const batch = malloc(sizeof *batch);
    event_list *const events = malloc(sizeof *events);
    cr_assert(c && s && batch && events);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        scan_line(s, span_str(rows[i].line), batch);
        classify(c, batch, span_str(rows[i].process), events);
        expect_event(rules, &rows[i], events);
    }
    scan_line(s, span_str(rows[3].line), batch);
    classify(c, batch, SPAN("DPMRA"), events);
    const event *const e = &events->items[0];
    cr_expect(span_eq(e->captures[0].text, SPAN("T1")) && e->captures[0].what->type == CAPTURE_TASK);
    cr_expect(span_eq(e->captures[1].text, SPAN("FS01")) && span_eq(e->captures[1].what->name, SPAN("host")));
    cr_expect_eq(e->codes[0], 0x800706BA);
    free(events);
    free(batch);
    scanner_free(s);
    classifier_free(c);
    rules_destroy(rules);
}

/* Copies and records outside the asked time are passed over; the others keep their index. */
Test(classify_match, flags)
{
    dpm_rules *const rules = support_load(yaml, NULL, 0, NULL);
    cr_assert_not_null(rules);
    classifier *const c = classifier_new(rules);
    scanner *const s = scanner_new();
    record_batch *const batch = malloc(sizeof *batch);
    event_list *const events = malloc(sizeof *events);
    cr_assert(c && s && batch && events);
    scan_line(s, span_str(rows[0].line), batch);
    batch->count = 4; /* the same record four times */
    for (size_t i = 1; i < 4; i++) {
        batch->level[i] = batch->level[0];
        batch->message[i] = batch->message[0];
        batch->end[i] = batch->end[0];
        batch->source[i] = batch->source[0];
        batch->flags[i] = i == 1 ? RECORD_DUPLICATE : i == 2 ? RECORD_OUTSIDE : RECORD_EXTRA;
    }
    classify(c, batch, SPAN("DPMRA"), events);
    cr_assert_eq(events->count, 2);
    cr_expect_eq(events->items[0].record, 0);
    cr_expect_eq(events->items[1].record, 3);
    free(events);
    free(batch);
    scanner_free(s);
    classifier_free(c);
    rules_destroy(rules);
}

/* What a pattern asks for is found wherever it stands in a long message; behind the last part that is matched it is counted. */
Test(classify_match, long_messages)
{
    enum { SEEN = PATTERN_WINDOW / 2 * (PATTERN_WINDOWS_MAX + 1), CAP = SEEN + 100 };
    static const char told[] = "volume E:";
    static const size_t places[] = {
        0, 100, PATTERN_WINDOW - 9, PATTERN_WINDOW - 5, PATTERN_WINDOW, 3 * PATTERN_WINDOW - 4, SEEN - 9, SEEN - 8, SEEN};
    dpm_rules *const rules = support_load(yaml, NULL, 0, NULL);
    classifier *const c = classifier_new(rules);
    scanner *const s = scanner_new();
    record_batch *const batch = malloc(sizeof *batch);
    event_list *const events = malloc(sizeof *events);
    static char line[CAP];
    cr_assert(rules && c && s && batch && events);
    const size_t head = strlen(HEAD "WARNING\t");
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        const uint64_t before = classifier_unseen(c);
        memcpy(line, HEAD "WARNING\t", head);
        memset(line + head, ' ', sizeof line - head);
        memcpy(line + head + places[i], told, sizeof told - 1);
        line[sizeof line - 1] = 'z';
        scan_line(s, span_of(line, sizeof line), batch);
        classify(c, batch, SPAN("DPMRA"), events);
        const bool found = events->items[0].rule != RULE_NONE, seen = places[i] + sizeof told - 1 <= SEEN;
        cr_expect_eq(found, seen, "at %zu", places[i]);
        cr_expect_eq(classifier_unseen(c) > before, !seen, "at %zu", places[i]);
    }
    free(events);
    free(batch);
    scanner_free(s);
    classifier_free(c);
    rules_destroy(rules);
}

/* A pattern that would try forever ends at the limit, is counted, and is no match. */
Test(classify_match, limit)
{
    dpm_rules *const rules = support_load(yaml, NULL, 0, NULL);
    cr_assert_not_null(rules);
    classifier *const c = classifier_new(rules);
    scanner *const s = scanner_new();
    record_batch *const batch = malloc(sizeof *batch);
    event_list *const events = malloc(sizeof *events);
    char *const line = malloc(100000);
    cr_assert(c && s && batch && events && line);
    const size_t head = strlen(HEAD "WARNING\t");
    memcpy(line, HEAD "WARNING\t", head);
    memset(line + head, 'a', 100000 - head);
    scan_line(s, span_of(line, 100000), batch);
    classify(c, batch, SPAN("DPMRA"), events);
    cr_assert_eq(events->count, 1);
    cr_expect_eq(events->items[0].rule, RULE_NONE);
    uint64_t hits = 0;
    for (size_t i = 0; i < rules->rule_count; i++) {
        hits += classifier_limit_hits(c, i);
    }
    cr_expect_eq(hits, 1);
    cr_expect_eq(classifier_limit_hits(c, rules->rule_count), 0);
    free(line);
    free(events);
    free(batch);
    scanner_free(s);
    classifier_free(c);
    rules_destroy(rules);
}
