#ifndef DPMLOG_HISTORY_H
#define DPMLOG_HISTORY_H

/** @file
 *  The records of one task, in order of time. */

#include "dpmlog/event.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The records of a task, collected from many logs and brought into one order of time. Bounded: at most 100,000 records and
 *  64 MiB of text are kept, and 2 KiB of each message; what comes beyond is counted. One thread at a time. */
typedef struct dpm_history dpm_history;

/** An empty history. DPM_ENOMEM. `err` may be NULL. */
DPM_API dpm_status dpm_history_new(dpm_history **out, dpm_error *err);
/** NULL is allowed. */
DPM_API void dpm_history_free(dpm_history *history);

/** Keep a record. For dpm_session_on_task: `history` is the dpm_history. False when memory ran out. */
DPM_API bool dpm_history_take(void *history, const dpm_event *event);

/** A task of which records were taken. */
typedef struct dpm_history_task {
    dpm_span task;    /**< its GUID, as it was logged first */
    uint64_t records; /**< how many were taken, those that were not kept too */
} dpm_history_task;

/** The tasks, in the order of their first records: the first 256. They live as long as the history, and until the next record is
 *  taken. */
DPM_API const dpm_history_task *dpm_history_tasks(const dpm_history *history, size_t *count);

/** Hand out what was kept, in order of time; records of one time in the order in which they were taken. False where `take` said
 *  so. Spans live as long as the history. */
DPM_API bool dpm_history_each(dpm_history *history, dpm_event_fn take, void *context);

/** Write the timeline for people: what became of the task, its phases, stalls, codes, calls, and each record. `options` may be
 *  NULL; width 0 gives each record one line, however long. */
DPM_API dpm_status dpm_history_write_text(dpm_history *history, const dpm_write_options *options, dpm_write_fn write,
                                          void *context, dpm_error *err);

#ifdef __cplusplus
}
#endif

#endif
