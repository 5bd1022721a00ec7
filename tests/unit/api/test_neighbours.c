/* The lines around the records of a report: of a log as it was, of one that has changed, and of one that is gone. */
#include "../../support/temp_tree.h"

#include "../../support/kit.h"

#define ROW(second, level, text) "0AB0\t0E6C\t06/22\t07:40:0" second ".010\t20\tworkitem.cpp(310)\t\t\t" level "\t" text "\n"
#define FAILURE "Task failed for server FS01.contoso.com (ID 308 Details: The RPC server is unavailable (0x800706BA))"

static const char whole[] =
    ROW("1", "NORMAL", "one") ROW("2", "FATAL", FAILURE) ROW("3", "NORMAL", "three") ROW("4", "NORMAL", "four");

static dpm_report *report_of(const dpm_rules *rules, const char *path)
{
    const dpm_session_options options = kit_options();
    dpm_session *session = NULL;
    dpm_report *report = NULL;
    dpm_error err = {0};
    cr_assert_eq(dpm_session_new(&session, rules, &options, &err), DPM_OK, "%s", err.message);
    cr_assert_eq(dpm_session_add(session, path, &err), DPM_OK, "%s", err.message);
    cr_assert_eq(dpm_session_run(session, &err), DPM_OK, "%s", err.message);
    cr_assert_eq(dpm_session_report(session, &report, &err), DPM_OK, "%s", err.message);
    dpm_session_free(session);
    return report;
}

static const dpm_evidence *shown(const dpm_report *report)
{
    const dpm_report_data *const facts = dpm_report_get_data(report);
    cr_assert_eq(facts->incident_list_count, 1);
    cr_assert_geq(facts->incident_list[0]->evidence_count, 1);
    cr_assert_eq(facts->incident_list[0]->evidence[0]->line, 2);
    return facts->incident_list[0]->evidence[0];
}

/* The report of a log which then becomes `now`; NULL: is removed. */
static void check_lines(const char *now, unsigned lines, const char *before, const char *after)
{
    temp_tree t;
    dpm_error err = {0};
    tree_new(&t);
    dpm_rules *const rules = kit_rules();
    dpm_report *const report = report_of(rules, tree_write(&t, "DPMRACurr.errlog", SPAN(whole)));
    if (now) {
        tree_write(&t, "DPMRACurr.errlog", span_str(now));
    } else {
        unlink(tree_path(&t, "DPMRACurr.errlog"));
    }
    cr_assert_eq(dpm_report_add_neighbours(report, lines, NULL, &err), DPM_OK, "%s", err.message);
    const dpm_evidence *const e = shown(report);
    cr_expect(span_eq(e->before, span_str(before)), "%.*s", (int)e->before.len, e->before.ptr);
    cr_expect(span_eq(e->after, span_str(after)), "%.*s", (int)e->after.len, e->after.ptr);
    dpm_report_free(report);
    dpm_rules_free(rules);
    tree_free(&t);
}

Test(neighbours, lines_on_each_side)
{
    check_lines(whole, 1, "0AB0\t0E6C\t06/22\t07:40:01.010\t20\tworkitem.cpp(310)\t\t\tNORMAL\tone",
                "0AB0\t0E6C\t06/22\t07:40:03.010\t20\tworkitem.cpp(310)\t\t\tNORMAL\tthree");
}

Test(neighbours, a_log_that_ends_before)
{
    check_lines(ROW("1", "NORMAL", "one") ROW("2", "FATAL", FAILURE), 3,
                "0AB0\t0E6C\t06/22\t07:40:01.010\t20\tworkitem.cpp(310)\t\t\tNORMAL\tone", "");
}

Test(neighbours, a_log_that_says_something_else_has_none)
{
    check_lines(ROW("1", "NORMAL", "one") ROW("2", "NORMAL", "another log by now") ROW("3", "NORMAL", "three"), 3, "", "");
    check_lines(ROW("1", "NORMAL", "one"), 3, "", "");
    check_lines("", 3, "", "");
    check_lines(NULL, 3, "", "");
}

Test(neighbours, too_many_lines_are_refused)
{
    temp_tree t;
    dpm_error err = {0};
    tree_new(&t);
    dpm_rules *const rules = kit_rules();
    dpm_report *const report = report_of(rules, tree_write(&t, "DPMRACurr.errlog", SPAN(whole)));
    cr_expect_eq(dpm_report_add_neighbours(report, DPM_NEIGHBOUR_LINES_MAX + 1, NULL, &err), DPM_EARG);
    cr_expect_eq(dpm_report_add_neighbours(report, DPM_NEIGHBOUR_LINES_MAX, NULL, &err), DPM_OK);
    cr_expect_eq(dpm_report_add_neighbours(report, 0, NULL, &err), DPM_OK);
    cr_expect(shown(report)->before.len == 0 && shown(report)->after.len == 0);
    dpm_report_free(report);
    dpm_rules_free(rules);
    tree_free(&t);
}
