/* The SQLite database: events and report are rows of it, and what it cannot be written to is refused. */
#include "../../support/temp_tree.h"

#include "kit.h"

#include "dpmlog.h"

#ifdef DPM_WITH_SQLITE
#include <sqlite3.h>

/* The single number that a query gives. */
static long long number(const char *path, const char *query)
{
    sqlite3 *db;
    sqlite3_stmt *statement;
    cr_assert_eq(sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    cr_assert_eq(sqlite3_prepare_v2(db, query, -1, &statement, NULL), SQLITE_OK, "%s: %s", query, sqlite3_errmsg(db));
    cr_assert_eq(sqlite3_step(statement), SQLITE_ROW, "%s", query);
    const long long value = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return value;
}

/* Analyze fixtures/Temp into a database. */
static dpm_report *fill(dpm_database *database, const dpm_rules *rules)
{
    const dpm_session_options options = kit_options();
    dpm_session *session;
    dpm_report *report;
    dpm_error err = {0};
    cr_assert_eq(dpm_session_new(&session, rules, &options, &err), DPM_OK);
    dpm_session_on_event(session, dpm_database_take, database);
    cr_assert_eq(dpm_session_add(session, "fixtures/Temp", &err), DPM_OK);
    cr_assert_geq(dpm_session_run(session, &err), DPM_OK, "%s", err.message);
    cr_assert_geq(dpm_session_report(session, &report, &err), DPM_OK);
    dpm_session_free(session);
    return report;
}

static uint64_t events_of(const dpm_report_data *facts)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < DPM_CLASSES; i++) {
        sum += facts->events[i];
    }
    return sum;
}

Test(output_database, holds_what_the_report_holds)
{
    temp_tree t;
    dpm_database *database;
    dpm_error err = {0};
    tree_new(&t);
    dpm_rules *const rules = kit_rules();
    const char *const path = tree_write(&t, "a.sqlite", (dpm_span){0});
    cr_assert_eq(dpm_database_new(&database, path, &err), DPM_OK, "%s", err.message);
    dpm_report *const report = fill(database, rules);
    const dpm_report_data *const facts = dpm_report_get_data(report);
    cr_assert_eq(dpm_database_finish(database, report, &err), DPM_OK, "%s", err.message);
    dpm_database_free(database);
    const struct {
        const char *query;
        uint64_t want;
    } rows[] = {
        {"SELECT count(*) FROM causes", facts->cause_count},
        {"SELECT count(*) FROM sources", facts->source_count},
        {"SELECT count(*) FROM events", events_of(facts)},
        {"SELECT count(*) FROM events WHERE source_id NOT IN (SELECT id FROM sources)", 0},
        {"SELECT count(*) FROM events WHERE class IS NULL OR time IS NULL OR message IS NULL", 0},
        {"SELECT sum(events) FROM class_counts", events_of(facts)},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cr_expect_eq((uint64_t)number(path, rows[i].query), rows[i].want, "%s", rows[i].query);
    }
    dpm_report_free(report);
    dpm_rules_free(rules);
    tree_free(&t);
}

Test(output_database, a_place_that_cannot_hold_it_is_refused)
{
    temp_tree t;
    dpm_database *database;
    tree_new(&t);
    const struct {
        const char *what, *path;
    } rows[] = {{"a folder that is not there", "/nonexistent/folder/a.sqlite"}, {"a folder", t.root}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        dpm_error err = {0};
        cr_expect_eq(dpm_database_new(&database, rows[i].path, &err), DPM_EIO, "%s", rows[i].what);
        cr_expect(err.message[0] && !database, "%s", rows[i].what);
    }
    tree_free(&t);
}
#endif

Test(output_database, without_one_nothing_happens)
{
    dpm_database_free(NULL);
}
