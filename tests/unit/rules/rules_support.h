/* For tests of rules: load from text in memory, with samples checked as dpm_rules_load does. Header only. */
#ifndef DPM_TESTS_RULES_SUPPORT_H
#define DPM_TESTS_RULES_SUPPORT_H

#include "classify/classify.h"
#include "rules/check.h"
#include "rules/load.h"

#include <string.h>

static inline size_t support_matches(void *context, const record_batch *batch, dpm_span process, uint16_t *out, size_t cap,
                                     uint32_t *code)
{
    return classify_matches(context, batch, 0, process, out, cap, code);
}

static inline const char *support_reason(void *context, const record_batch *batch, dpm_span process, uint16_t index)
{
    const char *const reason = classify_reason(context, batch, 0, process, index);
    return reason ? reason : "nothing";
}

static inline dpm_status support_check(const dpm_rules *rules, dpm_error *err)
{
    classifier *const c = classifier_new(rules);
    const sample_judge judge = {.context = c, .matches = support_matches, .reason = support_reason};
    const dpm_status status = c ? rules_check(rules, &judge, err) : DPM_ENOMEM;
    classifier_free(c);
    return status;
}

/* `yaml` as the file t.yaml and then, as layers of their own, the user's paths. NULL and `err` filled on failure. */
static inline dpm_rules *support_load(const char *yaml, const char *const *paths, size_t count, dpm_error *err)
{
    const builtin_file file = {.name = "t.yaml", .bytes = (const unsigned char *)yaml, .len = strlen(yaml)};
    dpm_rules *rules = NULL;
    if (rules_build(&rules, &file, 1, paths, count, err) != DPM_OK) {
        return NULL;
    }
    if (support_check(rules, err) != DPM_OK) {
        rules_destroy(rules);
        return NULL;
    }
    return rules;
}

/* The columns before a sample's level, and a rule's samples that fit 'Hr: = [0x800706ba]' in a WARNING. */
#define PRE "0990\\t17D8\\t11/05\\t13:02:42.416\\t31\\tagentproxy.cpp(190)\\t\\t\\t"
#define SAMPLES                                                                                                                  \
    "    samples:\n"                                                                                                             \
    "      match: [ { line: \"" PRE "WARNING\\tFailed: Hr: = [0x800706ba] : gone\" } ]\n"                                        \
    "      miss: [ { line: \"" PRE "NORMAL\\tall is well\" } ]\n"
#define RULE(id) "  - id: " id "\n    title: T\n    class: rpc-failure\n"

#endif
