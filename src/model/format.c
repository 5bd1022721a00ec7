/* Numbers, sizes, times and codes as a report words them. */
#include "model/format.h"

#include "base/civil.h"
#include "base/text.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

void format_tenths(double value, char out[FORMAT_BYTES])
{
    const double limit = 1e15;
    const double bounded = value > limit ? limit : value < -limit ? -limit : value == value ? value : 0;
    const double size = bounded < 0 ? -bounded : bounded;
    const int64_t tenths = (int64_t)(size * 10 + 0.5);
    snprintf(out, FORMAT_BYTES, "%s%" PRId64 ".%d", bounded < 0 && tenths ? "-" : "", tenths / 10, (int)(tenths % 10));
}

void format_count(uint64_t count, char out[FORMAT_BYTES])
{
    char digits[24];
    const size_t len = (size_t)snprintf(digits, sizeof digits, "%" PRIu64, count);
    size_t at = 0;
    for (size_t i = 0; i < len; i++) {
        if (i && (len - i) % 3 == 0) {
            out[at++] = ',';
        }
        out[at++] = digits[i];
    }
    out[at] = '\0';
}

void format_size(uint64_t bytes, char out[FORMAT_BYTES])
{
    static const char *const units[] = {"kB", "MB", "GB", "TB", "PB", "EB"};
    if (bytes < 1000) {
        snprintf(out, FORMAT_BYTES, "%u %s", (unsigned)bytes, plural((unsigned)bytes, "byte", "bytes"));
        return;
    }
    uint64_t unit = 1000;
    size_t index = 0;
    while (index + 1 < sizeof units / sizeof *units && bytes / unit >= 1000) {
        unit *= 1000;
        index++;
    }
    const uint64_t tenths = bytes / (unit / 10);
    snprintf(out, FORMAT_BYTES, "%" PRIu64 ".%u %s", tenths / 10, (unsigned)(tenths % 10), units[index]);
}

void format_duration(int64_t ms, char out[FORMAT_BYTES])
{
    static const struct {
        int64_t below, big, small;
        const char *big_name, *small_name;
    } forms[] = {
        {MS_HOUR, MS_MINUTE, MS_SECOND, "min", "s"},
        {2 * (int64_t)MS_DAY, MS_HOUR, MS_MINUTE, "h", "min"},
        {INT64_MAX, MS_DAY, MS_HOUR, "d", "h"},
    };
    if (ms < MS_SECOND) {
        snprintf(out, FORMAT_BYTES, "%d ms", ms < 0 ? 0 : (int)ms);
        return;
    }
    if (ms < MS_MINUTE) {
        const int tenths = (int)((ms + 50) / 100);
        snprintf(out, FORMAT_BYTES, "%d.%d s", tenths / 10, tenths % 10);
        return;
    }
    size_t i = 0;
    while (ms >= forms[i].below && i + 1 < sizeof forms / sizeof *forms) {
        i++;
    }
    snprintf(out, FORMAT_BYTES, "%" PRId64 " %s %d %s", ms / forms[i].big, forms[i].big_name,
             (int)(ms % forms[i].big / forms[i].small), forms[i].small_name);
}

void format_zone(int32_t minutes, char out[FORMAT_BYTES])
{
    const unsigned size = minutes < 0 ? 0u - (unsigned)minutes : (unsigned)minutes;
    if (size == 0) {
        snprintf(out, FORMAT_BYTES, "UTC");
    } else {
        snprintf(out, FORMAT_BYTES, "UTC%c%02u:%02u", minutes < 0 ? '-' : '+', size / 60, size % 60);
    }
}

/* The time on the wall of the zone, kept within the years 0 to 9999. */
static civil wall_time(clock_form form, int64_t ms)
{
    const int64_t last = INT64_C(253402300799999), first = INT64_C(-62167219200000);
    const int64_t bounded = ms > last ? last : ms < first ? first : ms;
    const int64_t local = bounded + (int64_t)form.zone_minutes * MS_MINUTE;
    return civil_from_ms(local > last ? last : local < first ? first : local);
}

static void put_date(clock_form form, civil c, char out[FORMAT_BYTES])
{
    if (form.years) {
        snprintf(out, FORMAT_BYTES, "%04d-%02d-%02d", c.year, c.month, c.day);
    } else {
        snprintf(out, FORMAT_BYTES, "%02d/%02d", c.month, c.day);
    }
}

static void put_clock(clock_detail detail, civil c, char out[FORMAT_BYTES])
{
    const int len = snprintf(out, FORMAT_BYTES, "%02d:%02d", c.hour, c.minute);
    if (detail == CLOCK_SECONDS) {
        snprintf(out + len, FORMAT_BYTES - (size_t)len, ":%02d", c.second);
    } else if (detail == CLOCK_MILLISECONDS) {
        snprintf(out + len, FORMAT_BYTES - (size_t)len, ":%02d.%03d", c.second, c.ms);
    }
}

/* `a`, a separator, `b`. */
static void join(const char *a, const char *separator, const char *b, char out[FORMAT_BYTES])
{
    snprintf(out, FORMAT_BYTES, "%.24s%s%.32s", a, separator, b);
}

void format_time(clock_form form, clock_detail detail, int64_t ms, char out[FORMAT_BYTES])
{
    if (ms == DPM_NO_TIME) {
        snprintf(out, FORMAT_BYTES, "no time");
        return;
    }
    char date[FORMAT_BYTES], clock[FORMAT_BYTES];
    const civil c = wall_time(form, ms);
    put_date(form, c, date);
    put_clock(detail, c, clock);
    join(date, " ", clock, out);
}

void format_date(int64_t ms, char out[FORMAT_BYTES])
{
    char text[CIVIL_TEXT + 1];
    civil_iso(ms, text);
    snprintf(out, FORMAT_BYTES, "%.10s", text);
}

void format_range(clock_form form, clock_detail detail, int64_t first, int64_t last, char out[FORMAT_BYTES])
{
    if (first == DPM_NO_TIME || last == DPM_NO_TIME) {
        out[0] = '\0';
        return;
    }
    char from[FORMAT_BYTES], to[FORMAT_BYTES];
    format_time(form, detail, first, from);
    format_time(form, detail, last, to);
    const civil a = wall_time(form, first), b = wall_time(form, last);
    if (strcmp(from, to) == 0) {
        snprintf(out, FORMAT_BYTES, "%s", from);
    } else if (a.year == b.year && a.month == b.month && a.day == b.day) {
        join(from, " - ", strchr(to, ' ') + 1, out);
    } else {
        join(from, " - ", to, out);
    }
}

void format_code(const dpm_code *code, char out[FORMAT_BYTES])
{
    snprintf(out, FORMAT_BYTES, code->kind == DPM_CODE_KIND_DPM_ID ? "ID %" PRIu32 : "0x%08" PRIX32, code->value);
}
