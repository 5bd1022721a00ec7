#ifndef DPMLOG_FOLLOW_H
#define DPMLOG_FOLLOW_H

/** @file
 *  Logs that are read while they are written. */

#include "dpmlog/event.h"
#include "dpmlog/session.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Logs that are followed while they are written, across renaming, truncation and replacement. A log is known by its device and
 *  inode, and by the bytes before the place up to which it was read; one that was seen is held open, so that what is written
 *  to it under another name is read too. Each event is handed out once: copies of a log (`.Crash` files, a rotation that
 *  copies) bring nothing twice. What was written and taken away again between two polls cannot be seen. One thread at a time. */
typedef struct dpm_follow dpm_follow;

/** `rules` must outlive it. `options` (NULL: the defaults) as for a session; jobs and archives do not matter here. `take` gets
 *  the classified events that dpm_session_on_event would hand out; false ends the poll, and no more events come. */
DPM_API dpm_status dpm_follow_new(dpm_follow **out, const dpm_rules *rules, const dpm_session_options *options, dpm_event_fn take,
                                  void *context, dpm_error *err);
/** NULL is allowed. */
DPM_API void dpm_follow_free(dpm_follow *follow);

/** Follow a log, or all logs of a folder, those too that come later. The path must exist. */
DPM_API dpm_status dpm_follow_add(dpm_follow *follow, const char *path, dpm_error *err);

/** Read what is there now. The last record of a log is held back until another begins, or nothing has come for a second, or
 *  `final`, since its end may not be written yet. DPM_STOP: `take` wants no more. Call it again and again. */
DPM_API dpm_status dpm_follow_poll(dpm_follow *follow, bool final, dpm_error *err);

/** How the following goes. */
typedef struct dpm_follow_state {
    size_t logs;       /**< that are followed */
    uint64_t bytes;    /**< read */
    uint64_t events;   /**< handed out */
    uint64_t restarts; /**< logs that were truncated or written again in place */
    uint64_t unread;   /**< logs that could not be opened or read, counted once each */
    dpm_span trouble;  /**< the last such, in words; lives until the next call */
    int64_t last;      /**< time of the latest event, or DPM_NO_TIME */
} dpm_follow_state;

/** How it stands now. `*out` is filled. */
DPM_API void dpm_follow_get_state(const dpm_follow *follow, dpm_follow_state *out);

#ifdef __cplusplus
}
#endif

#endif
