/* The fixed prefix of a record and the words in it, read one byte at a time: the definition that the scanner's wide loads
 * are tested against. */
#include "record/fields.h"

#include "base/civil.h"
#include "base/number.h"
#include "base/text.h"
#include "record/wide.h"

enum { HEX_MIN = 4, HEX_MAX = 8, DATE_LEN = 5, TIME_LEN = 12, PREFIX_MIN = 2 * (HEX_MIN + 1) + DATE_LEN + 1 + TIME_LEN + 1 };

/* `len` decimal digits, which are there; -1 when one of them is none. */
static int digits(const char *at, size_t len)
{
    int value = 0;
    for (size_t i = 0; i < len; i++) {
        if (!ascii_digit(at[i])) {
            return -1;
        }
        value = value * 10 + (at[i] - '0');
    }
    return value;
}

bool stamp_parse(dpm_span date, dpm_span time, uint64_t *out)
{
    if (date.len != DATE_LEN || time.len != TIME_LEN || date.ptr[2] != '/' || time.ptr[2] != ':' || time.ptr[5] != ':' ||
        time.ptr[8] != '.') {
        return false;
    }
    const int month = digits(date.ptr, 2), day = digits(date.ptr + 3, 2);
    const int hour = digits(time.ptr, 2), minute = digits(time.ptr + 3, 2);
    const int second = digits(time.ptr + 6, 2), ms = digits(time.ptr + 9, 3);
    if (month < 0 || day < 1 || day > wide_months[month].days || hour < 0 || hour > 23 || minute < 0 || minute > 59 ||
        second < 0 || second > 59 || ms < 0) {
        return false;
    }
    const uint64_t days = (uint64_t)wide_months[month].before + (uint64_t)day - 1;
    *out = days * MS_DAY + (uint64_t)hour * MS_HOUR + (uint64_t)minute * MS_MINUTE + (uint64_t)second * MS_SECOND + (uint64_t)ms;
    return true;
}

/* Take one hex column with its TAB off `rest`. */
static bool take_hex(dpm_span *rest, uint32_t *out)
{
    uint64_t value;
    const size_t len = number_hex(span_head(*rest, HEX_MAX + 1), &value);
    if (len < HEX_MIN || len > HEX_MAX || len == rest->len || rest->ptr[len] != '\t') {
        return false;
    }
    *out = (uint32_t)value;
    *rest = span_from(*rest, len + 1);
    return true;
}

bool prefix_parse(dpm_span line, prefix *out)
{
    dpm_span rest = line;
    prefix p = {0};
    if (line.len < PREFIX_MIN || line.ptr[0] < '0') { /* blank lines end here */
        return false;
    }
    if (!take_hex(&rest, &p.pid) || !take_hex(&rest, &p.tid) || rest.len < DATE_LEN + 1 + TIME_LEN + 1) {
        return false;
    }
    if (rest.ptr[DATE_LEN] != '\t' || rest.ptr[DATE_LEN + 1 + TIME_LEN] != '\t' ||
        !stamp_parse(span_of(rest.ptr, DATE_LEN), span_of(rest.ptr + DATE_LEN + 1, TIME_LEN), &p.stamp)) {
        return false;
    }
    p.len = (uint32_t)(line.len - rest.len) + DATE_LEN + 1 + TIME_LEN + 1;
    *out = p;
    return true;
}

dpm_span line_without_mark(dpm_span line)
{
    const dpm_span mark = SPAN("\xEF\xBB\xBF");
    return span_starts(line, mark) ? span_from(line, mark.len) : line;
}

/* One column with its TAB off `rest`, of at most `most` bytes. */
static bool take_column(dpm_span *rest, size_t most, dpm_span *out)
{
    const char *const tab = rest->len ? memchr(rest->ptr, '\t', rest->len < most + 1 ? rest->len : most + 1) : NULL;
    if (tab) {
        *out = span_of(rest->ptr, (size_t)(tab - rest->ptr));
        *rest = span_from(*rest, out->len + 1);
    }
    return tab != NULL;
}

/* "agent.cpp(190)" */
static bool is_source(dpm_span word)
{
    const size_t open = span_find(word, SPAN("("));
    uint64_t line;
    return open != SIZE_MAX && open > 0 && word.ptr[word.len - 1] == ')' &&
           number_decimal(span_from(word, open + 1), &line) == word.len - open - 2 && word.len - open > 2;
}

/* A module, a source, two or three columns that may be empty, a level. */
static bool has_source_and_level(dpm_span rest)
{
    enum { NAME = 80, GUID = 64, LEVEL = 8, BEFORE_LEVEL = 4 };
    dpm_span column;
    dpm_level level;
    if (!take_column(&rest, LEVEL, &column) || !take_column(&rest, NAME, &column) || !is_source(column)) {
        return false;
    }
    for (int i = 0; i < BEFORE_LEVEL; i++) {
        if (!take_column(&rest, GUID, &column)) {
            return false;
        }
        if (level_parse(column, &level)) {
            return true;
        }
    }
    return false;
}

bool prefix_parse_odd(dpm_span line, prefix *out)
{
    enum { DATE_MAX = 16, CLOCK_MAX_LEN = 24 };
    const dpm_span bare = line_without_mark(line);
    const uint32_t skip = (uint32_t)(line.len - bare.len);
    prefix p = {0};
    bool good = skip && prefix_parse(bare, &p);
    if (!good) {
        dpm_span rest = bare, date, time;
        p = (prefix){.no_time = true};
        good = bare.len > PREFIX_MIN - TIME_LEN - DATE_LEN && take_hex(&rest, &p.pid) && take_hex(&rest, &p.tid) &&
               take_column(&rest, DATE_MAX, &date) && take_column(&rest, CLOCK_MAX_LEN, &time) && has_source_and_level(rest);
        p.len = good ? (uint32_t)(rest.ptr - bare.ptr) : 0;
    }
    p.len += skip;
    p.skip = skip;
    if (good) {
        *out = p;
    }
    return good;
}

bool level_parse(dpm_span word, dpm_level *out)
{
    static const struct {
        dpm_span word;
        dpm_level level;
    } levels[] = {
        {{"NORMAL", 6}, DPM_LEVEL_NORMAL},     {{"WARNING", 7}, DPM_LEVEL_WARNING}, {{"FATAL", 5}, DPM_LEVEL_FATAL},
        {{"CRITICAL", 8}, DPM_LEVEL_CRITICAL}, {{"ACTIVITY", 8}, DPM_LEVEL_OTHER},  {{"PERF", 4}, DPM_LEVEL_OTHER},
        {{"ERROR", 5}, DPM_LEVEL_OTHER},
    };
    for (size_t i = 0; i < sizeof levels / sizeof levels[0]; i++) {
        if (span_eq(word, levels[i].word)) {
            *out = levels[i].level;
            return true;
        }
    }
    return false;
}
