/* Numbers, sizes, times and codes as a report words them. The same in every locale. */
#ifndef DPM_MODEL_FORMAT_H
#define DPM_MODEL_FORMAT_H

#include "base/civil.h"
#include "dpmlog/report.h"

#include <stdbool.h>
#include <stdint.h>

enum { FORMAT_BYTES = 64 };

/* In which form times are printed. */
typedef struct clock_form {
    int32_t zone_minutes;
    bool years; /* 2016-06-01 instead of 06/01, which is how the logs print it */
} clock_form;

typedef enum clock_detail { CLOCK_MINUTES, CLOCK_SECONDS, CLOCK_MILLISECONDS } clock_detail;

/* One decimal: "8.5". */
void format_tenths(double value, char out[FORMAT_BYTES]);
/* "1,234,567" */
void format_count(uint64_t count, char out[FORMAT_BYTES]);
/* "612 bytes", "1.2 GB": powers of 1000. */
void format_size(uint64_t bytes, char out[FORMAT_BYTES]);
/* "393 ms", "50.3 s", "12 min 3 s", "3 h 12 min", "5 d 3 h" */
void format_duration(int64_t ms, char out[FORMAT_BYTES]);
/* "2016-06-01", in UTC */
void format_date(int64_t ms, char out[FORMAT_BYTES]);
/* "UTC", "UTC+02:00" */
void format_zone(int32_t minutes, char out[FORMAT_BYTES]);
/* "06/01 20:55:45.690"; "no time" for DPM_NO_TIME. */
void format_time(clock_form form, clock_detail detail, int64_t ms, char out[FORMAT_BYTES]);
/* "11/05 13:02 - 15:40"; empty where there is no time. */
void format_range(clock_form form, clock_detail detail, int64_t first, int64_t last, char out[FORMAT_BYTES]);
/* "0x800706BA", "ID 308" */
void format_code(const dpm_code *code, char out[FORMAT_BYTES]);

#endif
