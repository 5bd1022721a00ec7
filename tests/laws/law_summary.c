/* Laws of summaries: a summary read back is the report that it was made of, in every form; the order of summaries does not
 * matter; counts add up, also where merged summaries are merged again; what is cut or changed anywhere is refused or harmless. */
#include "base/text.h"
#include "kit.h"

#include <criterion/criterion.h>
#include <string.h>

static const char *const sites[] = {"fixtures/network-saturated", "fixtures/story",    "fixtures/Temp",        "fixtures/bad",
                                    "fixtures/new-year",          "fixtures/leap-day", "fixtures/unexplained", "fixtures/healthy",
                                    "fixtures/archives"};
enum { SITES = sizeof sites / sizeof *sites, FORMS = 4 };

static dpm_report *report_of(const dpm_rules *rules, const char *path)
{
    const dpm_session_options options = kit_options();
    dpm_session *session = NULL;
    dpm_report *report = NULL;
    cr_assert_eq(dpm_session_new(&session, rules, &options, NULL), DPM_OK);
    cr_assert_eq(dpm_session_add(session, path, NULL), DPM_OK);
    cr_assert_geq(dpm_session_run(session, NULL), 0);
    cr_assert_eq(dpm_session_report(session, &report, NULL), DPM_OK);
    dpm_session_free(session);
    return report;
}

static strbuf summary_of(const dpm_report *report)
{
    strbuf out = {0};
    cr_assert_eq(dpm_report_write_summary(report, kit_write, &out, NULL), DPM_OK);
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

static dpm_report *merged(const strbuf *summaries, size_t count, bool backwards)
{
    dpm_merge *merge = NULL;
    dpm_report *report = NULL;
    dpm_error err = {0};
    cr_assert_eq(dpm_merge_new(&merge, NULL), DPM_OK);
    for (size_t i = 0; i < count; i++) {
        cr_assert_eq(dpm_merge_add(merge, strbuf_span(&summaries[backwards ? count - 1 - i : i]), &err), DPM_OK, "%s",
                     err.message);
    }
    cr_assert_eq(dpm_merge_report(merge, &report, &err), DPM_OK, "%s", err.message);
    dpm_merge_free(merge);
    return report;
}

static void expect_same(const dpm_report *a, const dpm_report *b, const char *name)
{
    for (int form = 0; form < FORMS; form++) {
        strbuf x = form_of(a, form), y = form_of(b, form);
        cr_expect(span_eq(strbuf_span(&x), strbuf_span(&y)), "%s: form %d differs", name, form);
        strbuf_free(&x);
        strbuf_free(&y);
    }
}

static uint64_t bucket_sum(const dpm_report_data *f)
{
    uint64_t sum = 0;
    for (size_t c = 0; c < DPM_CLASSES; c++) {
        for (size_t i = 0; f->timeline.classes[c] && i < f->timeline.bucket_count; i++) {
            sum += f->timeline.classes[c][i];
        }
    }
    return sum;
}

static uint64_t cell_sum(const dpm_report_data *f)
{
    uint64_t sum = 0;
    for (size_t c = 0; c < f->cause_count; c++) {
        for (size_t i = 0; i < f->causes[c]->cell_count; i++) {
            sum += f->causes[c]->cells[i].incidents;
        }
    }
    return sum;
}

static uint64_t cause_sum(const dpm_report_data *f)
{
    uint64_t sum = 0;
    for (size_t c = 0; c < f->cause_count; c++) {
        sum += f->causes[c]->incidents;
        cr_expect_eq(f->causes[c]->rank, c + 1);
        for (size_t k = 0; k < c; k++) {
            cr_expect(!span_eq(f->causes[k]->id, f->causes[c]->id), "a cause stands twice");
        }
    }
    return sum;
}

static void expect_sums(const dpm_report_data *all, const dpm_report_data **parts, const char *name)
{
    const struct {
        const char *what;
        uint64_t (*of)(const dpm_report_data *f);
    } derived[] = {{"buckets", bucket_sum}, {"cells", cell_sum}, {"incidents of causes", cause_sum}};
    uint64_t records = 0, incidents = 0, events = 0, all_events = 0, sources = 0, succeeded = 0;
    for (size_t i = 0; i < SITES; i++) {
        records += parts[i]->records;
        incidents += parts[i]->incidents;
        sources += parts[i]->source_count;
        succeeded += parts[i]->tasks_succeeded;
        for (size_t c = 0; c < DPM_CLASSES; c++) {
            events += parts[i]->events[c];
        }
    }
    for (size_t c = 0; c < DPM_CLASSES; c++) {
        all_events += all->events[c];
    }
    cr_expect(all->records == records && all->incidents == incidents && all->source_count == sources && all_events == events &&
                  all->tasks_succeeded == succeeded,
              "%s: counts do not add up", name);
    for (size_t d = 0; d < sizeof derived / sizeof *derived; d++) {
        uint64_t sum = 0;
        for (size_t i = 0; i < SITES; i++) {
            sum += derived[d].of(parts[i]);
        }
        cr_expect_eq(derived[d].of(all), sum, "%s: %s do not add up", name, derived[d].what);
    }
}

Test(law_summary, a_fleet, .timeout = 100)
{
    dpm_rules *const rules = kit_rules();
    dpm_report *reports[SITES];
    const dpm_report_data *facts[SITES];
    strbuf summaries[SITES];
    for (size_t i = 0; i < SITES; i++) {
        reports[i] = report_of(rules, sites[i]);
        facts[i] = dpm_report_get_data(reports[i]);
        summaries[i] = summary_of(reports[i]);
        dpm_report *const again = merged(&summaries[i], 1, false);
        expect_same(reports[i], again, sites[i]);
        dpm_report_free(again);
    }
    dpm_report *const all = merged(summaries, SITES, false), *const backwards = merged(summaries, SITES, true);
    expect_same(all, backwards, "another order");
    expect_sums(dpm_report_get_data(all), facts, "all");
    /* the reduce of reduces */
    dpm_report *halves[2] = {merged(summaries, SITES / 2, false), merged(summaries + SITES / 2, SITES - SITES / 2, false)};
    strbuf half_summaries[2] = {summary_of(halves[0]), summary_of(halves[1])};
    dpm_report *const twice = merged(half_summaries, 2, false);
    expect_sums(dpm_report_get_data(twice), facts, "halves");
    cr_expect_eq(dpm_report_get_data(twice)->cause_count, dpm_report_get_data(all)->cause_count);
    cr_expect(!dpm_report_get_data(all)->complete, "the bad logs are forgotten");
    for (size_t i = 0; i < 2; i++) {
        dpm_report_free(halves[i]);
        strbuf_free(&half_summaries[i]);
    }
    dpm_report_free(twice);
    dpm_report_free(all);
    dpm_report_free(backwards);
    for (size_t i = 0; i < SITES; i++) {
        dpm_report_free(reports[i]);
        strbuf_free(&summaries[i]);
    }
    dpm_rules_free(rules);
}

/* Refused, or read and written in every form; never anything worse. */
static bool survives(dpm_span bytes)
{
    dpm_merge *merge = NULL;
    dpm_report *report = NULL;
    dpm_error err = {0};
    cr_assert_eq(dpm_merge_new(&merge, NULL), DPM_OK);
    const dpm_status status = dpm_merge_add(merge, bytes, &err);
    cr_assert(status == DPM_OK || (status == DPM_EDATA && err.message[0]), "status %d", (int)status);
    if (status == DPM_OK) {
        cr_assert_eq(dpm_merge_add(merge, bytes, NULL), DPM_OK);
        cr_assert_eq(dpm_merge_report(merge, &report, &err), DPM_OK, "%s", err.message);
        for (int form = 0; form < FORMS; form++) {
            strbuf out = form_of(report, form);
            strbuf_free(&out);
        }
        dpm_report_free(report);
    } else {
        cr_assert_eq(dpm_merge_report(merge, &report, &err), DPM_EARG);
    }
    dpm_merge_free(merge);
    return status == DPM_OK;
}

Test(law_summary, damage, .timeout = 110)
{
    dpm_rules *const rules = kit_rules();
    dpm_report *const report = report_of(rules, "fixtures/leap-day");
    strbuf summary = summary_of(report);
    size_t read = 0;
    cr_expect(survives(strbuf_span(&summary)));
    for (size_t len = 0; len < summary.len; len++) {
        cr_assert(!survives(span_head(strbuf_span(&summary), len)), "cut at %zu, and taken for whole", len);
    }
    static const char put[] = "0917-:\n \xFF";
    for (size_t at = 0; at < summary.len; at++) {
        const char was = summary.ptr[at];
        summary.ptr[at] = put[at % (sizeof put - 1)];
        read += survives(strbuf_span(&summary));
        summary.ptr[at] = was;
    }
    cr_expect_gt(read, summary.len / 4, "%zu of %zu: too strict for texts to be tried", read, summary.len);
    strbuf_free(&summary);
    dpm_report_free(report);
    dpm_rules_free(rules);
}
