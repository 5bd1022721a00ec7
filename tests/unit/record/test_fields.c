/* Prefix, stamps and level words: the definitions in fields.c, and the wide ways to read them against these. */
#include "base/civil.h"
#include "record/fields.h"
#include "record/wide_avx2.h"

#include <criterion/criterion.h>
#include <stdio.h>

enum { DAY_1105 = 31 + 29 + 31 + 30 + 31 + 30 + 31 + 31 + 30 + 31 + 4 };

static uint64_t stamp_of(uint64_t day, uint64_t hour, uint64_t minute, uint64_t second, uint64_t ms)
{
    return day * MS_DAY + hour * MS_HOUR + minute * MS_MINUTE + second * MS_SECOND + ms;
}

Test(record_fields, prefix)
{
    const struct {
        const char *line;
        uint32_t pid, tid, len; /* len 0: no prefix */
        uint64_t stamp;
    } rows[] = {
        {"0990\t17D8\t11/05\t13:02:42.416\t31\tx", 0x990, 0x17D8, 29, stamp_of(DAY_1105, 13, 2, 42, 416)},
        {"0990\t17d8\t11/05\t13:02:42.416\t", 0x990, 0x17D8, 29, stamp_of(DAY_1105, 13, 2, 42, 416)},
        {"FFFF\tabcd\t01/01\t00:00:00.000\t", 0xFFFF, 0xABCD, 29, 0},
        {"FFFF\tabcd\t12/31\t23:59:59.999\t", 0xFFFF, 0xABCD, 29, stamp_of(366, 0, 0, 0, 0) - 1},
        {"12345\t17D8\t02/29\t00:00:00.001\t", 0x12345, 0x17D8, 30, stamp_of(59, 0, 0, 0, 1)},
        {"0990\t12345678\t03/01\t00:00:00.001\t", 0x990, 0x12345678, 33, stamp_of(60, 0, 0, 0, 1)},
        {"FFFFFFFF\tFFFFFFFF\t06/01\t20:55:45.690\t", 0xFFFFFFFF, 0xFFFFFFFF, 37, stamp_of(152, 20, 55, 45, 690)},
        {"990\t17D8\t11/05\t13:02:42.416\t", 0, 0, 0, 0},
        {"123456789\t17D8\t11/05\t13:02:42.416\t", 0, 0, 0, 0},
        {"0990\t17D8\t11/05\t13:02:42.416", 0, 0, 0, 0},
        {"0990\t17D8\t11/05\t13:02:42.41\t6", 0, 0, 0, 0},
        {"0990 17D8 11/05 13:02:42.416 ", 0, 0, 0, 0},
        {"099G\t17D8\t11/05\t13:02:42.416\t", 0, 0, 0, 0},
        {"0990\t17D8\t13/05\t13:02:42.416\t", 0, 0, 0, 0},
        {"0990\t17D8\t00/05\t13:02:42.416\t", 0, 0, 0, 0},
        {"0990\t17D8\t02/30\t13:02:42.416\t", 0, 0, 0, 0},
        {"0990\t17D8\t04/31\t13:02:42.416\t", 0, 0, 0, 0},
        {"0990\t17D8\t11/00\t13:02:42.416\t", 0, 0, 0, 0},
        {"0990\t17D8\t11/05\t24:02:42.416\t", 0, 0, 0, 0},
        {"0990\t17D8\t11/05\t13:60:42.416\t", 0, 0, 0, 0},
        {"0990\t17D8\t11/05\t13:02:60.416\t", 0, 0, 0, 0},
        {"", 0, 0, 0, 0},
        {"\t", 0, 0, 0, 0},
        {"0990\t", 0, 0, 0, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        prefix p = {0};
        const bool found = prefix_parse(span_str(rows[i].line), &p);
        cr_assert_eq(found, rows[i].len > 0, "%s", rows[i].line);
        cr_assert_eq(p.len, rows[i].len, "len of %s", rows[i].line);
        cr_assert_eq(p.pid, rows[i].pid, "pid of %s", rows[i].line);
        cr_assert_eq(p.tid, rows[i].tid, "tid of %s", rows[i].line);
        cr_assert_eq(p.stamp, rows[i].stamp, "stamp of %s", rows[i].line);
    }
}

Test(record_fields, every_day_of_a_leap_year)
{
    const int64_t start = civil_to_ms((civil){.year = 2016, .month = 1, .day = 1});
    for (uint64_t day = 0; day < 366; day++) {
        const civil c = civil_from_ms(start + (int64_t)day * MS_DAY);
        char date[16];
        snprintf(date, sizeof date, "%02d/%02d", c.month, c.day);
        uint64_t stamp = 0;
        cr_assert(stamp_parse(span_str(date), SPAN("00:00:00.000"), &stamp), "%s", date);
        cr_assert_eq(stamp, day * MS_DAY, "%s", date);
    }
}

/* The wide readers say what prefix_parse says of a line of 4-digit identifiers. */
static void check_wide(wide_reader *read, const char *name, const char *line)
{
    static wide_memo memo; /* kept over lines, as in a scan */
    prefix want = {0}, got = {0};
    const bool found = prefix_parse(span_of(line, 32), &want) && want.len == WIDE_PREFIX;
    cr_assert_eq(read(line, &memo, &got), found, "%s: %.32s", name, line);
    if (found) {
        cr_assert(got.pid == want.pid && got.tid == want.tid && got.stamp == want.stamp && got.len == want.len, "%s: %.32s", name,
                  line);
    }
}

static void check_all(const char *line)
{
    check_wide(wide_prefix, "portable", line);
#if TARGET_X86
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2")) {
        check_wide(wide_prefix_avx2, "avx2", line);
    }
#endif
}

Test(record_fields, wide_prefix_is_prefix_parse)
{
    static const char *const lines[] = {
        "0990\t17D8\t11/05\t13:02:42.416\t31\t", "ABCD\tabef\t02/29\t09:59:59.999\t00\t", "0000\t0000\t01/31\t23:09:00.000\t7F\t",
        "1a2B\t9F0c\t10/30\t19:48:39.090\t31\t", "12345\t17D8\t11/05\t13:02:42.416\t3",   "                                 ",
    };
    unsigned long seed = 1;
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        char line[33];
        memcpy(line, lines[i], 32);
        line[32] = '\0';
        check_all(line);
        for (unsigned at = 0; at < 32; at++) {
            for (unsigned byte = 0; byte < 256; byte++) {
                line[at] = (char)byte;
                check_all(line);
            }
            line[at] = lines[i][at];
        }
        for (unsigned round = 0; round < 200000; round++) {
            static const char likely[] = "0123456789abcdefABCDEF/:.\t@`gG\x30\xB0";
            for (unsigned change = 0; change < 3; change++) {
                seed = seed * 6364136223846793005u + 1442695040888963407u;
                line[seed >> 59] = likely[(seed >> 33) % (sizeof likely - 1)];
            }
            check_all(line);
            memcpy(line, lines[i], 32);
        }
    }
}

Test(record_fields, levels)
{
    const struct {
        const char *word;
        dpm_level level; /* DPM_LEVELS: none */
    } rows[] = {
        {"NORMAL", DPM_LEVEL_NORMAL},
        {"WARNING", DPM_LEVEL_WARNING},
        {"FATAL", DPM_LEVEL_FATAL},
        {"CRITICAL", DPM_LEVEL_CRITICAL},
        {"ACTIVITY", DPM_LEVEL_OTHER},
        {"PERF", DPM_LEVEL_OTHER},
        {"ERROR", DPM_LEVEL_OTHER},
        {"Normal", DPM_LEVELS},
        {"", DPM_LEVELS},
        {"NORMA", DPM_LEVELS},
        {"NORMALX", DPM_LEVELS},
        {"WARNINGS", DPM_LEVELS},
        {"CRITICALS", DPM_LEVELS},
        {"PER", DPM_LEVELS},
        {"PERFX", DPM_LEVELS},
        {"FATAR", DPM_LEVELS},
        {"EATAL", DPM_LEVELS},
        {"\1\1\1\1\1\1", DPM_LEVELS},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        dpm_level level = DPM_LEVELS;
        char padded[24] = {0};
        memcpy(padded, rows[i].word, strlen(rows[i].word));
        cr_assert_eq(level_parse(span_str(rows[i].word), &level), rows[i].level != DPM_LEVELS, "%s", rows[i].word);
        cr_assert_eq(level, rows[i].level, "%s", rows[i].word);
        for (size_t len = 0; len <= strlen(rows[i].word) + 1; len++) { /* also cut short, and with a NUL behind */
            level = DPM_LEVELS;
            level_parse(span_of(padded, len), &level);
            cr_assert_eq(wide_level(padded, len), level, "%s, %zu bytes", rows[i].word, len);
        }
    }
    for (size_t len = 0; len < 12; len++) {
        cr_assert_eq(wide_level("\0\0\0\0\0\0\0\0\0\0\0\0", len), DPM_LEVELS, "%zu NULs", len);
    }
}
