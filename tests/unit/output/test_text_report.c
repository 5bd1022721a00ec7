/* The report for people: its first line, its width, and that it never claims more than was seen. */
#include "kit.h"
#include "output/text/text_report.h"

#include "sample_facts.h"

#include <criterion/criterion.h>

static strbuf text_of(const dpm_report_data *facts, dpm_write_options options)
{
    strbuf out = {0};
    cr_assert_eq(text_write(facts, &options, kit_write, &out, NULL), DPM_OK);
    return out;
}

static dpm_span line_of(const strbuf *text, size_t index)
{
    dpm_span rest = strbuf_span(text);
    for (size_t i = 0; i < index; i++) {
        rest = span_cut(rest, '\n').tail;
    }
    return span_cut(rest, '\n').head;
}

Test(report_text, first_line)
{
    const dpm_report_data clean = {.first = DPM_NO_TIME,
                                   .last = DPM_NO_TIME,
                                   .complete = true,
                                   .records = 5,
                                   .sources = ITEMS(dpm_source_info, &sample_sources[1]),
                                   .source_count = 1};
    dpm_report_data empty = clean, skipped = clean, damaged = clean, remarked = clean, stopped = clean, crashed = clean,
                    failed = clean;
    dpm_report_data medium = sample_report, unexplained = sample_report;
    dpm_cause other = sample_causes[0];
    empty.records = 0;
    skipped.complete = damaged.complete = remarked.complete = stopped.complete = false;
    skipped.skipped = sample_report.skipped;
    skipped.skipped_count = 1;
    damaged.sources = sample_report.sources;
    damaged.source_count = 2;
    damaged.skipped = sample_report.skipped;
    damaged.skipped_count = 1;
    stopped.interrupted = true;
    crashed.crashes = sample_report.crashes;
    crashed.crash_count = 1;
    failed.incidents = 1;
    medium.causes = ITEMS(dpm_cause, &sample_causes[1]);
    medium.cause_count = 1;
    other.id = SPAN("unexplained");
    other.title = SPAN("No rule explains them");
    unexplained.causes = ITEMS(dpm_cause, &other);
    unexplained.cause_count = 1;
    const struct {
        const char *name;
        const dpm_report_data *facts;
        const char *want;
    } rows[] = {
        {"clean", &clean, "No failures found"},
        {"empty", &empty, "No log records found"},
        {"skipped", &skipped, "No verdict: 1 input was skipped or damaged; what could be read shows no failure"},
        {"damaged too", &damaged, "No verdict: 2 inputs were skipped or damaged; what could be read shows no failure"},
        {"not complete", &remarked, "No verdict: not everything was read; what could be read shows no failure"},
        {"interrupted", &stopped, "No verdict: interrupted; what was read before shows no failure"},
        {"crash without a cause", &crashed, "A process crashed, and no rule explains why"},
        {"failure without a cause", &failed, "Tasks failed, and no rule explains why"},
        {"strong", &sample_report,
         "Most likely cause: The network is saturated or slow, so that DCOM calls are late (strong; 12 of 14 incidents, 06/01 "
         "17:02 - 18:09, "
         "FS01, HV01)"},
        {"medium", &medium,
         "Likely cause: The tracer itself failed while formatting a message (medium; 2 of 14 incidents, 06/01 20:54 - 20:55)"},
        {"unexplained", &unexplained,
         "Cause unknown: No rule explains them (strong; 12 of 14 incidents, 06/01 17:02 - 18:09, FS01, HV01)"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        strbuf text = text_of(rows[i].facts, (dpm_write_options){.width = 200});
        const dpm_span line = line_of(&text, 0);
        cr_expect(span_eq(line, span_str(rows[i].want)), "%s: %.*s", rows[i].name, (int)line.len, line.ptr);
        strbuf_free(&text);
    }
}

/* What must be found in the report, and what must not. */
Test(report_text, contents)
{
    static const struct {
        const char *name;
        dpm_write_options options;
        const char *want, *never;
    } rows[] = {
        {"size", {0}, "1,237 records in 2 logs (1.2 MB), 2016-06-01 17:02:42 - 20:55:55 UTC, year from the file times\n", NULL},
        {"zone", {.zone_minutes = 120}, "2016-06-01 19:02:42 - 22:55:55 UTC+02:00,", "17:02:42"},
        {"counts", {0}, "14 incidents; 60 events: 2 crash, 58 timeout; 31 tasks succeeded\n", NULL},
        {"incomplete", {0}, "\nNot everything was read: see Coverage below\n", NULL},
        {"cause",
         {0},
         "\n 1  The network is saturated or slow, so that DCOM calls are late\n    strong | timeout | score 8.5 | "
         "network-saturated\n"
         "    12 incidents, 57 events, 12 tasks on FS01, HV01; 06/01 17:02:42 - 18:09:22\n    reason:   Control calls",
         NULL},
        {"counter-evidence", {0}, "    limits:   31 tasks of the same host succeeded in between\n", NULL},
        {"evidence",
         {0},
         "    evidence: FS01/DPMRACurr.errlog:28  06/01 17:02:42.416 WARNING agentproxy.cpp(190)\n              Failed: Hr",
         NULL},
        {"three of four", {0}, "DPMRACurr.errlog:60 ", "DPMRACurr.errlog:52 "},
        {"all in verbose", {.verbose = true}, "DPMRACurr.errlog:52 ", NULL},
        {"hostile", {0}, "\\x1B[2J\\u{202E} hostile \\xFF text...\n", "\x1B"},
        {"fix",
         {0},
         "    fix:      Raise the agent's time-outs, throttle to 85-90 %, and stagger the jobs.\n              1. Set ",
         NULL},
        {"link from the number", {0}, "              KB 971411: https://support.microsoft.com/kb/971411\n", NULL},
        {"link", {0}, "              https://contoso.com/kb\n", NULL},
        {"top", {.top = 1}, "    1 more cause (--top 2)\n", "trace-format-bug"},
        {"terms", {.verbose = true}, "    score:      6.0  signature: a strong", NULL},
        {"terms, negative", {.verbose = true}, "               -0.8  success: 31 tasks succeeded\n", NULL},
        {"no terms", {0}, "Causes (2)\n", "score:"},
        {"crash", {0}, "  06/01 20:55:45.690  MSDPM pid 180C (6156): System.FormatException\n    said:   Input string was", NULL},
        {"lead", {0}, "    before: 50.3 s before, the last WARNING or FATAL of its task and thread:\n", NULL},
        {"crash without exception", {0}, "DPMRA on FS01 pid 0990 (2448): ended by a critical error\n    said:   the end\n", NULL},
        {"instance", {0}, "  06/01 17:02:42 - 18:09:22  DPMRA on FS01 pid 0990 (2448): vanished, 1,234 records\n", "1A2B0"},
        {"instances", {.verbose = true}, "pid 1A2B0 (107184): running at the end of the log, 1\n    record\n", NULL},
        {"code", {0}, "  1,234  0x800706BA  RPC_S_SERVER_UNAVAILABLE  The RPC server is unavailable.\n      9  ID 308    ", NULL},
        {"unknown code", {0}, "0x80990B11                            not in the list of known codes\n", NULL},
        {"unknown", {0}, "  3  WARNING somewhere.cpp(12) Failed to do # things\n  -v drafts a rule", "such as:"},
        {"unknown, its rule", {.verbose = true}, "        rules:\n          - id: draft.somewhere-", NULL},
        {"absence",
         {0},
         "pid 0990 (2448): CVolume::Flush was called and never returned, and\n    its thread went silent, for 2 h 3 min\n",
         NULL},
        {"its last word", {0}, "    last:   FS01/DPMRACurr.errlog:27 ", NULL},
        {"gone for ever", {0}, "the process vanished while it worked on the task", NULL},
        {"not found",
         {0},
         "No sign of (2)\n  a task that hangs, a full disk.\n  limits: No log of an agent was read: only",
         NULL},
        {"unheard", {0}, "  limits: No logs of SQL01 and WEB01, where jobs failed: collect them.\n", NULL},
        {"suppressed",
         {0},
         "cause agent-crash: suppressed until 2016-06-01, 2 incidents; expired: the logs go on after that.",
         NULL},
        {"disabled", {0}, "rule rpc.server-unavailable: disabled. Reason: known (mine/overrides.yaml:7)\n", NULL},
        {"another class", {0}, "rule vss.writer-failed: class storage. Reason: ours (mine/overrides.yaml:11)\n", NULL},
        {"noise", {0}, "  20  noise.module-not-loaded-yet: The library is loaded right after.\n", "noise.never"},
        {"skipped", {0}, "  skipped bundle.tar!DPM_Data/DPM_Error_Logs.zip: the archive ends early\n", NULL},
        {"damaged", {0}, "  damaged FS01/DPMRACurr.errlog: an odd byte at its end was dropped\n", NULL},
        {"remark", {0}, "  note 2 matches of rule rpc.server-unavailable met their limit\n", NULL},
        {"unparsed", {0}, "  2 lines could not be read as log records\n", NULL},
        {"duplicates", {0}, "  1 record is a copy of another and was counted once\n", NULL},
        {"sources",
         {.verbose = true},
         "    1,235 records, 1.2 MB, DPMRA on FS01, utf-16le, 2016-06-01 17:02:42 - 20:55:55, year from mtime\n",
         NULL},
        {"colour", {.color = true}, "\033[1;31mMost likely cause:\033[0m", NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        strbuf text = text_of(&sample_report, rows[i].options);
        cr_expect(strstr(text.ptr, rows[i].want), "%s: not found in\n%s", rows[i].name, text.ptr);
        cr_expect(!rows[i].never || !strstr(text.ptr, rows[i].never), "%s: found in\n%s", rows[i].name, text.ptr);
        strbuf_free(&text);
    }
}

/* The record before a crash is shown once where task and thread agree, else for each. */
Test(report_text, before_a_crash)
{
    dpm_crash crash = sample_crashes[0];
    const dpm_report_data facts = {
        .first = DPM_NO_TIME, .last = DPM_NO_TIME, .crashes = ITEMS(dpm_crash, &crash), .crash_count = 1};
    crash.before_thread.line = 77;
    crash.before_thread.time += 50000;
    strbuf text = text_of(&facts, (dpm_write_options){0});
    cr_expect(strstr(text.ptr, "50.3 s before, the last WARNING or FATAL of its task:\n"), "%s", text.ptr);
    cr_expect(strstr(text.ptr, "297 ms before, the last WARNING or FATAL of its thread:\n"), "%s", text.ptr);
    cr_expect_not(strstr(text.ptr, "task and thread"));
    strbuf_free(&text);
}

/* No line is wider than the page, but for what is meant to be copied; none ends in a blank; without colour all is printable. */
Test(report_text, widths)
{
    for (unsigned width = 20; width <= 160; width += 7) {
        strbuf text = text_of(&sample_report, (dpm_write_options){.width = width, .verbose = width % 2 == 0});
        bool draft = false; /* of a rule: to be copied, too */
        for (dpm_span rest = strbuf_span(&text); rest.len;) {
            const cut line = span_cut(rest, '\n');
            const dpm_span s = line.head;
            rest = line.tail;
            draft = span_starts(s, SPAN("        ")) && (draft || span_find(s, SPAN("# A draft")) != SIZE_MAX);
            const bool copied = span_find(s, SPAN(".errlog")) != SIZE_MAX || span_find(s, SPAN("https://")) != SIZE_MAX ||
                                span_find(s, SPAN("bundle.tar")) != SIZE_MAX || span_find(s, SPAN("8AE83798-")) != SIZE_MAX;
            const bool range = width < 60 && span_find(s, SPAN(" - ")) != SIZE_MAX;
            cr_expect(copied || draft || range || width < 40 || text_columns(s) <= width, "width %u: %.*s", width, (int)s.len,
                      s.ptr);
            cr_expect(s.len == 0 || s.ptr[s.len - 1] != ' ', "width %u: <%.*s>", width, (int)s.len, s.ptr);
        }
        strbuf_free(&text);
    }
}

Test(report_text, years_where_they_differ)
{
    dpm_report_data facts = sample_report;
    facts.first -= INT64_C(365) * 86400000;
    strbuf text = text_of(&facts, (dpm_write_options){.width = 200});
    cr_expect(strstr(text.ptr, "12 of 14 incidents, 2016-06-01 17:02 - 18:09, FS01"), "%s", text.ptr);
    strbuf_free(&text);
}

Test(report_text, wrong_calls)
{
    dpm_error err = {0};
    cr_expect_eq(dpm_report_write_text(NULL, NULL, kit_write, NULL, &err), DPM_EARG);
    cr_expect_eq(err.status, DPM_EARG);
}
