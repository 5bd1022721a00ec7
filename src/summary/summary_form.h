/* What a summary holds. A summary is what is known of logs before anything is judged, as lines of text:
 *
 *     dpmlog.summary/2  version  hash of the rules  site
 *     S  ...                                    a source begins: a log, with what its path and a look at it tell
 *     R  line  offset  year  time  record       each record of it that a rule took, or that a crash may look back to
 *     #  what  key  count                       what was counted of its other records
 *     B  what  key  host  width  begin  counts  the same by time
 *     I  pid  first  last  records  critical    its processes
 *     G  from  to                               its longest silences
 *     C  pid  tid  time                         when a thread spoke last, where that is later than its last record here
 *     E  rows  checksum                         the source ends: all rows from S on count, or none
 *     J  X  P  M  F                             tasks of job histories; skipped paths; files passed over; remarks; how it ended
 *     Z  rows  checksum                         of these
 *
 * Whoever reads it takes each source as if it were the log: scans and classifies the records again, by its own rules, and adds
 * what was counted. So there is one correlation and one judge, and a report of summaries is the report of the logs, however
 * these were cut into summaries. Sources of several summaries are put in the order in which logs are read (sources_order). */
#ifndef DPM_SUMMARY_SUMMARY_FORM_H
#define DPM_SUMMARY_SUMMARY_FORM_H

#include "base/text.h"
#include "summary/summary_row.h"

#define SUMMARY_NAME "dpmlog.summary/"
enum { SUMMARY_VERSION = 2 };

/* A source as its row tells it: what is here of `source`, and how the log was read. */
typedef struct section {
    dpm_span path, only, host, process, format, remark, encoding, reason;
    int64_t inside;                  /* offset in the path of what is in an archive; -1: nothing */
    int64_t kind, alert, crash_copy; /* source_kind; booleans */
    int64_t crash_time, mtime, mtime_local;
    int64_t size, torn, lent, wraps, year, year_basis;
    int64_t probed, end_known;
    uint64_t first_stamp, last_stamp;
    int64_t range_any, range_first_year, range_end_year;
    uint64_t range_first, range_end;
    int64_t layout, status; /* record_layout, dpm_read_status */
    int64_t overlaps;       /* it was compared with copies of its records */
    uint64_t bytes, records, duplicates, continuation, unparsed, outside, dropped;
    int64_t first, last; /* times of its records; first > last: none has a time */
    int64_t track_any, track_anywhere, track_first, track_last;
    uint64_t disk_size, head, tail; /* fingerprint of the file, where a state can know it again; else 0 */
} section;

typedef struct row_ending {
    uint64_t rows, checksum;
} row_ending;

typedef struct row_counted {
    dpm_span what, key;
    uint64_t count;
} row_counted;

typedef struct row_buckets {
    dpm_span what, key, host;
    int64_t width, begin;
    dpm_span counts; /* with a blank between two */
} row_buckets;

typedef struct row_process {
    uint64_t pid;
    int64_t first, last;
    uint64_t records, critical;
} row_process;

typedef struct row_silence {
    int64_t from, to;
} row_silence;

typedef struct row_clock {
    uint64_t pid, tid;
    int64_t time;
} row_clock;

typedef struct row_job {
    dpm_span task, server, source;
} row_job;

typedef struct row_skipped {
    dpm_span path, reason;
} row_skipped;

typedef struct row_passed {
    uint64_t kind, count;
} row_passed;

typedef struct row_remark {
    dpm_span text;
} row_remark;

typedef struct row_finish {
    uint64_t interrupted, barren, not_judged;
} row_finish;

extern const row_form form_section, form_ending, form_counted, form_buckets, form_process, form_silence, form_clock, form_job,
    form_skipped, form_passed, form_remark, form_finish, form_finished;

/* No count is larger: so they add up over all sources that a run can hold. */
#define SUMMARY_COUNT_MAX (UINT64_C(1) << 47)

/* What is counted, as rows call it. */
#define COUNTED_LEVEL "level"
#define COUNTED_UNTAKEN "untaken"
#define COUNTED_CLASS "class"
#define COUNTED_CODE "code"
#define COUNTED_NOISE "noise"
#define COUNTED_ENTERED "entered" /* calls of a function, by its name */
#define COUNTED_LEFT "left"

#endif
