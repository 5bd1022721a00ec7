/* Years that crash copies lend: to logs that begin with the same record, and to what lies beside a log whose file time they
 * disprove; what was lent is not lent on. */
#include "base/civil.h"
#include "base/text.h"
#include "discover/source.h"

#include <criterion/criterion.h>

static source log_of(const char *path, uint64_t days, int year, dpm_year_basis basis)
{
    source s = {.path = span_str(path), .process = SPAN("MSDPM"), .year = year, .year_basis = basis};
    s.probed = s.end_known = true;
    s.first_stamp = days * MS_DAY;
    s.last_stamp = s.first_stamp + 1000;
    s.crash_time = s.mtime = DPM_NO_TIME;
    return s;
}

static source copy_of(const char *path, uint64_t days, int year)
{
    source s = log_of(path, days, year, DPM_YEAR_BASIS_CRASH_NAME);
    s.is_crash_copy = true;
    s.crash_time = civil_to_ms((civil){.year = year, .month = 6, .day = 1});
    return s;
}

Test(input_neighbours, who_lends_to_whom)
{
    source items[] = {
        log_of("b/MSDPMCurr.errlog", 150, 2026,
               DPM_YEAR_BASIS_MTIME), /* the same first record as the copy's: another folder's file times are */
        log_of("b/MSDPM0.errlog", 10, 2026, DPM_YEAR_BASIS_MTIME),      /* disproved with it */
        log_of("c/MSDPM0.errlog", 10, 2026, DPM_YEAR_BASIS_MTIME),      /* a folder of which nothing is known */
        log_of("d/MSDPMCurr.errlog", 150, 2026, DPM_YEAR_BASIS_OPTION), /* was told */
        copy_of("a/MSDPMCurr.errlog.2016-06-01_00-00-00.Crash", 150, 2016),
        log_of("e.zip!MSDPMCurr.errlog", 150, 2026, DPM_YEAR_BASIS_MTIME),
        log_of("e.zip!MSDPM0.errlog", 10, 2026, DPM_YEAR_BASIS_MTIME),
        log_of("MSDPM0.errlog", 10, 2026, DPM_YEAR_BASIS_MTIME), /* beside the archive, not in it */
    };
    static const struct {
        int year;
        dpm_year_basis basis;
    } rows[] = {
        {2016, DPM_YEAR_BASIS_CRASH_NAME}, {2016, DPM_YEAR_BASIS_CRASH_NAME}, {2026, DPM_YEAR_BASIS_MTIME},
        {2026, DPM_YEAR_BASIS_OPTION},     {2016, DPM_YEAR_BASIS_CRASH_NAME}, {2016, DPM_YEAR_BASIS_CRASH_NAME},
        {2016, DPM_YEAR_BASIS_CRASH_NAME}, {2026, DPM_YEAR_BASIS_MTIME},
    };
    items[5].inside = span_from(items[5].path, 6);
    items[6].inside = span_from(items[6].path, 6);
    source_list list = {.items = items, .count = sizeof items / sizeof *items, .cap = sizeof items / sizeof *items};
    for (size_t round = 0; round < 2; round++) { /* in whatever order */
        cr_assert_eq(sources_infer_years(&list), DPM_OK);
        for (size_t i = 0; i < list.count; i++) {
            cr_expect_eq(items[i].year, rows[i].year, "%s: %d", items[i].path.ptr, items[i].year);
            cr_expect_eq(items[i].year_basis, rows[i].basis, "%s", items[i].path.ptr);
        }
    }
}

Test(input_neighbours, a_log_whose_end_was_not_seen_is_dated_by_its_beginning)
{
    source items[] = {copy_of("t/MSDPMCurr.errlog.2016-06-01_00-00-00.Crash", 150, 2016),
                      log_of("t/MSDPMCurr.errlog", 150, 2020, DPM_YEAR_BASIS_MTIME),
                      log_of("t/MSDPM0.errlog", 364, 2020, DPM_YEAR_BASIS_MTIME)};
    items[2].end_known = false;
    items[2].last_stamp = UINT64_MAX;
    source_list list = {.items = items, .count = 3, .cap = 3};
    cr_assert_eq(sources_infer_years(&list), DPM_OK);
    cr_expect_eq(items[2].year, 2015, "nearest to the crash: %d", items[2].year);
    cr_expect(items[2].lent && items[1].lent && !items[0].lent);
}
