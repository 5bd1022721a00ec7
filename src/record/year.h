/* The year that no record states. Times are followed forward from a first guess; a jump back of more than half a year is a New
 * Year, a shorter one is a clock that was set back, or one log after another in one file. When the source ends it is known by
 * how many years the guess was wrong. One per source. */
#ifndef DPM_RECORD_YEAR_H
#define DPM_RECORD_YEAR_H

#include "record/batch.h"

typedef struct year_walk {
    int year;       /* assumed for the current record */
    uint64_t last;  /* stamp of the latest record; UINT64_MAX before the first */
    int wraps;      /* New Years seen */
    int leap_wraps; /* value of `wraps` when a 02/29 was seen; -1: none was */
} year_walk;

void year_begin(year_walk *walk, int first_year);
/* Fill batch->time from batch->stamp. Records without a time take the time of the record before. */
void year_apply(year_walk *walk, record_batch *batch);
/* Years to add to every time of the source (mostly 0), so that the last record is in `anchor_year` or, where 02/29
 * forbids that, in the nearest year before it that fits. */
int year_shift(const year_walk *walk, int anchor_year);
/* `ms` moved by whole years: same month and day. */
int64_t year_move(int64_t ms, int years);

/* The stamp of a record in a year. */
int64_t stamp_to_ms(uint64_t stamp, int year);

/* A stamp in the n-th year of a log. */
typedef struct year_stamp {
    int year; /* 0: that of its first record */
    uint64_t stamp;
} year_stamp;

/* The earliest and the latest of stamps that are added in the order of the log. Zeroed, it is ready. */
typedef struct year_range {
    year_stamp first, end;
    bool any;
    int wraps;
    uint64_t last;
} year_range;
void year_range_add(year_range *r, uint64_t stamp);

/* New Years between the first and the last of some stamps taken in order from a log: what a quick look at a file
 * samples. */
int year_count_wraps(const uint64_t *stamps, size_t count);

#endif
