#ifndef DPMLOG_SESSION_H
#define DPMLOG_SESSION_H

/** @file
 *  One analysis, from paths or bytes to a report. */

#include "dpmlog/event.h"
#include "dpmlog/report.h"
#include "dpmlog/rules.h"
#include "dpmlog/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** One analysis: add inputs, run it, take the report. One thread at a time. */
typedef struct dpm_session dpm_session;

/** Options of a session. Zero means the default. */
typedef struct dpm_session_options {
    unsigned jobs;                /**< threads; 0: one for each core. The report does not depend on it */
    int year;                     /**< the year in which the logs end; 0: found from names and file times */
    int64_t since;                /**< keep records with since <= time < until; 0 or DPM_NO_TIME: no limit */
    int64_t until;                /**< keep records with since <= time < until; 0 or DPM_NO_TIME: no limit */
    unsigned classes;             /**< bit 1 << dpm_class: classes of event to keep; 0: all */
    unsigned levels;              /**< bit 1 << dpm_level: levels of event to keep; 0: all */
    const char *const *hosts;     /**< only sources of these hosts, without case; NULL: all */
    size_t host_count;            /**< how many `hosts` */
    const char *const *processes; /**< only sources of these processes, without case; NULL: all */
    size_t process_count;         /**< how many `processes` */
    int64_t now;                  /**< milliseconds since 1970: no log is newer, if nothing better dates it. 0: the clock */
    unsigned max_depth;           /**< archives in archives that are entered; 0: 4, at most 64 */
    uint64_t max_expand;          /**< bytes that archives may unpack to, over the whole session; 0: 64 GiB */
    const char *dpm_version;      /**< for the texts of fixes, such as "4.2.1205.0"; NULL: what the logs say, if they do */
    unsigned max_ratio;           /**< bytes unpacked for each byte on the disk, after the first 64 MiB; 0: 1100 */
    size_t max_members;           /**< members of archives that are listed, over the whole session; 0: 4194304 */
    const char *encoding;         /**< of text that is neither UTF-8 nor UTF-16: "windows-1250", "cp852" ...; NULL: guessed */
    uint64_t max_memory;          /**< bytes that one decoder may take for its dictionary; 0: 64 MiB */
} dpm_session_options;

/** `rules` must outlive the session and its report. `options` may be NULL; it and what it points to need live only
 *  during the call. */
DPM_API dpm_status dpm_session_new(dpm_session **out, const dpm_rules *rules, const dpm_session_options *options, dpm_error *err);

/** NULL is allowed. Reports taken from it stay valid. */
DPM_API void dpm_session_free(dpm_session *session);

/** Add a file, a folder, an archive, a member of one (bundle.tar!inner.zip!DPMRACurr.errlog), or "-" for standard input.
 *  "SQL01=PATH", unless a file has that name, says of which machine the logs at PATH are; a log whose name says another is
 *  named in `remarks`. Folders and archives are searched for logs. Nothing is analyzed yet, but archives are listed and,
 *  where needed, unpacked. The order of the calls does not change the report. Fails when the path cannot be opened; the
 *  report then lists it in `skipped`, and the session can go on. DPM_END: the folder or archive has no log; the report names
 *  a folder in `remarks`, an archive in `skipped`. */
DPM_API dpm_status dpm_session_add(dpm_session *session, const char *path, dpm_error *err);

/** Analyze everything that was added. DPM_STOP: dpm_session_stop ended it. The report lists what could not be read. */
DPM_API dpm_status dpm_session_run(dpm_session *session, dpm_error *err);

/** Analyze a log that the caller holds in memory: begin it, feed its bytes, end it. The name says process, host and crash time as
 *  the name of a file does. Logs are analyzed in the order in which they are fed, before or after those of dpm_session_run. */
DPM_API dpm_status dpm_session_begin(dpm_session *session, const char *name, dpm_error *err);
/** Feed the next bytes of the log, cut anywhere. `bytes` may be reused at once: what is kept is copied. */
DPM_API dpm_status dpm_session_feed(dpm_session *session, dpm_span bytes, dpm_error *err);
/** End the log. */
DPM_API dpm_status dpm_session_end(dpm_session *session, dpm_error *err);

/** Write what this session reads as a summary: what is known of each log before anything is judged, which
 *  dpm_session_add_summary reads. Call it before anything is run. Each log is handed to `write` when it ends; what is left when
 *  dpm_session_end_summary is called. A log of which more than 8 MiB matter is not all in it: what was left out is counted there,
 *  and the report of it says so. The form is text, of this version, and begins with "dpmlog.summary/2". */
DPM_API dpm_status dpm_session_write_summary(dpm_session *session, dpm_write_fn write, void *context, dpm_error *err);
/** Name the site whose logs the summary holds (see fleet.h); right after dpm_session_write_summary. The name is copied; blanks
 *  around it do not count. DPM_EARG: it has control characters or more than 64 bytes. */
DPM_API dpm_status dpm_session_name_site(dpm_session *session, dpm_span site, dpm_error *err);
/** Read only what is new since an earlier run: what the summary at `path` has of logs that have not changed since, under
 *  whatever name, is taken from it. The report is that of reading everything. Logs that are gone stay in it for `keep` ms after
 *  their last record (0: they do not). `machine` is whose state it is. After dpm_session_write_summary, whose summary is the next
 *  state: give it that name when it is whole. DPM_END: there is no such file. DPM_EDATA: it is damaged, of another machine, or
 *  was written with other rules or by another version; then everything is read, and the next state is whole again. */
DPM_API dpm_status dpm_session_use_state(dpm_session *session, const char *path, int64_t keep, dpm_span machine, dpm_error *err);

struct dpm_redactor;
/** Replace names in the summary by those of `redactor`, which must live until its end; after dpm_session_write_summary and before
 *  anything is run. Let the redactor learn the names first (dpm_redactor_learn): a summary is written while logs are read. Such a
 *  session cannot read other summaries. */
DPM_API dpm_status dpm_session_redact_summary(dpm_session *session, struct dpm_redactor *redactor, dpm_error *err);
/** After the run: write the rest. DPM_EARG: no summary is being written. DPM_EIO: `write` returned false. */
DPM_API dpm_status dpm_session_end_summary(dpm_session *session, dpm_error *err);

/** Add the logs of one or more summaries, a file that may be compressed, or "-" for standard input. They are analyzed as if they
 *  were here: the report of summaries is that of the logs, in whatever way and order they were cut into summaries; a log that
 *  several summaries have counts once. DPM_EDATA: it is no summary, or one of another form; the report then lists it in
 *  `skipped`. What is damaged in it is listed there, too, and costs only the log that it is in. A summary is not trusted:
 *  nothing that it names is opened. */
DPM_API dpm_status dpm_session_add_summary(dpm_session *session, const char *path, dpm_error *err);
/** The same of bytes, which are copied. `name` is what the report calls them. */
DPM_API dpm_status dpm_session_add_summary_bytes(dpm_session *session, dpm_span bytes, dpm_span name, dpm_error *err);
/** Record that something is missing, and why: the report lists it in `skipped`, and is not complete. */
DPM_API dpm_status dpm_session_skip(dpm_session *session, dpm_span path, dpm_span reason, dpm_error *err);

/** Ask a running session to stop soon. The one call that another thread or a signal handler may make. */
DPM_API void dpm_session_stop(dpm_session *session);

/** The progress of a run. */
typedef struct dpm_progress {
    uint64_t bytes_done;  /**< bytes of the inputs that were read */
    uint64_t bytes_total; /**< bytes of all inputs; 0: not known */
    size_t sources_done;  /**< logs that were read */
    size_t sources_total; /**< logs found so far */
} dpm_progress;

/** Call `callback` now and then, from the thread of dpm_session_run. It must not call the session. NULL: no calls. */
DPM_API void dpm_session_on_progress(dpm_session *session, void (*callback)(void *context, const dpm_progress *progress),
                                     void *context);

/** Hand out each classified record (DPM_EVENT_KIND_CLASSIFIED) that the options ask for, once, in the order of the sources and of
 *  their lines, from the thread of dpm_session_run or _feed, while it reads. NULL: none. The year of a log that cannot be read
 *  twice (standard input, fed bytes) is guessed from the present. If the end of the log shows another year, the report is
 *  corrected, but events that were handed out are not. */
DPM_API void dpm_session_on_event(dpm_session *session, dpm_event_fn take, void *context);

/** Hand out every record of each task whose GUID begins with the hex digits of `task`, of any class and level. '-' and case are
 *  ignored. DPM_EARG: fewer than 8 digits, more than 32, or something else. `err` may be NULL. */
DPM_API dpm_status dpm_session_on_task(dpm_session *session, dpm_span task, dpm_event_fn take, void *context, dpm_error *err);

/** Hand out every record of every log, in their order, of any class, level and task, but copies of records only once. Replaces
 *  dpm_session_on_task. NULL: none. */
DPM_API void dpm_session_on_record(dpm_session *session, dpm_event_fn take, void *context);

/** Make the report of what was analyzed so far. More may be added and run afterwards. */
DPM_API dpm_status dpm_session_report(dpm_session *session, dpm_report **out, dpm_error *err);

#ifdef __cplusplus
}
#endif

#endif
