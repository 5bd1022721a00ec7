/* The HTML report: every part is there, tags are balanced, hostile text is text, the policy names the script and the style
 * that stand in the page, and the same facts give the same bytes. */
#include "kit.h"
#include "output/html/asset.h"
#include "output/html/html_report.h"

#include "sample_facts.h"

#include "base/arena.h"
#include "base/strbuf.h"
#include "base/text.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

static strbuf page_of(const dpm_report_data *facts)
{
    strbuf out = {0};
    cr_assert_eq(html_write(facts, NULL, kit_write, &out, NULL), DPM_OK);
    return out;
}

/* What stands between two texts, from `from` on. */
static dpm_span between(const char *from, const char *begin, const char *end)
{
    const char *const first = strstr(from, begin);
    cr_assert(first, "%s is not there", begin);
    const char *const inner = first + strlen(begin), *const last = strstr(inner, end);
    cr_assert(last, "%s is not there", end);
    return span_of(inner, (size_t)(last - inner));
}

/* Of one page: tags of the same name open and close equally often. Void elements and shapes are left out. */
static void expect_balance(const char *page, const char *name)
{
    static const char *const tags[] = {
        "html", "head",  "body",   "header", "nav",   "main",    "section", "article", "div",   "span",   "p",
        "pre",  "dl",    "dt",     "dd",     "h1",    "h2",      "h3",      "h4",      "table", "thead",  "tbody",
        "tr",   "td",    "th",     "ul",     "ol",    "li",      "svg",     "g",       "a",     "b",      "code",
        "time", "title", "figure", "script", "style", "details", "summary", "button",  "label", "footer", "figcaption"};
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
        char open[16], closing[16];
        int count = 0;
        snprintf(open, sizeof open, "<%s", tags[i]);
        snprintf(closing, sizeof closing, "</%s>", tags[i]);
        for (const char *at = page; (at = strstr(at, open)) != NULL; at++) {
            count += strchr(" >", at[strlen(open)]) != NULL;
        }
        for (const char *at = page; (at = strstr(at, closing)) != NULL; at++) {
            count--;
        }
        cr_expect_eq(count, 0, "%s: %d more <%s> than ends", name, count, tags[i]);
    }
}

Test(report_html, parts)
{
    static const char *const pieces[] = {
        "<!DOCTYPE html>",
        "Most likely cause",
        "href=\"#cause-network-saturated\">The network is saturated",
        "Raise the agent&#39;s time-outs",
        "strong, explains 12 of 14 incidents",
        "not everything was read: 2 inputs skipped, damaged or cut short",
        "FS01, HV01",
        "year from the file times",
        "1,237 records in 2 logs",
        "id=\"timeline\"",
        "data-s=\"e1\"",
        "silent for 48 min 20 s",
        "vanished",
        "id=\"cause-trace-format-bug\"",
        "31 tasks of the same host succeeded in between",
        "2 matches of rule",
        "href=\"https://support.microsoft.com/kb/971411\"",
        "href=\"https://contoso.com/kb\"",
        "System.FormatException",
        "50.3 s before",
        "id=\"tasks\"",
        "title=\"8AE83798-7A85-466A-80CA-22CA66582965\"",
        "6 min 30 s",
        "0x800706BA",
        "not in the list of known codes",
        "id=\"hosts\"",
        "WARNING somewhere.cpp(12)",
        "The library is loaded right after.",
        "bundle.tar!DPM_Data/DPM_Error_Logs.zip",
        "\"e1\":[0,1,3,56,1,1]",
        "\"causes\":[\n[0,0,11,1,3,1],\n[]]",
        "rules 0123456789abcdef",
    };
    strbuf page = page_of(&sample_report);
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        cr_expect(strstr(page.ptr, pieces[i]), "%s is not in the page", pieces[i]);
    }
    expect_balance(page.ptr, "sample");
    strbuf_free(&page);
}

Test(report_html, nothing_found)
{
    const dpm_report_data clean = {
        .first = DPM_NO_TIME, .last = DPM_NO_TIME, .complete = true, .records = 5, .timeline = {.first = DPM_NO_TIME}};
    dpm_report_data partial = clean, empty = clean;
    partial.complete = false;
    empty.records = 0;
    const struct {
        const char *name;
        const dpm_report_data *facts;
        const char *with, *without;
    } cases[] = {
        {"clean", &clean, "verdict good\">\n<h1>No failures found", "could be read"},
        {"partial", &partial, "verdict warn\">\n<h1>No verdict: not everything was read; what could be read shows no failure",
         "verdict good"},
        {"empty", &empty, "verdict warn\">\n<h1>No log records found", "verdict good"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        strbuf page = page_of(cases[i].facts);
        cr_expect(strstr(page.ptr, cases[i].with), "%s", cases[i].name);
        cr_expect(!strstr(page.ptr, cases[i].without), "%s", cases[i].name);
        expect_balance(page.ptr, cases[i].name);
        strbuf_free(&page);
    }
}

/* Hostile text wherever the log, its names or a rule file can put text. */
Test(report_html, hostile_text_is_text)
{
    static const char hostile[] = "</script></style><script>evil()</script><img src=x onerror=evil()>\" onclick=\"evil()' &amp; "
                                  "\x1B[2J\xE2\x80\xAE\xFF\0=cmd|";
    const dpm_span text = SPAN(hostile);
    dpm_evidence e = sample_evidence[0];
    e.path = e.host = e.process = e.pid = e.tid = e.task = e.source = e.text = e.rule = text;
    dpm_cause cause = sample_causes[0];
    dpm_score_term term = {text, 1, text};
    cause.id = cause.title = cause.explanation = cause.fix.summary = cause.fix.kb = text;
    cause.fix.url = SPAN("javascript:evil()");
    cause.hosts = cause.counter_evidence = cause.fix.steps = &text;
    cause.host_count = cause.counter_count = cause.fix.step_count = 1;
    cause.evidence = ITEMS(dpm_evidence, &e);
    cause.evidence_count = 1;
    cause.terms = &term;
    cause.term_count = 1;
    dpm_crash crash = {.record = e, .exception = text, .message = text, .has_before_task = true, .before_task = e};
    dpm_unknown unknown = {.signature = text, .count = 1, .source = text, .sample = text, .masked = text, .process = text};
    const dpm_absence absence = {.task = text, .host = text, .process = text, .pid = text, .function = text, .last = e};
    const dpm_checked checked = {text, text};
    const dpm_override override = {.kind = text, .id = text, .reason = text, .file = text, .until = DPM_NO_TIME};
    dpm_noise_count noise = {text, text, 1, NULL};
    dpm_code_count code = {{DPM_CODE_KIND_HRESULT, 1, DPM_STATEMENT_FAILURE, true, text, text, text, text}, 1, NULL};
    dpm_instance instance = sample_instances[0];
    instance.host = instance.process = text;
    dpm_source_info source = sample_sources[0];
    source.path = source.host = source.process = source.encoding = source.reason = text;
    const dpm_skipped skipped = {text, text};
    dpm_host_events host = {.host = text};
    dpm_task task = sample_tasks[0];
    task.id = task.host = task.rule = text;
    dpm_report_data facts = sample_report;
    facts.rules_hash = text;
    facts.causes = ITEMS(dpm_cause, &cause);
    facts.crashes = ITEMS(dpm_crash, &crash);
    facts.unknown = ITEMS(dpm_unknown, &unknown);
    facts.noise = ITEMS(dpm_noise_count, &noise);
    facts.absences = ITEMS(dpm_absence, &absence);
    facts.not_found = ITEMS(dpm_checked, &checked);
    facts.unheard_hosts = &text;
    facts.overrides = ITEMS(dpm_override, &override);
    facts.absence_count = facts.not_found_count = facts.unheard_count = facts.override_count = 1;
    facts.codes = ITEMS(dpm_code_count, &code);
    facts.instances = ITEMS(dpm_instance, &instance);
    facts.sources = ITEMS(dpm_source_info, &source);
    facts.skipped = ITEMS(dpm_skipped, &skipped);
    facts.remarks = &text;
    facts.timeline.hosts = ITEMS(dpm_host_events, &host);
    facts.timeline.tasks = ITEMS(dpm_task, &task);
    facts.cause_count = facts.crash_count = facts.unknown_count = facts.noise_count = facts.code_count = facts.instance_count = 1;
    facts.source_count = facts.timeline.host_count = facts.timeline.task_count = 1;
    cause.cell_count = 0;
    strbuf page = page_of(&facts);
    cr_expect_eq(strlen(page.ptr), page.len, "a NUL is in the page");
    static const char *const never[] = {"<img",         "<script>evil", "\" onclick",        "\x1B",
                                        "\xE2\x80\xAE", "\xFF",         "href=\"javascript:"};
    for (size_t i = 0; i < sizeof never / sizeof *never; i++) {
        cr_expect(!strstr(page.ptr, never[i]), "%s is in the page", never[i]);
    }
    expect_balance(page.ptr, "hostile");
    cr_expect(strstr(page.ptr, "&lt;/script&gt;&lt;/style&gt;"));
    strbuf_free(&page);
}

/* tests/support/check_html.py computes the hashes of whole pages anew. */
static void expect_hash(const strbuf *page, const char *directive, const char *name, dpm_span content)
{
    const asset_file *file = asset_files;
    while (file->name && strcmp(file->name, name) != 0) {
        file++;
    }
    cr_assert(file->name && file->sha256, "%s is not carried", name);
    char text[160];
    snprintf(text, sizeof text, "%s 'sha256-%s'", directive, file->sha256);
    cr_expect(strlen(file->sha256) == 44 && strstr(page->ptr, text), "the policy does not say: %s", text);
    cr_expect(content.len > 1000 && span_eq(content, span_of((const char *)file->bytes, file->len)), "%s is another one", name);
}

Test(report_html, policy_names_what_stands_in_the_page)
{
    strbuf page = page_of(&sample_report);
    expect_hash(&page, "style-src", "page.css", between(page.ptr, "<style>", "</style>"));
    expect_hash(&page, "script-src", "page.js", between(strstr(page.ptr, "</footer>"), "<script>", "</script>"));
    cr_expect(strstr(page.ptr, "content=\"default-src 'none';"));
    cr_expect(!strstr(page.ptr, " style=\""), "the policy forbids style attributes");
    cr_expect(!strstr(page.ptr, " src=\""));
    strbuf_free(&page);
}

Test(report_html, same_facts_same_bytes)
{
    strbuf first = page_of(&sample_report), second = page_of(&sample_report);
    cr_expect_eq(first.len, second.len);
    cr_expect_eq(memcmp(first.ptr, second.ptr, first.len), 0);
    strbuf_free(&first);
    strbuf_free(&second);
}

/* Every list at its bound and long texts in it: the page stays a file that can be mailed. */
Test(report_html, size_is_bounded)
{
    enum { MANY = 4096, BUCKETS = 600, LONG = 224 };
    static uint32_t buckets[BUCKETS];
    static char letters[LONG];
    memset(letters, 'w', sizeof letters);
    for (size_t i = 0; i < BUCKETS; i++) {
        buckets[i] = (uint32_t)(i * 7919 % 100);
    }
    arena memory = {0};
    dpm_report_data facts = sample_report;
    dpm_code_count *const codes = calloc(MANY, sizeof *codes);
    dpm_source_info *const sources = calloc(MANY, sizeof *sources);
    dpm_instance *const instances = calloc(MANY, sizeof *instances);
    dpm_crash *const crashes = calloc(MANY, sizeof *crashes);
    cr_assert(codes && sources && instances && crashes);
    for (size_t i = 0; i < MANY; i++) {
        codes[i] = sample_codes[0];
        codes[i].buckets = buckets;
        sources[i] = sample_sources[0];
        instances[i] = sample_instances[i % 3];
        instances[i].pid = (uint32_t)i;
        crashes[i] = sample_crashes[0];
        crashes[i].record.text = span_of(letters, LONG);
    }
    facts.codes = ARENA_POINTERS(&memory, codes, MANY);
    facts.sources = ARENA_POINTERS(&memory, sources, MANY);
    facts.instances = ARENA_POINTERS(&memory, instances, MANY);
    facts.crashes = ARENA_POINTERS(&memory, crashes, MANY);
    facts.code_count = facts.source_count = facts.instance_count = facts.crash_count = MANY;
    facts.timeline.bucket_count = BUCKETS;
    facts.timeline.classes[0] = facts.timeline.classes[1] = buckets;
    facts.timeline.hosts = NULL;
    facts.timeline.host_count = 0;
    facts.unknown_count = facts.noise_count = 0;
    facts.absence_count = facts.not_found_count = facts.override_count = 0;
    facts.causes = ITEMS(dpm_cause, &sample_causes[1]);
    facts.cause_count = 1;
    strbuf page = page_of(&facts);
    cr_expect_lt(page.len, 1000000, "%zu bytes", page.len);
    strbuf_free(&page);
    arena_free(&memory);
    free(codes);
    free(sources);
    free(instances);
    free(crashes);
}

Test(report_html, a_writer_that_refuses_ends_it)
{
    for (size_t room = 0; room < 40000; room += 7001) {
        size_t left = room;
        dpm_error err = {0};
        cr_expect_eq(html_write(&sample_report, NULL, kit_write_within, &left, &err), DPM_EIO, "%zu", room);
    }
}
