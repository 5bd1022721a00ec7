/* The fixed prefix of a record and the words in it. Used by the scanner, by the quick look at a file, and by tests. */
#ifndef DPM_RECORD_FIELDS_H
#define DPM_RECORD_FIELDS_H

#include "base/text.h"
#include "dpmlog/report.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct prefix {
    uint32_t pid, tid;
    uint64_t stamp; /* see record_batch.stamp */
    uint32_t len;   /* bytes up to and with the TAB after the time */
    uint32_t skip;  /* of them, the byte order mark in front */
    bool no_time;   /* there is none that exists */
} prefix;

/* The line begins with PID, TID, date and time as errlog lines do. 4 to 8 hex digits; the month, day and time must exist. */
bool prefix_parse(dpm_span line, prefix *out);
/* The same for lines that begin otherwise: with a byte order mark, as a writer puts it where it goes on with a log; with a date
 * or a time that does not exist, if what follows has a source and a level, for such a line continues no record. */
bool prefix_parse_odd(dpm_span line, prefix *out);
/* Without a byte order mark in front. */
dpm_span line_without_mark(dpm_span line);
/* "MM/DD" and "HH:MM:SS.mmm" to a stamp. */
bool stamp_parse(dpm_span date, dpm_span time, uint64_t *out);
/* A level word, exact case. */
bool level_parse(dpm_span word, dpm_level *out);

#endif
