/* What is simply counted. */
#include "correlate/counts.h"
#include "base/hash.h"
#include "correlate/pattern.h"

#include <stdlib.h>

dpm_status counts_init(counts *c, const dpm_rules *rules, uint64_t seed)
{
    *c = (counts){.rules = rules, .seed = seed, .noise = calloc(rules->rule_count + 1, sizeof *c->noise)};
    table_init(&c->codes, sizeof(code_count), CODE_COUNT_LIMIT);
    table_init(&c->unknown, sizeof(unknown_count), UNKNOWN_LIMIT);
    return c->noise ? DPM_OK : DPM_ENOMEM;
}

void counts_free(counts *c)
{
    free(c->noise);
    table_free(&c->codes);
    table_free(&c->unknown);
    c->noise = NULL;
}

void counts_levels(counts *c, const record_batch *batch)
{
    for (uint32_t i = 0; i < batch->count; i++) {
        c->levels[batch->level[i]] += (batch->flags[i] & (RECORD_DUPLICATE | RECORD_OUTSIDE)) == 0;
    }
}

static dpm_status count_code(counts *c, uint32_t code)
{
    const uint64_t hash = hash_words(c->seed, code, 0);
    uint32_t slot = table_find(&c->codes, hash);
    while (slot != TABLE_NONE && ((code_count *)table_at(&c->codes, slot))->code != code) {
        slot = table_next(&c->codes, slot);
    }
    if (slot == TABLE_NONE) {
        slot = table_put(&c->codes, hash);
        if (slot == TABLE_NONE) {
            return DPM_ENOMEM;
        }
        ((code_count *)table_at(&c->codes, slot))->code = code;
    }
    table_touch(&c->codes, slot);
    ((code_count *)table_at(&c->codes, slot))->events++;
    return DPM_OK;
}

static bool same_unknown(const unknown_count *u, dpm_span text, dpm_span position, uint8_t level)
{
    return u->level == level && span_eq(span_of(u->text, u->text_len), text) && span_eq(kept_position(&u->sample), position);
}

/* The machine that the record names, as far as the rule captured it. */
static dpm_span host_of(const event *e)
{
    for (size_t i = 0; i < e->capture_count; i++) {
        if (e->captures[i].what->type == CAPTURE_HOST) {
            return e->captures[i].text;
        }
    }
    return (dpm_span){0};
}

static dpm_status count_unknown(counts *c, const record_batch *batch, const event *e, place *where)
{
    char bytes[UNKNOWN_TEXT];
    const uint8_t level = batch->level[e->record];
    const dpm_span text = span_of(bytes, pattern_mask(span_trim(batch_message(batch, e->record)), host_of(e), bytes, sizeof bytes));
    const dpm_span position = span_head_utf8(batch_part(batch, batch->source[e->record]), KEPT_POSITION);
    const uint64_t hash = hash_words(hash_bytes(c->seed, text), hash_bytes(c->seed, position), level);
    uint32_t slot = table_find(&c->unknown, hash);
    while (slot != TABLE_NONE && !same_unknown(table_at(&c->unknown, slot), text, position, level)) {
        slot = table_next(&c->unknown, slot);
    }
    if (slot == TABLE_NONE) {
        slot = table_put(&c->unknown, hash);
        if (slot == TABLE_NONE) {
            return DPM_ENOMEM;
        }
        unknown_count *const fresh = table_at(&c->unknown, slot);
        fresh->signature = hash;
        fresh->level = level;
        fresh->text_len = (uint8_t)text.len;
        memcpy(fresh->text, bytes, text.len);
        kept_fill(&fresh->sample, batch, e, where);
    }
    table_touch(&c->unknown, slot);
    ((unknown_count *)table_at(&c->unknown, slot))->count++;
    return DPM_OK;
}

dpm_status counts_take(counts *c, const record_batch *batch, const event *e, place *where)
{
    const rule *const r = &c->rules->rules[e->rule];
    if (r->noise) {
        c->noise[e->rule]++;
        c->noise_records++;
        return DPM_OK;
    }
    if (r->mark != MARK_NONE && r->mark != MARK_FAILED) {
        return DPM_OK;
    }
    c->classes[e->cls]++;
    for (size_t k = 0; k < e->code_count; k++) {
        TRY(count_code(c, e->codes[k]));
    }
    return r->generic ? count_unknown(c, batch, e, where) : DPM_OK;
}
