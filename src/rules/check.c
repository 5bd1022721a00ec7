/* Rules against their own samples. Each sample is read by the scanner that reads logs and judged by all rules in force. */
#include "rules/check.h"

#include "base/text.h"
#include "record/scan.h"
#include "rules/yaml.h"

#include <assert.h>
#include <stdlib.h>

typedef struct checker {
    const dpm_rules *rules;
    const sample_judge *judge;
    dpm_error *err;
    scanner *scan;
    record_batch *batch;
    uint16_t *matches;
    bool alone; /* judge each rule by itself, as if there were no others */
} checker;

static dpm_status fail_sample(const checker *c, const rule *r, const sample *s, const char *what)
{
    const yaml_file file = {.name = r->file, .err = c->err};
    return yaml_fail_at(&file, s->line_no, s->column, "rule %s: %s", r->id.ptr, what);
}

static dpm_status fail_taken(const checker *c, const rule *r, const sample *s, const rule *by)
{
    const yaml_file file = {.name = r->file, .err = c->err};
    return yaml_fail_at(&file, s->line_no, s->column, "rule %s: its match sample is taken by %s (%s:%zu:%zu) of rank %d",
                        r->id.ptr, by->id.ptr, by->file.ptr, by->line, by->column, by->rank);
}

/* Two rules of one rank fit a sample: the fault is the later one's. */
static dpm_status fail_tie(const checker *c, const rule *r, const sample *s, const rule *other)
{
    if (other->layer <= r->layer) {
        const yaml_file file = {.name = r->file, .err = c->err};
        return yaml_fail_at(&file, s->line_no, s->column,
                            "rule %s: its match sample fits %s (%s:%zu:%zu) too, of the same rank %d", r->id.ptr, other->id.ptr,
                            other->file.ptr, other->line, other->column, r->rank);
    }
    const yaml_file file = {.name = other->file, .err = c->err};
    return yaml_fail_at(&file, other->line, other->column,
                        "rule %s: it fits the match sample of %s (%s:%zu:%zu) too, of the same "
                        "rank %d: choose another rank",
                        other->id.ptr, r->id.ptr, r->file.ptr, s->line_no, s->column, r->rank);
}

static bool scan_sample(const checker *c, dpm_span line)
{
    const block text = {.text = line, .last = true};
    scan_counts counts = {0};
    scanner_begin(c->scan, &text, layout_detect(line), &counts);
    return scanner_next(c->scan, c->batch) && c->batch->count == 1 && counts.unparsed == 0;
}

static const char *no_record_words(dpm_span line)
{
    return span_find(line, SPAN("\\t")) < line.len
               ? "the sample is not a single record; TABs written as \\t need double quotes"
               : "the sample is not a single record: PID, TID, date, time, module, source, object, task, level and message, "
                 "with TABs between";
}

/* The rule fits its sample, and so do others, `own` of them before it. */
static dpm_status judge_others(const checker *c, size_t index, const sample *s, size_t count, size_t own)
{
    const rule *const r = &c->rules->rules[index];
    for (size_t i = 0; i < count; i++) {
        const rule *const other = &c->rules->rules[c->matches[i]];
        if (i != own && other->rank == r->rank) {
            return fail_tie(c, r, s, other);
        }
        if (i < own && other->layer <= r->layer) {
            return fail_taken(c, r, s, other);
        }
    }
    return DPM_OK;
}

static dpm_status judge_match(const checker *c, size_t index, const sample *s, size_t count, uint32_t code, dpm_span process)
{
    const rule *const r = &c->rules->rules[index];
    size_t own = 0;
    while (own < count && c->matches[own] != index) {
        own++;
    }
    if (own == count) {
        const yaml_file file = {.name = r->file, .err = c->err};
        return yaml_fail_at(&file, s->line_no, s->column, "rule %s: its match sample does not fit it: %s", r->id.ptr,
                            c->judge->reason(c->judge->context, c->batch, process, (uint16_t)index));
    }
    if (s->code && s->code != code) {
        const yaml_file file = {.name = r->file, .err = c->err};
        return yaml_fail_at(&file, s->line_no, s->column, "rule %s: its match sample states 0x%08X, not 0x%08X", r->id.ptr,
                            (unsigned)code, (unsigned)s->code);
    }
    return c->alone ? DPM_OK : judge_others(c, index, s, count, own);
}

static dpm_status check_sample(const checker *c, size_t index, const sample *s)
{
    const rule *const r = &c->rules->rules[index];
    const dpm_span process = r->process_count ? r->processes[0] : SPAN("DPMRA");
    if (!scan_sample(c, s->line)) {
        return fail_sample(c, r, s, no_record_words(s->line));
    }
    uint32_t code = 0;
    const size_t count = c->judge->matches(c->judge->context, c->batch, process, c->matches, RULE_MAX, &code);
    if (s->match) {
        return judge_match(c, index, s, count, code, process);
    }
    for (size_t i = 0; i < count; i++) {
        if (c->matches[i] == index) {
            return fail_sample(c, r, s, "its miss sample fits it");
        }
    }
    return DPM_OK;
}

static dpm_status check_all(const checker *c)
{
    for (size_t i = 0; i < c->rules->rule_count; i++) {
        for (size_t s = 0; s < c->rules->rules[i].sample_count; s++) {
            TRY(check_sample(c, i, &c->rules->rules[i].samples[s]));
        }
    }
    return DPM_OK;
}

dpm_status rules_check(const dpm_rules *rules, const sample_judge *judge, dpm_error *err)
{
    assert(judge->matches && judge->reason);
    checker c = {.rules = rules, .judge = judge, .err = err};
    c.scan = scanner_new();
    c.batch = malloc(sizeof *c.batch);
    c.matches = malloc(RULE_MAX * sizeof *c.matches);
    dpm_status status = c.scan && c.batch && c.matches ? check_all(&c) : status_nomem(err);
    if (status == DPM_ERULE) { /* a rule that is wrong by itself comes before two that are at odds */
        c.alone = true;
        check_all(&c);
    }
    scanner_free(c.scan);
    free(c.batch);
    free(c.matches);
    return status;
}
