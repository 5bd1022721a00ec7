#include "witness/event_time.h"

#include "base/civil.h"
#include "base/number.h"
#include "base/text.h"

enum { YEAR_FIRST = 1990, YEAR_LAST = 2199 };

static bool exists(const civil *c)
{
    static const int days[] = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return c->year >= YEAR_FIRST && c->year <= YEAR_LAST && c->month >= 1 && c->month <= 12 && c->day >= 1 &&
           c->day <= days[c->month] + (c->month == 2 && civil_leap(c->year)) && c->hour < 24 && c->minute < 60 && c->second < 60;
}

/* Blanks of every kind: also the narrow and the no-break ones that newer Windows puts before AM and PM. */
static size_t blank_len(dpm_span s)
{
    static const dpm_span wide[] = {SPAN_INIT("\xC2\xA0"), SPAN_INIT("\xE2\x80\xAF"), SPAN_INIT("\xE2\x80\x8E"),
                                    SPAN_INIT("\xE2\x80\x8F")};
    if (s.len && (s.ptr[0] == ' ' || s.ptr[0] == '\t')) {
        return 1;
    }
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++) {
        if (span_starts(s, wide[i])) {
            return wide[i].len;
        }
    }
    return 0;
}

static void skip_blanks(dpm_span *s)
{
    for (size_t len = blank_len(*s); len; len = blank_len(*s)) {
        *s = span_from(*s, len);
    }
}

static bool take_number(dpm_span *s, size_t most, int *out)
{
    uint64_t value = 0;
    const size_t len = number_decimal(span_head(*s, most), &value);
    if (len == 0) {
        return false;
    }
    *out = (int)value;
    *s = span_from(*s, len);
    return true;
}

/* The mark that is there; 0: another byte is, or none. */
static char take_mark(dpm_span *s, const char *marks)
{
    const char c = s->len ? s->ptr[0] : '\0';
    if (c == '\0' || !strchr(marks, c)) {
        return '\0';
    }
    *s = span_from(*s, 1);
    return c;
}

/* Three numbers with the same mark between; a point may be followed by a blank, as in "14. 10. 2021". */
static bool take_date(dpm_span *s, int out[3], bool *dotted)
{
    skip_blanks(s);
    if (!take_number(s, 4, &out[0])) {
        return false;
    }
    const char mark = take_mark(s, "./-");
    if (!mark) {
        return false;
    }
    skip_blanks(s);
    if (!take_number(s, 2, &out[1]) || take_mark(s, "./-") != mark) {
        return false;
    }
    skip_blanks(s);
    *dotted = mark == '.';
    return take_number(s, 4, &out[2]);
}

static int full_year(int year)
{
    return year >= 100 ? year : year >= 90 ? year + 1900 : year + 2000;
}

/* "17:30:51", "17.30.51", "5:30:51 PM", with fractions. */
static bool take_time(dpm_span *s, civil *c)
{
    skip_blanks(s);
    if (!take_number(s, 2, &c->hour) || !take_mark(s, ":.h") || !take_number(s, 2, &c->minute)) {
        return false;
    }
    dpm_span after = *s;
    if (take_mark(&after, ":.") && take_number(&after, 2, &c->second)) {
        *s = after;
        if (take_mark(&after, ".,") && after.len && ascii_digit(after.ptr[0])) {
            int fraction = 0, scale = 100;
            for (; after.len && ascii_digit(after.ptr[0]); after = span_from(after, 1), scale /= 10) {
                fraction += scale * (after.ptr[0] - '0');
            }
            c->ms = fraction;
            *s = after;
        }
    }
    after = *s;
    skip_blanks(&after);
    const bool late = span_istarts(after, SPAN("PM")) || span_istarts(after, SPAN("p.m."));
    const bool early = span_istarts(after, SPAN("AM")) || span_istarts(after, SPAN("a.m."));
    if (late || early) {
        c->hour = c->hour % 12 + (late ? 12 : 0);
        *s = span_from(after, after.len > 1 && after.ptr[1] == '.' ? 4 : 2);
    }
    return true;
}

int64_t event_time_iso(dpm_span text)
{
    int date[3];
    bool dotted;
    civil c = {0};
    if (!take_date(&text, date, &dotted)) {
        return DPM_NO_TIME;
    }
    if (text.len && text.ptr[0] == 'T') {
        text = span_from(text, 1);
    }
    c.year = date[0];
    c.month = date[1];
    c.day = date[2];
    return take_time(&text, &c) && exists(&c) ? civil_to_ms(c) : DPM_NO_TIME;
}

/* --- the order of a date --- */

static void date_guess_add(date_guess *g, dpm_span text)
{
    int n[3];
    bool dotted;
    if (!take_date(&text, n, &dotted)) {
        return;
    }
    if (n[0] > 31) {
        g->seen_ymd = true;
        return;
    }
    g->dotted |= dotted;
    g->not_mdy |= n[0] > 12;
    g->not_dmy |= n[1] > 12;
    if (g->last[0]) {
        g->first_up += n[0] != g->last[0] && n[1] == g->last[1];
        g->second_up += n[1] != g->last[1] && n[0] == g->last[0];
    }
    memcpy(g->last, n, sizeof n);
}

/* Not a version, and not a part of an address. */
static bool is_date(dpm_span text)
{
    int n[3];
    bool dotted;
    if (!take_date(&text, n, &dotted)) {
        return false;
    }
    const int year = n[0] > 31 ? n[0] : n[2];
    return year >= YEAR_FIRST && year <= YEAR_LAST && (text.len == 0 || (text.ptr[0] != '.' && !ascii_digit(text.ptr[0])));
}

void date_guess_add_any(date_guess *g, dpm_span line)
{
    for (size_t i = 0; i < line.len; i++) {
        const bool begins = ascii_digit(line.ptr[i]) && (i == 0 || (!ascii_digit(line.ptr[i - 1]) && line.ptr[i - 1] != '.'));
        if (begins && is_date(span_from(line, i))) {
            date_guess_add(g, span_from(line, i));
            return;
        }
    }
}

/* Where no date decides, the number that moves while the other stands is the day; where none moves, a point means the day comes
 * first. */
date_order date_guess_order(const date_guess *g)
{
    if (g->seen_ymd) {
        return DATE_YMD;
    }
    if (g->not_mdy != g->not_dmy) {
        return g->not_mdy ? DATE_DMY : DATE_MDY;
    }
    if (g->first_up != g->second_up) {
        return g->first_up > g->second_up ? DATE_DMY : DATE_MDY;
    }
    return g->last[0] == 0 || g->last[0] != g->last[1] ? (g->dotted ? DATE_DMY : DATE_UNKNOWN) : DATE_DMY;
}

const char *date_order_name(date_order order)
{
    static const char *const names[] = {"not known", "year, month, day", "month, day, year", "day, month, year"};
    return names[order];
}

int64_t event_time_local(dpm_span text, date_order order, size_t *used)
{
    const size_t whole = text.len;
    int n[3];
    bool dotted;
    civil c = {0};
    if (!take_date(&text, n, &dotted)) {
        return DPM_NO_TIME;
    }
    const bool ymd = n[0] > 31;
    c.year = full_year(ymd ? n[0] : n[2]);
    c.month = ymd ? n[1] : order == DATE_DMY ? n[1] : n[0];
    c.day = ymd ? n[2] : order == DATE_DMY ? n[0] : n[1];
    take_mark(&text, ",T");
    if (!take_time(&text, &c) || !exists(&c)) {
        return DPM_NO_TIME;
    }
    if (used) {
        *used = whole - text.len;
    }
    return civil_to_ms(c);
}
