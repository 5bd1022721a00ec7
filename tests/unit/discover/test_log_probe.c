/* The quick look: stamps of the first and last record and the years, over encodings, sizes and anchors. */
#include "../../support/temp_tree.h"

#include "base/civil.h"
#include "base/strbuf.h"
#include "text/encoding.h"
#include "discover/source.h"
#include "record/fields.h"

static const int64_t now = INT64_C(1465000000000); /* 2016-06-04 */

static void add_record(strbuf *b, const char *date, const char *time, size_t message, const char *line_end)
{
    strbuf_addf(b, "180C\t280C\t%s\t%s\t09\tbackupasync.cpp(1279)\t\t\tNORMAL\t", date, time);
    for (size_t i = 0; i < message; i++) {
        strbuf_addc(b, 'm');
    }
    strbuf_adds(b, line_end);
}

static uint64_t stamp_of(const char *date, const char *time)
{
    uint64_t stamp = UINT64_MAX;
    cr_assert(stamp_parse(span_str(date), span_str(time), &stamp), "%s %s", date, time);
    return stamp;
}

/* ASCII as UTF-16, or as it is. */
static strbuf encode(encoding e, bool bom, dpm_span text)
{
    static const char *const marks[] = {"\xEF\xBB\xBF", "\xFF\xFE", "\xFE\xFF", ""};
    strbuf out = {0};
    strbuf_adds(&out, bom ? marks[e] : "");
    for (size_t i = 0; i < text.len; i++) {
        if (e == ENCODING_UTF16BE) {
            strbuf_addc(&out, '\0');
        }
        strbuf_addc(&out, text.ptr[i]);
        if (e == ENCODING_UTF16LE) {
            strbuf_addc(&out, '\0');
        }
    }
    return out;
}

static source peek(const char *path, long long mtime, int option_year)
{
    source s = {.path = span_str(path), .crash_time = DPM_NO_TIME, .mtime = mtime ? mtime * 1000 : DPM_NO_TIME};
    source_name(s.path, &s);
    cr_assert_eq(source_probe(&s, false, option_year, now), DPM_OK);
    return s;
}

/* Text before the first record, records over a New Year, a torn last line: small files are read whole, large ones sampled. */
Test(input_peek, stamps_in_every_encoding_and_size)
{
    static const size_t sizes[] = {0, 10000, 60000, 150000, 900000, 1300000, 2500000};
    static const char *const line_ends[] = {"\r\n", "\n", "\r"};
    temp_tree t;
    tree_new(&t);
    for (size_t n = 0; n < sizeof sizes / sizeof *sizes * 3; n++) {
        strbuf text = {0};
        strbuf_adds(&text, "some words before it all");
        strbuf_adds(&text, line_ends[n % 3]);
        add_record(&text, "12/30", "10:00:00.001", 5, line_ends[n % 3]);
        for (int i = 0; text.len < sizes[n / 3]; i++) {
            const bool late = text.len > sizes[n / 3] / 2;
            add_record(&text, late ? "01/02" : "12/31", "11:00:00.000", (size_t)(i * 37 % 900), line_ends[n % 3]);
        }
        add_record(&text, "01/03", "12:00:00.007", 3000, "");
        for (int k = 0; k < 6; k++) {
            const encoding e = (encoding)(k % 3);
            strbuf bytes = encode(e, k >= 3, strbuf_span(&text));
            const source s = peek(tree_write(&t, "DPMRACurr.errlog", strbuf_span(&bytes)), 1451908800, 0); /* 2016-01-04 */
            cr_expect(s.probed && s.first_stamp == stamp_of("12/30", "10:00:00.001"), "size %zu enc %d", sizes[n / 3], k);
            cr_expect(s.last_stamp == stamp_of("01/03", "12:00:00.007"), "size %zu enc %d", sizes[n / 3], k);
            cr_expect(s.wraps == 1 && s.year == 2015, "size %zu enc %d: %d wraps, %d", sizes[n / 3], k, s.wraps, s.year);
            cr_expect_eq(s.year_basis, DPM_YEAR_BASIS_MTIME);
            strbuf_free(&bytes);
        }
        strbuf_free(&text);
    }
    tree_free(&t);
}

Test(input_peek, years)
{
    static const char june[] = "MSDPMCurr.errlog.2016-06-01_20-55-45.Crash";
    static const char new_year[] = "MSDPMCurr.errlog.2016-01-01_00-00-05.Crash";
    static const struct {
        const char *name;
        const char *file;
        const char *dates; /* of its records, five bytes each */
        long long mtime;
        int option_year, year, wraps;
        dpm_year_basis basis;
    } rows[] = {
        {"the option is best", june, "06/01", 1464814545, 2012, 2012, 0, DPM_YEAR_BASIS_OPTION},
        {"then the crash", june, "06/01", 1264814545, 0, 2016, 0, DPM_YEAR_BASIS_CRASH_NAME},
        {"the log before the crashed one", new_year, "12/3012/31", 1264814545, 0, 2015, 0, DPM_YEAR_BASIS_CRASH_NAME},
        {"a crash behind New Year", new_year, "12/3101/01", 0, 0, 2015, 1, DPM_YEAR_BASIS_CRASH_NAME},
        {"an impossible crash stamp", "MSDPMCurr.errlog.2016-06-31_20-55-45.Crash", "06/01", 1401656400, 0, 2014, 0,
         DPM_YEAR_BASIS_MTIME},
        {"the file's time", "a.errlog", "06/01", 1401656400, 0, 2014, 0, DPM_YEAR_BASIS_MTIME}, /* 2014-06-01 21:00 */
        {"less than a day behind it", "a.errlog", "06/02", 1401656400, 0, 2014, 0, DPM_YEAR_BASIS_MTIME},
        {"more than a day behind it", "a.errlog", "06/03", 1401656400, 0, 2013, 0, DPM_YEAR_BASIS_MTIME},
        {"12/31 in a file of New Year's night", "a.errlog", "12/31", 1388534400, 0, 2013, 0, DPM_YEAR_BASIS_MTIME},
        {"01/01 in a file of 12/31: another clock", "a.errlog", "01/01", 1388491200, 0, 2014, 0, DPM_YEAR_BASIS_MTIME},
        {"two New Years", "a.errlog", "09/0101/0109/0101/02", 1401656400, 0, 2012, 2, DPM_YEAR_BASIS_MTIME},
        {"no file time", "a.errlog", "06/01", 0, 0, 2016, 0, DPM_YEAR_BASIS_CLOCK},
        {"a file time of an archive", "a.errlog", "06/01", 315532800, 0, 2016, 0, DPM_YEAR_BASIS_CLOCK}, /* 1980 */
        {"not in the future", "a.errlog", "06/06", 0, 0, 2015, 0, DPM_YEAR_BASIS_CLOCK},
        {"a leap day", "a.errlog", "02/29", 1401656400, 0, 2012, 0, DPM_YEAR_BASIS_MTIME},
        {"a leap day against the option", "a.errlog", "02/29", 0, 2015, 2012, 0, DPM_YEAR_BASIS_OPTION},
        {"a leap day in the first year", "a.errlog", "02/2812/3101/05", 1401656400, 0, 2013, 1, DPM_YEAR_BASIS_MTIME},
        {"a leap day before a New Year", "a.errlog", "02/2912/3101/05", 1401656400, 0, 2012, 1, DPM_YEAR_BASIS_MTIME},
        {"a leap day behind a New Year", "a.errlog", "12/3101/0502/2903/01", 1401656400, 0, 2011, 1, DPM_YEAR_BASIS_MTIME},
        {"a late thread at New Year", "a.errlog", "12/3101/0112/31", 1388570400, 0, 2013, 1, DPM_YEAR_BASIS_MTIME},
        {"no record", "a.errlog", "", 1401656400, 0, 2014, 0, DPM_YEAR_BASIS_MTIME},
    };
    temp_tree t;
    tree_new(&t);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        strbuf text = {0};
        strbuf_adds(&text, "no record\n");
        for (const char *date = rows[i].dates; *date; date += 5) {
            char one[6] = "";
            memcpy(one, date, 5);
            add_record(&text, one, "10:00:00.000", 10, "\n");
        }
        const source s = peek(tree_write(&t, rows[i].file, strbuf_span(&text)), rows[i].mtime, rows[i].option_year);
        cr_expect_eq(s.year, rows[i].year, "%s: %d", rows[i].name, s.year);
        cr_expect_eq(s.wraps, rows[i].wraps, "%s: %d wraps", rows[i].name, s.wraps);
        cr_expect_eq(s.year_basis, rows[i].basis, "%s", rows[i].name);
        cr_expect_eq(s.first_stamp == UINT64_MAX, *rows[i].dates == '\0', "%s", rows[i].name);
        strbuf_free(&text);
    }
    tree_free(&t);
}

/* Power was lost: the last half megabyte is NULs. */
Test(input_peek, finds_the_last_record_before_a_run_of_nuls)
{
    temp_tree t;
    tree_new(&t);
    strbuf text = {0};
    while (text.len < 1500000) {
        add_record(&text, text.len < 1400000 ? "05/01" : "05/02", "10:00:00.000", 200, "\r\n");
    }
    strbuf bytes = encode(ENCODING_UTF16LE, false, strbuf_span(&text));
    for (int i = 0; i < 500000; i++) {
        strbuf_addc(&bytes, '\0');
    }
    const source s = peek(tree_write(&t, "a.errlog", strbuf_span(&bytes)), 0, 0);
    cr_expect(s.first_stamp == stamp_of("05/01", "10:00:00.000") && s.last_stamp == stamp_of("05/02", "10:00:00.000"));
    strbuf_free(&bytes);
    strbuf_free(&text);
    tree_free(&t);
}

Test(input_peek, what_is_no_file_is_not_looked_at)
{
    temp_tree t;
    tree_new(&t);
    cr_assert_eq(mkfifo(tree_path(&t, "pipe"), 0600), 0);
    const source pipe_source = peek(t.path, 0, 0);
    cr_expect(!pipe_source.probed && pipe_source.year == 2016 && pipe_source.year_basis == DPM_YEAR_BASIS_CLOCK);
    const source gone = peek(tree_path(&t, "MSDPMCurr.errlog.2014-06-01_20-55-45.Crash"), 0, 0);
    cr_expect(!gone.probed && gone.year == 2014 && gone.year_basis == DPM_YEAR_BASIS_CRASH_NAME);
    source in = {.path = SPAN("-"), .is_stdin = true, .crash_time = DPM_NO_TIME, .mtime = DPM_NO_TIME};
    cr_expect_eq(source_probe(&in, false, 2010, now), DPM_OK);
    cr_expect(!in.probed && in.year == 2010 && in.year_basis == DPM_YEAR_BASIS_OPTION);
    const source empty = peek(tree_write(&t, "empty.errlog", SPAN("")), 0, 0);
    cr_expect(empty.probed && empty.first_stamp == UINT64_MAX && empty.wraps == 0 && empty.year == 2016);
    tree_free(&t);
}
