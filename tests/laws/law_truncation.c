/* Law: a log that was cut off after any byte is read as far as it goes: no failure, and never more records than the byte
 * before gave... except that the torn last one may still change. Over all small fixtures. */
#include "kit.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

enum { SMALL = 8192, SHORT = 2048 };

/* Every byte of short fixtures. Under ASan a session costs four times as much, so fewer cuts are made there. */
#ifdef __SANITIZE_ADDRESS__
enum { STEP = 5, LONG_STEP = 31 };
#else
enum { STEP = 1, LONG_STEP = 7 };
#endif

/* `*skipped`: it was told as no log. */
static dpm_status records_of(const dpm_rules *rules, const fixture *f, size_t len, uint64_t *out, bool *skipped)
{
    const dpm_session_options options = kit_options();
    dpm_session *session = NULL;
    dpm_report *report = NULL;
    dpm_status status = dpm_session_new(&session, rules, &options, NULL);
    status = status < 0 ? status : dpm_session_begin(session, f->path, NULL);
    status = status < 0 ? status : dpm_session_feed(session, (dpm_span){f->bytes, len}, NULL);
    status = status < 0 ? status : dpm_session_end(session, NULL);
    status = status < 0 ? status : dpm_session_report(session, &report, NULL);
    if (status == DPM_OK) {
        const dpm_report_data *const facts = dpm_report_get_data(report);
        *out = facts->records;
        /* a beginning without a whole record is no log: it is told as skipped */
        const uint64_t bytes = facts->skipped_count ? len : facts->bytes;
        cr_assert_eq(facts->skipped_count + facts->source_count, 1, "%s cut at %zu: neither read nor skipped", f->path, len);
        *skipped = facts->skipped_count > 0;
        cr_assert_eq(bytes, len, "%s cut at %zu: %llu bytes read", f->path, len, (unsigned long long)facts->bytes);
    }
    dpm_report_free(report);
    dpm_session_free(session);
    return status;
}

Test(law_truncation, every_small_fixture, .timeout = 100)
{
    dpm_rules *const rules = kit_rules();
    size_t count;
    fixture *const all = kit_fixtures(SMALL, &count);
    cr_assert_gt(count, 3);
    for (size_t i = 0; i < count; i++) {
        uint64_t records, whole;
        bool skipped = false, met = false; /* a record in a shorter cut */
        cr_assert_eq(records_of(rules, &all[i], all[i].len, &whole, &skipped), DPM_OK);
        cr_expect(!skipped || !whole);
        const size_t step = all[i].len > SHORT ? LONG_STEP : STEP;
        for (size_t len = 0; len < all[i].len; len += step) {
            records = UINT64_MAX;
            cr_assert_eq(records_of(rules, &all[i], len, &records, &skipped), DPM_OK, "%s cut at %zu", all[i].path, len);
            cr_expect(!skipped || !met, "%s cut at %zu: no log, though a shorter cut is one", all[i].path, len);
            met |= records > 0;
            cr_expect_leq(records, whole, "%s cut at %zu: more records than in the whole", all[i].path, len);
        }
    }
    kit_fixtures_free(all, count);
    dpm_rules_free(rules);
}
