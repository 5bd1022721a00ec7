/* Questions to loaded rules: which causes name a code, what is in force. What codes mean: catalogue.c. */
#include "base/text.h"
#include "rules/rules.h"

uint16_t rules_fact(const dpm_rules *rules, fact_kind kind, uint32_t value)
{
    size_t low = 0, high = rules->fact_count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const fact *const f = &rules->facts[middle];
        if (f->kind < kind || (f->kind == kind && f->value < value)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    const fact *const f = low < rules->fact_count ? &rules->facts[low] : NULL;
    return f && f->kind == kind && f->value == value ? (uint16_t)low : FACT_NONE;
}

bool rules_engine(const dpm_rules *rules, dpm_span process)
{
    bool found = rules->engine_count == 0;
    dpm_span stem = process; /* GatewayProvider0 and GatewayProvider1 are one */
    while (stem.len && ascii_digit(stem.ptr[stem.len - 1])) {
        stem.len--;
    }
    for (size_t i = 0; i < rules->engine_count && !found; i++) {
        found = span_ieq(process, rules->engines[i]) || span_ieq(stem, rules->engines[i]);
    }
    return found;
}

static bool signature_names(const signature *s, uint16_t number)
{
    for (size_t i = 0; i < signature_wanted(s); i++) {
        const fact_group *const group = signature_group(s, i);
        for (size_t f = 0; f < group->count; f++) {
            if (group->facts[f] == number) {
                return true;
            }
        }
    }
    return false;
}

static bool cause_names(const cause *c, uint16_t number)
{
    for (size_t i = 0; i < c->signature_count; i++) {
        if (signature_names(&c->signatures[i], number)) {
            return true;
        }
    }
    return false;
}

dpm_span dpm_code_cause(const dpm_rules *rules, const dpm_code *code, size_t index, dpm_span *title, dpm_span *fix)
{
    const uint16_t number = code->kind == DPM_CODE_KIND_EXCEPTION
                                ? FACT_NONE
                                : rules_fact(rules, code->kind == DPM_CODE_KIND_HRESULT ? FACT_CODE : FACT_DPM_ID, code->value);
    for (size_t i = 0; i < rules->cause_count && number != FACT_NONE; i++) {
        const cause *const c = &rules->causes[i];
        if (!cause_names(c, number) || index--) {
            continue;
        }
        if (title) {
            *title = c->title;
        }
        if (fix) {
            *fix = c->fix.summary;
        }
        return c->id;
    }
    return (dpm_span){0};
}

bool dpm_rules_fix(const dpm_rules *rules, dpm_span cause_id, dpm_fix *fix, dpm_fix_file *file)
{
    for (size_t i = 0; i < rules->cause_count; i++) {
        const cause *const c = &rules->causes[i];
        if (span_eq(c->id, cause_id)) {
            *fix = c->fix;
            *file = c->fix_file;
            return true;
        }
    }
    return false;
}

const dpm_fix_stage *dpm_rules_fix_stages(const dpm_rules *rules, dpm_span cause_id, size_t *count)
{
    *count = 0;
    for (size_t i = 0; i < rules->cause_count; i++) {
        if (span_eq(rules->causes[i].id, cause_id)) {
            *count = rules->causes[i].fix_stage_count;
            return *count ? rules->causes[i].fix_stages : NULL;
        }
    }
    return NULL;
}

const dpm_product *dpm_rules_products(const dpm_rules *rules, size_t *count)
{
    *count = rules->product_count;
    return rules->products;
}

/* "2012 R2" is "2012-R2". */
static bool same_product(dpm_span product, dpm_span word)
{
    bool same = product.len == word.len;
    for (size_t i = 0; same && i < word.len; i++) {
        const char c = word.ptr[i] == ' ' || word.ptr[i] == '_' ? '-' : word.ptr[i];
        same = span_ieq(span_of(&product.ptr[i], 1), span_of(&c, 1));
    }
    return same;
}

bool rules_is_version(dpm_span s)
{
    size_t dots = 0;
    for (size_t i = 0; i < s.len; i++) {
        const bool dot = s.ptr[i] == '.';
        if (dot ? i == 0 || i + 1 == s.len || s.ptr[i - 1] == '.' : s.ptr[i] < '0' || s.ptr[i] > '9') {
            return false;
        }
        dots += dot;
    }
    return dots == 3;
}

dpm_span dpm_rules_version(const dpm_rules *rules, dpm_span word)
{
    for (size_t i = 0; i < rules->product_count; i++) {
        if (same_product(rules->products[i].name, word)) {
            return rules->products[i].version;
        }
    }
    return rules_is_version(word) ? word : (dpm_span){0};
}

static void describe_change(const override *o, dpm_rule_info *out)
{
    if (o) {
        out->disabled = o->disabled;
        out->class_changed = o->has_class;
        out->suppressed_until = o->until;
        out->reason = o->reason;
        out->override_file = o->file;
        out->override_line = o->line;
    }
}

static void describe_rule(const rule *r, dpm_rule_info *out)
{
    *out = (dpm_rule_info){.kind = r->noise ? SPAN("noise") : SPAN("rule"), .id = r->id, .title = r->title};
    out->file = r->file;
    out->line = r->line;
    out->shadows = r->shadows;
    describe_change(r->changed, out);
    if (!r->noise) {
        out->class_name = r->class_from_code ? SPAN("from-code") : span_str(dpm_class_name(r->cls));
        out->strength = span_str(dpm_strength_name(r->strength));
    }
}

static void describe_cause(const cause *c, dpm_rule_info *out)
{
    *out = (dpm_rule_info){.kind = SPAN("cause"), .id = c->id, .title = c->title, .file = c->file, .line = c->line};
    out->class_name = span_str(dpm_class_name(c->cls));
    out->strength = c->signature_count ? span_str(dpm_strength_name(c->signatures[0].strength)) : (dpm_span){0};
    out->shadows = c->shadows;
    describe_change(c->changed, out);
}

bool dpm_rules_each(const dpm_rules *rules, dpm_rule_info_fn take, void *context)
{
    dpm_rule_info info;
    bool more = true;
    for (size_t i = 0; more && i < rules->rule_count; i++) {
        describe_rule(&rules->rules[i], &info);
        more = take(context, &info);
    }
    for (size_t i = 0; more && i < rules->cause_count; i++) {
        describe_cause(&rules->causes[i], &info);
        more = take(context, &info);
    }
    return more;
}

const char *dpm_rules_hash(const dpm_rules *rules)
{
    return rules->hash;
}
