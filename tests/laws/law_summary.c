/* Laws of summaries: however logs are cut into summaries, and in whatever order and tree these are merged, the report is that of
 * one analysis of all the logs, in every form; what is cut or changed anywhere in a summary is told, and costs no more than the
 * log that it is in. tests/fleet/law.py has more ways of cutting. */
#include "base/text.h"
#include "kit.h"

#include <criterion/criterion.h>
#include <string.h>

static const char *const sites[] = {"fixtures/network-saturated", "fixtures/story",    "fixtures/Temp",        "fixtures/bad",
                                    "fixtures/new-year",          "fixtures/leap-day", "fixtures/unexplained", "fixtures/healthy",
                                    "fixtures/archives",          "fixtures/bundle"};
enum { SITES = sizeof sites / sizeof *sites, FORMS = 4 };

static dpm_session *session_of(const dpm_rules *rules)
{
    const dpm_session_options options = kit_options();
    dpm_session *session = NULL;
    cr_assert_eq(dpm_session_new(&session, rules, &options, NULL), DPM_OK);
    return session;
}

static dpm_report *report_of(dpm_session *session)
{
    dpm_report *report = NULL;
    cr_assert_geq(dpm_session_run(session, NULL), 0);
    cr_assert_eq(dpm_session_report(session, &report, NULL), DPM_OK);
    return report;
}

/* The summary of some sites and of other summaries. */
static strbuf summary_of(const dpm_rules *rules, const char *const *paths, size_t count, const strbuf *others, size_t other_count)
{
    strbuf out = {0};
    dpm_session *const session = session_of(rules);
    cr_assert_eq(dpm_session_write_summary(session, kit_write, &out, NULL), DPM_OK);
    for (size_t i = 0; i < count; i++) {
        cr_assert_eq(dpm_session_add(session, paths[i], NULL), DPM_OK);
    }
    for (size_t i = 0; i < other_count; i++) {
        cr_assert_eq(dpm_session_add_summary_bytes(session, strbuf_span(&others[i]), SPAN("a summary"), NULL), DPM_OK);
    }
    cr_assert_geq(dpm_session_run(session, NULL), 0);
    cr_assert_eq(dpm_session_end_summary(session, NULL), DPM_OK);
    dpm_session_free(session);
    return out;
}

static strbuf form_of(const dpm_report *report, int form)
{
    static const dpm_write_options options = {.verbose = true, .top = 1000};
    strbuf out = {0};
    const dpm_status status = form == 0   ? dpm_report_write_text(report, &options, kit_write, &out, NULL)
                              : form == 1 ? dpm_report_write_json(report, &options, kit_write, &out, NULL)
                              : form == 2 ? dpm_report_write_csv(report, &options, kit_write, &out, NULL)
                                          : dpm_report_write_html(report, &options, kit_write, &out, NULL);
    cr_assert_eq(status, DPM_OK);
    return out;
}

static dpm_report *merged(const dpm_rules *rules, const strbuf *summaries, size_t count, bool backwards)
{
    dpm_error err = {0};
    dpm_session *const session = session_of(rules);
    for (size_t i = 0; i < count; i++) {
        const dpm_span bytes = strbuf_span(&summaries[backwards ? count - 1 - i : i]);
        cr_assert_eq(dpm_session_add_summary_bytes(session, bytes, SPAN("a summary"), &err), DPM_OK, "%s", err.message);
    }
    dpm_report *const report = report_of(session);
    dpm_session_free(session);
    return report;
}

static void expect_same(const dpm_report *a, dpm_report *b, const char *name)
{
    for (int form = 0; form < FORMS; form++) {
        strbuf x = form_of(a, form), y = form_of(b, form);
        cr_expect(span_eq(strbuf_span(&x), strbuf_span(&y)), "%s: form %d differs", name, form);
        strbuf_free(&x);
        strbuf_free(&y);
    }
    dpm_report_free(b);
}

Test(law_summary, of_one_site, .timeout = 100)
{
    dpm_rules *const rules = kit_rules();
    for (size_t i = 0; i < SITES; i++) {
        dpm_session *const session = session_of(rules);
        cr_assert_eq(dpm_session_add(session, sites[i], NULL), DPM_OK);
        dpm_report *const whole = report_of(session);
        strbuf summary = summary_of(rules, &sites[i], 1, NULL, 0);
        expect_same(whole, merged(rules, &summary, 1, false), sites[i]);
        strbuf again = summary_of(rules, NULL, 0, &summary, 1);
        expect_same(whole, merged(rules, &again, 1, false), sites[i]);
        strbuf twice[2] = {summary, again};
        cr_expect(span_eq(strbuf_span(&summary), strbuf_span(&again)), "%s: a summary of a summary is another one", sites[i]);
        expect_same(whole, merged(rules, twice, 1, false), sites[i]);
        strbuf_free(&summary);
        strbuf_free(&again);
        dpm_report_free(whole);
        dpm_session_free(session);
    }
    dpm_rules_free(rules);
}

Test(law_summary, of_a_fleet, .timeout = 100)
{
    dpm_rules *const rules = kit_rules();
    strbuf summaries[SITES], halves[2];
    dpm_session *const session = session_of(rules);
    for (size_t i = 0; i < SITES; i++) {
        cr_assert_eq(dpm_session_add(session, sites[i], NULL), DPM_OK);
        summaries[i] = summary_of(rules, &sites[i], 1, NULL, 0);
    }
    dpm_report *const whole = report_of(session);
    cr_expect(!dpm_report_get_data(whole)->complete, "the bad logs are forgotten");
    expect_same(whole, merged(rules, summaries, SITES, false), "all");
    expect_same(whole, merged(rules, summaries, SITES, true), "another order");
    halves[0] = summary_of(rules, sites, SITES / 2, NULL, 0);
    halves[1] = summary_of(rules, NULL, 0, summaries + SITES / 2, SITES - SITES / 2);
    expect_same(whole, merged(rules, halves, 2, false), "halves");
    for (size_t i = 0; i < 2; i++) {
        strbuf_free(&halves[i]);
    }
    for (size_t i = 0; i < SITES; i++) {
        strbuf_free(&summaries[i]);
    }
    dpm_report_free(whole);
    dpm_session_free(session);
    dpm_rules_free(rules);
}

typedef enum fate { REFUSED, TOLD, READ } fate;

/* Refused, or read and written in every form; never anything worse. */
static fate fate_of(const dpm_rules *rules, dpm_span bytes)
{
    dpm_error err = {0};
    dpm_session *const session = session_of(rules);
    const dpm_status status = dpm_session_add_summary_bytes(session, bytes, SPAN("a summary"), &err);
    fate told = REFUSED;
    cr_assert(status == DPM_OK || (status == DPM_EDATA && err.message[0]), "status %d", (int)status);
    if (status == DPM_OK) {
        dpm_report *const report = report_of(session);
        for (int form = 0; form < FORMS; form++) {
            strbuf out = form_of(report, form);
            strbuf_free(&out);
        }
        told = dpm_report_get_data(report)->complete ? READ : TOLD;
        dpm_report_free(report);
    }
    dpm_session_free(session);
    return told;
}

Test(law_summary, damage, .timeout = 110)
{
    static const char *const path = "fixtures/leap-day";
    static const char put[] = "0917-:\n \xFF";
    dpm_rules *const rules = kit_rules();
    strbuf summary = summary_of(rules, &path, 1, NULL, 0);
    const char *const second = (const char *)memchr(summary.ptr, '\n', summary.len) + 1;
    const size_t first_line = (size_t)(second - summary.ptr);
    cr_expect_eq(fate_of(rules, strbuf_span(&summary)), READ);
    for (size_t len = 0; len < summary.len; len += len < 2000 ? 1 : 7) {
        cr_assert_neq(fate_of(rules, span_head(strbuf_span(&summary), len)), READ, "cut at %zu, and taken for whole", len);
    }
    for (size_t at = 0; at < summary.len; at += at < 2000 ? 1 : 7) {
        const char was = summary.ptr[at];
        summary.ptr[at] = put[at % (sizeof put - 1)];
        const bool changed = summary.ptr[at] != was;
        const fate told = fate_of(rules, strbuf_span(&summary));
        cr_assert(at < first_line || !changed || told == TOLD, "changed at %zu, and taken for whole", at);
        summary.ptr[at] = was;
    }
    strbuf_free(&summary);
    dpm_rules_free(rules);
}

/* What is damaged in one log costs the others nothing. */
Test(law_summary, one_of_many, .timeout = 100)
{
    static const char *const path = "fixtures/story";
    dpm_rules *const rules = kit_rules();
    strbuf summary = summary_of(rules, &path, 1, NULL, 0);
    dpm_report *const whole = merged(rules, &summary, 1, false);
    const size_t sources = dpm_report_get_data(whole)->source_count;
    cr_assert_gt(sources, 2);
    size_t hit = 0;
    for (char *at = summary.ptr; (at = strstr(at, "\nR\t")) != NULL; at++) {
        if (++hit % 9 != 1) {
            continue;
        }
        const char was = at[3];
        at[3] = 'x';
        dpm_report *const rest = merged(rules, &summary, 1, false);
        const dpm_report_data *const facts = dpm_report_get_data(rest);
        cr_expect(!facts->complete && facts->source_count == sources - 1 && facts->skipped_count == 1,
                  "row %zu: %zu of %zu logs, %zu skipped", hit, facts->source_count, sources, facts->skipped_count);
        dpm_report_free(rest);
        at[3] = was;
    }
    cr_expect_gt(hit, 10);
    dpm_report_free(whole);
    strbuf_free(&summary);
    dpm_rules_free(rules);
}
