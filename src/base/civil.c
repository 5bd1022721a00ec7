/* The proleptic Gregorian calendar in UTC. */
#include "base/civil.h"

#include <stdio.h>
#include <string.h>

bool civil_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/* Days since 1970-01-01. Years begin in March, so that the leap day is the last of its year; eras are 400 years. */
static int64_t days_from_civil(int year, int month, int day)
{
    const int y = month <= 2 ? year - 1 : year;
    const int era = (y >= 0 ? y : y - 399) / 400;
    const int year_of_era = y - era * 400;
    const int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    const int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return (int64_t)era * 146097 + day_of_era - 719468;
}

int64_t civil_to_ms(civil c)
{
    return days_from_civil(c.year, c.month, c.day) * MS_DAY + (int64_t)c.hour * MS_HOUR + (int64_t)c.minute * MS_MINUTE +
           (int64_t)c.second * MS_SECOND + c.ms;
}

civil civil_from_ms(int64_t ms)
{
    int64_t days = ms / MS_DAY;
    int64_t rest = ms % MS_DAY;
    if (rest < 0) {
        rest += MS_DAY;
        days--;
    }
    const int64_t z = days + 719468;
    const int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    const int64_t day_of_era = z - era * 146097;
    const int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    const int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const int64_t mp = (5 * day_of_year + 2) / 153;
    const int month = (int)(mp < 10 ? mp + 3 : mp - 9);
    return (civil){
        .year = (int)(year_of_era + era * 400 + (month <= 2)),
        .month = month,
        .day = (int)(day_of_year - (153 * mp + 2) / 5 + 1),
        .hour = (int)(rest / MS_HOUR),
        .minute = (int)(rest / MS_MINUTE % 60),
        .second = (int)(rest / MS_SECOND % 60),
        .ms = (int)(rest % MS_SECOND),
    };
}

/* `value` in a fixed number of digits, and what follows them. */
static char *put_digits(char *at, int value, int digits, char after)
{
    for (int digit = digits; digit-- > 0; value /= 10) {
        at[digit] = (char)('0' + value % 10);
    }
    at[digits] = after;
    return at + digits + 1;
}

void civil_iso(int64_t ms, char out[CIVIL_TEXT + 1])
{
    const civil c = civil_from_ms(ms);
    const int year = c.year < 0 ? 0 : c.year > 9999 ? 9999 : c.year;
    char *at = put_digits(out, year, 4, '-');
    at = put_digits(at, c.month, 2, '-');
    at = put_digits(at, c.day, 2, 'T');
    at = put_digits(at, c.hour, 2, ':');
    at = put_digits(at, c.minute, 2, ':');
    at = put_digits(at, c.second, 2, '.');
    *put_digits(at, c.ms, 3, 'Z') = '\0';
}

/* The number in so many digits; anything else gives a text that is not the same again. */
static int digits(const char *at, size_t count)
{
    int value = 0;
    for (size_t i = 0; i < count; i++) {
        value = 10 * value + (at[i] - '0');
    }
    return value;
}

/* What is written again must be the same: so no form but ours passes, and no date that does not exist. */
bool civil_from_iso(dpm_span text, int64_t *ms)
{
    char again[CIVIL_TEXT + 1];
    if (text.len != CIVIL_TEXT) {
        return false;
    }
    const char *const at = text.ptr;
    const civil c = {digits(at, 4),      digits(at + 5, 2),  digits(at + 8, 2), digits(at + 11, 2),
                     digits(at + 14, 2), digits(at + 17, 2), digits(at + 20, 3)};
    if (c.month < 1 || c.month > 12) {
        return false;
    }
    *ms = civil_to_ms(c);
    civil_iso(*ms, again);
    return memcmp(text.ptr, again, CIVIL_TEXT) == 0;
}
