/* The proleptic Gregorian calendar in UTC. Times are milliseconds since 1970-01-01T00:00:00Z. No zone database, no libc time. */
#ifndef DPM_BASE_CIVIL_H
#define DPM_BASE_CIVIL_H

#include "dpmlog/report.h" /* DPM_NO_TIME */

#include <stdbool.h>
#include <stdint.h>

enum { MS_SECOND = 1000, MS_MINUTE = 60000, MS_HOUR = 3600000, MS_DAY = 86400000 };
enum { LEAP_DAY = 59 }; /* 02/29, in days from 01/01 */

typedef struct civil {
    int year, month, day, hour, minute, second, ms;
} civil;

/* From one time to another; 0 where one of them is not known (DPM_NO_TIME), so that what has no time is beside everything. */
static inline int64_t time_elapsed(int64_t from, int64_t to)
{
    return from == DPM_NO_TIME || to == DPM_NO_TIME ? 0 : to - from;
}

/* The same for what is shown: not below 0, and 0 for times of a doctored summary that are too far apart. */
static inline int64_t time_between(int64_t from, int64_t to)
{
    return to < from || (from < 0 && to > INT64_MAX + from) ? 0 : time_elapsed(from, to);
}

bool civil_leap(int year);
/* The date must exist; 02/29 of a common year gives 03/01. */
int64_t civil_to_ms(civil c);
civil civil_from_ms(int64_t ms);
/* "2016-06-01T20:55:45.690Z", with a NUL. Years outside 0 to 9999 are clamped. */
enum { CIVIL_TEXT = 24 };
void civil_iso(int64_t ms, char out[CIVIL_TEXT + 1]);
/* That text read back. False where it is anything else. */
bool civil_from_iso(dpm_span text, int64_t *ms);

#endif
