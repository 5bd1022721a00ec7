/* Every bound of what is read, kept and listed, so that memory does not grow with the input. Comments have the form "what is
 * bounded (unit): what happens when there is more"; tools/limits.py makes the table in ARCHITECTURE.md of them. Sizes of
 * buffers, of fields of a format and of columns on a screen are no bounds in this sense: they stay where they are used. */
#ifndef DPM_BASE_LIMITS_H
#define DPM_BASE_LIMITS_H

#include <stdint.h>

/* ---- finding logs ---- */

enum {
    WALK_DEPTH_MAX = 64,           /* folders in folders: skipped, exit code 4 */
    NESTING_DEFAULT = 4,           /* archives in archives, unless `--max-depth` says otherwise: skipped, exit code 4 */
    NESTING_MAX = 64,              /* the largest `--max-depth`: taken for it */
    MEMBERS_LISTED_MAX = 131072,   /* members listed of an archive: skipped, exit code 4 */
    MEMBERS_RUN_DEFAULT = 4 << 20, /* members listed in a run, unless `--max-members` says otherwise: skipped, exit code 4 */
    MEMBER_LOGS_MAX = 65536,       /* logs out of archives, in a run: skipped, exit code 4 */
    ARCHIVES_ENTERED_MAX = 4096,   /* archives in one that was named: skipped, exit code 4 */
    SKIPPED_NAMED_MAX = 64,        /* members of an archive that are named as skipped: the rest is one count */
    PROGRAM_SEARCH_MAX = 2 << 20,  /* start of a program that is searched for an archive after its code (bytes): not found */
    SOURCE_REMARKS_MAX = 64,       /* things said of inputs that were read all the same: the rest is one count */
    VOLUMES_MAX = 999,             /* parts of a split archive: skipped, exit code 4 */
    PREFIXES_MAX = 1024,           /* names in front of the lines of one file: other lines are not read, a remark says so */
    HISTORY_JOBS_MAX = 65536,      /* tasks of job histories: counted in a remark */
    STAMPS_MAX = 64 << 10          /* stamps of one log that its quick look keeps: later ones are not looked at */
};

/* ---- unpacking ---- */

static const uint64_t EXPAND_DEFAULT = UINT64_C(64) << 30; /* unpacked in a run (bytes), unless `--max-expand` says otherwise: the
                                                            * archive or log ends there, exit code 4 */
enum {
    METER_RATIO_DEFAULT = 1100,      /* bytes unpacked for one on the disk (`--max-ratio`): the log ends there, exit code 4 */
    METER_FREE = 64 << 20,           /* unpacked in a run that is exempt from that ratio (bytes): the ratio counts */
    METER_MEMORY_DEFAULT = 64 << 20, /* dictionary of an xz or 7z (bytes), see `--max-memory`: the log ends there, exit code 4 */
    BLOB_MEMORY_MAX = 16 << 20,      /* one unpacked archive in memory (bytes): it goes to an unlinked temporary file */
    CACHE_MEMORY_MAX = 48 << 20,     /* all unpacked archives in memory (bytes): they go to unlinked temporary files */
    CACHE_FILES_MAX = 24,        /* files held open for archives: the one not asked for longest is closed, and unpacked again if
                                  * need be */
    READAHEAD_SOURCES_MAX = 3,   /* logs unpacked ahead beside the one that is read: opened when their turn comes */
    READAHEAD_PIECE = 256 << 10, /* piece unpacked ahead (bytes): the next piece */
    READAHEAD_PIECES_MAX = 16    /* pieces unpacked ahead of each log: nothing more is made before some was read */
};

/* ---- summaries ---- */

enum {
    SUMMARY_SOURCE_MAX = 8 << 20, /* records of one log in a summary (bytes): later ones are counted, a remark says so */
    SUMMARY_ROW_MAX = 4 << 20,    /* a line of a summary (bytes): the summary ends there, exit code 4 */
    FLEET_SUMMARIES_MAX = 262144, /* summaries of a fleet: refused; merge some into one first */
    FLEET_CAUSES_MAX = 8,         /* causes that the table of a fleet keeps of a site: the report of the site has them */
    FLEET_ROWS_MAX = 65536        /* servers and causes of a fleet that are compared and listed: the rest is one count */
};

/* ---- records ---- */

enum {
    RECORD_CAP = 1 << 20,                    /* text of one record (bytes): cut, counted, exit code 4 */
    BLOCK_CAP = 2 * RECORD_CAP + (64 << 10), /* decoded text of one block (bytes): the next block */
    COPIES_MAX = 1 << 21                     /* records compared for copies, of one host and process: counted in a remark */
};

/* ---- comparing ---- */

enum {
    BASELINE_JSON_MAX = 32 << 20, /* a report in JSON that is compared with (bytes): refused */
    BASELINE_ROWS_MAX = 65536     /* incidents of such a report: refused */
};

/* ---- the page ---- */

enum {
    NEIGHBOURS_MAX = 512,          /* records that are shown with the lines around them: without them */
    NEIGHBOUR_BYTES_MAX = 96 << 10 /* lines around records, in all (bytes): records without them */
};

/* ---- event logs and other witnesses ---- */

enum {
    WITNESS_TEXT_MAX = 16 << 20, /* lines made of one witness (bytes): counted, exit code 4 */
    WITNESS_ALL_MAX = 64 << 20,  /* and of all in a run (bytes): counted, exit code 4 */
    EVENT_DATA_MAX = 32,         /* values of one event: not looked at */
    FEED_MAX = 2 << 20           /* one record of an export (bytes): passed over */
};

/* ---- rules ---- */

enum {
    RULE_FILE_CAP = 8 << 20,  /* a rule file (bytes): a load error */
    YAML_DEPTH_MAX = 16,      /* lists and mappings inside each other in a rule file: a load error */
    YAML_KEYS_MAX = 64,       /* keys of one mapping: a load error */
    YAML_NODE_MAX = 1 << 18,  /* nodes of one rule file: a load error */
    RULE_MAX = 1024,          /* rules: a load error */
    CAUSE_MAX = 256,          /* causes: a load error */
    FACT_MAX = 512,           /* facts that causes ask for: a load error */
    CLOCK_MAX = 32,           /* facts in sequences: a load error */
    RULE_TABLE_MAX = 16,      /* tables of codes: a load error */
    MATCH_STEPS_MAX = 20000,  /* backtracking steps of a pattern from one starting point: no match, counted in a remark */
    MATCH_DEPTH_MAX = 2000,   /* backtracking depth of a pattern: no match, counted in a remark */
    MATCH_HEAP_MAX = 1024,    /* heap of a pattern (KiB): no match, counted in a remark */
    PATTERN_WINDOW = 8 << 10, /* part of a message that a pattern sees at once (bytes): the next part, half as far on */
    PATTERN_WINDOWS_MAX = 16  /* such parts of one message: the rest is not matched, counted in a remark, exit code 4 */
};

/* ---- correlation ---- */

enum {
    STREAM_MAX = 8192,        /* streams, pairs of host and process: an error */
    HOST_MAX = 65536,         /* names of hosts and processes: further ones have no name */
    INSTANCE_MAX = 8192,      /* process instances: the oldest is forgotten */
    TASK_MAX = 24576,         /* tasks remembered: one that was not used lately is forgotten */
    THREAD_MAX = 4096,        /* threads remembered: one that was not used lately is forgotten */
    SUCCESS_MAX = 16384,      /* successes of tasks remembered: one that was not used lately is forgotten */
    INCIDENT_MAX = 4096,      /* incidents held singly: one that was not used lately is folded into a group of its like */
    GROUP_MAX = 2048,         /* groups of incidents: counted in a remark */
    INCIDENT_HOST_MAX = 4,    /* hosts that one incident names: left out */
    COMPANION_MAX = 4096,     /* facts that are no failures (one an hour of a process): the oldest gives way */
    CRASH_MAX = 256,          /* crashes listed: counted in a remark */
    RESTART_MAX = 4096,       /* restarts of machines: counted in a remark */
    CODE_COUNT_MAX = 4096,    /* distinct codes: one not seen lately gives way, counted in a remark */
    UNKNOWN_MAX = 2048,       /* distinct unknown signatures: one not seen lately gives way, counted in a remark */
    CALL_THREAD_MAX = 2048,   /* threads inside calls: one that was not used lately is forgotten */
    CALL_FUNCTION_MAX = 2048, /* functions whose calls are counted: one that was not used lately is forgotten */
    CALL_DEPTH_MAX = 6,       /* calls inside each other that are kept: counted */
    PHASE_TASK_MAX = 4096,    /* tasks with phases: one not seen lately makes room */
    PHASE_SHELF_MAX = 128,    /* tasks with phases that made room for others: the least important is forgotten */
    TASK_MARK_MAX = 16,       /* marks of one task: thinned out, so that the longest stalls stay */
    JOB_TASK_MAX = 8192,      /* tasks whose job is remembered: one that was not used lately is forgotten */
    JOB_SOURCE_MAX = 8192,    /* names of data sources: further ones are not named */
    JOB_PLACE_MAX = 4096,     /* data sources of machines: one that was not used lately is forgotten */
    LOG_GAP_MAX = 8,          /* silences of one log: the shortest gives way */
    BUCKET_MAX = 600,         /* buckets of time: they grow wider */
    HOST_ROW_MAX = 512,       /* rows over time by class and host: events go to the row of their class */
    CODE_ROW_MAX = 256,       /* rows over time by code: not drawn */
    UNKNOWN_ROW_MAX = 192,    /* rows over time by signature: not drawn */
    NOISE_ROW_MAX = 64        /* rows over time by noise rule: not drawn */
};

/* ---- the report ---- */

enum {
    EVIDENCE_MAX = 5,                    /* records of evidence of a cause: the first, the last and the most telling stay */
    COUNTER_MAX = 8,                     /* sentences against a cause in a merged report: left out */
    HOST_LISTED_MAX = 256,               /* hosts of a cause, and hosts without a log: left out */
    ABSENCE_MAX = 256,                   /* jobs listed that never finished: the later ones are left out */
    GAP_MAX = 256,                       /* silences listed: the shorter ones are left out */
    TASK_LISTED_MAX = 100,               /* tasks drawn over time: the less important ones are left out */
    UNKNOWN_LISTED_MAX = 50,             /* signatures of unexplained failures listed: the rarer ones are left out */
    INCIDENT_PAGE_MAX = 5000,            /* rows of incidents in a page: the worst; `dpmlog incidents` and files list more */
    JUDGED_MIN = 100,                    /* fewer records, all NORMAL and without the end of a task: no verdict is given */
    STATED_KIND_MAX = 128,               /* kinds of stated failures that are distinguished: the rest counts as stating nothing */
    OTHER_HOSTS_MAX = 32,                /* hosts named where none of those that were asked for is there: left out */
    CLOCK_PAIRS_MAX = 64,                /* engines and agents whose clocks are compared: others are not */
    REMARK_MAX = 16 + SOURCE_REMARKS_MAX /* remarks of a run: there are fewer kinds */
};

/* ---- events, histories, redaction ---- */

enum {
    HISTORY_RECORD_MAX = 100000, /* records of `task`: counted in its head */
    HISTORY_TEXT_CAP = 64 << 20, /* text of the records of `task` (bytes): counted in its head */
    HISTORY_MESSAGE_CAP = 2048,  /* a message in `task` (bytes): cut */
    HISTORY_TASK_MAX = 256,      /* tasks that fit the beginning of an ID: not listed */
    HISTORY_CODE_MAX = 4,        /* codes of one record of `task`: left out */
    HISTORY_WORD_MAX = 65536,    /* hosts, processes and files named in `task`: without a name */
    HISTORY_CALL_MAX = 256,      /* calls of a task that are open at one time: counted */
    HISTORY_PHASE_MAX = 64,      /* phases of a task: left out */
    DEDUP_EVENTS_MAX = 1 << 18,  /* events that `follow` knows again, at least: older ones are forgotten */
    OPEN_LOGS_MAX = 200,         /* logs that `follow` holds open: the one idle for longest is closed */
    FOLLOW_WORD_MAX = 131072,    /* names of logs, hosts and processes in `follow`: an error */
    FOLLOW_DEPTH_MAX = 16,       /* folders in folders that `follow` looks into: not followed */
    SECRET_MAX = 1 << 20         /* names kept in a map of `--redact`: further pseudonyms are made, but not kept */
};

#endif
