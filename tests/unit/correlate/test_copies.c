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
    copies_new_group(&c);
    for (size_t i = 0; sources[i]; i++) {
        if (sources[i] == '|') {
            copies_new_source(&c);
            continue;
        }
        static record_batch batch;
        batch = (record_batch){.base = sources + i, .count = 1};
        batch.end[0] = 1;
        cr_assert_eq(copies_mark(&c, &batch), DPM_OK);
        cr_expect_eq((batch.flags[0] & RECORD_DUPLICATE) != 0, expected[i] == 'x', "%s: record %zu", name, i);
    }
    copies_new_group(&c);
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
