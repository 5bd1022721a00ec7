/* The public loading of rules: read, compile, and check against samples with the classifier that will run them. The one file
 * beside session.c that knows several stages. */
#include "classify/classify.h"
#include "dpmlog/rules.h"
#include "record/scan.h"
#include "rules/builtin.h"
#include "rules/check.h"
#include "rules/load.h"

#include <stdlib.h>

static size_t judge_matches(void *context, const record_batch *batch, dpm_span process, uint16_t *out, size_t cap, uint32_t *code)
{
    return classify_matches(context, batch, 0, process, out, cap, code);
}

static const char *judge_reason(void *context, const record_batch *batch, dpm_span process, uint16_t index)
{
    const char *const reason = classify_reason(context, batch, 0, process, index);
    return reason ? reason : "no term selects it";
}

dpm_status dpm_rules_check(const dpm_rules *rules, dpm_error *err)
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
    /* the built-in rules alone were proved when they were tested */
    const dpm_status status = count ? dpm_rules_check(rules, err) : DPM_OK;
    if (status != DPM_OK) {
        rules_destroy(rules);
        return status;
    }
    *out = rules;
    return DPM_OK;
}

static void explain_all(const dpm_rules *rules, classifier *c, const record_batch *batch, dpm_span process, dpm_verdict_fn take,
                        void *context)
{
    bool taken = false;
    for (size_t i = 0; i < rules->rule_count; i++) {
        const rule *const r = &rules->rules[i];
        const char *const reason = classify_reason(c, batch, 0, process, (uint16_t)i);
        const dpm_rule_verdict verdict = {.id = r->id,
                                          .reason = reason,
                                          .takes = !reason && !taken,
                                          .noise = r->noise,
                                          .near = reason && classify_near(c, batch, 0, (uint16_t)i)};
        taken |= !reason;
        take(context, &verdict);
    }
}

dpm_status dpm_rules_explain(const dpm_rules *rules, dpm_span line, dpm_span process, dpm_verdict_fn take, void *context,
                             dpm_error *err)
{
    classifier *const c = classifier_new(rules);
    scanner *const scan = scanner_new();
    record_batch *const batch = malloc(sizeof *batch);
    const block text = {.text = line, .last = true};
    scan_counts counts = {0};
    dpm_status status = c && scan && batch ? DPM_OK : status_nomem(err);
    if (status == DPM_OK) {
        scanner_begin(scan, &text, layout_detect(line), &counts);
        if (scanner_next(scan, batch) && batch->count == 1 && counts.unparsed == 0) {
            explain_all(rules, c, batch, process, take, context);
        } else {
            status = status_fail(err, DPM_EARG, "this is not a single log record");
        }
    }
    classifier_free(c);
    scanner_free(scan);
    free(batch);
    return status;
}

void dpm_rules_free(dpm_rules *rules)
{
    rules_destroy(rules);
}
