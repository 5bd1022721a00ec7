/* Events that were handed out are known again, repeats within a log are not taken for copies, and old ones are forgotten. */
#include "follow/dedup.h"

#include "base/text.h"

#include <criterion/criterion.h>
#include <stdio.h>

static bool noted(dedup *s, recent_hashes *recent, uint64_t stream, const char *text)
{
    bool again = false;
    cr_assert_eq(dedup_insert(s, recent, stream, span_str(text), &again), DPM_OK);
    return again;
}

Test(follow_seen, copies)
{
    static const struct {
        int log;
        uint64_t stream;
        const char *text;
        bool again;
    } rows[] = {
        {0, 1, "one", false}, {0, 1, "two\r\nthat goes on", false},
        {0, 1, "two", false}, /* a repeat */
        {0, 1, "two", false}, {1, 1, "one", true},
        {1, 1, "two", true},  {1, 1, "two\nelse", true},
        {1, 1, "two", true},  {1, 1, "two", false}, /* one more than there */
        {2, 2, "one", false}, {2, 2, "", false},
        {1, 2, "", true},
    };
    dedup s;
    recent_hashes recent[3] = {{.at = 0}};
    dedup_init(&s, 7);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cr_expect_eq(noted(&s, &recent[rows[i].log], rows[i].stream, rows[i].text), rows[i].again, "row %zu", i);
    }
    dedup_free(&s);
}

Test(follow_seen, generations)
{
    dedup s;
    recent_hashes first = {.at = 0}, second = {.at = 0};
    char text[32];
    dedup_init(&s, 7);
    for (int i = 0; i < 2 * DEDUP_EVENTS_MAX + 10; i++) {
        snprintf(text, sizeof text, "%d", i);
        cr_assert_not(noted(&s, &first, 1, text), "%d", i);
    }
    cr_expect(noted(&s, &second, 1, text), "the last one");
    snprintf(text, sizeof text, "%d", DEDUP_EVENTS_MAX + 20);
    cr_expect(noted(&s, &second, 1, text), "one of the generation before");
    cr_expect_not(noted(&s, &second, 1, "3"), "one that is forgotten");
    cr_expect_leq(s.fresh.count, DEDUP_EVENTS_MAX);
    cr_expect_leq(s.aged.count, DEDUP_EVENTS_MAX);
    dedup_free(&s);
}
