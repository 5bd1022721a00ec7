#ifndef DPMLOG_FOLLOW_H
#define DPMLOG_FOLLOW_H

/** @file
 *  Logs that are read while they are written. */

#include "dpmlog/event.h"
#include "dpmlog/session.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Follows logs while they are written, across renaming, truncation and replacement. A log is recognised by its device and inode,
 *  and by the bytes before the place up to which it was read. It is kept open, so that what is written after a renaming is read
 *  too. Each event is handed out once, although `.Crash` files and rotations copy logs. What was written and removed between two
 *  polls is not seen. One thread at a time. */
typedef struct dpm_follow dpm_follow;

/** `rules` must outlive it. `options` (NULL: the defaults) as for a session; jobs and archives do not matter here. `take` gets
 *  the classified events that dpm_session_on_event would hand out; false ends the poll, and no more events come. */
DPM_API dpm_status dpm_follow_new(dpm_follow **out, const dpm_rules *rules, const dpm_session_options *options, dpm_event_fn take,
                                  void *context, dpm_error *err);
/** NULL is allowed. */
DPM_API void dpm_follow_free(dpm_follow *follow);

/** Follow a log, or all logs of a folder, including those that appear later. The path must exist. */
DPM_API dpm_status dpm_follow_add(dpm_follow *follow, const char *path, dpm_error *err);

/** Read what was written since the last call. The last record of a log may not be complete: it is held back until the next record
 *  begins, a second has passed, or `final` is set. DPM_STOP: `take` returned false. Call it again and again. */
DPM_API dpm_status dpm_follow_poll(dpm_follow *follow, bool final, dpm_error *err);

/** The state of following. */
typedef struct dpm_follow_state {
    size_t logs;       /**< that are followed */
    uint64_t bytes;    /**< read */
    uint64_t events;   /**< handed out */
    uint64_t restarts; /**< logs that were truncated or written again in place */
    uint64_t unread;   /**< logs that could not be opened or read, counted once each */
    dpm_span trouble;  /**< why the last of these could not be read; lives until the next call */
    int64_t last;      /**< time of the latest event, or DPM_NO_TIME */
} dpm_follow_state;

/** Fill `*out` with the present state. */
DPM_API void dpm_follow_get_state(const dpm_follow *follow, dpm_follow_state *out);

#ifdef __cplusplus
}
#endif

#endif
