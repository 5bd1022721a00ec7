/* The reading order and the overlaps, from every order of adding. */
#include "discover/source.h"

#include "base/text.h"
#include "record/year.h"

#include <criterion/criterion.h>

#include <stdio.h>
#include <string.h>

enum { MOST = 8 };

typedef struct row {
    const char *path, *host, *process;
    int first, last; /* days of the year; -1: unknown */
    bool crash;
} row;

typedef struct group {
    const char *name;
    row rows[MOST];      /* in the order that is expected */
    const char *overlap; /* one letter a row */
} group;

static const group groups[] = {
    {"hosts, then processes, without case",
     {{"a", "", "MSDPM", 9, 9, false},
      {"b", "FS01", "dpmra", 8, 8, false},
      {"c", "fs01", "MSDPM", 7, 7, false},
      {"d", "HV01", "DPMRA", 1, 1, false}},
     "----"},
    {"time, whatever the names",
     {{"z", "A", "P", 1, 2, false}, {"y", "A", "P", 3, 4, false}, {"x", "a", "p", 5, 6, false}},
     "---"},
    {"unknown first, and meets all",
     {{"z", "A", "P", -1, -1, false}, {"y", "A", "P", 3, 4, false}, {"x", "A", "P", 5, 6, false}},
     "***"},
    {"unknown alone", {{"z", "A", "P", -1, -1, false}, {"y", "A", "Q", 3, 4, false}}, "--"},
    {"copies behind what they copy",
     {{"z", "A", "P", 1, 3, false}, {"b.Crash", "A", "P", 1, 3, true}, {"a.Crash", "A", "P", 4, 5, true}},
     "**-"},
    {"the path decides at last", {{"a", "A", "P", 1, 1, false}, {"b", "A", "P", 1, 1, false}}, "**"},
    {"one end on the other", {{"a", "A", "P", 1, 3, false}, {"b", "A", "P", 3, 4, false}, {"c", "A", "P", 5, 5, false}}, "**-"},
    {"a long one meets many",
     {{"a", "A", "P", 1, 20, false},
      {"b", "A", "P", 2, 3, false},
      {"c", "A", "P", 5, 6, false},
      {"d", "A", "P", 20, 30, false},
      {"e", "A", "P", 31, 32, false}},
     "****-"},
    {"backwards by a little", {{"a", "A", "P", 5, 4, false}, {"b", "A", "P", 5, 5, false}, {"c", "A", "P", 6, 6, false}}, "**-"},
};

static size_t count_rows(const group *g)
{
    return strlen(g->overlap);
}

static source source_of(const row *r)
{
    source s = {.path = span_str(r->path), .host = span_str(r->host), .process = span_str(r->process), .is_crash_copy = r->crash};
    s.probed = s.end_known = true;
    s.first_stamp = r->first < 0 ? UINT64_MAX : (uint64_t)r->first * 86400000;
    s.last_stamp = r->last < 0 ? UINT64_MAX : (uint64_t)r->last * 86400000;
    s.year = 2016;
    return s;
}

/* The `number`-th of all orders of `count` things. */
static void permute(size_t *order, size_t count, size_t number)
{
    for (size_t i = 0; i < count; i++) {
        order[i] = i;
    }
    for (size_t i = count; i > 1; number /= i, i--) {
        const size_t j = number % i, swap = order[i - 1];
        order[i - 1] = order[j];
        order[j] = swap;
    }
}

Test(input_order, does_not_depend_on_the_order_of_adding)
{
    for (size_t g = 0; g < sizeof groups / sizeof *groups; g++) {
        const size_t count = count_rows(&groups[g]);
        size_t orders = 1;
        for (size_t i = 2; i <= count; i++) {
            orders *= i;
        }
        for (size_t n = 0; n < orders; n++) {
            size_t order[MOST];
            source items[MOST];
            permute(order, count, n);
            for (size_t i = 0; i < count; i++) {
                items[i] = source_of(&groups[g].rows[order[i]]);
            }
            source_list list = {.items = items, .count = count, .cap = MOST};
            cr_assert_eq(sources_order(&list), DPM_OK);
            for (size_t i = 0; i < count; i++) {
                cr_assert(span_eq(items[i].path, span_str(groups[g].rows[i].path)), "%s: %.*s at %zu", groups[g].name,
                          (int)items[i].path.len, items[i].path.ptr, i);
                cr_assert_eq(items[i].overlaps, groups[g].overlap[i] == '*', "%s: row %zu", groups[g].name, i);
            }
        }
    }
}

Test(input_order, times_from_stamps_and_years)
{
    source items[3] = {
        {.path = SPAN("a"),
         .probed = true,
         .end_known = true,
         .first_stamp = 0,
         .last_stamp = 1000,
         .year = 2015,
         .wraps = 1,
         .year_basis = DPM_YEAR_BASIS_MTIME},
        {.path = SPAN("b"), .probed = true, .first_stamp = UINT64_MAX, .last_stamp = UINT64_MAX, .year = 2015},
        {.path = SPAN("c"), .first_stamp = 5, .last_stamp = 6, .year = 2015},
    };
    source_list list = {.items = items, .count = 3, .cap = 3};
    cr_assert_eq(sources_order(&list), DPM_OK);
    cr_expect(items[0].first == DPM_NO_TIME && items[1].first == DPM_NO_TIME, "no record seen, or not looked at");
    cr_expect_eq(items[0].year_basis, DPM_YEAR_BASIS_CLOCK);
    cr_expect_eq(items[2].year_basis, DPM_YEAR_BASIS_MTIME);
    cr_expect_eq(items[2].first, stamp_to_ms(0, 2015));
    cr_expect_eq(items[2].last, stamp_to_ms(1000, 2016));
}

Test(input_order, what_was_skipped_is_in_order_and_said_once)
{
    static const char *const paths[] = {"c", "a", "b", "a", "c", "a"};
    source_list list = {0};
    for (size_t i = 0; i < 6; i++) {
        cr_assert_eq(sources_skip(&list, span_str(paths[i]), i == 5 ? "other" : "reason"), DPM_OK);
    }
    cr_assert_eq(sources_order(&list), DPM_OK);
    char text[64] = "";
    for (size_t i = 0; i < list.skipped_count; i++) {
        snprintf(text + strlen(text), sizeof text - strlen(text), "%s:%s ", list.skipped[i].path.ptr, list.skipped[i].reason.ptr);
    }
    cr_expect_str_eq(text, "a:other a:reason b:reason c:reason ");
    sources_free(&list);
    cr_expect_eq(sources_order(&list), DPM_OK, "of nothing");
}
