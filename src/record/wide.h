/* The prefix and the level word of a record read eight bytes at a time: what fields.h says, for the common widths. Inlined into
 * the scanner's loop and compared with prefix_parse and level_parse by test.
 *
 *   PPPP\tTTTT\tMM/DD\tHH:MM:SS.mmm\t
 *   0    4 5   9     15 16    21   28
 */
#ifndef DPM_RECORD_WIDE_H
#define DPM_RECORD_WIDE_H

#include "base/civil.h"
#include "base/swar.h"
#include "record/fields.h"

enum { WIDE_PREFIX = 29, WIDE_LEVEL = 8 }; /* bytes that are read, whatever they are */

/* Eight characters as wide_load gives them. */
#define WIDE(a, b, c, d, e, f, g, h)                                                                                             \
    ((uint64_t)(a) | (uint64_t)(b) << 8 | (uint64_t)(c) << 16 | (uint64_t)(d) << 24 | (uint64_t)(e) << 32 |                      \
     (uint64_t)(f) << 40 | (uint64_t)(g) << 48 | (uint64_t)(h) << 56)

/* Eight bytes against a picture of them, in which '0' stands for any digit. `*values`: the digits' values, 0 elsewhere. A byte
 * that is not as drawn sets a high bit in `*wrong`. */
static inline void wide_digits(uint64_t v, uint64_t picture, uint64_t any, uint64_t *values, uint64_t *wrong)
{
    const uint64_t x = v ^ picture;
    *values = x;
    *wrong |= x | (x + any);
}

/* Each byte times ten plus the next one. */
static inline uint64_t wide_pairs(uint64_t values)
{
    return values * 10 + (values >> 8);
}

static inline uint32_t wide_byte(uint64_t v, unsigned i)
{
    return (uint32_t)(v >> 8 * i) & 0xFF;
}

/* First day and length of the months that two digits can name, most of which do not exist. 01/01 is day 0 of a year of 366. */
static const struct wide_month {
    uint16_t before;
    uint16_t days;
} wide_months[100] = {
    [1] = {0, 31},   [2] = {31, 29},  [3] = {60, 31},  [4] = {91, 30},   [5] = {121, 31},  [6] = {152, 30},
    [7] = {182, 31}, [8] = {213, 31}, [9] = {244, 30}, [10] = {274, 31}, [11] = {305, 30}, [12] = {335, 31},
};

/* The minute of the record before: most records need not read theirs. All zero to begin with, which fits no record. */
typedef struct wide_memo {
    uint64_t date, clock; /* its bytes 9 to 16 and 14 to 21 */
    uint64_t stamp;
} wide_memo;

enum { WIDE_DIGIT = 0x80 - 10, WIDE_SEPARATOR = 0x80 - 1 }; /* added to what may be 0 to 9, or 0: a high bit says no */

/* "\tMM/DD\tH" and "D\tHH:MM:" to a stamp. */
static inline bool wide_minute(uint64_t date, uint64_t clock, wide_memo *memo)
{
    enum { D = WIDE_DIGIT, S = WIDE_SEPARATOR };
    uint64_t day_digits, hour_digits, wrong = 0;
    wide_digits(date, WIDE('\t', '0', '0', '/', '0', '0', '\t', '0'), WIDE(S, D, D, S, D, D, S, D), &day_digits, &wrong);
    wide_digits(clock, WIDE('0', '\t', '0', '0', ':', '0', '0', ':'), WIDE(D, S, D, D, S, D, D, S), &hour_digits, &wrong);
    if (wide_high(wrong)) {
        return false;
    }
    const uint64_t month_day = wide_pairs(day_digits), hour_minute = wide_pairs(hour_digits);
    const struct wide_month month = wide_months[wide_byte(month_day, 1)];
    const uint32_t day = wide_byte(month_day, 4) - 1; /* 00 is not below any number of days */
    const uint32_t hour = wide_byte(hour_minute, 2), minute = wide_byte(hour_minute, 5);
    if (day >= month.days || hour > 23 || minute > 59) {
        return false;
    }
    *memo = (wide_memo){date, clock, (uint64_t)((month.before + day) * 24 + hour) * MS_HOUR + (uint64_t)minute * MS_MINUTE};
    return true;
}

/* prefix_parse for 4-digit PIDs and TIDs. `out` is undefined when the answer is false. */
typedef bool wide_reader(const char *at, wide_memo *memo, prefix *out);
static inline bool wide_prefix(const char *at, wide_memo *memo, prefix *out)
{
    enum { D = WIDE_DIGIT, S = WIDE_SEPARATOR };
    uint64_t ids, digits, wrong = 0;
    wide_digits(wide_load(at + 21), WIDE(':', '0', '0', '.', '0', '0', '0', '\t'), WIDE(S, D, D, S, D, D, D, S), &digits, &wrong);
    if (!wide_hex((wide_load(at) & 0xFFFFFFFF) | wide_load(at + 5) << 32, &ids) || at[4] != '\t' || wide_high(wrong)) {
        return false;
    }
    const uint64_t pairs = wide_pairs(digits);
    const uint32_t second = wide_byte(pairs, 1), ms = wide_byte(pairs, 4) * 10 + wide_byte(digits, 6);
    const uint64_t date = wide_load(at + 9), clock = wide_load(at + 14);
    const bool other_minute = ((date ^ memo->date) | (clock ^ memo->clock)) != 0;
    if (second > 59 || (other_minute && !wide_minute(date, clock, memo))) {
        return false;
    }
    out->pid = (uint32_t)ids;
    out->tid = (uint32_t)(ids >> 32);
    out->stamp = memo->stamp + second * 1000 + ms;
    out->len = WIDE_PREFIX;
    return true;
}

/* Level words, found by their length and the second bit of their first letter. No word is all 0. */
static const struct wide_level {
    uint64_t word;
    dpm_level level;
} wide_levels[WIDE_LEVEL + 1][2] = {
    [4] = {{WIDE('P', 'E', 'R', 'F', 0, 0, 0, 0), DPM_LEVEL_OTHER}, {0, DPM_LEVELS}},
    [5] = {{WIDE('E', 'R', 'R', 'O', 'R', 0, 0, 0), DPM_LEVEL_OTHER}, {WIDE('F', 'A', 'T', 'A', 'L', 0, 0, 0), DPM_LEVEL_FATAL}},
    [6] = {{0, DPM_LEVELS}, {WIDE('N', 'O', 'R', 'M', 'A', 'L', 0, 0), DPM_LEVEL_NORMAL}},
    [7] = {{0, DPM_LEVELS}, {WIDE('W', 'A', 'R', 'N', 'I', 'N', 'G', 0), DPM_LEVEL_WARNING}},
    [8] = {{WIDE('A', 'C', 'T', 'I', 'V', 'I', 'T', 'Y'), DPM_LEVEL_OTHER},
           {WIDE('C', 'R', 'I', 'T', 'I', 'C', 'A', 'L'), DPM_LEVEL_CRITICAL}},
};

/* level_parse for `len` bytes, of which WIDE_LEVEL can be read. DPM_LEVELS: it is no level word. */
static inline dpm_level wide_level(const char *at, size_t len)
{
    if (len - 4 > WIDE_LEVEL - 4) {
        return DPM_LEVELS;
    }
    const uint64_t word = wide_load(at) & (UINT64_MAX >> (64 - 8 * len));
    const struct wide_level *const known = &wide_levels[len][word >> 1 & 1];
    return known->word == word ? known->level : DPM_LEVELS;
}

#endif
