/* How numbers, sizes and times are worded. */
#include "model/format.h"

#include <criterion/criterion.h>
#include <math.h>

Test(report_phrase, tenths)
{
    static const struct {
        double value;
        const char *want;
    } rows[] = {
        {0, "0.0"},           {8.5, "8.5"},
        {8.44, "8.4"},        {8.46, "8.5"},
        {-0.04, "0.0"},       {-0.75, "-0.8"},
        {99.95, "100.0"},     {1e300, "1000000000000000.0"},
        {(double)NAN, "0.0"}, {(double)-INFINITY, "-1000000000000000.0"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[FORMAT_BYTES];
        format_tenths(rows[i].value, text);
        cr_expect_str_eq(text, rows[i].want, "row %zu: %s", i, text);
    }
}

Test(report_phrase, counts_and_sizes)
{
    static const struct {
        uint64_t value;
        const char *count, *size;
    } rows[] = {
        {0, "0", "0 bytes"},
        {1, "1", "1 byte"},
        {999, "999", "999 bytes"},
        {1000, "1,000", "1.0 kB"},
        {123456, "123,456", "123.4 kB"},
        {999999, "999,999", "999.9 kB"},
        {1234567, "1,234,567", "1.2 MB"},
        {UINT64_C(34000000000), "34,000,000,000", "34.0 GB"},
        {UINT64_MAX, "18,446,744,073,709,551,615", "18.4 EB"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char count[FORMAT_BYTES], size[FORMAT_BYTES];
        format_count(rows[i].value, count);
        format_size(rows[i].value, size);
        cr_expect_str_eq(count, rows[i].count, "row %zu: %s", i, count);
        cr_expect_str_eq(size, rows[i].size, "row %zu: %s", i, size);
    }
}

Test(report_phrase, durations)
{
    static const struct {
        int64_t ms;
        const char *want;
    } rows[] = {
        {-5, "0 ms"},
        {393, "393 ms"},
        {50297, "50.3 s"},
        {723000, "12 min 3 s"},
        {3600000, "1 h 0 min"},
        {INT64_C(47) * 3600000, "47 h 0 min"},
        {INT64_C(123) * 3600000, "5 d 3 h"},
        {INT64_MAX, "106751991167 d 7 h"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[FORMAT_BYTES];
        format_duration(rows[i].ms, text);
        cr_expect_str_eq(text, rows[i].want, "row %zu: %s", i, text);
    }
}

Test(report_phrase, times)
{
    static const int64_t a = INT64_C(1464814495393), b = INT64_C(1464814545690), next_day = INT64_C(1464825600000);
    static const struct {
        clock_form form;
        clock_detail detail;
        int64_t first, last;
        const char *time, *range;
    } rows[] = {
        {{0, false}, CLOCK_MILLISECONDS, a, b, "06/01 20:54:55.393", "06/01 20:54:55.393 - 20:55:45.690"},
        {{0, false}, CLOCK_MINUTES, a, a + 1000, "06/01 20:54", "06/01 20:54"},
        {{0, true}, CLOCK_SECONDS, a, next_day, "2016-06-01 20:54:55", "2016-06-01 20:54:55 - 2016-06-02 00:00:00"},
        {{120, false}, CLOCK_MINUTES, a, next_day, "06/01 22:54", "06/01 22:54 - 06/02 02:00"},
        {{-330, false}, CLOCK_MINUTES, a, next_day, "06/01 15:24", "06/01 15:24 - 18:30"},
        {{0, false}, CLOCK_MINUTES, DPM_NO_TIME, a, "no time", ""},
        {{0, false}, CLOCK_MINUTES, a, DPM_NO_TIME, "06/01 20:54", ""},
        {{840, true}, CLOCK_MILLISECONDS, INT64_MAX, INT64_MAX, "9999-12-31 23:59:59.999", "9999-12-31 23:59:59.999"},
        {{-840, true}, CLOCK_MILLISECONDS, INT64_MIN + 1, INT64_MIN + 1, "0000-01-01 00:00:00.000", "0000-01-01 00:00:00.000"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char time[FORMAT_BYTES], range[FORMAT_BYTES];
        format_time(rows[i].form, rows[i].detail, rows[i].first, time);
        format_range(rows[i].form, rows[i].detail, rows[i].first, rows[i].last, range);
        cr_expect_str_eq(time, rows[i].time, "row %zu: %s", i, time);
        cr_expect_str_eq(range, rows[i].range, "row %zu: %s", i, range);
    }
}

Test(report_phrase, zones_codes_and_gaps)
{
    static const struct {
        int32_t minutes;
        const char *want;
    } zones[] = {{0, "UTC"}, {120, "UTC+02:00"}, {-330, "UTC-05:30"}, {840, "UTC+14:00"}};
    char text[FORMAT_BYTES];
    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++) {
        format_zone(zones[i].minutes, text);
        cr_expect_str_eq(text, zones[i].want, "zone %zu: %s", i, text);
    }
    format_code(&(dpm_code){.kind = DPM_CODE_KIND_HRESULT, .value = 0x800706BA}, text);
    cr_expect_str_eq(text, "0x800706BA");
    format_code(&(dpm_code){.kind = DPM_CODE_KIND_DPM_ID, .value = 308}, text);
    cr_expect_str_eq(text, "ID 308");
    cr_expect_eq(time_between(1000, 51297), 50297);
    cr_expect_eq(time_between(2000, 1000), 0);
    cr_expect_eq(time_between(DPM_NO_TIME, 1000), 0);
    cr_expect_eq(time_between(1000, DPM_NO_TIME), 0);
    cr_expect_eq(time_between(INT64_MIN + 1, INT64_MAX), 0);
}
