/* The merge of reports: sums, extremes, what makes a merged report incomplete, and what is refused. */
#include "kit.h"

#include "base/text.h"
#include "merge/merge.h"
#include "merge/summary.h"

#include <criterion/criterion.h>

/* Adds a report to a merge, as the summary that it makes. */
static void add(dpm_merge *m, const dpm_report_data *part)
{
    strbuf text = {0};
    dpm_error err = {0};
    cr_assert_eq(summary_write(part, kit_write, &text, &err), DPM_OK, "%s", err.message);
    cr_assert_eq(dpm_merge_add(m, strbuf_span(&text), &err), DPM_OK, "%s", err.message);
    strbuf_free(&text);
}

static dpm_report *merge_two(const dpm_report_data *a, const dpm_report_data *b)
{
    dpm_merge *m;
    dpm_report *report = NULL;
    dpm_error err = {0};
    cr_assert_eq(dpm_merge_new(&m, &err), DPM_OK);
    add(m, a);
    add(m, b);
    cr_assert_eq(dpm_merge_report(m, &report, &err), DPM_OK, "%s", err.message);
    dpm_merge_free(m);
    return report;
}

Test(merge_merge, counts_are_sums_and_times_are_extremes)
{
    static const struct {
        const char *what;
        dpm_report_data a, b, want;
    } rows[] = {
        {"two sites",
         {.complete = true, .records = 3, .bytes = 10, .first = 100, .last = 200, .incidents = 1},
         {.complete = true, .records = 4, .bytes = 20, .first = 50, .last = 150, .incidents = 2},
         {.complete = true, .records = 7, .bytes = 30, .first = 50, .last = 200, .incidents = 3}},
        {"one has no times",
         {.complete = true, .records = 1, .first = 5, .last = 6},
         {.complete = true, .first = DPM_NO_TIME, .last = DPM_NO_TIME},
         {.complete = true, .records = 1, .first = 5, .last = 6}},
        {"one is incomplete",
         {.complete = true, .first = DPM_NO_TIME, .last = DPM_NO_TIME},
         {.complete = false, .first = DPM_NO_TIME, .last = DPM_NO_TIME},
         {.complete = false, .first = DPM_NO_TIME, .last = DPM_NO_TIME}},
        {"one was interrupted",
         {.complete = true, .interrupted = true, .first = 1, .last = 1},
         {.complete = true, .first = 1, .last = 1},
         {.complete = true, .interrupted = true, .first = 1, .last = 1}},
        {"levels and lines",
         {.levels = {1, 2, 3}, .unparsed_lines = 4, .noise_records = 5, .first = 1, .last = 1},
         {.levels = {10, 20, 30}, .unparsed_lines = 40, .noise_records = 50, .first = 1, .last = 1},
         {.levels = {11, 22, 33}, .unparsed_lines = 44, .noise_records = 55, .first = 1, .last = 1}},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        dpm_report *const report = merge_two(&rows[i].a, &rows[i].b);
        const dpm_report_data *const got = dpm_report_get_data(report), *const want = &rows[i].want;
        cr_expect_eq(got->records, want->records, "%s: records", rows[i].what);
        cr_expect_eq(got->bytes, want->bytes, "%s: bytes", rows[i].what);
        cr_expect(got->first == want->first && got->last == want->last, "%s: times", rows[i].what);
        cr_expect_eq(got->incidents, want->incidents, "%s: incidents", rows[i].what);
        cr_expect_eq(got->complete, want->complete, "%s: complete", rows[i].what);
        cr_expect_eq(got->interrupted, want->interrupted, "%s: interrupted", rows[i].what);
        cr_expect_eq(got->unparsed_lines, want->unparsed_lines, "%s: lines", rows[i].what);
        cr_expect_eq(got->noise_records, want->noise_records, "%s: noise", rows[i].what);
        cr_expect_arr_eq(got->levels, want->levels, sizeof got->levels, "%s: levels", rows[i].what);
        dpm_report_free(report);
    }
}

Test(merge_merge, what_was_skipped_makes_the_report_incomplete)
{
    const dpm_report_data part = {.complete = true, .records = 1, .first = 1, .last = 2};
    dpm_merge *m;
    dpm_report *report;
    dpm_error err = {0};
    cr_assert_eq(dpm_merge_new(&m, &err), DPM_OK);
    add(m, &part);
    for (int i = 0; i < 20; i++) {
        cr_assert_eq(dpm_merge_skip(m, SPAN("site9.summary"), SPAN("it is damaged"), &err), DPM_OK);
    }
    cr_assert_eq(dpm_merge_report(m, &report, &err), DPM_OK, "%s", err.message);
    const dpm_report_data *const got = dpm_report_get_data(report);
    cr_expect_not(got->complete);
    cr_expect_eq(got->records, 1);
    cr_assert_eq(got->skipped_count, 20);
    cr_expect(span_eq(got->skipped[19]->path, SPAN("site9.summary")));
    cr_expect(span_eq(got->skipped[19]->reason, SPAN("it is damaged")));
    dpm_report_free(report);
    dpm_merge_free(m);
}

Test(merge_merge, what_is_no_summary_is_refused_and_changes_nothing)
{
    static const dpm_span rows[] = {SPAN_INIT(""), SPAN_INIT("{}"), SPAN_INIT(SUMMARY_HEAD),
                                    SPAN_INIT(SUMMARY_HEAD " 00000000\n")};
    dpm_merge *m;
    dpm_report *report;
    dpm_error err = {0};
    cr_assert_eq(dpm_merge_new(&m, &err), DPM_OK);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        err = (dpm_error){0};
        cr_expect_eq(dpm_merge_add(m, rows[i], &err), DPM_EDATA, "row %zu", i);
        cr_expect(err.message[0], "row %zu", i);
    }
    cr_expect_eq(dpm_merge_report(m, &report, &err), DPM_EARG, "nothing was added");
    cr_expect_null(report);
    dpm_merge_free(m);
}

Test(merge_merge, buckets_have_widths_that_timelines_use)
{
    static const struct {
        int64_t width;
        bool known;
    } rows[] = {{-1, false}, {0, false}, {1, false}, {60000, true}, {60001, false}, {3600000, true}, {INT64_MAX, false}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cr_expect_eq(merge_width_known(rows[i].width), rows[i].known, "%lld ms", (long long)rows[i].width);
    }
}
