/* Each condition of each built-in rule is needed: without it, one of the rule's miss samples would fit. Else the rule is looser
 * than it need be, or its samples do not show what the condition is for. */
#include "classify/classify.h"
#include "record/scan.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct bench {
    const dpm_rules *rules;
    classifier *judge;
    scanner *scan;
    record_batch *batch;
} bench;

/* Some miss sample fits, or, for `reason`, is refused for no other. */
static bool some_miss_fits(const bench *b, size_t index, dpm_span process, const char *reason)
{
    const rule *const r = &b->rules->rules[index];
    bool fits = false;
    for (size_t s = 0; s < r->sample_count && !fits; s++) {
        const block text = {.text = r->samples[s].line, .last = true};
        scan_counts counts = {0};
        if (r->samples[s].match) {
            continue;
        }
        scanner_begin(b->scan, &text, layout_detect(text.text), &counts);
        cr_assert(scanner_next(b->scan, b->batch));
        const char *const seen = classify_reason(b->judge, b->batch, 0, process, (uint16_t)index);
        fits = reason ? seen && strcmp(seen, reason) == 0 : !seen;
    }
    return fits;
}

enum { SOURCE, BEGINS, PATTERN, ANY, ALL, CONDITIONS };
static const char *const words[CONDITIONS] = {"source", "begins", "pattern", "any", "all"};

/* The rule without a condition; false: it has none of this kind. `all` has one for each of its terms. */
static bool drop(rule *r, size_t condition, size_t term_at)
{
    const bool exact = r->regex && !r->optional;
    if ((condition == ANY || condition == ALL) && exact) {
        return false; /* the terms only spare the pattern work: it says the same again */
    }
    switch (condition) {
    case SOURCE: return r->source_file.len ? (r->source_file.len = 0, true) : false;
    case BEGINS: return r->begins.len ? (r->begins.len = 0, true) : false;
    case PATTERN: return exact ? (r->regex = NULL, true) : false;
    case ANY: return r->any_count ? (r->any_count = 0, true) : false;
    default: break;
    }
    if (term_at >= r->all_count) {
        return false;
    }
    r->all[term_at] = r->all[r->all_count - 1];
    r->all_count--;
    return true;
}

static void try_rule(const bench *b, rule *r, size_t index)
{
    const rule whole = *r;
    const dpm_span process = r->process_count ? r->processes[0] : SPAN("DPMRA");
    const unsigned usual = ((1U << DPM_LEVELS) - 1) & ~(1U << DPM_LEVEL_NORMAL);
    if (r->levels != usual) { /* literals are looked for at the rules' levels only, so this cannot be tried by leaving it out */
        cr_expect(some_miss_fits(b, index, process, "its level does not fit"), "%s: no miss sample is of another level",
                  r->id.ptr);
    }
    for (size_t condition = 0; condition < CONDITIONS; condition++) {
        for (size_t t = 0; t == 0 || (condition == ALL && t < whole.all_count); t++) {
            const term dropped = whole.all_count ? whole.all[t < whole.all_count ? t : 0] : (term){0};
            if (drop(r, condition, t)) {
                cr_expect(some_miss_fits(b, index, process, NULL), "%s: no miss sample fits without its '%s' %zu", r->id.ptr,
                          words[condition], t);
            }
            *r = whole;
            if (whole.all_count && condition == ALL) {
                r->all[t] = dropped;
            }
        }
    }
}

Test(rules_mutation, every_condition_is_needed)
{
    dpm_rules *rules = NULL;
    dpm_error err = {0};
    cr_assert_eq(dpm_rules_load(&rules, NULL, 0, &err), DPM_OK, "%s", err.message);
    const bench b = {rules, classifier_new(rules), scanner_new(), malloc(sizeof(record_batch))};
    cr_assert(b.judge && b.scan && b.batch);
    for (size_t i = 0; i < rules->rule_count; i++) {
        try_rule(&b, &rules->rules[i], i);
    }
    classifier_free(b.judge);
    scanner_free(b.scan);
    free(b.batch);
    dpm_rules_free(rules);
}
