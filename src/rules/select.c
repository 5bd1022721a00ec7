/* The tables by which a record's codes and literals select the rules that may take it: most records select none. */
#include "rules/select.h"

#include "base/hash.h"
#include "base/text.h"
#include "record/statement.h"

#include <stdlib.h>

enum { LITERAL_MAX = 0xFFFE };

/* Every literal once, while they are numbered. */
typedef struct numbering {
    dpm_span *texts;
    bool *normal, *other; /* looked for in such records: it selects a rule that asks for them */
    uint32_t *slots;      /* number + 1, by hash */
    size_t count, mask;
} numbering;

static const unsigned normal_bit = 1U << DPM_LEVEL_NORMAL;

static bool number_literal(numbering *n, term *t)
{
    size_t slot = (size_t)hash_bytes(0, t->text) & n->mask;
    while (n->slots[slot] && !span_eq(n->texts[n->slots[slot] - 1], t->text)) {
        slot = (slot + 1) & n->mask;
    }
    if (!n->slots[slot]) {
        if (n->count == LITERAL_MAX) {
            return false;
        }
        n->texts[n->count++] = t->text;
        n->slots[slot] = (uint32_t)n->count;
    }
    t->value = n->slots[slot] - 1;
    return true;
}

static bool number_terms(numbering *n, term *terms, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (terms[i].kind == TERM_LITERAL && !number_literal(n, &terms[i])) {
            return false;
        }
    }
    return true;
}

/* Those of statements come first. Names are looked for in all records, the others, which numbers follow, in NORMAL ones: of the
 * rest the codes and IDs are known anyway. */
static void number_statements(dpm_rules *rules, numbering *n)
{
    for (size_t i = 0; i < STATEMENT_LITERALS && rules->stating.count; i++) {
        term t = {.kind = TERM_LITERAL, .text = statement_literals[i]};
        number_literal(n, &t);
        n->normal[t.value] = true;
        n->other[t.value] = i < STATEMENT_NAMES;
    }
    rules->statement_count = n->count;
}

static dpm_status number_literals(dpm_rules *rules, numbering *n, dpm_error *err)
{
    size_t terms = STATEMENT_LITERALS;
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
    number_statements(rules, n);
    for (size_t i = 0; i < rules->rule_count; i++) {
        rule *const r = &rules->rules[i];
        if (!number_terms(n, r->any, r->any_count) || !number_terms(n, r->all, r->all_count)) {
            return status_fail(err, DPM_ERULE, "%s:%zu:%zu: more than %d literals", r->file.ptr, r->line, r->column, LITERAL_MAX);
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

/* Of terms that must all hold, the one that is cheapest to be selected by; NULL if there are none. Codes are known of every
 * record that is not NORMAL; of NORMAL records they are looked for only when a rule asks, so that a literal is better, the longer
 * the rarer. */
static const term *best_of_all(const rule *r)
{
    const bool normal = r->levels & normal_bit;
    const term *best = NULL;
    for (size_t i = 0; i < r->all_count; i++) {
        const term *const t = &r->all[i];
        const bool literal = t->kind == TERM_LITERAL;
        if (!best || (literal == normal && (best->kind == TERM_LITERAL) != normal) ||
            (literal && best->kind == TERM_LITERAL && t->text.len > best->text.len)) {
            best = t;
        }
    }
    return best;
}

static bool only_codes(const rule *r)
{
    for (size_t i = 0; i < r->any_count; i++) {
        if (r->any[i].kind == TERM_LITERAL) {
            return false;
        }
    }
    return r->any_count > 0 && !(r->levels & normal_bit);
}

/* The terms that bring a rule among the candidates: none where the message's beginning or a statement does; one of `all`, or
 * else all of `any`.
 * As few literals as possible are looked for in every record: the other ones only in candidates. */
static const term *selectors(const rule *r, size_t *count)
{
    *count = 0;
    if (r->begins.len || r->states) {
        return NULL;
    }
    const term *const one = best_of_all(r);
    if (one && !(one->kind == TERM_LITERAL && only_codes(r))) {
        *count = 1;
        return one;
    }
    *count = r->any_count;
    return r->any;
}

static void mark_selectors(const dpm_rules *rules, numbering *n)
{
    for (size_t i = 0; i < rules->rule_count; i++) {
        rule *const r = &rules->rules[i];
        size_t count;
        const term *const terms = selectors(r, &count);
        r->any_selects = count && terms == r->any;
        for (size_t t = 0; t < count; t++) {
            if (terms[t].kind == TERM_LITERAL) {
                n->normal[terms[t].value] |= (r->levels & normal_bit) != 0;
                n->other[terms[t].value] |= (r->levels & ~normal_bit) != 0;
            }
        }
    }
}

static int by_key(const void *left, const void *right)
{
    const struct code_rule *const a = left, *const b = right;
    if (a->key != b->key) {
        return a->key < b->key ? -1 : 1;
    }
    return (a->rule > b->rule) - (a->rule < b->rule);
}

typedef struct list_sizes {
    size_t codes, always;
} list_sizes;

/* Called twice: without memory it counts, with memory it fills. */
static list_sizes list_rules(dpm_rules *rules, bool fill)
{
    list_sizes n = {0};
    for (size_t i = 0; i < rules->rule_count; i++) {
        size_t count;
        const term *const terms = selectors(&rules->rules[i], &count);
        if (count == 0 && rules->rules[i].begins.len == 0 && !rules->rules[i].states) {
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
    const list_sizes n = list_rules(rules, false);
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

static dpm_status list_stating(dpm_rules *rules, dpm_error *err)
{
    rules->stating.items = ARENA_ARRAY(&rules->memory, rules->rule_count, uint16_t);
    if (!rules->stating.items) {
        return status_nomem(err);
    }
    for (size_t i = 0; i < rules->rule_count; i++) {
        if (rules->rules[i].states) {
            rules->stating.items[rules->stating.count++] = (uint16_t)i;
        }
    }
    return DPM_OK;
}

dpm_status select_build(dpm_rules *rules, dpm_error *err)
{
    numbering n = {0};
    TRY(list_stating(rules, err));
    TRY(number_literals(rules, &n, err));
    mark_selectors(rules, &n);
    rules->literals_normal = build_set(&rules->memory, &n, n.normal);
    rules->literals_other = build_set(&rules->memory, &n, n.other);
    rules->in_normal = n.normal;
    rules->in_other = n.other;
    if (!rules->literals_normal || !rules->literals_other) {
        return status_nomem(err);
    }
    return list_candidates(rules, err);
}
