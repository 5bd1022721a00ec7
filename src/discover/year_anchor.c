/* The year in which a log ends, which no record says: from what is known around it, the best first. */
#include "base/civil.h"
#include "discover/source.h"
#include "record/year.h"

enum { FIRST_DPM_YEAR = 2005 }; /* an older file time is that of an archive tool which had none */

/* The latest year in which `stamp` is not more than a day after `anchor`. */
static int year_before(uint64_t stamp, int64_t anchor)
{
    const int year = civil_from_ms(anchor + MS_DAY).year;
    return stamp != UINT64_MAX && stamp_to_ms(stamp, year) > anchor + MS_DAY ? year - 1 : year;
}

static int best_year(const source *s, int option_year, int64_t now, uint64_t stamp, dpm_year_basis *basis)
{
    if (option_year != 0) {
        *basis = DPM_YEAR_BASIS_OPTION;
        return option_year;
    }
    if (s->crash_time != DPM_NO_TIME) { /* the copy of the log before the current one ends earlier than the crash */
        *basis = DPM_YEAR_BASIS_CRASH_NAME;
        return year_before(stamp, s->crash_time);
    }
    if (s->mtime != DPM_NO_TIME && civil_from_ms(s->mtime).year >= FIRST_DPM_YEAR) {
        *basis = DPM_YEAR_BASIS_MTIME;
        return year_before(stamp, s->mtime);
    }
    *basis = DPM_YEAR_BASIS_CLOCK;
    return year_before(stamp, now);
}

int source_anchor_year(const source *s, int option_year, int64_t now, uint64_t last_stamp, dpm_year_basis *basis)
{
    int year = best_year(s, option_year, now, last_stamp, basis);
    const bool leap_day = last_stamp != UINT64_MAX && last_stamp / MS_DAY == LEAP_DAY;
    while (leap_day && !civil_leap(year)) {
        year--;
    }
    return year;
}
