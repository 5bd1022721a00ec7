/* The sample law over the built-in grammars: they load, and every sample is taken by its own rule. No start proves that again. */
#include "dpmlog/report.h"
#include "dpmlog/rules.h"
#include "rules/builtin.h"

#include <criterion/criterion.h>

static bool expect_whole(void *context, const dpm_rule_info *info)
{
    size_t *const count = context;
    cr_expect(info->title.len > 0 && info->file.len > 0 && info->shadows.len == 0, "entry %zu", *count);
    ++*count;
    return true;
}

Test(rules_builtin, sample_law)
{
    dpm_rules *rules = NULL;
    dpm_error err = {.message = "none"};
    cr_assert_eq(dpm_rules_load(&rules, NULL, 0, &err), DPM_OK, "%s", err.message);
    cr_expect_eq(dpm_rules_check(rules, &err), DPM_OK, "%s", err.message);
    cr_expect_gt(builtin_file_count, 0);
    size_t count = 0;
    cr_expect(dpm_rules_each(rules, expect_whole, &count));
    cr_expect_gt(count, 0);
    dpm_rules_free(rules);
}
