/* Causes to the facts, rules and causes that they name: facts are numbered here, and `explains` is checked for cycles. */
#include "rules/draft.h"

#include "base/number.h"
#include "base/strbuf.h"
#include "base/text.h"

#include <stdlib.h>

enum { SHOWN_MAX = 64 };

static const char *const ending_words[] = {[DPM_ENDING_OPEN] = "open",
                                           [DPM_ENDING_CRASHED] = "crashed",
                                           [DPM_ENDING_NO_TRACE] = "ended-without-trace",
                                           [DPM_ENDING_RESTARTED] = "restarted"};

static dpm_status find_rule(const draft *d, const yaml_file *file, const node *n, uint32_t *out)
{
    dpm_span id = {0};
    TRY(yaml_text(file, n, &id));
    for (size_t i = 0; i < d->rules->rule_count; i++) {
        const rule *const r = &d->rules->rules[i];
        if (!span_eq(r->id, id)) {
            continue;
        }
        if (r->noise) {
            return yaml_fail(file, n, "'%.60s' is noise, which is never evidence", id.ptr);
        }
        *out = (uint32_t)i;
        return DPM_OK;
    }
    return yaml_fail(file, n, "no rule has the id '%.60s'", id.ptr);
}

static dpm_status read_fact(const draft *d, const yaml_file *file, const node *key, const node *n, fact *out)
{
    const dpm_span word = key->text;
    size_t index = 0;
    if (span_eq(word, SPAN("code"))) {
        out->kind = FACT_CODE;
        return draft_hresult(file, n, &out->value);
    }
    if (span_eq(word, SPAN("dpm_id"))) {
        out->kind = FACT_DPM_ID;
        return draft_dpm_id(file, n, &out->value);
    }
    if (span_eq(word, SPAN("rule"))) {
        out->kind = FACT_RULE;
        return find_rule(d, file, n, &out->value);
    }
    if (span_eq(word, SPAN("absence"))) {
        out->kind = FACT_ABSENCE;
        return draft_absence(file, n, &out->value);
    }
    out->kind = FACT_INSTANCE;
    TRY(yaml_word(file, n, "ending", ending_words, sizeof ending_words / sizeof ending_words[0], &index));
    out->value = (uint32_t)index;
    return DPM_OK;
}

static dpm_status label_fact(draft *d, fact *f)
{
    strbuf text = {0};
    switch (f->kind) {
    case FACT_CODE: strbuf_addf(&text, "0x%08X", (unsigned)f->value); break;
    case FACT_DPM_ID: strbuf_addf(&text, "ID %u", (unsigned)f->value); break;
    case FACT_RULE: f->label = d->rules->rules[f->value].id; return DPM_OK;
    case FACT_INSTANCE: strbuf_addf(&text, "instance %s", ending_words[f->value]); break;
    case FACT_ABSENCE: draft_absence_label(f->value, &text); break;
    }
    const bool kept = !text.failed && arena_keep(&d->rules->memory, strbuf_span(&text), &f->label);
    strbuf_free(&text);
    return kept ? DPM_OK : status_nomem(d->err);
}

/* The number of a fact: that of its twin or a new one. */
static dpm_status number_fact(draft *d, const yaml_file *file, const node *n, fact made, uint16_t *out)
{
    dpm_rules *const rules = d->rules;
    for (size_t i = 0; i < rules->fact_count; i++) {
        if (rules->facts[i].kind == made.kind && rules->facts[i].value == made.value) {
            *out = (uint16_t)i;
            return DPM_OK;
        }
    }
    if (rules->fact_count == FACT_MAX) {
        return yaml_fail(file, n, "the causes name more than %d different facts", FACT_MAX);
    }
    TRY(label_fact(d, &made));
    *out = (uint16_t)rules->fact_count;
    rules->facts[rules->fact_count++] = made;
    return DPM_OK;
}

static dpm_status read_group(draft *d, const yaml_file *file, const node *n, fact_group *out)
{
    TRY(yaml_map(file, n, "code dpm_id rule instance absence"));
    if (n->count != 1) {
        return yaml_fail(file, n, "a term has one key: code, dpm_id, rule, instance or absence");
    }
    const node *const key = n->first, *const value = key->value;
    if (value->kind == NODE_LIST) {
        TRY(yaml_list(file, value));
    }
    out->facts = ARENA_ARRAY(&d->rules->memory, value->kind == NODE_LIST ? value->count : 1, uint16_t);
    if (!out->facts) {
        return status_nomem(d->err);
    }
    for (const node *item = yaml_each(value); item; item = item->next) {
        fact made = {0};
        TRY(read_fact(d, file, key, item, &made));
        TRY(number_fact(d, file, item, made, &out->facts[out->count++]));
    }
    return DPM_OK;
}

static dpm_status read_groups(draft *d, const yaml_file *file, const node *list, fact_group **out, size_t *count)
{
    if (!list) {
        return DPM_OK;
    }
    TRY(yaml_list(file, list));
    *out = ARENA_ARRAY(&d->rules->memory, list->count, fact_group);
    if (!*out) {
        return status_nomem(d->err);
    }
    for (const node *n = list->first; n; n = n->next) {
        TRY(read_group(d, file, n, &(*out)[(*count)++]));
    }
    return DPM_OK;
}

/* Each with `of`, terms of which one is enough, and `at_least`. */
static dpm_status read_count(draft *d, const yaml_file *file, const node *n, count_term *out)
{
    TRY(yaml_map(file, n, "of at_least"));
    const node *of, *least;
    TRY(yaml_need(file, n, "of", &of));
    TRY(yaml_need(file, n, "at_least", &least));
    TRY(read_group(d, file, of, &out->of));
    return yaml_number(file, least, 1, UINT32_MAX, &out->at_least);
}

static dpm_status read_counts(draft *d, const yaml_file *file, const node *n, signature *s)
{
    if (!n) {
        return DPM_OK;
    }
    if (n->kind == NODE_LIST) {
        TRY(yaml_list(file, n));
    }
    s->counts = ARENA_ARRAY(&d->rules->memory, n->kind == NODE_LIST ? n->count : 1, count_term);
    if (!s->counts) {
        return status_nomem(d->err);
    }
    for (const node *item = yaml_each(n); item; item = item->next) {
        TRY(read_count(d, file, item, &s->counts[s->count_count++]));
    }
    return DPM_OK;
}

static dpm_status read_where(const yaml_file *file, const node *n, signature *s)
{
    static const char *const scopes[] = {
        [SCOPE_TASK] = "task", [SCOPE_PROCESS] = "process", [SCOPE_HOST] = "host", [SCOPE_SITE] = "site"};
    static const char *const spreads[] = {
        [SPREAD_ANY] = "any", [SPREAD_ONE_HOST] = "one-host", [SPREAD_MANY_HOSTS] = "many-hosts"};
    static const char *const courses[] = {
        [COURSE_ANY] = "any", [COURSE_STEADY] = "steady", [COURSE_INTERMITTENT] = "intermittent"};
    const node *const scope = yaml_get(n, "scope"), *const spread = yaml_get(n, "spread"), *const course = yaml_get(n, "course");
    const node *const hours = yaml_get(n, "hours");
    size_t index = SCOPE_TASK;
    if (scope) {
        TRY(yaml_word(file, scope, "scope", scopes, 4, &index));
    }
    s->scope = (evidence_scope)index;
    index = SPREAD_ANY;
    if (spread) {
        TRY(yaml_word(file, spread, "spread", spreads, 3, &index));
    }
    s->spread = (evidence_spread)index;
    index = COURSE_ANY;
    if (course) {
        TRY(yaml_word(file, course, "course", courses, 3, &index));
    }
    s->course = (evidence_course)index;
    index = 0;
    if (hours) {
        TRY(yaml_word(file, hours, "hours", (const char *const[]){"any", "busy"}, 2, &index));
    }
    s->busy = index == 1;
    const node *const within = yaml_get(n, "within");
    return within ? draft_duration(file, within, &s->within) : DPM_OK;
}

static dpm_status read_signature(draft *d, const yaml_file *file, const node *n, signature *s)
{
    TRY(yaml_map(file, n,
                 "strength scope within all any distinct none sequence count at_least spread course hours candidate firm note"));
    TRY(draft_strength(file, n, &s->strength));
    TRY(read_where(file, n, s));
    TRY(yaml_bool_of(file, n, "candidate", &s->candidate));
    TRY(yaml_bool_of(file, n, "firm", &s->firm));
    TRY(read_groups(d, file, yaml_get(n, "all"), &s->all, &s->all_count));
    TRY(read_groups(d, file, yaml_get(n, "any"), &s->any, &s->any_count));
    TRY(read_groups(d, file, yaml_get(n, "none"), &s->none, &s->none_count));
    TRY(read_groups(d, file, yaml_get(n, "sequence"), &s->sequence, &s->sequence_count));
    TRY(read_counts(d, file, yaml_get(n, "count"), s));
    if (s->sequence_count == 1) {
        return yaml_fail(file, yaml_get(n, "sequence"), "a sequence has two terms at least");
    }
    const size_t wanted = signature_wanted(s);
    if (wanted == 0) {
        return yaml_fail(file, n, "evidence needs 'all', 'any', 'sequence' or 'count'");
    }
    if (wanted + s->none_count > TERM_GROUPS) {
        return yaml_fail(file, n, "evidence of more than %d terms", TERM_GROUPS);
    }
    const node *const distinct = yaml_get(n, "distinct"), *const at_least = yaml_get(n, "at_least");
    s->distinct = s->any_count ? 1 : 0;
    if (distinct) {
        uint64_t number = 0;
        TRY(yaml_number(file, distinct, 1, UINT32_MAX, &number));
        s->distinct = (size_t)number;
    }
    if (s->distinct > s->any_count) {
        return yaml_fail(file, distinct, "'distinct' asks for more terms than 'any' has");
    }
    return at_least ? yaml_number(file, at_least, 1, UINT32_MAX, &s->at_least) : DPM_OK;
}

static dpm_status read_evidence(draft *d, const draft_cause *from, cause *c)
{
    const node *const n = from->evidence;
    if (!n) {
        return DPM_OK;
    }
    if (n->kind != NODE_MAP) {
        TRY(yaml_list(from->file, n));
    }
    c->signatures = ARENA_ARRAY(&d->rules->memory, n->kind == NODE_LIST ? n->count : 1, signature);
    if (!c->signatures) {
        return status_nomem(d->err);
    }
    for (const node *item = yaml_each(n); item; item = item->next) {
        TRY(read_signature(d, from->file, item, &c->signatures[c->signature_count++]));
    }
    return DPM_OK;
}

static dpm_status read_explains(draft *d, const draft_cause *from, cause *c)
{
    const node *const list = from->explains;
    if (!list) {
        return DPM_OK;
    }
    if (list->kind != NODE_TEXT) {
        TRY(yaml_list(from->file, list));
    }
    c->explains = ARENA_ARRAY(&d->rules->memory, list->kind == NODE_LIST ? list->count : 1, uint16_t);
    if (!c->explains) {
        return status_nomem(d->err);
    }
    for (const node *n = yaml_each(list); n; n = n->next) {
        dpm_span id = {0};
        TRY(yaml_text(from->file, n, &id));
        size_t i = 0;
        while (i < d->rules->cause_count && !span_eq(d->rules->causes[i].id, id)) {
            i++;
        }
        if (i == d->rules->cause_count) {
            return yaml_fail(from->file, n, "no cause has the id '%.60s'", id.ptr);
        }
        c->explains[c->explains_count++] = (uint16_t)i;
    }
    return DPM_OK;
}

static dpm_status fail_cycle(const draft *d, const uint16_t *path, size_t depth, uint16_t again)
{
    size_t from = 0;
    while (from < depth && path[from] != again) {
        from++;
    }
    strbuf text = {0};
    for (size_t i = from; i < depth; i++) {
        strbuf_addf(&text, "%s -> ", d->rules->causes[path[i]].id.ptr);
    }
    const draft_cause *const first = &d->causes[again];
    const dpm_status status =
        text.failed ? status_nomem(d->err)
                    : yaml_fail(first->file, first->explains, "causes explain each other: %s%s", text.ptr, first->cause.id.ptr);
    strbuf_free(&text);
    return status;
}

/* Depth first with a stack of its own. `state`: 0 unseen, 1 on the path, 2 done. */
static dpm_status walk_explains(const draft *d, uint16_t start, uint8_t *state)
{
    uint16_t path[CAUSE_MAX] = {0};
    size_t next[CAUSE_MAX] = {0}, depth = 1;
    path[0] = start;
    next[0] = 0;
    state[start] = 1;
    while (depth) {
        const cause *const c = &d->rules->causes[path[depth - 1]];
        if (next[depth - 1] == c->explains_count) {
            state[path[--depth]] = 2;
            continue;
        }
        const uint16_t to = c->explains[next[depth - 1]++];
        if (state[to] == 1) {
            return fail_cycle(d, path, depth, to);
        }
        if (state[to] == 0) {
            state[to] = 1;
            path[depth] = to;
            next[depth++] = 0;
        }
    }
    return DPM_OK;
}

static dpm_status check_causes(const draft *d)
{
    uint8_t state[CAUSE_MAX] = {0};
    const draft_cause *fallback = NULL;
    for (size_t i = 0; i < d->cause_count; i++) {
        if (state[i] == 0) {
            TRY(walk_explains(d, (uint16_t)i, state));
        }
        const cause *const c = &d->causes[i].cause;
        if (c->fallback && fallback) {
            return yaml_fail_at(d->causes[i].file, c->line, c->column, "a second fallback, after '%.60s' at %s:%zu:%zu",
                                fallback->cause.id.ptr, fallback->cause.file.ptr, fallback->cause.line, fallback->cause.column);
        }
        fallback = c->fallback ? &d->causes[i] : fallback;
    }
    return DPM_OK;
}

static int by_value(const void *left, const void *right)
{
    const fact *const a = left, *const b = right;
    if (a->kind != b->kind) {
        return a->kind < b->kind ? -1 : 1;
    }
    return (a->value > b->value) - (a->value < b->value);
}

static void renumber(fact_group *groups, size_t count, const uint16_t *to)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t f = 0; f < groups[i].count; f++) {
            groups[i].facts[f] = to[groups[i].facts[f]];
        }
    }
}

/* Number the facts in their order, so that they can be searched and do not depend on the order of the causes. */
static void sort_facts(dpm_rules *rules)
{
    uint16_t to[FACT_MAX];
    fact before[FACT_MAX];
    if (rules->fact_count == 0) {
        return;
    }
    memcpy(before, rules->facts, rules->fact_count * sizeof before[0]);
    qsort(rules->facts, rules->fact_count, sizeof *rules->facts, by_value);
    for (size_t i = 0; i < rules->fact_count; i++) {
        const fact *const at = bsearch(&before[i], rules->facts, rules->fact_count, sizeof *rules->facts, by_value);
        to[i] = (uint16_t)(at - rules->facts);
    }
    for (size_t i = 0; i < rules->cause_count; i++) {
        for (size_t s = 0; s < rules->causes[i].signature_count; s++) {
            const signature *const sign = &rules->causes[i].signatures[s];
            renumber(sign->all, sign->all_count, to);
            renumber(sign->any, sign->any_count, to);
            renumber(sign->none, sign->none_count, to);
            renumber(sign->sequence, sign->sequence_count, to);
            for (size_t k = 0; k < sign->count_count; k++) {
                renumber(&sign->counts[k].of, 1, to);
            }
        }
    }
    for (size_t i = 0; i < rules->fact_count; i++) {
        if (rules->facts[i].kind == FACT_RULE) {
            rules->rules[rules->facts[i].value].fact = (uint16_t)i;
        }
    }
}

/* Names of captures that the causes' texts show, each once: "{peer}". */
typedef struct shown {
    dpm_span names[SHOWN_MAX];
    size_t count;
} shown;

static bool is_shown(const shown *s, dpm_span name)
{
    bool found = s->count == SHOWN_MAX; /* more than are listed: any may be */
    for (size_t i = 0; i < s->count && !found; i++) {
        found = span_eq(s->names[i], name);
    }
    return found;
}

static void list_shown(shown *s, dpm_span text)
{
    for (cut open = span_cut(text, '{'); open.found; open = span_cut(open.tail, '{')) {
        const cut close = span_cut(open.tail, '}');
        if (close.found && !is_shown(s, close.head)) {
            s->names[s->count++] = close.head;
        }
    }
}

/* It is there to name a machine, which matters where the record is an engine's, and no report shows it; a signature masks it. */
static bool only_names_machines(const shown *s, const rule *r)
{
    for (size_t i = 0; i < r->capture_count; i++) {
        if (r->captures[i].type != CAPTURE_HOST || is_shown(s, r->captures[i].name)) {
            return false;
        }
    }
    return r->optional && r->capture_count > 0 && !r->generic;
}

static void find_machine_rules(dpm_rules *rules)
{
    shown s = {.count = 0};
    for (size_t i = 0; i < rules->cause_count; i++) {
        list_shown(&s, rules->causes[i].title);
        list_shown(&s, rules->causes[i].explanation);
    }
    for (size_t i = 0; i < rules->rule_count; i++) {
        rules->rules[i].for_engines = only_names_machines(&s, &rules->rules[i]);
    }
}

/* Facts that sequences name get a clock, so that an incident knows when it showed them. */
static dpm_status set_clocks(draft *d)
{
    dpm_rules *const rules = d->rules;
    for (size_t i = 0; i < rules->fact_count; i++) {
        rules->facts[i].clock = CLOCK_NONE;
    }
    for (size_t i = 0; i < rules->cause_count; i++) {
        for (size_t s = 0; s < rules->causes[i].signature_count; s++) {
            const signature *const sign = &rules->causes[i].signatures[s];
            for (size_t g = 0; g < sign->sequence_count; g++) {
                for (size_t f = 0; f < sign->sequence[g].count; f++) {
                    fact *const named = &rules->facts[sign->sequence[g].facts[f]];
                    if (named->clock == CLOCK_NONE && rules->clock_count == CLOCK_MAX) {
                        const draft_cause *const from = &d->causes[i];
                        return yaml_fail(from->file, from->evidence, "the sequences name more than %d different facts",
                                         CLOCK_MAX);
                    }
                    if (named->clock == CLOCK_NONE) {
                        named->clock = (uint8_t)rules->clock_count;
                        rules->clocked[rules->clock_count++] = sign->sequence[g].facts[f];
                    }
                }
            }
        }
    }
    return DPM_OK;
}

dpm_status draft_link(draft *d)
{
    dpm_rules *const rules = d->rules;
    rules->causes = ARENA_ARRAY(&rules->memory, d->cause_count, cause);
    rules->facts = ARENA_ARRAY(&rules->memory, FACT_MAX, fact);
    if (!rules->causes || !rules->facts) {
        return status_nomem(d->err);
    }
    for (size_t i = 0; i < d->cause_count; i++) {
        rules->causes[rules->cause_count++] = d->causes[i].cause;
    }
    for (size_t i = 0; i < d->cause_count; i++) {
        TRY(read_evidence(d, &d->causes[i], &rules->causes[i]));
        TRY(read_explains(d, &d->causes[i], &rules->causes[i]));
    }
    TRY(check_causes(d));
    find_machine_rules(rules);
    sort_facts(rules);
    return set_clocks(d);
}
