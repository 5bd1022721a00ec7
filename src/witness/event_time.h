/* Times as Windows and its tools write them. */
#ifndef DPM_WITNESS_EVENT_TIME_H
#define DPM_WITNESS_EVENT_TIME_H

#include "dpmlog/span.h"

#include <stdbool.h>
#include <stdint.h>

/* "2017-07-12T17:16:28.214161600Z", also with a blank instead of the T and without fractions; DPM_NO_TIME where it is none, or of
 * a year that no log has. */
int64_t event_time_iso(dpm_span text);

/* A date in the format of a country, which no single one tells: 03/04/2021. Numbers between marks in a fixed order. */
typedef enum date_order { DATE_UNKNOWN, DATE_YMD, DATE_MDY, DATE_DMY } date_order;

/* What is certain of the order after seeing the date of one more line; DATE_UNKNOWN: nothing yet. */
typedef struct date_guess {
    bool not_mdy, not_dmy, seen_ymd;
    bool dotted;                  /* 14.10.2021: no country that writes so puts the month first */
    int last[3];                  /* numbers of the date before */
    uint64_t first_up, second_up; /* how often the one number grew while the other stood: days do */
} date_guess;
/* Learn from the first date in a line. */
void date_guess_add_any(date_guess *g, dpm_span line);
date_order date_guess_order(const date_guess *g);
/* "day.month.year", for people. */
const char *date_order_name(date_order order);

/* "14.10.2021 17:30:51", "10/14/2021 5:30:51 PM", "2021-10-14 17:30:51,123": the time as it is written, taken as UTC.
 * DPM_NO_TIME where it is none. `*used`: bytes of `text` that it takes; may be NULL. */
int64_t event_time_local(dpm_span text, date_order order, size_t *used);

#endif
