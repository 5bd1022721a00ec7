/* The year that no record states: stamps of a log followed forward over its New Years.
 *
 *   12/31 23:59:59.9  01/01 00:00:00.1  12/31 23:59:59.8  01/01 00:00:00.3
 *         year              year+1       year (a thread        year+1
 *                     back 365 days:     that was late)
 *                     a New Year
 */
#include "record/year.h"

#include "base/civil.h"

#include <assert.h>
#include <stddef.h>

/* Days of the stamps' calendar, in milliseconds. */
static const uint64_t jitter = MS_DAY;               /* threads that are late over New Year */
static const uint64_t turn = (uint64_t)366 * MS_DAY; /* a whole year */
static const uint64_t half =
    (uint64_t)183 * MS_DAY; /* what steps back by less is a clock that was set, or a log behind another */
static const uint64_t february29 = (uint64_t)59 * MS_DAY, march01 = (uint64_t)60 * MS_DAY;

typedef enum step { STEP_ON, STEP_NEW_YEAR, STEP_LATE } step;

/* What leads from one stamp to the next. STEP_LATE: it belongs to the year before, a New Year was just counted. */
static step step_between(uint64_t last, uint64_t stamp)
{
    if (stamp < last) {
        return last - stamp > half ? STEP_NEW_YEAR : STEP_ON;
    }
    return stamp - last >= turn - jitter ? STEP_LATE : STEP_ON;
}

/* The two things to know of a year when many stamps are turned into times. */
typedef struct year_start {
    int64_t ms;
    bool leap;
} year_start;

static year_start start_of(int year)
{
    return (year_start){civil_to_ms((civil){.year = year, .month = 1, .day = 1}), civil_leap(year)};
}

/* Common years lack day 59, so that the later days move up, and 02/29 falls together with 03/01. */
static int64_t time_in(year_start start, uint64_t stamp)
{
    assert(stamp < turn);
    return start.ms + (int64_t)stamp - (!start.leap && stamp >= march01 ? MS_DAY : 0);
}

int64_t stamp_to_ms(uint64_t stamp, int year)
{
    return time_in(start_of(year), stamp);
}

int64_t year_move(int64_t ms, int years)
{
    if (ms == DPM_NO_TIME) {
        return ms;
    }
    civil c = civil_from_ms(ms);
    c.year += years;
    return civil_to_ms(c);
}

void year_begin(year_walk *walk, int first_year)
{
    *walk = (year_walk){.year = first_year, .last = UINT64_MAX, .leap_wraps = -1};
}

void year_apply(year_walk *walk, record_batch *batch)
{
    assert(batch->count <= BATCH_RECORDS);
    year_start start = start_of(walk->year);
    for (uint32_t i = 0; i < batch->count; i++) {
        const uint64_t stamp = batch->stamp[i];
        if (batch->flags[i] & RECORD_NO_TIME) {
            batch->time[i] = walk->last == UINT64_MAX ? DPM_NO_TIME : time_in(start, walk->last);
            continue;
        }
        const step s = walk->last == UINT64_MAX ? STEP_ON : step_between(walk->last, stamp);
        if (s == STEP_LATE) {
            batch->time[i] = stamp_to_ms(stamp, walk->year - 1);
            continue;
        }
        if (s == STEP_NEW_YEAR) {
            walk->year++;
            walk->wraps++;
            start = start_of(walk->year);
        }
        if (stamp >= february29 && stamp < march01) {
            walk->leap_wraps = walk->wraps;
        }
        walk->last = stamp;
        batch->time[i] = time_in(start, stamp);
    }
}

int year_shift(const year_walk *walk, int anchor_year)
{
    assert(walk->leap_wraps <= walk->wraps);
    int shift = anchor_year - walk->year;
    if (walk->leap_wraps >= 0) {
        const int leap_year = walk->year - (walk->wraps - walk->leap_wraps);
        while (!civil_leap(leap_year + shift)) { /* at most seven times, over 1900 */
            shift--;
        }
    }
    return shift;
}

void year_range_add(year_range *r, uint64_t stamp)
{
    const step s = r->any ? step_between(r->last, stamp) : STEP_ON;
    const int year = r->wraps + (s == STEP_NEW_YEAR ? 1 : s == STEP_LATE ? -1 : 0);
    if (!r->any || year < r->first.year || (year == r->first.year && stamp < r->first.stamp)) {
        r->first = (year_stamp){year, stamp};
    }
    if (!r->any || year > r->end.year || (year == r->end.year && stamp > r->end.stamp)) {
        r->end = (year_stamp){year, stamp};
    }
    if (s != STEP_LATE) {
        r->wraps = year;
        r->last = stamp;
    }
    r->any = true;
}

int year_count_wraps(const uint64_t *stamps, size_t count)
{
    assert(stamps || count == 0);
    int wraps = 0;
    uint64_t last = count ? stamps[0] : 0;
    for (size_t i = 1; i < count; i++) {
        const step s = step_between(last, stamps[i]);
        wraps += s == STEP_NEW_YEAR;
        last = s == STEP_LATE ? last : stamps[i];
    }
    return wraps;
}
