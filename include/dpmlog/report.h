#ifndef DPMLOG_REPORT_H
#define DPMLOG_REPORT_H

/** @file
 *  What an analysis found, as plain data, and how it is written. */

#include "dpmlog/rules.h"
#include "dpmlog/span.h"
#include "dpmlog/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** The level that a record states. It is not a severity: see docs/ranking.md. */
typedef enum dpm_level {
    DPM_LEVEL_CRITICAL, /**< the process is about to end */
    DPM_LEVEL_FATAL,    /**< a job or operation failed, the process goes on */
    DPM_LEVEL_WARNING,
    DPM_LEVEL_NORMAL,
    DPM_LEVEL_OTHER, /**< ACTIVITY, PERF, ERROR, or a word that we do not know */
    DPM_LEVELS
} dpm_level;

/** The kinds of failure by which events are counted. */
typedef enum dpm_class {
    DPM_CLASS_CRASH,
    DPM_CLASS_TIMEOUT,
    DPM_CLASS_RPC_FAILURE,
    DPM_CLASS_ACCESS,
    DPM_CLASS_INSTALL,
    DPM_CLASS_VSS,
    DPM_CLASS_STORAGE,
    DPM_CLASS_TRACKING,
    DPM_CLASS_DATABASE,
    DPM_CLASS_CLOUD,
    DPM_CLASS_OTHER,
    DPM_CLASSES
} dpm_class;

/** How well a cause is founded. */
typedef enum dpm_strength { DPM_STRENGTH_WEAK, DPM_STRENGTH_MEDIUM, DPM_STRENGTH_STRONG } dpm_strength;

/** The words of the reports: "CRITICAL", "rpc-failure", "strong". Static. */
DPM_API const char *dpm_level_name(dpm_level level);
/** "crash", "rpc-failure" ... Static. */
DPM_API const char *dpm_class_name(dpm_class cls);
/** "weak", "medium" or "strong". Static. */
DPM_API const char *dpm_strength_name(dpm_strength strength);
/** Find a class or a level by its word, without case. False if there is none. */
DPM_API bool dpm_class_find(dpm_span word, dpm_class *out);
/** Find a level by its word, without case. False if there is none. */
DPM_API bool dpm_level_find(dpm_span word, dpm_level *out);

/** Times are milliseconds since 1970-01-01T00:00:00Z. */
#define DPM_NO_TIME INT64_MIN

/* Everything below is plain data that hangs from one report, immutable, and lives exactly as long as it. Log text is
 * given as it stood in the log, decoded to UTF-8 (invalid bytes may remain): escape it for where you show it. */

/** A record that a report shows. */
typedef struct dpm_evidence {
    dpm_span path;    /**< source, members as bundle.tar!inner.zip!member */
    uint64_t line;    /**< from 1, in the decoded text */
    uint64_t offset;  /**< bytes, in the source as stored */
    int64_t time;     /**< time of the record, ms; DPM_NO_TIME: none */
    dpm_span host;    /**< the machine, as reports name it; empty: not known */
    dpm_span process; /**< the process, such as DPMRA; empty: not known */
    dpm_span pid;     /**< as printed in the log */
    dpm_span tid;     /**< as printed in the log */
    dpm_span task;    /**< GUID or empty */
    dpm_level level;  /**< the level that the record states */
    dpm_span source;  /**< file.cpp(123) */
    dpm_span text;    /**< the message, at most a few hundred bytes */
    bool text_cut;    /**< the message goes on in the log */
    dpm_span rule;    /**< id of the rule that took it; empty where none did */
    uint32_t code;    /**< HRESULT, 0 where there is none */
    uint32_t dpm_id;  /**< DPM error ID, 0 where there is none */
    bool numbered;    /**< `line` is the number of a record: path#line. Event logs have no lines */
    dpm_span before;  /**< the lines before `line`, as the log has them, separated by LF; empty unless asked for (neighbours.h) */
    dpm_span after;   /**< the lines after `line` */
} dpm_evidence;

/** What the product itself says of failures for which no cause is known: an ID of its catalogue, a code, or an exception. */
typedef struct dpm_stated {
    dpm_code what;      /**< an ID, where one was stated; else a code; else an exception, by its name */
    dpm_code detail;    /**< the first code beside an ID; its value is 0 where there was none */
    uint64_t incidents; /**< failures: one for each task that failed */
    int64_t first;      /**< time of the first record, ms; DPM_NO_TIME: none */
    int64_t last;       /**< time of the last record, ms */
} dpm_stated;

/** Some incidents of a cause: where and when. */
typedef struct dpm_cell {
    uint32_t host;      /**< index into facts.timeline.hosts */
    uint32_t bucket;    /**< in which they began */
    uint64_t incidents; /**< how many of them */
} dpm_cell;

/** One addend of a score, as `-v` prints it. */
typedef struct dpm_score_term {
    dpm_span name;   /**< what is scored: "share" */
    double points;   /**< what it adds to the score; may be negative */
    dpm_span reason; /**< why */
} dpm_score_term;

enum { DPM_STATED_MAX = 16 };

/** What explains incidents: one row of the ranking. */
typedef struct dpm_cause {
    size_t rank;             /**< from 1 */
    dpm_span id;             /**< its id */
    dpm_class cls;           /**< its class */
    dpm_span title;          /**< what it is, in a few words */
    double score;            /**< the sum of `terms` */
    dpm_strength confidence; /**< how well it is founded */
    uint64_t incidents;      /**< failures: one for each task that failed */
    uint64_t events;         /**< records that rules took */
    uint64_t tasks;          /**< tasks that failed */
    uint64_t shared;         /**< of the incidents: those that count for another cause, which the same records fit as well */
    const dpm_span *hosts;   /**< machines on which its incidents happened, by name */
    size_t host_count;       /**< how many `hosts` */
    int64_t first;           /**< time of the first record, ms; DPM_NO_TIME: none */
    int64_t last;            /**< time of the last record, ms */
    dpm_span explanation;    /**< what happened and why, in sentences */
    const dpm_span *counter_evidence;    /**< sentences: what speaks against it, or limits what can be said */
    size_t counter_count;                /**< how many `counter_evidence` */
    const dpm_evidence *const *evidence; /**< the first, the last and the most telling; in order of time */
    size_t evidence_count;               /**< how many `evidence` */
    dpm_fix fix;                         /**< what to do */
    const dpm_score_term *terms;         /**< the addends of the score */
    size_t term_count;                   /**< how many `terms` */
    const dpm_span *rivals;              /**< sentences: other causes that fit its incidents, and why they lost them */
    size_t rival_count;                  /**< how many `rivals` */
    const dpm_cell *cells; /**< its incidents by host and bucket of facts.timeline; those that are only counted are in none */
    size_t cell_count;     /**< how many `cells` */
    const dpm_stated *const *stated; /**< of the fallback cause: what its incidents state, most frequent first; at most
                                      * DPM_STATED_MAX kinds */
    size_t stated_count;             /**< how many `stated` */
} dpm_cause;

/** The crash of a process, by the record that it left. */
typedef struct dpm_crash {
    dpm_evidence record;        /**< the CRITICAL record */
    dpm_span exception;         /**< System.FormatException, or empty */
    dpm_span message;           /**< the words of the exception, or of the record */
    bool has_before_task;       /**< whether `before_task` is there */
    bool has_before_thread;     /**< whether `before_thread` is there */
    dpm_evidence before_task;   /**< the last WARNING or FATAL of the same task before it */
    dpm_evidence before_thread; /**< the same, of the same thread; equal to before_task where it is that record */
} dpm_crash;

/** How often a code was stated. */
typedef struct dpm_code_count {
    dpm_code code;           /**< the code, with what is known of it */
    uint64_t events;         /**< records that state it */
    const uint32_t *buckets; /**< the same over time, facts.timeline.bucket_count of them; NULL where that was not kept */
} dpm_code_count;

/** Failures of one signature that no rule takes. */
typedef struct dpm_unknown {
    dpm_span signature;      /**< level, source position, and the message with numbers, GUIDs, paths and hosts masked */
    uint64_t count;          /**< how often it came */
    dpm_span source;         /**< file and line of DPM that logged it */
    dpm_span sample;         /**< the message of the first one, at most a few hundred bytes */
    dpm_level level;         /**< the level that the record states */
    dpm_span process;        /**< of the log of the first one */
    dpm_span masked;         /**< the message in `signature` */
    uint32_t code;           /**< HRESULT that the first one states, 0 where there is none */
    const uint32_t *buckets; /**< as of dpm_code_count */
} dpm_unknown;

/** How often a rule took a harmless warning. */
typedef struct dpm_noise_count {
    dpm_span id;             /**< its id */
    dpm_span reason;         /**< why */
    uint64_t records;        /**< records that it took */
    const uint32_t *buckets; /**< as of dpm_code_count */
} dpm_noise_count;

/** Kinds of silence: docs/rules.md, the term `absence`. Of two that fit a task, the earlier in this list says more. */
typedef enum dpm_absence_kind {
    DPM_ABSENCE_KIND_CALL_NOT_LEFT,  /**< a call was entered and never left, and its thread fell silent */
    DPM_ABSENCE_KIND_TASK_SILENT,    /**< a task began, and neither it nor its thread logged again */
    DPM_ABSENCE_KIND_PROCESS_GONE,   /**< the process of a task vanished, or its log breaks off */
    DPM_ABSENCE_KIND_TASK_NOT_ENDED, /**< a task began, and no record of its end exists */
    DPM_ABSENCE_KIND_LOG_SILENT,     /**< a whole log fell silent while a task was open, and went on */
    DPM_ABSENCE_KIND_TASK_PAUSED,    /**< a task fell silent, logged again, and failed */
    DPM_ABSENCE_KINDS
} dpm_absence_kind;
/** "call-not-left", "task-silent" ... Static. */
DPM_API const char *dpm_absence_name(dpm_absence_kind kind);

/** What an override changed, and what it kept out of the report. Nothing is left out without being counted here. */
typedef struct dpm_override {
    dpm_span kind;      /**< "rule", "noise" or "cause" */
    dpm_span id;        /**< its id */
    bool disabled;      /**< whether it is switched off */
    bool class_changed; /**< whether it changed the class */
    dpm_class cls;      /**< the new one, where it was changed */
    int64_t until;      /**< what happened before is suppressed; DPM_NO_TIME: nothing is */
    bool expired;       /**< the logs go on after that */
    uint64_t incidents; /**< of a cause: suppressed, or of a disabled one, that it would have fitted */
    uint64_t records;   /**< of a rule: suppressed */
    dpm_span reason;    /**< why */
    dpm_span file;      /**< the rule file that it is in */
    size_t line;        /**< line in `file`, from 1 */
} dpm_override;

/** A main cause that was looked for and not found. */
typedef struct dpm_checked {
    dpm_span id;   /**< "agent-crash" */
    dpm_span what; /**< "a crash of an agent" */
} dpm_checked;

/** A task that stalled or never finished. */
typedef struct dpm_absence {
    dpm_absence_kind kind; /**< what kind it is */
    dpm_span task;         /**< GUID of the task; may be empty */
    dpm_span host;         /**< the machine, as reports name it; empty: not known */
    dpm_span process;      /**< the process, such as DPMRA; empty: not known */
    dpm_span pid;          /**< process ID, in hex as in the log */
    int64_t from;          /**< when the silence began, ms */
    int64_t until;         /**< when it ended, ms */
    bool forever;          /**< the process never logged again; `until` is its last record */
    dpm_span function;     /**< the call that was not left; empty for other kinds */
    dpm_evidence last;     /**< the last record before the silence */
} dpm_absence;

/** How a process instance (one PID of one log) ended. */
typedef enum dpm_ending {
    DPM_ENDING_OPEN,     /**< still there when the log ends */
    DPM_ENDING_CRASHED,  /**< its last record is CRITICAL */
    DPM_ENDING_NO_TRACE, /**< another PID follows without a shutdown record: native crash, kill, restart or reboot */
    DPM_ENDING_RESTARTED /**< the same, and an event log says that the machine restarted in between */
} dpm_ending;

/** One process instance: a PID of one log. */
typedef struct dpm_instance {
    dpm_span host;     /**< the machine, as reports name it; empty: not known */
    dpm_span process;  /**< the process, such as DPMRA; empty: not known */
    uint32_t pid;      /**< process ID */
    int64_t first;     /**< time of the first record, ms; DPM_NO_TIME: none */
    int64_t last;      /**< time of the last record, ms */
    uint64_t records;  /**< its records */
    dpm_ending ending; /**< how it ended */
} dpm_instance;

/** A silence between two records of one log, of five minutes at least. */
typedef struct dpm_gap {
    dpm_span host;    /**< the machine, as reports name it; empty: not known */
    dpm_span process; /**< the process, such as DPMRA; empty: not known */
    int64_t from;     /**< when it began, ms */
    int64_t to;       /**< when it ended, ms */
} dpm_gap;

/** What a record says of its task: the phases that a bar can show. */
typedef enum dpm_phase {
    DPM_PHASE_STARTED,
    DPM_PHASE_WORKED, /**< it logged something */
    DPM_PHASE_FAILED, /**< a failure that the task may survive */
    DPM_PHASE_FATAL,
    DPM_PHASE_SUCCEEDED
} dpm_phase;

/** How a task ended. */
typedef enum dpm_task_end {
    DPM_TASK_END_FAILED,
    DPM_TASK_END_OPEN,      /**< started; no record of its end exists */
    DPM_TASK_END_RECOVERED, /**< succeeded after failures */
    DPM_TASK_END_SUCCEEDED,
    DPM_TASK_END_UNKNOWN
} dpm_task_end;
/** "failed", "not ended", "recovered", "succeeded" or "unknown". Static. */
DPM_API const char *dpm_task_end_name(dpm_task_end end);

/** When a task was in a phase. */
typedef struct dpm_task_mark {
    int64_t time;    /**< time of the record, ms; DPM_NO_TIME: none */
    dpm_phase phase; /**< what its record says */
} dpm_task_mark;

/** What became of a task. */
typedef struct dpm_task {
    dpm_span id;                /**< its GUID */
    dpm_span host;              /**< the machine, as reports name it; empty: not known */
    dpm_task_end end;           /**< how it ended */
    uint64_t events;            /**< records that rules took */
    uint64_t failures;          /**< of its events: those that are failures */
    dpm_span rule;              /**< that took its worst failure; empty where nothing failed */
    uint32_t code;              /**< of that, 0 where there is none */
    const dpm_task_mark *marks; /**< in order of time; at least one */
    size_t mark_count;          /**< how many `marks` */
    int64_t stall_from;         /**< the longest time without an event; equal where there is none */
    int64_t stall_to;           /**< the longest time without an event; equal where there is none */
} dpm_task;

/** Events over time, by host. */
typedef struct dpm_host_events {
    dpm_span host;                        /**< empty: unknown */
    const uint32_t *buckets[DPM_CLASSES]; /**< NULL: no events of this class */
} dpm_host_events;

/** The span of all records in buckets of equal width. What is "in buckets" is an array of bucket_count counts. */
typedef struct dpm_timeline {
    int64_t first;                        /**< begin of the first bucket; DPM_NO_TIME where no record has a time */
    int64_t width;                        /**< ms */
    size_t bucket_count;                  /**< how many buckets */
    const uint32_t *classes[DPM_CLASSES]; /**< all events; NULL: none of this class */
    const dpm_host_events *const *hosts;  /**< by name; logs without events have theirs too. Events of more hosts than can be kept
                                   * are in `classes` alone */
    size_t host_count;                    /**< how many `hosts` */
    const dpm_gap *const *gaps;           /**< longest first */
    size_t gap_count;                     /**< how many `gaps` */
    const dpm_task *const *tasks;         /**< the most important ones, most important first */
    size_t task_count;                    /**< how many `tasks` */
    uint64_t tasks_seen;                  /**< in all */
} dpm_timeline;

/** The kinds of work that DPM calls jobs. */
typedef enum dpm_job_kind {
    DPM_JOB_UNKNOWN, /**< not said */
    DPM_JOB_SYNCHRONIZATION,
    DPM_JOB_RECOVERY_POINT,
    DPM_JOB_CONSISTENCY_CHECK,
    DPM_JOB_REPLICA_CREATION,
    DPM_JOB_ONLINE, /**< a recovery point in the cloud */
    DPM_JOB_TAPE,
    DPM_JOB_BACKUP, /**< of the online agent */
    DPM_JOB_RECOVERY,
    DPM_JOB_AGENT_INSTALL,
    DPM_JOB_KINDS
} dpm_job_kind;
/** "synchronization", "recovery-point" ...; "" for DPM_JOB_UNKNOWN. Static. */
DPM_API const char *dpm_job_kind_name(dpm_job_kind kind);

/** One failure of one job, or, where more came than are kept singly, some that are alike: same server, signs and hour. Each is
 * given to the one cause that explains it best. */
typedef struct dpm_incident {
    size_t id;                           /**< from 1, in order of time; of this report alone */
    int64_t first;                       /**< its records */
    int64_t last;                        /**< its records */
    dpm_span server;                     /**< where it happened; empty: not known */
    dpm_span peer;                       /**< the other machine: whose log tells of it, or whom the record names; may be empty */
    dpm_span datasource;                 /**< "E:\\Shares"; empty: no record of the task says it */
    dpm_job_kind kind;                   /**< what kind it is */
    dpm_span task;                       /**< GUID or empty */
    uint32_t dpm_id;                     /**< of its most telling record; 0: none */
    uint32_t code;                       /**< of its most telling record; 0: none */
    dpm_span cause;                      /**< id of a cause of the report */
    dpm_class cls;                       /**< of that */
    dpm_strength strength;               /**< with which the cause fits this incident */
    dpm_task_end outcome;                /**< what became of the task */
    uint64_t incidents;                  /**< in this row: 1, or more of a group */
    uint64_t events;                     /**< records that rules took */
    uint64_t attempts;                   /**< turns of a retry loop count */
    const dpm_evidence *const *evidence; /**< first, most telling, last record: 1 to 3, in order of time */
    size_t evidence_count;               /**< how many `evidence` */
} dpm_incident;

/** What is backed up of a machine, as far as the logs name it. */
typedef struct dpm_datasource {
    dpm_span server;      /**< the machine */
    dpm_span name;        /**< its name */
    int64_t last_success; /**< DPM_NO_TIME: none was seen */
    int64_t last_failure; /**< DPM_NO_TIME: none was seen */
    uint64_t successes;   /**< jobs seen to succeed, incidents */
    uint64_t failures;    /**< jobs seen to succeed, incidents */
} dpm_datasource;

/** How a log was read. */
typedef enum dpm_read_status {
    DPM_READ_STATUS_COMPLETE,
    DPM_READ_STATUS_DAMAGED, /**< read to its end, but something in it was not readable */
    DPM_READ_STATUS_PARTIAL  /**< not read to its end */
} dpm_read_status;
/** "complete", "damaged" or "partial". Static. */
DPM_API const char *dpm_read_status_name(dpm_read_status status);

/** What a file is: an entry of a listing, or what a report says was passed over. */
typedef enum dpm_entry_kind {
    DPM_ENTRY_KIND_LOG,         /**< would be analyzed */
    DPM_ENTRY_KIND_ARCHIVE,     /**< its members follow, one deeper */
    DPM_ENTRY_KIND_JOBS,        /**< a job history: it tells for what each task was, and which failed */
    DPM_ENTRY_KIND_OTHER,       /**< would be passed over: neither by its name nor by its beginning anything that is known */
    DPM_ENTRY_KIND_ALERT,       /**< alert text: would be analyzed */
    DPM_ENTRY_KIND_EVENTS,      /**< a Windows event log or an export of one: would be analyzed */
    DPM_ENTRY_KIND_SETUP,       /**< a log of a setup or of an agent's installation: would be analyzed */
    DPM_ENTRY_KIND_SETTINGS,    /**< settings or a state of a machine: would be read for what confirms or refutes a cause */
    DPM_ENTRY_KIND_DUMP,        /**< a memory dump: passed over, as all that follow */
    DPM_ENTRY_KIND_DATABASE,    /**< a database or a backup of one */
    DPM_ENTRY_KIND_TRACE,       /**< a binary trace of Windows, of the network or of counters */
    DPM_ENTRY_KIND_CERTIFICATE, /**< a certificate or a credential */
    DPM_ENTRY_KIND_PROGRAM,     /**< a program, a library or a script */
    DPM_ENTRY_KIND_DOCUMENT,    /**< a document, a spreadsheet or a mail in a form that is not text */
    DPM_ENTRY_KIND_PICTURE      /**< a picture */
} dpm_entry_kind;
/** Values of dpm_entry_kind. */
#define DPM_ENTRY_KINDS (DPM_ENTRY_KIND_PICTURE + 1)
/** "log", "archive", "jobs", "other", "alert", "events" ... Static. */
DPM_API const char *dpm_entry_kind_name(dpm_entry_kind kind);

/** Files that were not read, because they are of a kind that is not, and in which a witness may be. */
typedef struct dpm_passed {
    dpm_entry_kind kind; /**< what they are */
    uint64_t files;      /**< how many */
} dpm_passed;

/** Where the year of a log comes from, which no record says; the least certain last. */
typedef enum dpm_year_basis {
    DPM_YEAR_BASIS_NONE,       /**< no time is known */
    DPM_YEAR_BASIS_RECORD,     /**< its records state it */
    DPM_YEAR_BASIS_OPTION,     /**< it was given */
    DPM_YEAR_BASIS_CRASH_NAME, /**< the name of a .Crash file */
    DPM_YEAR_BASIS_EVENT_LOG,  /**< the event logs of the same machine */
    DPM_YEAR_BASIS_MTIME,      /**< the time of the file */
    DPM_YEAR_BASIS_CLOCK       /**< guessed from the clock */
} dpm_year_basis;
/** "", "option", "crash-name", "mtime", "clock". Static. */
DPM_API const char *dpm_year_basis_name(dpm_year_basis basis);

/** One log that was read. */
typedef struct dpm_source_info {
    dpm_span path;               /**< file, members of archives as bundle.tar!inner.zip!member */
    dpm_span host;               /**< the machine, as reports name it; empty: not known */
    dpm_span process;            /**< the process, such as DPMRA; empty: not known */
    dpm_span encoding;           /**< "utf-16le", "utf-8" ...; of event logs "evtx", "event-xml", "event-csv" ... */
    uint64_t bytes;              /**< bytes of the log, unpacked */
    uint64_t records;            /**< records that were read */
    uint64_t duplicate_records;  /**< records that were also in another log; counted once */
    uint64_t continuation_lines; /**< lines that continue a record */
    uint64_t unparsed_lines;     /**< lines that could not be read as part of a record */
    int64_t first;               /**< time of the first record, ms; DPM_NO_TIME: none */
    int64_t last;                /**< time of the last record, ms */
    dpm_year_basis year_basis;   /**< where its year comes from */
    dpm_read_status status;      /**< how it was read */
    dpm_span reason;             /**< empty when complete and without remark */
} dpm_source_info;

/** An input that was not read, or not whole. */
typedef struct dpm_skipped {
    dpm_span path;   /**< file, members of archives as bundle.tar!inner.zip!member */
    dpm_span reason; /**< why */
} dpm_skipped;

/** How the failures of one cause on one server have changed, by their number. */
typedef enum dpm_change {
    DPM_CHANGE_NEW,
    DPM_CHANGE_WORSE,
    DPM_CHANGE_UNCHANGED,
    DPM_CHANGE_BETTER,
    DPM_CHANGE_GONE,
    DPM_CHANGES
} dpm_change;
/** "new", "worse" ... Static. */
DPM_API const char *dpm_change_name(dpm_change change);

/** One cause on one server, before and now. */
typedef struct dpm_change_row {
    dpm_span server;   /**< empty: not known */
    dpm_span cause;    /**< its id */
    dpm_change change; /**< what became of it */
    uint64_t before;   /**< failures in the baseline */
    uint64_t after;    /**< failures now */
} dpm_change_row;

/** What a report was compared with, and what came of it: dpm_report_compare in diff.h. */
typedef struct dpm_comparison {
    dpm_span name;                     /**< what the baseline is called; empty: the report was compared with nothing */
    int64_t first;                     /**< time of the baseline's first record, ms; DPM_NO_TIME: none */
    int64_t last;                      /**< time of its last record, ms */
    bool complete;                     /**< whether everything was read for it */
    uint64_t incidents;                /**< failures in it */
    const dpm_change_row *const *rows; /**< new and worse ones first */
    size_t row_count;                  /**< how many `rows` */
} dpm_comparison;

/** All of a report. */
typedef struct dpm_report_data {
    dpm_span rules_hash;       /**< hash of the rules in force, as of dpm_rules_hash */
    int64_t first;             /**< time of the first record, ms; DPM_NO_TIME: none */
    int64_t last;              /**< time of the last record, ms */
    dpm_year_basis year_basis; /**< of the least certain source */

    bool complete;                         /**< every log was read: "clean" may be said only then */
    bool interrupted;                      /**< whether the run was stopped */
    uint64_t bytes;                        /**< bytes of the logs, as decoded */
    uint64_t records;                      /**< records that were read */
    uint64_t continuation_lines;           /**< lines that continue a record */
    uint64_t unparsed_lines;               /**< lines that could not be read as part of a record */
    uint64_t duplicate_records;            /**< records that were also in another log; counted once */
    const dpm_source_info *const *sources; /**< logs that were read */
    size_t source_count;                   /**< how many `sources` */
    const dpm_skipped *const *skipped;     /**< inputs that were not read, or not whole */
    size_t skipped_count;                  /**< how many `skipped` */
    const dpm_passed *const *passed;       /**< files of kinds that are not read; nothing was asked of them: `complete` stands */
    size_t passed_count;                   /**< how many `passed` */
    const dpm_span *remarks;               /**< limits that were reached: what else was not seen */
    size_t remark_count;                   /**< how many `remarks` */

    uint64_t levels[DPM_LEVELS];  /**< records of each level */
    uint64_t untaken[DPM_LEVELS]; /**< of these: WARNING, FATAL and CRITICAL records that no rule took, not even as noise */
    bool too_little;              /**< few records, all NORMAL, and no task ended: too little for a verdict */
    uint64_t events[DPM_CLASSES]; /**< events of each class */
    uint64_t incidents;           /**< failures: one for each task that failed */
    uint64_t noise_records;       /**< records that such rules took */
    uint64_t outside_records;     /**< before or after the time that was asked for; counted nowhere else */
    uint64_t tasks_succeeded;     /**< tasks seen to succeed */

    const dpm_cause *const *causes;       /**< best first */
    size_t cause_count;                   /**< how many `causes` */
    const dpm_crash *const *crashes;      /**< in order of time */
    size_t crash_count;                   /**< how many `crashes` */
    const dpm_instance *const *instances; /**< process instances */
    size_t instance_count;                /**< how many `instances` */
    const dpm_code_count *const *codes;   /**< most events first */
    size_t code_count;                    /**< how many `codes` */
    const dpm_unknown *const *unknown;    /**< most frequent first */
    size_t unknown_count;                 /**< how many `unknown` */
    const dpm_noise_count *const *noise;  /**< harmless warnings, by rule */
    size_t noise_count;                   /**< how many `noise` */
    const dpm_absence *const *absences;   /**< in order of time */
    size_t absence_count;                 /**< how many `absences` */
    const dpm_checked *const *not_found;  /**< main causes that were looked for; none where nothing could be read */
    size_t not_found_count;               /**< how many `not_found` */
    bool no_engine_log;                   /**< no log of a DPM server was read */
    bool no_agent_log;                    /**< no log of an agent was read */
    const dpm_span *unheard_hosts;        /**< hosts on which something failed and of which no log was read; by name */
    size_t unheard_count;                 /**< how many `unheard_hosts` */
    const dpm_override *const *overrides; /**< changes to the rules in force */
    size_t override_count;                /**< how many `overrides` */
    uint64_t suppressed_incidents;        /**< of all incidents */
    dpm_timeline timeline;                /**< events, silences and tasks over time */
    /** in order of time; suppressed ones, and those beyond what is kept, are not in it */
    const dpm_incident *const *incident_list;
    size_t incident_list_count;               /**< how many `incident_list` */
    const dpm_datasource *const *datasources; /**< by server and name */
    size_t datasource_count;                  /**< how many `datasources` */
    dpm_comparison baseline;                  /**< with what it was compared, if with anything */
} dpm_report_data;

/** The result of a session. Immutable: threads may share it. */
typedef struct dpm_report dpm_report;

/** What the report says. It lives as long as the report. */
DPM_API const dpm_report_data *dpm_report_get_data(const dpm_report *report);

/** NULL is allowed. */
DPM_API void dpm_report_free(dpm_report *report);

/** How a report is written. Zero means the default. */
typedef struct dpm_write_options {
    size_t top;            /**< causes to print in text; 0: 10. JSON holds them all */
    bool color;            /**< ANSI colours in text */
    bool verbose;          /**< terms of each score, process instances, every source */
    int32_t zone_minutes;  /**< offset of the printed times from UTC; text and HTML */
    unsigned width;        /**< columns of the terminal; 0: 100 */
    bool brief;            /**< text: the first screen alone, at most 24 lines of 80 columns */
    int32_t local_minutes; /**< offset of this machine's time from UTC; the first screen says where times are in another zone */
} dpm_write_options;

/** Write the report for people. `options` may be NULL. Escapes control characters of log text. */
DPM_API dpm_status dpm_report_write_text(const dpm_report *report, const dpm_write_options *options, dpm_write_fn write,
                                         void *context, dpm_error *err);

/** Write the report as one JSON object of schema dpmlog.report/1 (docs/report.schema.json). */
DPM_API dpm_status dpm_report_write_json(const dpm_report *report, const dpm_write_options *options, dpm_write_fn write,
                                         void *context, dpm_error *err);

/** Write a rule file with a draft of a rule for a signature that no rule explains: it loads with dpm_rules_load, takes the
 *  sample, and waits for its title, class and cause. DPM_EIO where `write` ended it. */
DPM_API dpm_status dpm_unknown_write_rule(const dpm_unknown *unknown, dpm_write_fn write, void *context);

/** Write the table of causes as CSV (RFC 4180). A field that a spreadsheet would run as a formula begins with '. */
DPM_API dpm_status dpm_report_write_csv(const dpm_report *report, const dpm_write_options *options, dpm_write_fn write,
                                        void *context, dpm_error *err);

/** Write the first sentence alone, without a line end: "SQL01: the agent crashed at 02:40 and 04:41; 4 jobs failed." Safe for a
 *  terminal. Of `options` (NULL is allowed, as below) zone_minutes counts. */
DPM_API dpm_status dpm_report_write_headline(const dpm_report *report, const dpm_write_options *options, dpm_write_fn write,
                                             void *context, dpm_error *err);

/** Write the report as Markdown, for tickets, chats and wikis. */
DPM_API dpm_status dpm_report_write_markdown(const dpm_report *report, const dpm_write_options *options, dpm_write_fn write,
                                             void *context, dpm_error *err);

/** Write the report as HTML that mail programs show: inline styles, no script, nothing that is loaded. */
DPM_API dpm_status dpm_report_write_mail(const dpm_report *report, const dpm_write_options *options, dpm_write_fn write,
                                         void *context, dpm_error *err);

/** Write metrics in the text format of Prometheus, for its textfile collector: failed jobs by server and cause, the last success
 *  of each data source in seconds since 1970, and what was read. */
DPM_API dpm_status dpm_report_write_prometheus(const dpm_report *report, const dpm_write_options *options, dpm_write_fn write,
                                               void *context, dpm_error *err);

/** Write the report as SARIF 2.1.0: a rule for each cause, a result for each incident. */
DPM_API dpm_status dpm_report_write_sarif(const dpm_report *report, const dpm_write_options *options, dpm_write_fn write,
                                          void *context, dpm_error *err);

/** Write the report as one HTML page that needs nothing else: no network, no other file, scripts only for comfort. */
DPM_API dpm_status dpm_report_write_html(const dpm_report *report, const dpm_write_options *options, dpm_write_fn write,
                                         void *context, dpm_error *err);

#ifdef __cplusplus
}
#endif

#endif
