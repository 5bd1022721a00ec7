/* The tables by which a record's codes and literals select the rules that may take it: most records select none. */
#include "rules/select.h"

#include "base/hash.h"
#include "base/text.h"

#include <stdlib.h>

enum { LITERAL_LIMIT = 0xFFFE };

/* Every literal once, while they are numbered. */
typedef struct numbering {
    dpm_span *texts;
    bool *normal, *other; /* asked for in such records */
    uint32_t *slots;      /* number + 1, by hash */
    size_t count, mask;
} numbering;

static const unsigned normal_bit = 1U << DPM_LEVEL_NORMAL;

static bool number_literal(numbering *n, term *t, unsigned levels)
{
    size_t slot = (size_t)hash_bytes(0, t->text) & n->mask;
    while (n->slots[slot] && !span_eq(n->texts[n->slots[slot] - 1], t->text)) {
        slot = (slot + 1) & n->mask;
    }
    if (!n->slots[slot]) {
        if (n->count == LITERAL_LIMIT) {
            return false;
        }
        n->texts[n->count++] = t->text;
        n->slots[slot] = (uint32_t)n->count;
    }
    t->value = n->slots[slot] - 1;
    n->normal[t->value] |= (levels & normal_bit) != 0;
    n->other[t->value] |= (levels & ~normal_bit) != 0;
    return true;
}

static bool number_terms(numbering *n, term *terms, size_t count, unsigned levels)
{
    for (size_t i = 0; i < count; i++) {
        if (terms[i].kind == TERM_LITERAL && !number_literal(n, &terms[i], levels)) {
            return false;
        }
    }
    return true;
}

static dpm_status number_literals(dpm_rules *rules, numbering *n, dpm_error *err)
{
    size_t terms = 0;
    for (size_t i = 0; i < rules->rule_count; i++) {
        terms += rules->rules[i].any_count + rules->rules[i].all_count;
    }
    size_t slots = 16;
    while (slots < terms * 2) {
        slots *= 2;
    }
    n->mask = slots - 1;
    n->texts = ARENA_ARRAY(&rules->memory, terms, dpm_span);
    n->normal = ARENA_ARRAY(&rules->memory, terms, bool);
    n->other = ARENA_ARRAY(&rules->memory, terms, bool);
    n->slots = ARENA_ARRAY(&rules->memory, slots, uint32_t);
    if (!n->texts || !n->normal || !n->other || !n->slots) {
        return status_nomem(err);
    }
    for (size_t i = 0; i < rules->rule_count; i++) {
        rule *const r = &rules->rules[i];
        if (!number_terms(n, r->any, r->any_count, r->levels) || !number_terms(n, r->all, r->all_count, r->levels)) {
            return status_fail(err, DPM_ERULE, "%s:%zu:%zu: more than %d literals", r->file.ptr, r->line, r->column,
                               LITERAL_LIMIT);
        }
    }
    rules->literal_count = n->count;
    return DPM_OK;
}

static literal_set *build_set(arena *a, const numbering *n, const bool *wanted)
{
    dpm_span *const texts = ARENA_ARRAY(a, n->count, dpm_span);
    uint16_t *const numbers = ARENA_ARRAY(a, n->count, uint16_t);
    if (!texts || !numbers) {
        return NULL;
    }
    size_t count = 0;
    for (size_t i = 0; i < n->count; i++) {
        if (wanted[i]) {
            texts[count] = n->texts[i];
            numbers[count++] = (uint16_t)i;
        }
    }
    return literal_build(a, texts, numbers, count);
}

/* The terms that bring a rule among the candidates: none where the message's beginning does; all of `any`; without `any`, one of `all`. Codes are known of every
 * record that is not NORMAL and cost nothing; of NORMAL records they are looked for only when a literal was found. */
static const term *selectors(const rule *r, size_t *count)
{
    if (r->begins.len) {
        *count = 0;
        return NULL;
    }
    if (r->any_count) {
        *count = r->any_count;
        return r->any;
    }
    *count = r->all_count ? 1 : 0;
    const term *pick = r->all;
    for (size_t i = 0; i < r->all_count && r->levels & normal_bit; i++) {
        const term *const t = &r->all[i];
        if (t->kind == TERM_LITERAL && (pick->kind != TERM_LITERAL || t->text.len > pick->text.len)) {
            pick = t;
        }
    }
    return pick;
}

static int by_key(const void *left, const void *right)
{
    const struct code_rule *const a = left, *const b = right;
    if (a->key != b->key) {
        return a->key < b->key ? -1 : 1;
    }
    return (a->rule > b->rule) - (a->rule < b->rule);
}

typedef struct tally {
    size_t codes, always;
} tally;

/* Called twice: without memory it counts, with memory it fills. */
static tally list_rules(dpm_rules *rules, bool fill)
{
    tally n = {0};
    for (size_t i = 0; i < rules->rule_count; i++) {
        size_t count;
        const term *const terms = selectors(&rules->rules[i], &count);
        if (count == 0 && rules->rules[i].begins.len == 0) {
            if (fill) {
                rules->always.items[n.always] = (uint16_t)i;
            }
            n.always++;
        }
        for (size_t t = 0; t < count; t++) {
            struct rule_list *const list = terms[t].kind == TERM_LITERAL ? &rules->by_literal[terms[t].value] : NULL;
            if (list && fill) {
                list->items[list->count] = (uint16_t)i;
            } else if (fill) {
                rules->by_code[n.codes] = (struct code_rule){(uint64_t)terms[t].kind << 32 | terms[t].value, (uint16_t)i};
            }
            if (list) {
                list->count++;
            } else {
                n.codes++;
            }
        }
    }
    return n;
}

static dpm_status list_candidates(dpm_rules *rules, dpm_error *err)
{
    rules->by_literal = ARENA_ARRAY(&rules->memory, rules->literal_count, struct rule_list);
    if (!rules->by_literal) {
        return status_nomem(err);
    }
    const tally n = list_rules(rules, false);
    rules->always.items = ARENA_ARRAY(&rules->memory, n.always, uint16_t);
    rules->by_code = ARENA_ARRAY(&rules->memory, n.codes, struct code_rule);
    if (!rules->always.items || !rules->by_code) {
        return status_nomem(err);
    }
    for (size_t i = 0; i < rules->literal_count; i++) {
        struct rule_list *const list = &rules->by_literal[i];
        list->items = ARENA_ARRAY(&rules->memory, list->count, uint16_t);
        if (!list->items) {
            return status_nomem(err);
        }
        list->count = 0;
    }
    list_rules(rules, true);
    rules->always.count = n.always;
    rules->by_code_count = n.codes;
    if (n.codes) {
        qsort(rules->by_code, n.codes, sizeof *rules->by_code, by_key);
    }
    return DPM_OK;
}

dpm_status select_build(dpm_rules *rules, dpm_error *err)
{
    numbering n = {0};
    TRY(number_literals(rules, &n, err));
    rules->literals_normal = build_set(&rules->memory, &n, n.normal);
    rules->literals_other = build_set(&rules->memory, &n, n.other);
    if (!rules->literals_normal || !rules->literals_other) {
        return status_nomem(err);
    }
    return list_candidates(rules, err);
}
