/* What is simply counted. */
#include "correlate/counts.h"
#include "base/hash.h"
#include "base/text.h"
#include "classify/pattern.h"

#include <stddef.h>
#include <stdlib.h>

dpm_status counts_init(counts *c, const dpm_rules *rules, record_pool *pool, uint64_t seed)
{
    *c = (counts){.rules = rules, .pool = pool, .seed = seed, .noise = calloc(rules->rule_count + 1, sizeof *c->noise)};
    table_init(&c->codes, sizeof(code_count), CODE_COUNT_MAX);
    table_init_head(&c->unknown, sizeof(unknown_count), offsetof(unknown_count, text), UNKNOWN_MAX);
    return c->noise ? DPM_OK : DPM_ENOMEM;
}

void counts_free(counts *c)
{
    free(c->noise);
    table_free(&c->codes);
    table_free(&c->unknown);
    c->noise = NULL;
}

void counts_clear(counts *c)
{
    for (uint32_t at = 0; at < c->unknown.count; at++) {
        record_set(c->pool, &((unknown_count *)table_at(&c->unknown, at))->sample, NULL);
    }
    memset(c->noise, 0, (c->rules->rule_count + 1) * sizeof *c->noise);
    table_free(&c->codes);
    table_free(&c->unknown);
    *c = (counts){
        .rules = c->rules, .pool = c->pool, .seed = c->seed, .noise = c->noise, .codes = c->codes, .unknown = c->unknown};
}

void counts_levels(counts *c, const record_batch *batch, const event_list *events)
{
    for (size_t level = 0; level < DPM_LEVELS; level++) {
        c->untaken[level] += events->untaken[level];
    }
    for (uint32_t i = 0; i < batch->count; i++) {
        c->levels[batch->level[i]] += (batch->flags[i] & (RECORD_DUPLICATE | RECORD_OUTSIDE)) == 0;
    }
}

dpm_status counts_add_code(counts *c, uint32_t code, uint64_t events)
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
    ((code_count *)table_at(&c->codes, slot))->events += events;
    return DPM_OK;
}

/* Of many signatures few are shown: most need not be masked again. */
static void keep_masked(unknown_count *u, const record_batch *batch, const event *e, const record_ref *kept)
{
    const dpm_span host = event_captured(e, CAPTURE_HOST, (dpm_span){0});
    const size_t at = host.len ? (size_t)(host.ptr - span_trim(batch_message(batch, e->record)).ptr) : 0;
    u->later = !kept->text_cut && at + host.len <= kept->text_len;
    u->host_at = u->later ? (uint8_t)at : 0;
    u->host_len = u->later ? (uint8_t)host.len : 0;
    u->text_len = u->later ? 0 : (uint8_t)event_masked(batch, e, u->text);
}

dpm_span counts_masked(const unknown_count *u, char bytes[SIGNATURE_TEXT])
{
    if (!u->later) {
        return span_of(u->text, u->text_len);
    }
    const dpm_span text = record_ref_text(u->sample);
    return span_of(bytes, pattern_mask(text, span_head(span_from(text, u->host_at), u->host_len), bytes, SIGNATURE_TEXT));
}

/* Room for a signature that is not known; TABLE_NONE when memory ran out. */
static uint32_t put_unknown(counts *c, uint64_t hash)
{
    const uint32_t victim = table_victim(&c->unknown);
    if (victim != TABLE_NONE) {
        record_set(c->pool, &((unknown_count *)table_at(&c->unknown, victim))->sample, NULL);
    }
    return table_put(&c->unknown, hash);
}

/* Two signatures of one hash would be counted as one; with 64 seeded bits that is left to chance. */
static dpm_status count_unknown(counts *c, const record_batch *batch, const event *e, place *where)
{
    uint32_t slot = table_find(&c->unknown, e->signature);
    if (slot == TABLE_NONE) {
        record_ref *const now = record_now(c->pool, batch, e, where);
        slot = now ? put_unknown(c, e->signature) : TABLE_NONE;
        if (slot == TABLE_NONE) {
            return DPM_ENOMEM;
        }
        unknown_count *const fresh = table_at(&c->unknown, slot);
        fresh->signature = e->signature;
        fresh->level = batch->level[e->record];
        keep_masked(fresh, batch, e, now);
        record_set(c->pool, &fresh->sample, now);
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
        TRY(counts_add_code(c, e->codes[k], 1));
    }
    return r->generic ? count_unknown(c, batch, e, where) : DPM_OK;
}

/* ---- two of them ---- */

static dpm_status join_codes(counts *into, counts *from)
{
    for (uint32_t slot = 0; slot < from->codes.count; slot++) {
        const code_count *const k = table_at(&from->codes, slot);
        TRY(counts_add_code(into, k->code, k->events));
    }
    into->codes.evicted += from->codes.evicted;
    return DPM_OK;
}

/* The sample of the earlier one stays. */
static dpm_status join_unknown(counts *into, counts *from)
{
    for (uint32_t at = 0; at < from->unknown.count; at++) {
        unknown_count *const u = table_at(&from->unknown, at);
        const uint32_t known = table_find(&into->unknown, u->signature);
        const uint32_t slot = known == TABLE_NONE ? put_unknown(into, u->signature) : known;
        if (slot == TABLE_NONE) {
            return DPM_ENOMEM;
        }
        table_touch(&into->unknown, slot);
        unknown_count *const there = table_at(&into->unknown, slot);
        if (known == TABLE_NONE) {
            *there = *u; /* its record, too */
        } else {
            there->count += u->count;
            record_set(from->pool, &u->sample, NULL);
        }
    }
    into->unknown.evicted += from->unknown.evicted;
    return DPM_OK;
}

/* Into an empty one as it is. */
static bool table_moved(table *into, table *from)
{
    if (into->count) {
        return false;
    }
    const table empty = *into;
    *into = *from;
    *from = empty;
    return true;
}

dpm_status counts_join(counts *into, counts *from)
{
    for (size_t level = 0; level < DPM_LEVELS; level++) {
        into->levels[level] += from->levels[level];
        into->untaken[level] += from->untaken[level];
    }
    for (size_t cls = 0; cls < DPM_CLASSES; cls++) {
        into->classes[cls] += from->classes[cls];
    }
    for (size_t i = 0; i < into->rules->rule_count; i++) {
        into->noise[i] += from->noise[i];
        from->noise[i] = 0;
    }
    into->noise_records += from->noise_records;
    if (!table_moved(&into->codes, &from->codes)) {
        TRY(join_codes(into, from));
    }
    if (!table_moved(&into->unknown, &from->unknown)) {
        TRY(join_unknown(into, from));
    }
    table_free(&from->codes);
    table_free(&from->unknown);
    *from = (counts){.rules = from->rules,
                     .pool = from->pool,
                     .seed = from->seed,
                     .noise = from->noise,
                     .codes = from->codes,
                     .unknown = from->unknown};
    return DPM_OK;
}
