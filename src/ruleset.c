/* The public loading of rules: read, compile, and check against samples with the classifier that will run them. The one file
 * beside session.c that knows several stages. */
#include "classify/classify.h"
#include "dpmlog/rules.h"
#include "rules/builtin.h"
#include "rules/check.h"
#include "rules/load.h"

static size_t judge_matches(void *context, const record_batch *batch, dpm_span process, uint16_t *out, size_t cap, uint32_t *code)
{
    return classify_matches(context, batch, 0, process, out, cap, code);
}

static const char *judge_reason(void *context, const record_batch *batch, dpm_span process, uint16_t index)
{
    const char *const reason = classify_reason(context, batch, 0, process, index);
    return reason ? reason : "no term selects it";
}

static dpm_status check(const dpm_rules *rules, dpm_error *err)
{
    classifier *const c = classifier_new(rules);
    if (!c) {
        return status_nomem(err);
    }
    const sample_judge judge = {.context = c, .matches = judge_matches, .reason = judge_reason};
    const dpm_status status = rules_check(rules, &judge, err);
    classifier_free(c);
    return status;
}

dpm_status dpm_rules_load(dpm_rules **out, const char *const *dirs, size_t count, dpm_error *err)
{
    dpm_rules *rules = NULL;
    *out = NULL;
    if (count && !dirs) {
        return status_fail(err, DPM_EARG, "dpm_rules_load: no paths are given");
    }
    TRY(rules_build(&rules, builtin_files, builtin_file_count, dirs, count, err));
    const dpm_status status = check(rules, err);
    if (status != DPM_OK) {
        rules_destroy(rules);
        return status;
    }
    *out = rules;
    return DPM_OK;
}

void dpm_rules_free(dpm_rules *rules)
{
    rules_destroy(rules);
}
