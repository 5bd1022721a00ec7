#ifndef DPMLOG_DATABASE_H
#define DPMLOG_DATABASE_H

/** @file
 *  Events and reports as an SQLite database. */

#include "dpmlog/event.h"

#ifdef __cplusplus
extern "C" {
#endif

/** An SQLite database in the making: events as they come, then the report. docs/sqlite.md describes its tables. One thread at
 *  a time. */
typedef struct dpm_database dpm_database;

/** Begin a database in a file that is empty or not there. DPM_ELIMIT: this dpmlog was built without SQLite. `err` may be
 *  NULL. */
DPM_API dpm_status dpm_database_new(dpm_database **out, const char *path, dpm_error *err);
/** NULL is allowed. A file that was not finished is not a database. */
DPM_API void dpm_database_free(dpm_database *database);

/** Add an event. For dpm_session_on_event: `database` is the dpm_database. False: it could not be written;
 *  dpm_database_finish then says why. */
DPM_API bool dpm_database_take(void *database, const dpm_event *event);

/** Add the report, the views and the indices, and close the file. Nothing may be added afterwards. */
DPM_API dpm_status dpm_database_finish(dpm_database *database, const dpm_report *report, dpm_error *err);

#ifdef __cplusplus
}
#endif

#endif
