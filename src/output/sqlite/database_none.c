/* What stands in for the database where SQLite was not built in: a message that says what is missing. */
#ifndef DPM_WITH_SQLITE

#include "dpmlog/database.h"

#include "base/status.h"

dpm_status dpm_database_new(dpm_database **out, const char *path, dpm_error *err)
{
    (void)path;
    *out = NULL;
    return status_fail(err, DPM_ELIMIT, "this dpmlog was built without SQLite: install libsqlite3-dev and build again");
}

void dpm_database_free(dpm_database *d)
{
    (void)d;
}

bool dpm_database_take(void *database, const dpm_event *event)
{
    (void)database;
    (void)event;
    return false;
}

dpm_status dpm_database_finish(dpm_database *d, const dpm_report *report, dpm_error *err)
{
    (void)d;
    (void)report;
    return status_fail(err, DPM_ELIMIT, "this dpmlog was built without SQLite");
}

#else
typedef int sqlite_is_used_instead; /* ISO C wants a declaration in every file */
#endif
