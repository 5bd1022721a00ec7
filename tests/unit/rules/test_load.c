/* Rule files that are wrong, and the exact words in which that is said. */
#define _POSIX_C_SOURCE 200809L /* mkdtemp */

#include "rules_support.h"

#include "base/strbuf.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define AT "<built-in>/t.yaml:"
#define WHEN "    when: { any: [ { code: 0x800706BA } ] }\n"
#define GOOD(id) RULE(id) WHEN SAMPLES
#define CAUSE(id) "  - id: " id "\n    class: other\n    title: T\n"

static const struct row {
    const char *yaml, *error;
} bad[] = {
    /* the file */
    {"", AT "1:1: the file is empty"},
    {"rules: [\n", AT "2:1: bad YAML: did not find expected node content while parsing a flow node"},
    {"schema: 1\nrules:\n\t- id: a\n",
     AT "3:1: bad YAML: found character that cannot start any token while scanning for the next token"},
    {"schema: 1\nnote: \"\x01\"\n", AT "2:8: bad YAML: control characters are not allowed"},
    {"schema: 1\n---\nschema: 1\n", AT "2:1: a second document in one file"},
    {"schema: 2\n", AT "1:9: '2' is no number from 1 to 1"},
    {"rules: []\n", AT "1:1: key 'schema' is missing"},
    {"- 1\n", AT "1:1: a mapping is expected, with the keys: schema engines products rules noise causes codes dpm_ids overrides"},
    {"schema: 1\nrulez: []\n",
     AT "2:1: unknown key 'rulez'; known here: schema engines products rules noise causes codes dpm_ids overrides"},
    {"schema: 1\nschema: 1\n", AT "2:1: duplicate key 'schema'"},
    {"schema: 1\nrules: []\n", AT "2:8: the list is empty"},
    {"schema: 1\nrules: 5\n", AT "2:8: a list is expected"},
    {"schema: 1\nrules: &a [ *a ]\n", AT "2:8: anchors and aliases are not allowed here"},
    {"schema: 1\nrules: [ *a ]\n", AT "2:10: anchors and aliases are not allowed here"},
    {"schema: !!int 1\n", AT "1:9: tags are not allowed here"},
    {"schema: 1\nrules: [[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]\n", AT "2:23: more than 16 levels of nesting"},
    {"schema: 1\n? [a]\n: b\n", AT "2:3: a key must be a word"},
    /* a rule's keys */
    {"schema: 1\nrules:\n  - title: T\n", AT "3:5: key 'id' is missing"},
    {"schema: 1\nrules:\n  - id: A b\n", AT "3:9: id 'A b' may hold only a-z, 0-9, '.' and '-'"},
    {"schema: 1\nrules:\n  - id: ''\n", AT "3:9: text is expected, but there is none"},
    {"schema: 1\nrules:\n  - id: [a]\n", AT "3:9: text is expected, not a list"},
    {"schema: 1\nrules:\n  - id: a\n    colour: red\n", AT "4:5: unknown key 'colour'; known here: id title class strength rank "
                                                           "generic mark when pattern capture samples english note"},
    {"schema: 1\nrules:\n  - id: a\n", AT "3:5: key 'title' is missing"},
    {"schema: 1\nrules:\n  - id: a\n    title: T\n", AT "3:5: key 'class' is missing"},
    {"schema: 1\nrules:\n  - id: a\n    title: T\n    class: rpc\n",
     AT "5:12: unknown class 'rpc'; known: crash timeout rpc-failure access install vss storage tracking database cloud other"},
    {"schema: 1\nrules:\n" RULE("a") "    strength: huge\n", AT "6:15: unknown strength 'huge'; known: weak medium strong"},
    {"schema: 1\nrules:\n" RULE("a") "    rank: -1\n", AT "6:11: '-1' is no number from 0 to 1000"},
    {"schema: 1\nrules:\n" RULE("a") "    generic: yes\n", AT "6:14: unknown value 'yes'; known: false true"},
    {"schema: 1\nrules:\n" RULE("a") "    mark: begun\n",
     AT "6:11: unknown mark 'begun'; known: started finished succeeded failed fact entered left restarted"},
    {"schema: 1\nnoise:\n  - id: a\n", AT "3:5: key 'reason' is missing"},
    {"schema: 1\nnoise:\n  - id: a\n    class: other\n",
     AT "4:5: unknown key 'class'; known here: id title reason rank when pattern capture samples english note"},
    /* when */
    {"schema: 1\nrules:\n" RULE("a") "    when: { words: [a] }\n",
     AT "6:13: unknown key 'words'; known here: level process source begins states any all"},
    {"schema: 1\nrules:\n" RULE("a") "    when: { level: [BAD] }\n",
     AT "6:21: unknown level 'BAD'; known: CRITICAL FATAL WARNING NORMAL OTHER"},
    {"schema: 1\nrules:\n" RULE("a") "    when: { process: 'a b' }\n",
     AT "6:22: 'a b' is no process: it is a log's name without Curr.errlog, such as DPMRA"},
    {"schema: 1\nrules:\n" RULE("a") "    when: { source: 'a.cpp(x)' }\n",
     AT "6:21: 'a.cpp(x)' is no source: write file.cpp or file.cpp(123)"},
    {"schema: 1\nrules:\n" RULE("a") "    when: { any: [ { code: 1722 } ] }\n",
     AT "6:28: '1722' is no code: write 0x and 8 hex digits"},
    {"schema: 1\nrules:\n" RULE("a") "    when: { any: [ { code: 0x000706BA } ] }\n",
     AT "6:28: a code is found in a log only with its severity bit set"},
    {"schema: 1\nrules:\n" RULE("a") "    when: { any: [ { dpm_id: 0 } ] }\n", AT "6:30: '0' is no number from 1 to 999999"},
    {"schema: 1\nrules:\n" RULE("a") "    when: { all: [ { literal: x } ] }\n", AT "6:31: a literal needs at least 2 bytes"},
    {"schema: 1\nrules:\n" RULE("a") "    when: { all: [ { literal: [] } ] }\n", AT "6:31: the list is empty"},
    {"schema: 1\nrules:\n" RULE("a") "    when: { all: [ { literal: ab, dpm_id: 1 } ] }\n",
     AT "6:20: a term has one key: code, dpm_id or literal"},
    /* pattern and capture */
    {"schema: 1\nrules:\n" RULE("a") WHEN "    pattern: 'it''s (gone'\n" SAMPLES,
     AT "7:26: pattern does not compile: missing closing parenthesis (at offset 10)"},
    {"schema: 1\nrules:\n" RULE("a") WHEN "    pattern: a**b\n" SAMPLES,
     AT "7:16: pattern does not compile: quantifier does not follow a repeatable item (at offset 2)"},
    {"schema: 1\nrules:\n" RULE("a") WHEN "    pattern: '(*UTF)x'\n" SAMPLES,
     AT "7:21: pattern does not compile: using UTF is disabled by the application (at offset 6)"},
    {"schema: 1\nrules:\n" RULE("a") WHEN "    capture: { peer: host }\n" SAMPLES, AT "7:14: a capture needs a pattern"},
    {"schema: 1\nrules:\n" RULE("a") WHEN "    pattern: '(?<p>gone)'\n    capture: { peer: host }\n" SAMPLES,
     AT "8:16: the pattern has no group named 'peer'"},
    {"schema: 1\nrules:\n" RULE("a") WHEN "    pattern: '(?<p>gone)'\n    capture: { p: name }\n" SAMPLES,
     AT "8:19: unknown capture type 'name'; known: text host task path hresult number version"},
    /* samples */
    {"schema: 1\nrules:\n" RULE("a"), AT "3:5: key 'samples' is missing"},
    {"schema: 1\nrules:\n" RULE("a") "    samples: { match: [ { line: x } ] }\n", AT "6:14: key 'miss' is missing"},
    {"schema: 1\nrules:\n" RULE("a") "    samples: { match: [ { line: x } ], miss: [ { line: x, expect: {} } ] }\n",
     AT "6:59: unknown key 'expect'; known here: line origin"},
    {"schema: 1\nrules:\n" RULE("a") "    samples: { match: [ { line: x } ], miss: [ { line: x } ] }\n",
     AT "6:33: rule a: the sample is not a single record: PID, TID, date, time, module, source, object, task, level and message, "
        "with "
        "TABs between"},
    {"schema: 1\nrules:\n" RULE("a") "    samples: { match: [ { line: 'x\\ty' } ], miss: [ { line: x } ] }\n",
     AT "6:33: rule a: the sample is not a single record; TABs written as \\t need double quotes"},
    /* ids */
    {"schema: 1\nrules:\n" GOOD("a") GOOD("a"), AT "10:9: duplicate id 'a', first given at " AT "3:9"},
    /* codes */
    {"schema: 1\ncodes: [ { name: X } ]\n", AT "2:10: key 'code' is missing"},
    {"schema: 1\ncodes: [ { code: 0x8007 } ]\n", AT "2:18: '0x8007' is no code: write 0x and 8 hex digits"},
    {"schema: 1\ncodes: [ { code: 0x80070005 }, { code: 0x80070005 } ]\n", AT "2:40: duplicate code, first given at " AT "2:18"},
    {"schema: 1\ndpm_ids: [ { id: 0x1 } ]\n", AT "2:18: '0x1' is no number from 1 to 999999"},
    /* causes */
    {"schema: 1\ncauses:\n" CAUSE("c"), AT "3:5: key 'evidence' is missing"},
    {"schema: 1\ncauses:\n" CAUSE("c") "    evidence: { scope: host }\n",
     AT "6:15: evidence needs 'all', 'any', 'sequence' or 'count'"},
    {"schema: 1\ncauses:\n" CAUSE("c") "    evidence: { all: [ { rule: nobody } ] }\n", AT "6:32: no rule has the id 'nobody'"},
    {"schema: 1\nnoise:\n  - id: n\n    reason: R\n" WHEN SAMPLES
     "causes:\n" CAUSE("c") "    evidence: { any: [ { rule: n } ] }\n",
     AT "13:32: 'n' is noise, which is never evidence"},
    {"schema: 1\ncauses:\n" CAUSE("c") "    evidence: { all: [ { literal: ab } ] }\n",
     AT "6:26: unknown key 'literal'; known here: code dpm_id rule instance absence"},
    {"schema: 1\ncauses:\n" CAUSE("c") "    evidence: { all: [ { instance: gone } ] }\n",
     AT "6:36: unknown ending 'gone'; known: open crashed ended-without-trace restarted"},
    {"schema: 1\ncauses:\n" CAUSE("c") "    evidence: { within: 10, all: [ { dpm_id: 1 } ] }\n",
     AT "6:25: '10' is not a duration: write a number and ms, s, m, h or d"},
    {"schema: 1\ncauses:\n" CAUSE("c") "    evidence: { all: [ { absence: gone } ] }\n",
     AT "6:35: unknown absence 'gone'; known: call-not-left task-silent process-gone task-not-ended log-silent task-paused"},
    {"schema: 1\ncauses:\n" CAUSE("c") "    evidence: { all: [ { absence: { of: end, after: entered } } ] }\n",
     AT "6:41: no absence of 'end' after 'entered' is known; there is left after entered, record after start, end after start, "
        "ending after start, log after start, record after record"},
    {"schema: 1\ncauses:\n" CAUSE("c") "    evidence: { all: [ { absence: { of: end, after: start, for: 1s } } ] }\n",
     AT "6:65: an absence is of a minute at least and 30 days at most"},
    {"schema: 1\ncauses:\n" CAUSE("c") "    evidence: { all: [ { absence: { of: end } } ] }\n",
     AT "6:35: key 'after' is missing"},
    {"schema: 1\ncauses:\n" CAUSE("c") "    evidence: { sequence: [ { dpm_id: 1 } ] }\n",
     AT "6:27: a sequence has two terms at least"},
    {"schema: 1\ncauses:\n" CAUSE("c") "    evidence: { count: { of: { dpm_id: 1 } } }\n", AT "6:24: key 'at_least' is missing"},
    {"schema: 1\ncauses:\n" CAUSE("c") "    evidence: { count: { of: { dpm_id: 1 }, at_least: 0 } }\n",
     AT "6:55: '0' is no number from 1 to 4294967295"},
    /* overrides */
    {"schema: 1\noverrides: [ { rule: nobody, disable: true, reason: R } ]\n", AT "2:22: no rule has the id 'nobody'"},
    {"schema: 1\noverrides: [ { cause: nobody, disable: true, reason: R } ]\n", AT "2:23: no cause has the id 'nobody'"},
    {"schema: 1\noverrides: [ { rule: a, disable: true } ]\n", AT "2:14: key 'reason' is missing"},
    {"schema: 1\noverrides: [ { rule: a, reason: R } ]\n", AT "2:14: an override needs 'disable', 'class' or 'suppress_until'"},
    {"schema: 1\noverrides: [ { rule: a, cause: b, disable: true, reason: R } ]\n",
     AT "2:14: an override is of one 'rule' or of one 'cause'"},
    {"schema: 1\noverrides: [ { rule: a, disable: false, reason: R } ]\n",
     AT "2:34: 'disable' can only be true: leave the override out instead"},
    {"schema: 1\noverrides: [ { rule: a, disable: true, class: vss, reason: R } ]\n",
     AT "2:47: what is disabled has no class and need not be suppressed"},
    {"schema: 1\noverrides: [ { rule: a, suppress_until: 2026-02-29, reason: R } ]\n",
     AT "2:41: '2026-02-29' is no date: write it as 2026-12-31"},
    {"schema: 1\noverrides: [ { rule: a, suppress_until: tomorrow, reason: R } ]\n",
     AT "2:41: 'tomorrow' is no date: write it as 2026-12-31"},
    {"schema: 1\noverrides:\n  - { rule: a, class: vss, reason: R }\n  - { rule: a, class: vss, reason: R }\n",
     AT "4:13: a second override of 'a', after " AT "3"},
    {"schema: 1\noverrides: [ { rule: a, disable: true, reason: R } ]\nrules:\n" GOOD("a"),
     AT "2:12: overrides need a file of their own, with nothing but 'schema' beside them"},
    {"schema: 1\ncauses:\n" CAUSE("c") "    evidence: { scope: room, all: [ { dpm_id: 1 } ] }\n",
     AT "6:24: unknown scope 'room'; known: task process host site"},
    {"schema: 1\ncauses:\n" CAUSE("c") "    evidence: { any: [ { dpm_id: 1 } ], distinct: 2 }\n",
     AT "6:51: 'distinct' asks for more terms than 'any' has"},
    {"schema: 1\ncauses:\n" CAUSE("c") "    evidence: { all: [ { dpm_id: 1 } ] }\n    explains: [d]\n",
     AT "7:16: no cause has the id 'd'"},
    {"schema: 1\ncauses:\n" CAUSE("c") "    evidence: { all: [ { dpm_id: 1 } ] }\n    explains: [d]\n" CAUSE(
         "d") "    evidence: { all: [ { dpm_id: 1 } ] }\n    explains: [c]\n",
     AT "7:15: causes explain each other: c -> d -> c"},
    {"schema: 1\ncauses:\n" CAUSE("c") "    fallback: true\n" CAUSE("d") "    fallback: true\n",
     AT "7:9: a second fallback, after 'c' at " AT "3:9"},
    {"schema: 1\ncauses:\n" CAUSE("c") "    fallback: true\n    evidence: { all: [ { dpm_id: 1 } ] }\n",
     AT "7:15: a fallback takes what is left: it has no evidence"},
    {"schema: 1\ncauses:\n" CAUSE("c") "    fallback: true\n    fix: { steps: [a] }\n", AT "7:10: key 'summary' is missing"},
    {"schema: 1\ncauses:\n" CAUSE(
         "c") "    fallback: true\n    fix: { summary: s, steps: [a], stages: [ { title: t, do: [a] } ] }\n",
     AT "7:31: a fix has 'stages' or 'steps', not both"},
    {"schema: 1\ncauses:\n" CAUSE("c") "    fallback: true\n    fix: { summary: s, stages: [ { title: t, steps: [a] } ] }\n",
     AT "7:46: unknown key 'steps'; known here: title on do changes undo check"},
    {"schema: 1\nproducts: [2016]\n", AT "2:11: products are a mapping of names to versions"},
    {"schema: 1\nproducts: { 2016: x }\n", AT "2:19: 'x' is no version: four numbers with points, such as 4.2.1205.0"},
    {"schema: 1\ncauses:\n" CAUSE("c") "    fallback: true\n    fix: { summary: s, kb: KB1 }\n",
     AT "7:28: 'KB1' is no number from 1 to 99999999"},
    {"schema: 1\ncauses:\n" CAUSE("c") "    fallback: true\n    fix: { summary: s, file: { kinds: reg } }\n",
     AT "7:32: unknown key 'kinds'; known here: kind template"},
};

Test(rules_load, errors)
{
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        dpm_error err = {.message = "none"};
        dpm_rules *const rules = support_load(bad[i].yaml, NULL, 0, &err);
        cr_expect_null(rules, "row %zu loads:\n%s", i, bad[i].yaml);
        cr_expect_str_eq(err.message, bad[i].error, "row %zu:\n%s\nsays:   %s\nnot:    %s", i, bad[i].yaml, err.message,
                         bad[i].error);
        rules_destroy(rules);
    }
}

/* Two rules, the second's head and samples to be filled in. */
#define PAIR(head, match, miss)                                                                                                  \
    "schema: 1\nrules:\n" GOOD("a") RULE("b") head "    samples:\n      match: [ { line: \"" PRE match " } ]\n"                  \
                                                   "      miss: [ { line: \"" PRE miss "\" } ]\n"
#define LITERAL(text) "    when: { any: [ { literal: " text " } ] }\n"

static const struct row samples[] = {
    {PAIR(LITERAL("dead"), "WARNING\\tgone\"", "WARNING\\tx"),
     AT "15:24: rule b: its match sample does not fit it: no term of 'any' holds"},
    {PAIR(LITERAL("gone"), "NORMAL\\tgone\"", "WARNING\\tx"),
     AT "15:24: rule b: its match sample does not fit it: its level does not fit"},
    {PAIR(LITERAL("gone"), "WARNING\\tgone\"", "WARNING\\tgone too"), AT "16:23: rule b: its miss sample fits it"},
    {PAIR(LITERAL("gone") "    pattern: 'for ever'\n", "WARNING\\tgone\"", "WARNING\\tx"),
     AT "16:24: rule b: its match sample does not fit it: the pattern does not match"},
    {PAIR("    when: { source: x.cpp, any: [ { literal: gone } ] }\n", "WARNING\\tgone\"", "WARNING\\tx"),
     AT "15:24: rule b: its match sample does not fit it: its source does not fit"},
    {PAIR("    when: { all: [ { literal: gone }, { dpm_id: 5 } ] }\n", "WARNING\\tgone\"", "WARNING\\tx"),
     AT "15:24: rule b: its match sample does not fit it: a term of 'all' does not hold"},
    {PAIR(LITERAL("gone"), "WARNING\\tgone 0x80070005\", expect: { code: 0x800706BA }", "WARNING\\tx"),
     AT "15:24: rule b: its match sample states 0x80070005, not 0x800706BA"},
    /* whose is it? */
    {PAIR("    rank: 49\n" LITERAL("gone"), "WARNING\\tgone 0x800706BA\"", "WARNING\\tx"),
     AT "16:24: rule b: its match sample is taken by a (" AT "3:9) of rank 50"},
    {PAIR(LITERAL("gone"), "WARNING\\tgone 0x800706BB\"", "WARNING\\tx"),
     AT "8:24: rule a: its match sample fits b (" AT "10:9) too, of the same rank 50"},
    {PAIR("    rank: 51\n" LITERAL("gone"), "WARNING\\tgone 0x800706BB\"", "WARNING\\tx"),
     AT "8:24: rule a: its match sample is taken by b (" AT "10:9) of rank 51"},
};

Test(rules_load, sample_law)
{
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
        dpm_error err = {.message = "none"};
        dpm_rules *const rules = support_load(samples[i].yaml, NULL, 0, &err);
        cr_expect_null(rules, "row %zu loads:\n%s", i, samples[i].yaml);
        cr_expect_str_eq(err.message, samples[i].error, "row %zu:\n%s\nsays:   %s\nnot:    %s", i, samples[i].yaml, err.message,
                         samples[i].error);
        rules_destroy(rules);
    }
}

static const char good[] =
    "schema: 1\n"
    "rules:\n"
    "  - id: z.first\n"
    "    title: First by rank\n"
    "    class: from-code\n"
    "    strength: strong\n"
    "    rank: 60\n"
    "    generic: true\n"
    "    mark: failed\n"
    "    when:\n"
    "      level: [WARNING, FATAL]\n"
    "      process: [DPMRA, msdpm]\n"
    "      source: 'AgentProxy.cpp(190)'\n"
    "      any: [ { code: [0x800706BA, 0x800706BE] }, { dpm_id: 308 } ]\n"
    "      all: [ { literal: ['Hr: =', 'gone'] } ]\n"
    "    pattern: '(?i)\\bFOR (?<peer>[\\w-]+)'\n"
    "    capture: { peer: host }\n"
    "    samples:\n"
    "      match: [ { line: \"" PRE "WARNING\\tFailed: Hr: = [0x800706ba] : gone for FS01\", expect: { code: 0x800706BA }, "
    "origin: synthetic } ]\n"
    "      miss: [ { line: \"" PRE "NORMAL\\tx\" } ]\n"
    "    note: a note\n" GOOD(
        "a.second") "noise:\n"
                    "  - id: n.quiet\n"
                    "    reason: harmless\n"
                    "    when: { level: NORMAL, all: [ { literal: LoadLibrary } ] }\n"
                    "    samples:\n"
                    "      match: [ { line: \"" PRE "NORMAL\\twill try LoadLibrary\" } ]\n"
                    "      miss: [ { line: \"" PRE "WARNING\\twill try LoadLibrary\" } ]\n"
                    "causes:\n" CAUSE(
                        "c.one") "    evidence:\n"
                                 "      - { strength: strong, scope: host, within: 10m, all: [ { code: [0x800706BA, 0x80070005] "
                                 "}, { rule: z.first } ],\n"
                                 "          none: [ { instance: crashed } ], at_least: 3, spread: one-host, course: steady }\n"
                                 "      - { any: [ { dpm_id: 308 }, { dpm_id: 41 } ], distinct: 2 }\n"
                                 "    explains: [c.two]\n"
                                 "    explanation: >\n      Why.\n"
                                 "    fix: { summary: Do it., steps: [one, two], kb: 971411, file: { kind: reg, template: t } "
                                 "}\n" CAUSE("c.two") "    fallback: true\n"
                                                      "codes:\n"
                                                      "  - { code: 0x800706BA, class: rpc-failure, name: "
                                                      "RPC_S_SERVER_UNAVAILABLE, meaning: M, action: A }\n"
                                                      "  - { code: 0x80070005, class: access }\n"
                                                      "dpm_ids:\n"
                                                      "  - { id: 308, class: access, meaning: M }\n";

#define EXPECT_SPAN(span, text)                                                                                                  \
    cr_expect(span_eq((span), span_str(text)), "'%.*s' is not '%s'", (int)(span).len, (span).ptr, text)

static void expect_rule(const rule *r)
{
    EXPECT_SPAN(r->id, "z.first");
    EXPECT_SPAN(r->title, "First by rank");
    EXPECT_SPAN(r->file, "<built-in>/t.yaml");
    EXPECT_SPAN(r->source_file, "AgentProxy.cpp");
    EXPECT_SPAN(r->captures[0].name, "peer");
    EXPECT_SPAN(r->samples[0].origin, "synthetic");
    EXPECT_SPAN(r->shadows, "");
    cr_expect(r->class_from_code && r->generic && !r->noise && r->regex);
    cr_expect_eq(r->strength, DPM_STRENGTH_STRONG);
    cr_expect_eq(r->rank, 60);
    cr_expect_eq(r->mark, MARK_FAILED);
    cr_expect_eq(r->levels, 1U << DPM_LEVEL_WARNING | 1U << DPM_LEVEL_FATAL);
    cr_expect_eq(r->process_count, 2);
    cr_expect_eq(r->source_line, 190);
    cr_expect_eq(r->any_count, 3);
    cr_expect_eq(r->any[2].value, 308);
    cr_expect_eq(r->all_count, 2);
    cr_expect_eq(r->capture_count, 1);
    cr_expect_eq(r->captures[0].type, CAPTURE_HOST);
    cr_expect_eq(r->sample_count, 2);
    cr_expect_eq(r->line, 3);
    cr_expect_eq(r->column, 9);
}

static void expect_cause(const dpm_rules *rules, const cause *c)
{
    EXPECT_SPAN(c->id, "c.one");
    EXPECT_SPAN(c->explanation, "Why.");
    EXPECT_SPAN(c->fix.summary, "Do it.");
    EXPECT_SPAN(c->fix.steps[1], "two");
    EXPECT_SPAN(c->fix.url, "https://support.microsoft.com/kb/971411");
    cr_assert_eq(c->signature_count, 2);
    const signature *const s = &c->signatures[0], *const t = &c->signatures[1];
    cr_expect_eq(s->strength, DPM_STRENGTH_STRONG);
    cr_expect_eq(t->strength, DPM_STRENGTH_MEDIUM);
    cr_expect_eq(s->scope, SCOPE_HOST);
    cr_expect_eq(s->within, 600000);
    cr_expect_eq(s->at_least, 3);
    cr_expect_eq(s->spread, SPREAD_ONE_HOST);
    cr_expect_eq(s->course, COURSE_STEADY);
    cr_assert_eq(s->all_count, 2);
    cr_expect_eq(s->all[0].count, 2);
    EXPECT_SPAN(rules->facts[s->all[0].facts[0]].label, "0x800706BA");
    EXPECT_SPAN(rules->facts[s->all[0].facts[1]].label, "0x80070005");
    EXPECT_SPAN(rules->facts[s->all[1].facts[0]].label, "z.first");
    EXPECT_SPAN(rules->facts[s->none[0].facts[0]].label, "instance crashed");
    EXPECT_SPAN(rules->facts[t->any[1].facts[0]].label, "ID 41");
    cr_expect_eq(t->distinct, 2);
    cr_assert_eq(c->explains_count, 1);
    EXPECT_SPAN(rules->causes[c->explains[0]].id, "c.two");
}

Test(rules_load, good)
{
    dpm_error err = {.message = "none"};
    dpm_rules *const rules = support_load(good, NULL, 0, &err);
    cr_assert_not_null(rules, "%s", err.message);
    cr_assert_eq(rules->rule_count, 3);
    EXPECT_SPAN(rules->rules[0].id, "n.quiet");
    cr_expect_eq(rules->rules[0].rank, 90);
    EXPECT_SPAN(rules->rules[0].title, "harmless");
    expect_rule(&rules->rules[1]);
    EXPECT_SPAN(rules->rules[2].id, "a.second");
    cr_expect_eq(rules->rules[2].rank, 50);
    cr_expect_eq(rules->rules[2].levels, 0x1FU & ~(1U << DPM_LEVEL_NORMAL));
    cr_assert_eq(rules->cause_count, 2);
    expect_cause(rules, &rules->causes[0]);
    cr_expect(rules->causes[1].fallback);
    cr_expect_eq(rules->fact_count, 6);
    cr_expect_eq(rules_fact(rules, FACT_RULE, 1), rules->rules[1].fact);
    cr_expect_eq(rules->rules[2].fact, FACT_NONE);
    cr_expect_eq(rules_fact(rules, FACT_CODE, 0x800706BE), FACT_NONE);
    cr_expect_eq(strlen(rules->hash), 16);
    rules_destroy(rules);
}

/* Hashes name the bytes that were loaded, and nothing else. */
Test(rules_load, hash)
{
    dpm_rules *const a = support_load("schema: 1\nrules:\n" GOOD("a"), NULL, 0, NULL);
    dpm_rules *const b = support_load("schema: 1\nrules:\n" GOOD("a"), NULL, 0, NULL);
    dpm_rules *const c = support_load("schema: 1\nrules:\n" GOOD("b"), NULL, 0, NULL);
    cr_assert(a && b && c);
    cr_expect_str_eq(a->hash, b->hash);
    cr_expect_str_neq(a->hash, c->hash);
    rules_destroy(a);
    rules_destroy(b);
    rules_destroy(c);
}

typedef struct folder {
    char path[64];
    char file[96];
} folder;

/* A new folder with one rule file in it. */
static folder make_folder(const char *name, const char *yaml)
{
    folder f = {.path = "/tmp/dpmlog-rules-XXXXXX"};
    cr_assert_not_null(mkdtemp(f.path));
    snprintf(f.file, sizeof f.file, "%s/%s", f.path, name);
    FILE *const out = fopen(f.file, "w");
    cr_assert_not_null(out);
    fputs(yaml, out);
    fclose(out);
    return f;
}

static void remove_folder(const folder *f)
{
    unlink(f->file);
    rmdir(f->path);
}

/* What a user's rules may do to ours. Paths in errors begin with the file's name here. */
static const struct user_row {
    const char *user, *error; /* error NULL: loads; otherwise what follows the path */
} users[] = {
    {"schema: 1\nrules:\n" GOOD("a"), NULL},                               /* replaces */
    {"schema: 1\nrules:\n" RULE("b") "    rank: 51\n" WHEN SAMPLES, NULL}, /* takes ours by rank */
    {"schema: 1\nrules:\n" GOOD("b"),
     ":3:9: rule b: it fits the match sample of a (" AT "8:24) too, of the same rank 50: choose another rank"},
    {"schema: 1\nrules:\n" RULE("b") "    rank: 49\n" WHEN SAMPLES,
     ":9:24: rule b: its match sample is taken by a (" AT "3:9) of rank 50"},
    {"schema: 1\nrules:\n" GOOD("c") GOOD("c"), ":10:9: duplicate id 'c', first given at "},
};

Test(rules_load, user_layer)
{
    for (size_t i = 0; i < sizeof users / sizeof users[0]; i++) {
        const folder f = make_folder("mine.yaml", users[i].user);
        dpm_error err = {.message = "none"};
        const char *const paths[] = {f.path};
        dpm_rules *const rules = support_load("schema: 1\nrules:\n" GOOD("a"), paths, 1, &err);
        if (!users[i].error) {
            cr_expect_not_null(rules, "row %zu: %s", i, err.message);
        } else {
            cr_expect_null(rules, "row %zu loads", i);
            const size_t at = strlen(f.file);
            cr_expect(strncmp(err.message, f.file, at) == 0 &&
                          strncmp(err.message + at, users[i].error, strlen(users[i].error)) == 0,
                      "row %zu: %s", i, err.message);
        }
        rules_destroy(rules);
        remove_folder(&f);
    }
}

Test(rules_load, shadowing)
{
    const folder f =
        make_folder("mine.yaml", "schema: 1\nrules:\n" GOOD("a.second") "codes: [ { code: 0x80070005, class: storage } ]\n");
    const char *const paths[] = {f.file};
    dpm_error err = {.message = "none"};
    dpm_rules *const rules = support_load(good, paths, 1, &err);
    cr_assert_not_null(rules, "%s", err.message);
    cr_expect_eq(rules->rule_count, 3);
    EXPECT_SPAN(rules->rules[2].file, f.file);
    EXPECT_SPAN(rules->rules[2].shadows, "<built-in>/t.yaml");
    cr_expect_eq(rules->rules[2].layer, 1);
    cr_expect_eq(rules->code_count, 2);
    code_entry entry;
    cr_expect(rules_code(rules, 0x80070005, &entry));
    cr_expect_eq(entry.cls, DPM_CLASS_STORAGE);
    rules_destroy(rules);
    remove_folder(&f);
}

Test(rules_load, paths)
{
    const folder f = make_folder("readme.txt", "no rules");
    static const char *const nowhere[] = {"/nonexistent/rules"};
    const char *const empty[] = {f.path};
    dpm_error err = {.message = "none"};
    char expected[160];
    cr_expect_null(support_load(good, nowhere, 1, &err));
    cr_expect_str_eq(err.message, "/nonexistent/rules: no such file or folder");
    cr_expect_eq(err.status, DPM_EIO);
    cr_expect_null(support_load(good, empty, 1, &err));
    snprintf(expected, sizeof expected, "%s: no *.yaml file in this folder", f.path);
    cr_expect_str_eq(err.message, expected);
    remove_folder(&f);
}
