#ifndef DPMLOG_EVENT_H
#define DPMLOG_EVENT_H

/** @file
 *  Records with what was made of them, one by one. */

#include "dpmlog/report.h"
#include "dpmlog/span.h"
#include "dpmlog/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What a record is to the rules. */
typedef enum dpm_event_kind {
    DPM_EVENT_KIND_CLASSIFIED, /**< counted by class among the events of a report */
    DPM_EVENT_KIND_NOISE,      /**< known to mean nothing */
    DPM_EVENT_KIND_OUTCOME,    /**< says that a task was started, goes on or succeeded, or that a function was entered or left */
    DPM_EVENT_KIND_PLAIN       /**< no rule took it */
} dpm_event_kind;

/** What a record says of its task's fate. */
typedef enum dpm_outcome {
    DPM_OUTCOME_NONE,
    DPM_OUTCOME_UNDER_WAY, /**< it was started, or a phase of it was started or finished */
    DPM_OUTCOME_SUCCEEDED,
    DPM_OUTCOME_FAILED
} dpm_outcome;

/** What the rule that took a record says of the work that the record is about: the `mark` of the rule (docs/rules.md). */
typedef enum dpm_mark {
    DPM_MARK_NONE,
    DPM_MARK_STARTED,   /**< a task or a phase of it started */
    DPM_MARK_FINISHED,  /**< a phase of a task finished */
    DPM_MARK_SUCCEEDED, /**< a task or a phase of it succeeded */
    DPM_MARK_FAILED,    /**< a task failed */
    DPM_MARK_ENTERED,   /**< a function was entered; dpm_event.function names it */
    DPM_MARK_LEFT       /**< a function was left; dpm_event.function names it */
} dpm_mark;

/** One record with what was made of it. Everything that it points to lives only during the call that hands it out. Log text is
 * as it stood in the log, decoded to UTF-8 (invalid bytes may remain): escape it for where you show it. */
typedef struct dpm_event {
    dpm_event_kind kind;   /**< what kind it is */
    dpm_outcome outcome;   /**< what became of the task */
    int64_t time;          /**< DPM_NO_TIME where no time was readable */
    dpm_class cls;         /**< DPM_CLASS_OTHER where no rule took it */
    dpm_level level;       /**< the level that the record states */
    dpm_span rule;         /**< id of the rule that took it, or empty */
    const uint32_t *codes; /**< HRESULTs that it states, the first one first */
    size_t code_count;     /**< how many `codes` */
    dpm_span code_name;    /**< of the first code; empty where there is none */
    uint32_t pid_number;   /**< process ID */
    uint32_t tid_number;   /**< thread ID */
    dpm_span pid;          /**< in hex, as the log has them */
    dpm_span tid;          /**< in hex, as the log has them */
    dpm_span module;       /**< number of the DPM module */
    dpm_span source;       /**< file and line of DPM that logged it */
    dpm_span object;       /**< the eighth column, as the log has it */
    dpm_span task;         /**< GUID or empty */
    dpm_span host;         /**< the machine, as reports name it; empty: not known */
    dpm_span process;      /**< the process, such as DPMRA; empty: not known */
    dpm_span path;         /**< source, members as bundle.tar!inner.zip!member */
    uint64_t line;         /**< from 1, in the decoded text */
    uint64_t offset;       /**< bytes, in the source as stored */
    dpm_span message;      /**< with its continuation lines */
    bool message_cut;      /**< the record was longer than 1 MiB: the rest is not here */
    dpm_mark mark;         /**< what its rule says of the work */
    dpm_span function;     /**< that was entered or left, as the log names it; empty for other marks and where no name follows */
    uint32_t dpm_id;       /**< DPM error ID that it states: the first that is a failure, else the first; 0: none */
    dpm_span record;       /**< the whole record as it stands in its log, decoded, without the line end that ends it; empty where
                                it was made of something else, such as an event log or an alert */
    bool numbered;         /**< `line` is the number of a record of an event log: path#line */
    dpm_span phase;        /**< of the task, that started or ended, as the log names it; empty: none is named */
} dpm_event;

/** Takes an event. False ends the run soon, as dpm_session_stop does, and no more events come. It must not call the session. */
typedef bool (*dpm_event_fn)(void *context, const dpm_event *event);

/** How events are written, one a line. */
typedef enum dpm_event_form {
    DPM_EVENT_FORM_TEXT,  /**< for people */
    DPM_EVENT_FORM_JSONL, /**< docs/event.schema.json */
    DPM_EVENT_FORM_ECS,   /**< JSON lines with the names of the Elastic Common Schema */
    DPM_EVENT_FORM_OTLP,  /**< JSON lines, each one LogsData of OTLP/JSON */
    DPM_EVENT_FORM_CSV    /**< RFC 4180. A field that a spreadsheet would run as a formula begins with ' */
} dpm_event_form;

/** Write what comes before the first event: the heads of CSV, otherwise nothing. DPM_EIO where `write` ended it. */
DPM_API dpm_status dpm_event_write_head(dpm_event_form form, dpm_write_fn write, void *context);
/** One event with its line end. Of `options` (NULL: the defaults) text heeds color, zone_minutes, and width: the columns that
 *  it may take, 0: all that it needs. DPM_EIO where `write` ended it. Thread-safe. */
DPM_API dpm_status dpm_event_write(const dpm_event *event, dpm_event_form form, const dpm_write_options *options,
                                   dpm_write_fn write, void *context);

#ifdef __cplusplus
}
#endif

#endif
