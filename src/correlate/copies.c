/* Copies: a set of record hashes. */
#include "correlate/copies.h"
#include "base/hash.h"

#include <stdlib.h>

void copies_init(copies *c, uint64_t seed)
{
    *c = (copies){.seed = seed};
}

void copies_free(copies *c)
{
    free(c->slots);
    copies_init(c, c->seed);
}

void copies_new_group(copies *c)
{
    if (c->count) {
        memset(c->slots, 0, c->cap * sizeof *c->slots);
        c->count = 0;
    }
    copies_new_source(c);
}

void copies_new_source(copies *c)
{
    memset(c->recent, 0, sizeof c->recent);
}

/* The slot of `hash`, or the free one where it belongs. */
static uint64_t *find(uint64_t *slots, uint32_t cap, uint64_t hash)
{
    uint32_t at = (uint32_t)hash & (cap - 1);
    while (slots[at] && slots[at] != hash) {
        at = (at + 1) & (cap - 1);
    }
    return &slots[at];
}

static bool grow(copies *c)
{
    const uint32_t cap = c->cap ? c->cap * 2 : 4096;
    uint64_t *const slots = calloc(cap, sizeof *slots);
    if (!slots) {
        return false;
    }
    for (uint32_t i = 0; i < c->cap; i++) {
        if (c->slots[i]) {
            *find(slots, cap, c->slots[i]) = c->slots[i];
        }
    }
    free(c->slots);
    c->slots = slots;
    c->cap = cap;
    return true;
}

/* The record's hash, made different for each repeat of the same bytes among the last records of its file. */
static uint64_t identity(copies *c, const record_batch *batch, uint32_t i)
{
    const uint64_t hash = hash_bytes(c->seed, span_of(batch->base + batch->start[i], batch->end[i] - batch->start[i]));
    uint64_t repeats = 0;
    for (size_t k = 0; k < COPIES_RECENT; k++) {
        repeats += c->recent[k] == hash;
    }
    c->recent[c->recent_at++ % COPIES_RECENT] = hash;
    const uint64_t id = repeats ? hash_words(c->seed, hash, repeats) : hash;
    return id ? id : 1;
}

dpm_status copies_mark(copies *c, record_batch *batch)
{
    for (uint32_t i = 0; i < batch->count; i++) {
        if (c->count >= c->cap / 2 && c->count < COPIES_MAX && !grow(c)) {
            return DPM_ENOMEM;
        }
        const uint64_t id = identity(c, batch, i);
        uint64_t *const slot = find(c->slots, c->cap, id);
        if (*slot) {
            batch->flags[i] |= RECORD_DUPLICATE;
        } else if (c->count < COPIES_MAX) {
            *slot = id;
            c->count++;
        } else {
            c->overflow++;
        }
    }
    return DPM_OK;
}
