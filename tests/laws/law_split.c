/* Law: however a log is cut on its way in, the report is the same, byte for byte. Over all fixtures. */
#include "kit.h"

#include <criterion/criterion.h>

static const size_t steps[] = {1, 2, 3, 7, 61, 4096, 65536};

static void one(const dpm_rules *rules, const fixture *f)
{
    strbuf whole = {0}, cut = {0};
    cr_assert_eq(kit_feed(rules, f->path, (dpm_span){f->bytes, f->len}, 0, &whole), DPM_OK, "%s", f->path);
    cr_assert_gt(whole.len, 100, "%s: no report", f->path);
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        strbuf_clear(&cut);
        cr_assert_eq(kit_feed(rules, f->path, (dpm_span){f->bytes, f->len}, steps[i], &cut), DPM_OK, "%s", f->path);
        cr_expect_eq(cut.len, whole.len, "%s in steps of %zu", f->path, steps[i]);
        cr_expect(cut.len == whole.len && memcmp(cut.ptr, whole.ptr, cut.len) == 0, "%s in steps of %zu", f->path, steps[i]);
    }
    strbuf_free(&whole);
    strbuf_free(&cut);
}

Test(law_split, every_fixture)
{
    dpm_rules *const rules = kit_rules();
    size_t count;
    fixture *const all = kit_fixtures(0, &count);
    for (size_t i = 0; i < count; i++) {
        one(rules, &all[i]);
    }
    kit_fixtures_free(all, count);
    dpm_rules_free(rules);
}
