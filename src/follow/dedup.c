/* The events that were handed out. */
#include "follow/dedup.h"

#include "base/hash.h"
#include "base/text.h"

#include <stdlib.h>

void dedup_init(dedup *s, uint64_t seed)
{
    *s = (dedup){.seed = seed};
}

void dedup_free(dedup *s)
{
    free(s->fresh.slots);
    free(s->aged.slots);
    dedup_init(s, s->seed);
}

/* The slot of `hash`, or the free one where it belongs. */
static uint64_t *find(const dedup_set *set, uint64_t hash)
{
    uint32_t at = (uint32_t)hash & (set->cap - 1);
    while (set->slots[at] && set->slots[at] != hash) {
        at = (at + 1) & (set->cap - 1);
    }
    return &set->slots[at];
}

static bool has(const dedup_set *set, uint64_t hash)
{
    return set->count && *find(set, hash) == hash;
}

static bool grow(dedup_set *set)
{
    dedup_set larger = {.cap = set->cap ? set->cap * 2 : 1024, .count = set->count};
    larger.slots = calloc(larger.cap, sizeof *larger.slots);
    if (!larger.slots) {
        return false;
    }
    for (uint32_t i = 0; i < set->cap; i++) {
        if (set->slots[i]) {
            *find(&larger, set->slots[i]) = set->slots[i];
        }
    }
    free(set->slots);
    *set = larger;
    return true;
}

static bool put(dedup *s, uint64_t hash)
{
    if (s->fresh.count == DEDUP_EVENTS_MAX) {
        free(s->aged.slots);
        s->aged = s->fresh;
        s->fresh = (dedup_set){0};
    }
    if (s->fresh.count >= s->fresh.cap / 2 && !grow(&s->fresh)) {
        return false;
    }
    *find(&s->fresh, hash) = hash;
    s->fresh.count++;
    return true;
}

/* Of the first line: what goes on behind it may not have been there yet. */
static uint64_t identity(const dedup *s, dedup_recent *recent, uint64_t stream, dpm_span record)
{
    const dpm_span line = span_cut(span_cut(record, '\n').head, '\r').head;
    const uint64_t hash = hash_words(s->seed, hash_bytes(s->seed, line), stream);
    uint64_t repeats = 0;
    for (size_t i = 0; i < DEDUP_RECENT; i++) {
        repeats += recent->hashes[i] == hash;
    }
    recent->hashes[recent->at++ % DEDUP_RECENT] = hash;
    const uint64_t id = repeats ? hash_words(s->seed, hash, repeats) : hash;
    return id ? id : 1;
}

dpm_status dedup_insert(dedup *s, dedup_recent *recent, uint64_t stream, dpm_span record, bool *again)
{
    const uint64_t id = identity(s, recent, stream, record);
    *again = has(&s->fresh, id) || has(&s->aged, id);
    return *again || put(s, id) ? DPM_OK : DPM_ENOMEM;
}
