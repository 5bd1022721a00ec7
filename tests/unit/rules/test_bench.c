/* What rules cost: the counts are exact, and nothing is measured where there is nothing. */
#include "dpmlog/rules.h"
#include "dpmlog/span.h"

#include <criterion/criterion.h>
#include <string.h>

typedef struct told {
    size_t lines;
    uint64_t records, tried, taken;
    double last;
    bool in_order;
} told;

static void take(void *context, const dpm_rule_cost *cost)
{
    told *const t = context;
    if (t->lines++ == 0) {
        cr_expect_eq(cost->id.len, 0, "the first is the choosing");
        t->in_order = true;
    } else {
        t->in_order &= t->lines == 2 || cost->ns_a_record <= t->last;
        t->last = cost->ns_a_record;
        t->tried += cost->tried;
        t->taken += cost->taken;
    }
    cr_expect(cost->taken <= cost->tried && cost->tried <= cost->records);
    t->records = cost->records;
}

static size_t rule_count(const dpm_rules *rules)
{
    size_t count = 0;
    dpm_rule_info info;
    for (size_t i = 0; dpm_rules_info(rules, i, &info); i++) {
        count += info.kind.len > 0 && memcmp(info.kind.ptr, "cause", info.kind.len < 5 ? info.kind.len : 5) != 0;
    }
    return count;
}

Test(rules_bench, counts_what_is_tried_and_taken)
{
    static const struct {
        const char *path; /* NULL: the samples */
        dpm_status status;
        const char *words;
    } rows[] = {
        {NULL, DPM_OK, ""},
        {"fixtures/Temp", DPM_OK, ""},
        {"fixtures/archives/deflate.zip", DPM_OK, ""},
        {"fixtures/bad/empty.errlog", DPM_EDATA, "no record"},
        {"fixtures/none", DPM_EIO, "no such file"},
        {"grammars", DPM_EDATA, "no log"},
    };
    dpm_rules *rules;
    cr_assert_eq(dpm_rules_load(&rules, NULL, 0, NULL), DPM_OK);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        told t = {0};
        dpm_error err = {0};
        const char *const name = rows[i].path ? rows[i].path : "the samples";
        const dpm_status status = dpm_rules_bench(rules, &rows[i].path, rows[i].path != NULL, take, &t, &err);
        cr_expect_eq(status, rows[i].status, "%s: %d, %s", name, status, err.message);
        cr_expect(strstr(err.message, rows[i].words), "%s: %s", name, err.message);
        cr_expect_eq(t.lines, status == DPM_OK ? rule_count(rules) + 1 : 0, "%s: %zu lines", name, t.lines);
        cr_expect(status != DPM_OK || (t.in_order && t.taken > 0 && t.taken <= t.records && t.tried >= t.taken), "%s", name);
    }
    dpm_rules_free(rules);
}
