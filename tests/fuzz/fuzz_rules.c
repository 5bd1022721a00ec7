/* Any bytes as a rule file: it loads, and then every rule can be listed, and samples are tried, or it is refused with one line
 * that says why. */
#include "../unit/rules/rules_support.h"

#include "dpmlog.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void require(bool holds)
{
    if (!holds) {
        abort();
    }
}

static bool is_named(void *context, const dpm_rule_info *info)
{
    (void)context;
    return info->kind.len > 0 && info->id.len > 0;
}

static void list(const dpm_rules *rules)
{
    require(dpm_rules_each(rules, is_named, NULL));
    require(strlen(dpm_rules_hash(rules)) == 16);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    const builtin_file file = {.name = "fuzz.yaml", .bytes = data, .len = len};
    dpm_rules *rules = NULL;
    dpm_error err = {0};
    if (rules_build(&rules, &file, 1, NULL, 0, &err) < 0) {
        require(!rules && err.message[0] && !strchr(err.message, '\n'));
        return 0;
    }
    list(rules);
    require(support_check(rules, &err) >= 0 || err.message[0]);
    rules_destroy(rules);
    return 0;
}
