/* What counts as a copy. */
#include "correlate/copies.h"

#include <criterion/criterion.h>
#include <string.h>

/* Letters are records; '|' begins the next source; the expected string marks copies with 'x'. */
static const struct {
    const char *name, *sources, *copies;
} rows[] = {
    {"a copy of all", "abc|abc", "...|xxx"},
    {"a copy and more", "abc|abcd", "...|xxx."},
    {"a log that repeats itself is no copy", "aaab", "...."},
    {"its copy repeats as often", "aaab|aaab", "....|xxxx"},
    {"one more repeat is new", "aab|aaab", "...|xx.x"},
    {"overlap at the edge", "abcd|cdef", "....|xx.."},
    {"three sources", "ab|bc|ac", "..|x.|xx"},
};

static void run(const char *name, const char *sources, const char *expected)
{
    copies c;
    copies_init(&c, 1);
    copies_new_group(&c, INT64_MIN);
    for (size_t i = 0; sources[i]; i++) {
        if (sources[i] == '|') {
            copies_new_source(&c, INT64_MIN);
            continue;
        }
        static record_batch batch;
        batch = (record_batch){.base = sources + i, .count = 1};
        batch.end[0] = 1;
        cr_assert_eq(copies_mark(&c, &batch), DPM_OK);
        cr_expect_eq((batch.flags[0] & RECORD_DUPLICATE) != 0, expected[i] == 'x', "%s: record %zu", name, i);
    }
    copies_new_group(&c, INT64_MIN);
    static record_batch batch;
    batch = (record_batch){.base = "a", .count = 1};
    batch.end[0] = 1;
    cr_assert_eq(copies_mark(&c, &batch), DPM_OK);
    cr_expect_eq(batch.flags[0], 0, "%s: another group begins afresh", name);
    copies_free(&c);
}

Test(correlate_copies, rows)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        run(rows[i].name, rows[i].sources, rows[i].copies);
    }
}

/* Letters are records, and their times: 'b' comes an hour after 'a'. After '|' comes the letter at which the next but one source
 * begins, '-' where there is none, '?' where that is not known. Only what two sources can have in common is kept. */
static const struct {
    const char *name, *sources, *copies;
    size_t kept;
} timed[] = {
    {"none follows", "|-abcd", "....", 0},
    {"the next begins behind the end", "|zabc|-xyz", "......", 0},
    {"the next begins in the middle", "|cabcd|-cdef", "....xx..", 2},
    {"all of it", "|aabc|-abcd", "...xxx.", 3},
    {"the clock is set back behind that", "|ccdab|-cdab", "....xxxx", 4},
    {"and before it", "|cbabcd|-cd", ".....xx", 2},
    {"the later one does not begin where it says", "|dabcd|-bcd", "......x", 3},
    {"not known", "|?abc|?abc", "...xxx", 3},
    {"the third repeats the first", "|cabcd|dcd|-d", "....xxx", 2},
};

static int64_t hours(char letter)
{
    return letter == '-' ? INT64_MAX : letter == '?' ? INT64_MIN : (int64_t)(letter - 'a') * 60 * 60 * 1000;
}

Test(correlate_copies, only_what_can_be_a_copy_is_kept)
{
    for (size_t row = 0; row < sizeof timed / sizeof *timed; row++) {
        copies c;
        size_t at = 0;
        copies_init(&c, 1);
        copies_new_group(&c, INT64_MIN);
        for (const char *s = timed[row].sources; *s; s++) {
            if (*s == '|') {
                copies_new_source(&c, hours(*++s));
                continue;
            }
            static record_batch batch;
            batch = (record_batch){.base = s, .count = 1};
            batch.end[0] = 1;
            batch.time[0] = hours(*s);
            cr_assert_eq(copies_mark(&c, &batch), DPM_OK);
            cr_expect_eq((batch.flags[0] & RECORD_DUPLICATE) != 0, timed[row].copies[at] == 'x', "%s: record %zu",
                         timed[row].name, at);
            at++;
        }
        cr_expect_eq(c.records.count, timed[row].kept, "%s: %zu kept", timed[row].name, c.records.count);
        copies_free(&c);
    }
}
