/* The year walk over New Years and leap days. */
#include "base/civil.h"
#include "record/year.h"

#include <criterion/criterion.h>

static int64_t at(int year, int month, int day, int hour)
{
    return civil_to_ms((civil){.year = year, .month = month, .day = day, .hour = hour});
}

/* The stamp of a day in the calendar of 366 days. */
static uint64_t on(int month, int day, int hour)
{
    return (uint64_t)(at(2016, month, day, hour) - at(2016, 1, 1, 0));
}

Test(record_year, stamps_to_times)
{
    const struct {
        uint64_t stamp;
        int year;
        int64_t want;
    } rows[] = {
        {0, 2016, at(2016, 1, 1, 0)},
        {on(2, 28, 5), 2017, at(2017, 2, 28, 5)},
        {on(2, 29, 5), 2016, at(2016, 2, 29, 5)},
        {on(2, 29, 5), 2017, at(2017, 3, 1, 5)},
        {on(3, 1, 5), 2017, at(2017, 3, 1, 5)},
        {on(3, 1, 5), 2016, at(2016, 3, 1, 5)},
        {on(12, 31, 23), 1999, at(1999, 12, 31, 23)},
        {on(12, 31, 23), 2000, at(2000, 12, 31, 23)},
        {on(12, 31, 23), 1900, at(1900, 12, 31, 23)},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        cr_assert_eq(stamp_to_ms(rows[i].stamp, rows[i].year), rows[i].want, "row %zu", i);
    }
    cr_assert_eq(year_move(at(2016, 2, 29, 7), 1), at(2017, 3, 1, 7));
    cr_assert_eq(year_move(at(2016, 2, 29, 7), -4), at(2012, 2, 29, 7));
    cr_assert_eq(year_move(at(2016, 12, 31, 7), -3), at(2013, 12, 31, 7));
}

typedef struct stop {
    int month, day, hour;
    int year; /* that the walk gives, when it begins with 2016 */
} stop;

static const struct walk_row {
    const char *name;
    size_t count;
    stop stops[6];
    int wraps, leap_wraps;
} walks[] = {
    {"forward", 3, {{1, 1, 0, 2016}, {6, 1, 0, 2016}, {12, 31, 23, 2016}}, 0, -1},
    {"a day back is jitter", 3, {{6, 2, 1, 2016}, {6, 1, 1, 2016}, {6, 2, 1, 2016}}, 0, -1},
    {"two days back are a clock that was set", 3, {{6, 2, 2, 2016}, {5, 31, 1, 2016}, {6, 2, 1, 2016}}, 0, -1},
    {"eleven days back are another log", 4, {{6, 20, 0, 2016}, {6, 24, 0, 2016}, {6, 14, 0, 2016}, {6, 16, 0, 2016}}, 0, -1},
    {"five months back are", 2, {{11, 20, 0, 2016}, {6, 14, 0, 2016}}, 0, -1},
    {"a rarely used machine over New Year", 2, {{9, 20, 0, 2016}, {2, 14, 0, 2017}}, 1, -1},
    {"New Year", 3, {{12, 31, 23, 2016}, {1, 1, 0, 2017}, {12, 1, 0, 2017}}, 1, -1},
    {"late over New Year", 5, {{12, 31, 22, 2016}, {1, 1, 0, 2017}, {12, 31, 23, 2016}, {1, 1, 1, 2017}, {1, 2, 0, 2017}}, 1, -1},
    {"late at the very start", 3, {{1, 1, 0, 2016}, {12, 31, 23, 2015}, {1, 1, 1, 2016}}, 0, -1},
    {"three years",
     6,
     {{11, 1, 0, 2016}, {2, 1, 0, 2017}, {11, 1, 0, 2017}, {2, 1, 0, 2018}, {11, 1, 0, 2018}, {2, 1, 0, 2019}},
     3,
     -1},
    {"leap day at once", 2, {{2, 29, 0, 2016}, {3, 1, 0, 2016}}, 0, 0},
    {"leap day after a New Year", 3, {{12, 1, 0, 2016}, {2, 28, 0, 2017}, {2, 29, 23, 2017}}, 1, 1},
};

Test(record_year, walks)
{
    static record_batch batch;
    for (size_t i = 0; i < sizeof walks / sizeof walks[0]; i++) {
        const struct walk_row *const row = &walks[i];
        uint64_t stamps[6];
        for (size_t k = 0; k < row->count; k++) {
            stamps[k] = on(row->stops[k].month, row->stops[k].day, row->stops[k].hour);
        }
        for (size_t size = 1; size <= row->count; size++) { /* of a batch: makes no difference */
            year_walk walk;
            year_begin(&walk, 2016);
            for (size_t k = 0; k < row->count; k += batch.count) {
                batch.count = (uint32_t)(row->count - k < size ? row->count - k : size);
                memcpy(batch.stamp, stamps + k, batch.count * sizeof stamps[0]);
                year_apply(&walk, &batch);
                for (size_t j = 0; j < batch.count; j++) {
                    cr_assert_eq(batch.time[j], stamp_to_ms(stamps[k + j], row->stops[k + j].year), "%s: stop %zu", row->name,
                                 k + j);
                }
            }
            cr_assert_eq(walk.wraps, row->wraps, "%s", row->name);
            cr_assert_eq(walk.leap_wraps, row->leap_wraps, "%s", row->name);
            cr_assert_eq(walk.year, 2016 + row->wraps, "%s", row->name);
        }
        cr_assert_eq(year_count_wraps(stamps, row->count), row->wraps, "%s", row->name);
    }
    cr_assert_eq(year_count_wraps(NULL, 0), 0);
    cr_assert_eq(year_count_wraps((const uint64_t[]){on(1, 1, 0), on(12, 31, 23)}, 2), 0, "a sample of one whole year");
}

Test(record_year, range)
{
    year_range r = {0};
    const uint64_t stamps[] = {on(12, 30, 10), on(12, 30, 9), on(1, 1, 0), on(12, 31, 23), on(1, 2, 4)};
    for (size_t i = 0; i < sizeof stamps / sizeof *stamps; i++) {
        year_range_add(&r, stamps[i]);
    }
    cr_assert(r.any && r.first.year == 0 && r.first.stamp == on(12, 30, 9));
    cr_assert(r.end.year == 1 && r.end.stamp == on(1, 2, 4));
}

Test(record_year, records_without_time)
{
    static record_batch batch = {.count = 4};
    batch.flags[0] = batch.flags[2] = batch.flags[3] = RECORD_NO_TIME;
    batch.stamp[1] = on(5, 9, 16);
    year_walk walk;
    year_begin(&walk, 2015);
    year_apply(&walk, &batch);
    cr_assert_eq(batch.time[0], DPM_NO_TIME);
    for (size_t i = 1; i < 4; i++) {
        cr_assert_eq(batch.time[i], at(2015, 5, 9, 16), "record %zu", i);
    }
    batch.count = 1;
    year_apply(&walk, &batch);
    cr_assert_eq(batch.time[0], at(2015, 5, 9, 16), "first of the next batch");
}

Test(record_year, shift)
{
    const struct {
        year_walk walk;
        int anchor, want;
    } rows[] = {
        {{.year = 2016, .leap_wraps = -1}, 2016, 0},
        {{.year = 2016, .leap_wraps = -1}, 2019, 3},
        {{.year = 2018, .wraps = 2, .leap_wraps = -1}, 2016, -2},
        {{.year = 2016, .leap_wraps = 0}, 2016, 0},
        {{.year = 2016, .leap_wraps = 0}, 2019, 0}, /* 2019, 2018, 2017 have no 02/29 */
        {{.year = 2015, .leap_wraps = 0}, 2020, 5},
        {{.year = 2019, .wraps = 2, .leap_wraps = 1}, 2017, -2}, /* the leap day lay a year before the end */
        {{.year = 2019, .wraps = 2, .leap_wraps = 1}, 2016, -6},
        {{.year = 2016, .leap_wraps = 0}, 1903, 1896 - 2016}, /* 1900 was none */
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        cr_assert_eq(year_shift(&rows[i].walk, rows[i].anchor), rows[i].want, "row %zu", i);
    }
}
