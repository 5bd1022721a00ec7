/* The values that options take, read from their text. */
#include "cli/values.h"

#include "cli/platform.h"

#include <ctype.h>
#include <limits.h>
#include <string.h>

/* Digits at `*at`, at least `least` and at most `most` of them; `*at` moves after them. */
static bool digits(const char **at, size_t least, size_t most, int64_t *out)
{
    size_t count = 0;
    *out = 0;
    while (count < most && isdigit((unsigned char)**at)) {
        *out = *out * 10 + (**at - '0');
        (*at)++;
        count++;
    }
    return count >= least;
}

bool value_unsigned(const char *text, unsigned least, unsigned most, unsigned *out)
{
    int64_t value = 0;
    if (!digits(&text, 1, 10, &value) || *text || value < (int64_t)least || value > (int64_t)most) {
        return false;
    }
    *out = (unsigned)value;
    return true;
}

bool value_size(const char *text, uint64_t *out)
{
    static const char units[] = "KMGT";
    int64_t value = 0;
    if (!digits(&text, 1, 6, &value) || value == 0) {
        return false;
    }
    uint64_t size = (uint64_t)value;
    const char *const unit = *text ? strchr(units, toupper((unsigned char)*text)) : NULL;
    if (unit) {
        size <<= 10 * (unit - units + 1);
        text++;
    }
    if (*text == 'B' || *text == 'b') {
        text++;
    }
    *out = size;
    return *text == '\0';
}

bool value_seconds(const char *text, unsigned *out)
{
    static const char units[] = "smhd";
    static const unsigned seconds[] = {1, 60, 3600, 86400};
    int64_t value = 0;
    if (!digits(&text, 1, 5, &value) || value == 0) {
        return false;
    }
    const char *const unit = *text ? strchr(units, tolower((unsigned char)*text)) : NULL;
    const uint64_t all = (uint64_t)value * (unit ? seconds[unit - units] : 1);
    *out = (unsigned)all;
    return all <= UINT_MAX && text[unit != NULL] == '\0';
}

bool value_same_word(const char *a, const char *b)
{
    for (; *a && *b; a++, b++) {
        if (tolower((unsigned char)*a) != tolower((unsigned char)*b)) {
            return false;
        }
    }
    return *a == *b;
}

/* +02:00, +0200, +2 */
static bool offset(const char *text, int32_t *minutes)
{
    const int32_t sign = *text == '-' ? -1 : 1;
    int64_t hours = 0, rest = 0;
    if (*text != '+' && *text != '-') {
        return false;
    }
    text++;
    if (!digits(&text, 1, 2, &hours)) {
        return false;
    }
    const bool colon = *text == ':';
    text += colon;
    if ((colon || *text) && !digits(&text, 2, 2, &rest)) {
        return false;
    }
    *minutes = sign * (int32_t)(hours * 60 + rest);
    return *text == '\0' && hours <= 14 && rest < 60;
}

bool value_zone(const char *text, cli_zone *out)
{
    *out = (cli_zone){0};
    if (value_same_word(text, "utc") || value_same_word(text, "z") || value_same_word(text, "gmt")) {
        return true;
    }
    if (value_same_word(text, "local")) {
        out->local = true;
        return true;
    }
    return offset(text, &out->minutes);
}

int32_t zone_minutes_at(cli_zone zone, int64_t ms)
{
    return zone.local ? platform_local_minutes(ms) : zone.minutes;
}

/* -24h: so long before now */
static bool relative(const char *text, int64_t now, int64_t *out)
{
    static const struct {
        char unit;
        int64_t ms;
    } units[] = {{'s', 1000}, {'m', 60000}, {'h', 3600000}, {'d', 86400000}, {'w', 604800000}};
    int64_t value = 0;
    text++;
    if (!digits(&text, 1, 6, &value) || !*text || text[1]) {
        return false;
    }
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (units[i].unit == *text) {
            *out = now - value * units[i].ms;
            return true;
        }
    }
    return false;
}

typedef struct stamp {
    int64_t year, month, day, hour, minute, second, ms;
} stamp;

static bool leap(int64_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static bool valid_date(const stamp *s)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return s->year >= 1970 && s->month >= 1 && s->month <= 12 && s->day >= 1 &&
           s->day <= days[s->month - 1] + (s->month == 2 && leap(s->year));
}

/* POSIX, base definitions 4.16 */
static int64_t stamp_ms(const stamp *s)
{
    static const int before[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
    const int64_t y = s->year - 1900;
    const int64_t day = before[s->month - 1] + (s->month > 2 && leap(s->year)) + s->day - 1;
    const int64_t days = day + (y - 70) * 365 + (y - 69) / 4 - (y - 1) / 100 + (y + 299) / 400;
    return (((days * 24 + s->hour) * 60 + s->minute) * 60 + s->second) * 1000 + s->ms;
}

static bool fraction(const char **at, int64_t *ms)
{
    const char *const from = *at;
    if (!digits(at, 1, 3, ms)) {
        return false;
    }
    for (int64_t missing = 3 - (*at - from); missing > 0; missing--) {
        *ms *= 10;
    }
    while (isdigit((unsigned char)**at)) {
        (*at)++; /* finer than a millisecond */
    }
    return true;
}

static bool wall_clock(const char **at, stamp *s)
{
    if (!digits(at, 2, 2, &s->hour) || *(*at)++ != ':' || !digits(at, 2, 2, &s->minute)) {
        return false;
    }
    if (**at == ':') {
        (*at)++;
        if (!digits(at, 2, 2, &s->second)) {
            return false;
        }
        if (**at == '.') {
            (*at)++;
            if (!fraction(at, &s->ms)) {
                return false;
            }
        }
    }
    return s->hour < 24 && s->minute < 60 && s->second < 61;
}

bool value_time(const char *text, cli_zone zone, int64_t now, int64_t *out)
{
    if (*text == '-') {
        return relative(text, now, out);
    }
    stamp s = {0};
    const char *at = text;
    if (!digits(&at, 4, 4, &s.year) || *at++ != '-' || !digits(&at, 2, 2, &s.month) || *at++ != '-' ||
        !digits(&at, 2, 2, &s.day) || !valid_date(&s)) {
        return false;
    }
    cli_zone stated = zone;
    if (*at == 'T' || *at == 't' || *at == ' ') {
        at++;
        if (!wall_clock(&at, &s) || (*at && !value_zone(at, &stated))) {
            return false;
        }
    } else if (*at) {
        return false;
    }
    const int64_t wall = stamp_ms(&s);
    *out = wall - (int64_t)zone_minutes_at(stated, wall) * 60000;
    return true;
}
