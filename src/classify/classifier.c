/* A classifier's tables: made once from the rules, then used for every record. */
#include "base/hash.h"
#include "classify/tables.h"

#include <stdlib.h>

enum { JIT_STACK_MIN = 32 << 10, JIT_STACK_MAX = 512 << 10 };

static void set_bit(uint64_t *set, size_t i)
{
    set[i / 64] |= UINT64_C(1) << (i % 64);
}

static size_t slot_of(const classifier *c, uint64_t key)
{
    size_t at = (size_t)hash_words(0, key, 0) & c->slot_mask;
    while (c->slots[at].used && c->slots[at].key != key) {
        at = (at + 1) & c->slot_mask;
    }
    return at;
}

const code_slot *tables_code(const classifier *c, term_kind kind, uint32_t value)
{
    const code_slot *const slot = &c->slots[slot_of(c, (uint64_t)kind << 32 | value)];
    return slot->used ? slot : NULL;
}

const known_code *tables_known(classifier *c, term_kind kind, uint32_t value)
{
    const uint64_t key = UINT64_C(1) << 40 | (uint64_t)kind << 32 | value;
    known_code *const slot = &c->known[hash_words(0, key, 0) % KNOWN_CODES];
    if (slot->key != key) {
        code_entry e;
        const bool known = kind == TERM_CODE ? rules_code(c->rules, value, &e) : rules_dpm_id(c->rules, value, &e);
        *slot = (known_code){
            .key = key, .known = known, .has_class = e.has_class, .cls = (uint8_t)e.cls, .statement = (uint8_t)e.statement};
    }
    return slot;
}

static code_slot *claim(const classifier *c, term_kind kind, uint32_t value)
{
    const uint64_t key = (uint64_t)kind << 32 | value;
    code_slot *const slot = &c->slots[slot_of(c, key)];
    if (!slot->used) {
        *slot = (code_slot){.key = key, .used = true, .fact = FACT_NONE};
    }
    return slot;
}

static bool fill_slots(classifier *c)
{
    const dpm_rules *const rules = c->rules;
    const size_t most = rules->by_code_count + rules->fact_count;
    size_t count = 16;
    while (count < most * 2) {
        count *= 2;
    }
    c->slots = ARENA_ARRAY(&c->memory, count, code_slot);
    c->slot_mask = count - 1;
    if (!c->slots) {
        return false;
    }
    for (size_t i = 0; i < rules->fact_count; i++) {
        const fact *const f = &rules->facts[i];
        if (f->kind == FACT_CODE || f->kind == FACT_DPM_ID) {
            claim(c, f->kind == FACT_CODE ? TERM_CODE : TERM_DPM_ID, f->value)->fact = (uint16_t)i;
        }
    }
    for (size_t i = 0; i < rules->by_code_count; i++) {
        const uint64_t key = rules->by_code[i].key;
        code_slot *const slot = claim(c, (term_kind)(key >> 32), (uint32_t)key);
        slot->first = slot->end ? slot->first : (uint32_t)i;
        slot->end = (uint32_t)i + 1;
    }
    return true;
}

static bool fill_sets(classifier *c)
{
    const dpm_rules *const rules = c->rules;
    c->words = (rules->rule_count + 63) / 64;
    for (size_t level = 0; level < DPM_LEVELS; level++) {
        c->of_level[level] = ARENA_ARRAY(&c->memory, c->words, uint64_t);
        if (!c->of_level[level]) {
            return false;
        }
        for (size_t i = 0; i < rules->rule_count; i++) {
            if (rules->rules[i].levels >> level & 1) {
                set_bit(c->of_level[level], i);
            }
        }
    }
    for (size_t i = 0; i < rules->always.count; i++) {
        set_bit(c->always, rules->always.items[i]);
        for (size_t level = 0; level < DPM_LEVELS; level++) {
            c->standing[level] = c->standing[level] || rules->rules[rules->always.items[i]].levels >> level & 1;
        }
    }
    c->begins = ARENA_ARRAY(&c->memory, rules->rule_count, uint16_t);
    if (!c->begins) {
        return false;
    }
    memset(c->first_with, 0xff, sizeof c->first_with);
    for (size_t i = 0; i < rules->rule_count; i++) {
        if (rules->rules[i].begins.len) {
            const uint8_t byte = (uint8_t)rules->rules[i].begins.ptr[0];
            c->begins[i] = c->first_with[byte];
            c->first_with[byte] = (uint16_t)i;
            c->begins_with[byte] |= BEGINS_RULE;
        }
    }
    for (size_t byte = 0; byte < 256 && rules->statement_count; byte++) {
        c->begins_with[byte] |= byte >= 0x80 || (byte && strchr("IEF", (int)byte)) ? BEGINS_STATEMENT : 0;
    }
    const uint64_t *const normal = c->of_level[DPM_LEVEL_NORMAL];
    for (size_t i = 0; i < c->words; i++) {
        c->normal = c->normal || normal[i];
    }
    for (size_t i = 0; i < rules->by_code_count; i++) {
        const size_t r = rules->by_code[i].rule;
        c->normal_codes = c->normal_codes || (normal[r / 64] >> (r % 64) & 1);
    }
    return true;
}

static bool fill_matching(classifier *c)
{
    const dpm_rules *const rules = c->rules;
    uint32_t groups = 0;
    c->jit = ARENA_ARRAY(&c->memory, rules->rule_count, bool);
    c->limit_hits = ARENA_ARRAY(&c->memory, rules->rule_count, uint64_t);
    c->match_context = pcre2_match_context_copy(rules->match_context);
    if (!c->jit || !c->limit_hits || !c->match_context) {
        return false;
    }
    for (size_t i = 0; i < rules->rule_count; i++) {
        const pcre2_code *const regex = rules->rules[i].regex;
        uint32_t count = 0;
        size_t machine_code = 0;
        if (regex) {
            pcre2_pattern_info(regex, PCRE2_INFO_CAPTURECOUNT, &count);
            c->jit[i] = pcre2_pattern_info(regex, PCRE2_INFO_JITSIZE, &machine_code) == 0 && machine_code > 0;
        }
        groups = count > groups ? count : groups;
    }
    c->match_data = pcre2_match_data_create(groups + 1, NULL);
    c->jit_stack = pcre2_jit_stack_create(JIT_STACK_MIN, JIT_STACK_MAX, NULL); /* NULL where there is no JIT */
    if (c->jit_stack) {
        pcre2_jit_stack_assign(c->match_context, NULL, c->jit_stack);
    }
    return c->match_data != NULL;
}

classifier *classifier_new(const dpm_rules *rules)
{
    classifier *const c = calloc(1, sizeof *c);
    if (!c) {
        return NULL;
    }
    c->rules = rules;
    c->find_codes = codes_best();
    c->found = ARENA_ARRAY(&c->memory, rules->literal_count, uint16_t);
    if (!c->found || !fill_slots(c) || !fill_sets(c) || !fill_matching(c)) {
        classifier_free(c);
        return NULL;
    }
    return c;
}

void classifier_free(classifier *c)
{
    if (!c) {
        return;
    }
    pcre2_match_data_free(c->match_data);
    pcre2_match_context_free(c->match_context);
    pcre2_jit_stack_free(c->jit_stack);
    arena_free(&c->memory);
    free(c);
}

uint64_t classifier_limit_hits(const classifier *c, size_t index)
{
    return index < c->rules->rule_count ? c->limit_hits[index] : 0;
}

uint64_t classifier_unseen(const classifier *c)
{
    return c->unseen;
}
