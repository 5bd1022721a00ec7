/* The fallback reader: finds the one thing that survives pasting, `file.ext(line)` with a level word after it, and reads what is
 * left of it from right to left as far as it goes.
 *
 *   DPMRACurr.errlog:990 17D8 11/05 13:02:42.416 31 agentproxy.cpp(190) [00000000015E37A0] WARNING Failed: Hr: = ...
 *   ...............◀─PID◀TID─◀date─◀time────────◀module │ anchor        object, task       level   message
 */
#include "record/pasted.h"

#include "base/number.h"
#include "record/fields.h"

#include <assert.h>

enum { NAME_MAX_LEN = 80, EXT_MAX = 4, LINE_DIGITS = 7, TOKEN_MAX = 24, OBJECT_LEN = 18, ID_DIGITS = 8 };

static bool blank(char c)
{
    return c == ' ' || c == '\t';
}

static bool alnum(char c)
{
    return ascii_digit(c) || ascii_alpha(c);
}

static bool name_char(char c)
{
    return alnum(c) || c == '_' || c == '-' || c == '.';
}

static uint32_t skip_blanks(const char *text, uint32_t at, uint32_t end)
{
    while (at < end && blank(text[at])) {
        at++;
    }
    return at;
}

/* `open` is a '(': the part from the file's name to the ')' after the line number; empty when that is not what it is. */
static part position_at(const char *text, uint32_t from, uint32_t open, uint32_t end)
{
    uint32_t close = open + 1, name = open;
    while (close < end && close - open <= LINE_DIGITS && ascii_digit(text[close])) {
        close++;
    }
    if (close == open + 1 || close == end || text[close] != ')') {
        return (part){0};
    }
    while (name > from && open - name <= EXT_MAX && alnum(text[name - 1])) {
        name--;
    }
    if (name == open || open - name > EXT_MAX || name == from || text[name - 1] != '.') {
        return (part){0};
    }
    const uint32_t dot = --name;
    while (name > from && open - name < NAME_MAX_LEN && name_char(text[name - 1])) {
        name--;
    }
    return name == dot ? (part){0} : (part){name, close + 1 - name};
}

/* "[000000001A12E3F0]" */
static bool object_at(const char *text, uint32_t at, uint32_t end)
{
    uint64_t value;
    return end - at >= OBJECT_LEN && text[at] == '[' && text[at + OBJECT_LEN - 1] == ']' &&
           number_hex(span_of(text + at + 1, OBJECT_LEN - 2), &value) == OBJECT_LEN - 2;
}

/* What stands after the position: object, task, level, message. False without a level. */
static bool read_right(const char *text, uint32_t at, uint32_t end, columns *c)
{
    uint8_t guid[16];
    at = skip_blanks(text, at, end);
    if (object_at(text, at, end)) {
        c->object = (part){at, OBJECT_LEN};
        at = skip_blanks(text, at + OBJECT_LEN, end);
    }
    if (number_guid(span_head(span_of(text + at, end - at), GUID_TEXT), guid)) {
        c->task = (part){at, GUID_TEXT};
        at = skip_blanks(text, at + GUID_TEXT, end);
    }
    uint32_t stop = at;
    while (stop < end && !blank(text[stop]) && stop - at <= 8) {
        stop++;
    }
    dpm_level level;
    if (!level_parse(span_of(text + at, stop - at), &level)) {
        return false;
    }
    c->level = (uint8_t)level;
    c->message = skip_blanks(text, stop, end);
    return true;
}

/* What is left to look at, from right to left. */
typedef struct left {
    const char *text;
    uint32_t from, at; /* `at` moves left; nothing before `from` is looked at */
} left;

/* The token before the cursor, or its last TOKEN_MAX bytes. */
static dpm_span token_before(const left *l)
{
    uint32_t end = l->at;
    while (end > l->from && blank(l->text[end - 1])) {
        end--;
    }
    uint32_t at = end;
    while (at > l->from && end - at < TOKEN_MAX && !blank(l->text[at - 1])) {
        at--;
    }
    return span_of(l->text + at, end - at);
}

typedef bool reads(dpm_span word, void *out);

/* Take the token before the cursor, or what follows one of its colons, when `read` can read that. A file's name or a line number
 * may stand in front of the leftmost column, with a colon between; what ends with a colon can be read as nothing. */
static bool take(left *l, reads *read, void *out)
{
    const dpm_span token = token_before(l);
    for (size_t i = 0; i < token.len; i++) {
        const dpm_span word = span_from(token, i);
        if ((i == 0 || token.ptr[i - 1] == ':') && read(word, out)) {
            l->at = (uint32_t)(word.ptr - l->text);
            return true;
        }
    }
    return false;
}

static bool read_id(dpm_span word, void *out)
{
    uint64_t value;
    const size_t len = number_hex(word, &value);
    if (len == 0 || len != word.len || len > ID_DIGITS) {
        return false;
    }
    *(uint32_t *)out = (uint32_t)value;
    return true;
}

/* Two characters at most; kept as text. */
static bool read_module(dpm_span word, void *out)
{
    uint32_t value;
    *(dpm_span *)out = word;
    return word.len <= 2 && read_id(word, &value);
}

/* "AM" or "PM": 0 or 12 hours more. */
static bool read_half(dpm_span word, void *out)
{
    const bool pm = span_ieq(word, SPAN("PM"));
    *(int *)out = pm ? 12 : 0;
    return pm || span_ieq(word, SPAN("AM"));
}

/* One or two digits off the front of `rest`, then `separator` unless that is 0. */
static bool take_number(dpm_span *rest, char separator, unsigned *out)
{
    uint64_t value;
    const size_t len = number_decimal(span_head(*rest, 3), &value);
    if (len < 1 || len > 2 || (separator && (len == rest->len || rest->ptr[len] != separator))) {
        return false;
    }
    *out = (unsigned)value;
    *rest = span_from(*rest, len + (separator != 0));
    return true;
}

typedef struct clock_time {
    unsigned hour, minute, second, ms;
} clock_time;

/* "13:02:42.416", "4:00:19" */
static bool read_clock(dpm_span word, void *out)
{
    clock_time t = {0};
    if (!take_number(&word, ':', &t.hour) || !take_number(&word, ':', &t.minute) || !take_number(&word, 0, &t.second)) {
        return false;
    }
    if (word.len) {
        if (word.ptr[0] != '.' || word.len < 2 || word.len > 4) {
            return false;
        }
        for (size_t i = 1; i < 4; i++) {
            const char c = i < word.len ? word.ptr[i] : '0';
            if (!ascii_digit(c)) {
                return false;
            }
            t.ms = t.ms * 10 + (unsigned)(c - '0');
        }
    }
    *(clock_time *)out = t;
    return true;
}

typedef struct day_of {
    unsigned month, day;
} day_of;

/* "11/05", "6/1", "9-May" */
static bool read_day(dpm_span word, void *out)
{
    static const char months[12][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    day_of d = {0};
    dpm_span rest = word;
    if (take_number(&rest, '/', &d.month) && take_number(&rest, 0, &d.day) && rest.len == 0) {
        *(day_of *)out = d;
        return true;
    }
    if (!take_number(&word, '-', &d.day)) {
        return false;
    }
    while (d.month < 12 && !span_ieq(word, span_str(months[d.month]))) {
        d.month++;
    }
    d.month++;
    *(day_of *)out = d;
    return d.month <= 12;
}

static void put_two(char *at, unsigned value)
{
    at[0] = (char)('0' + value / 10 % 10);
    at[1] = (char)('0' + value % 10);
}

/* With `half` of the day, which is -1 where none is given. Written out as a log has it, so that one place says what exists. */
static bool make_stamp(day_of d, clock_time t, int half, uint64_t *out)
{
    if (half >= 0) {
        if (t.hour < 1 || t.hour > 12) {
            return false;
        }
        t.hour = t.hour % 12 + (unsigned)half;
    }
    char date[] = "00/00", time[] = "00:00:00.000";
    put_two(date, d.month);
    put_two(date + 3, d.day);
    put_two(time, t.hour);
    put_two(time + 3, t.minute);
    put_two(time + 6, t.second);
    put_two(time + 9, t.ms / 10);
    put_two(time + 10, t.ms % 100);
    return stamp_parse(span_of(date, sizeof date - 1), span_of(time, sizeof time - 1), out);
}

/* The end of a time, "19" in "4:00:19", is no module. */
static void take_module(left *l, part *out)
{
    left ahead = *l;
    clock_time time;
    dpm_span module;
    if (!take(&ahead, read_clock, &time) && take(l, read_module, &module)) {
        *out = (part){l->at, (uint32_t)module.len};
    }
}

/* "13:02:42.416", or "4:00:19 PM". `*half` is -1 without the latter. */
static bool take_clock(left *l, clock_time *time, int *half)
{
    left ahead = *l;
    if (!take(&ahead, read_half, half)) {
        *half = -1;
    }
    if (!take(&ahead, read_clock, time)) {
        return false;
    }
    *l = ahead;
    return true;
}

/* What stands before the position, as far as it is there. */
static void read_left(const char *text, uint32_t from, uint32_t position, pasted *out)
{
    left l = {.text = text, .from = from, .at = position};
    day_of day;
    clock_time time;
    int half;
    take_module(&l, &out->cols.module);
    if (take_clock(&l, &time, &half) && take(&l, read_day, &day)) {
        out->has_time = make_stamp(day, time, half, &out->stamp);
        if (take(&l, read_id, &out->tid)) {
            take(&l, read_id, &out->pid);
        }
    }
    out->start = l.at;
}

bool pasted_find(const char *text, uint32_t from, uint32_t end, pasted *out)
{
    assert(from <= end);
    for (uint32_t at = from; at < end;) {
        const char *const open = memchr(text + at, '(', end - at);
        if (!open) {
            break;
        }
        at = (uint32_t)(open - text);
        const part position = position_at(text, from, at, end);
        *out = (pasted){.cols.source = position};
        at++;
        if (position.len && read_right(text, position.at + position.len, end, &out->cols)) {
            read_left(text, from, position.at, out);
            return true;
        }
    }
    return false;
}
