/* Which members of which struct the rows of a summary hold. */
#include "summary/summary_form.h"

#include <stddef.h>

#define TEXT(type, member)                                                                                                       \
    {                                                                                                                            \
        ROW_TEXT, offsetof(type, member)                                                                                         \
    }
#define INT(type, member)                                                                                                        \
    {                                                                                                                            \
        ROW_INT, offsetof(type, member)                                                                                          \
    }
#define COUNT(type, member)                                                                                                      \
    {                                                                                                                            \
        ROW_COUNT, offsetof(type, member)                                                                                        \
    }
#define FORM(name, letter, fields) const row_form name = {letter, sizeof(fields) / sizeof *(fields), (fields)}

static const row_field of_section[] = {
    TEXT(section, path),
    INT(section, inside),
    TEXT(section, only),
    TEXT(section, host),
    TEXT(section, process),
    INT(section, kind),
    INT(section, alert),
    INT(section, crash_copy),
    TEXT(section, format),
    TEXT(section, remark),
    INT(section, torn),
    INT(section, size),
    INT(section, crash_time),
    INT(section, mtime),
    INT(section, mtime_local),
    INT(section, lent),
    INT(section, year),
    INT(section, wraps),
    INT(section, year_basis),
    INT(section, probed),
    INT(section, end_known),
    COUNT(section, first_stamp),
    COUNT(section, last_stamp),
    INT(section, range_any),
    INT(section, range_first_year),
    COUNT(section, range_first),
    INT(section, range_end_year),
    COUNT(section, range_end),
    TEXT(section, encoding),
    INT(section, layout),
    INT(section, status),
    TEXT(section, reason),
    INT(section, overlaps),
    COUNT(section, bytes),
    COUNT(section, records),
    COUNT(section, duplicates),
    COUNT(section, continuation),
    COUNT(section, unparsed),
    COUNT(section, outside),
    COUNT(section, dropped),
    INT(section, first),
    INT(section, last),
    INT(section, track_any),
    INT(section, track_anywhere),
    INT(section, track_first),
    INT(section, track_last),
    COUNT(section, disk_size),
    COUNT(section, head),
    COUNT(section, tail),
};
FORM(form_section, 'S', of_section);

static const row_field of_ending[] = {COUNT(row_ending, rows), COUNT(row_ending, checksum)};
FORM(form_ending, 'E', of_ending);
FORM(form_finished, 'Z', of_ending);

static const row_field of_counted[] = {TEXT(row_counted, what), TEXT(row_counted, key), COUNT(row_counted, count)};
FORM(form_counted, '#', of_counted);

static const row_field of_buckets[] = {TEXT(row_buckets, what), TEXT(row_buckets, key),  TEXT(row_buckets, host),
                                       INT(row_buckets, width), INT(row_buckets, begin), TEXT(row_buckets, counts)};
FORM(form_buckets, 'B', of_buckets);

static const row_field of_process[] = {COUNT(row_process, pid), INT(row_process, first), INT(row_process, last),
                                       COUNT(row_process, records), COUNT(row_process, critical)};
FORM(form_process, 'I', of_process);

static const row_field of_silence[] = {INT(row_silence, from), INT(row_silence, to)};
FORM(form_silence, 'G', of_silence);

static const row_field of_clock[] = {COUNT(row_clock, pid), COUNT(row_clock, tid), INT(row_clock, time)};
FORM(form_clock, 'C', of_clock);

static const row_field of_job[] = {TEXT(row_job, task), TEXT(row_job, server), TEXT(row_job, source)};
FORM(form_job, 'J', of_job);

static const row_field of_skipped[] = {TEXT(row_skipped, path), TEXT(row_skipped, reason)};
FORM(form_skipped, 'X', of_skipped);

static const row_field of_passed[] = {COUNT(row_passed, kind), COUNT(row_passed, count)};
FORM(form_passed, 'P', of_passed);

static const row_field of_remark[] = {TEXT(row_remark, text)};
FORM(form_remark, 'M', of_remark);

static const row_field of_finish[] = {COUNT(row_finish, interrupted), COUNT(row_finish, barren), COUNT(row_finish, not_judged)};
FORM(form_finish, 'F', of_finish);
