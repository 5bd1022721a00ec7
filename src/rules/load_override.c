/* The section `overrides`: what a site changes of rules and causes without copying them. Read layer by layer, applied when it is
 * known what is in force. */
#include "rules/draft.h"

#include "base/civil.h"
#include "base/grow.h"
#include "base/number.h"
#include "base/text.h"

/* 2026-12-31; its first moment, in UTC. */
static dpm_status read_date(const yaml_file *file, const node *n, int64_t *out)
{
    dpm_span text = {0};
    TRY(yaml_text(file, n, &text));
    uint64_t year = 0, month = 0, day = 0;
    const bool shape = text.len == 10 && text.ptr[4] == '-' && text.ptr[7] == '-' &&
                       number_decimal(span_head(text, 4), &year) == 4 && number_decimal(span_of(text.ptr + 5, 2), &month) == 2 &&
                       number_decimal(span_from(text, 8), &day) == 2 && year > 0 && month > 0 && day > 0 && month < 13 &&
                       day < 32;
    const civil date = {.year = (int)year, .month = (int)month, .day = (int)day};
    const civil same = shape ? civil_from_ms(civil_to_ms(date)) : (civil){0};
    if (!shape || same.month != date.month || same.day != date.day) {
        return yaml_fail(file, n, "'%.60s' is no date: write it as 2026-12-31", text.ptr);
    }
    *out = civil_to_ms(date);
    return DPM_OK;
}

static dpm_status read_change(const yaml_file *file, const node *n, override *o)
{
    const node *const disable = yaml_get(n, "disable"), *const cls = yaml_get(n, "class"),
                      *const until = yaml_get(n, "suppress_until");
    if (!disable && !cls && !until) {
        return yaml_fail(file, n, "an override needs 'disable', 'class' or 'suppress_until'");
    }
    TRY(yaml_bool_of(file, n, "disable", &o->disabled));
    if (disable && !o->disabled) {
        return yaml_fail(file, disable, "'disable' can only be true: leave the override out instead");
    }
    if (disable && (cls || until)) {
        return yaml_fail(file, cls ? cls : until, "what is disabled has no class and need not be suppressed");
    }
    if (cls) {
        o->has_class = true;
        TRY(draft_class(file, cls, &o->cls));
    }
    return until ? read_date(file, until, &o->until) : DPM_OK;
}

/* One of the same id in an earlier layer gives up its place. */
static dpm_status place(draft *d, const draft_override *made)
{
    for (size_t i = 0; i < d->override_count; i++) {
        draft_override *const old = &d->overrides[i];
        if (old->made.of_cause != made->made.of_cause || !span_eq(old->made.id, made->made.id)) {
            continue;
        }
        if (old->layer == made->layer) {
            return yaml_fail(made->file, made->id, "a second override of '%.60s', after %s:%zu", made->made.id.ptr,
                             old->made.file.ptr, old->made.line);
        }
        *old = *made;
        return DPM_OK;
    }
    if (!GROW(d->overrides, d->override_count, d->override_cap)) {
        return status_nomem(d->err);
    }
    d->overrides[d->override_count++] = *made;
    return DPM_OK;
}

dpm_status draft_add_override(draft *d, const yaml_file *file, const node *n)
{
    TRY(yaml_map(file, n, "rule cause disable class suppress_until reason"));
    const node *const of_rule = yaml_get(n, "rule"), *const of_cause = yaml_get(n, "cause"), *reason;
    if (!of_rule == !of_cause) {
        return yaml_fail(file, n, "an override is of one 'rule' or of one 'cause'");
    }
    draft_override made = {.file = file, .id = of_rule ? of_rule : of_cause, .layer = d->layer};
    override *const o = &made.made;
    *o = (override){.of_cause = of_cause != NULL, .file = file->name, .line = made.id->line};
    TRY(yaml_text(file, made.id, &o->id));
    TRY(read_change(file, n, o));
    TRY(yaml_need(file, n, "reason", &reason));
    TRY(yaml_text(file, reason, &o->reason));
    o->reason = span_trim(o->reason);
    return place(d, &made);
}

static dpm_status change_rule(draft *d, const draft_override *from, override *o)
{
    for (size_t i = 0; i < d->count; i++) {
        rule *const r = &d->items[i].rule;
        if (!span_eq(r->id, o->id)) {
            continue;
        }
        if (r->noise && o->has_class) {
            return yaml_fail(from->file, from->id, "'%.60s' is noise and has no class", o->id.ptr);
        }
        o->noise = r->noise;
        r->changed = o;
        r->cls = o->has_class ? o->cls : r->cls;
        r->class_from_code = r->class_from_code && !o->has_class;
        if (o->disabled) { /* no record is of no level; and its samples prove nothing any more */
            r->levels = 0;
            r->sample_count = 0;
        }
        return DPM_OK;
    }
    return yaml_fail(from->file, from->id, "no rule has the id '%.60s'", o->id.ptr);
}

static dpm_status change_cause(draft *d, const draft_override *from, override *o)
{
    for (size_t i = 0; i < d->cause_count; i++) {
        cause *const c = &d->causes[i].cause;
        if (!span_eq(c->id, o->id)) {
            continue;
        }
        if (c->fallback && o->disabled) {
            return yaml_fail(from->file, from->id, "'%.60s' takes what no other cause takes: without it failures would be lost",
                             o->id.ptr);
        }
        c->changed = o;
        c->cls = o->has_class ? o->cls : c->cls;
        return DPM_OK;
    }
    return yaml_fail(from->file, from->id, "no cause has the id '%.60s'", o->id.ptr);
}

dpm_status draft_override_all(draft *d)
{
    dpm_rules *const rules = d->rules;
    rules->overrides = ARENA_ARRAY(&rules->memory, d->override_count, override);
    if (!rules->overrides) {
        return status_nomem(d->err);
    }
    for (size_t i = 0; i < d->override_count; i++) {
        override *const o = &rules->overrides[rules->override_count++];
        *o = d->overrides[i].made;
        TRY(o->of_cause ? change_cause(d, &d->overrides[i], o) : change_rule(d, &d->overrides[i], o));
    }
    return DPM_OK;
}
