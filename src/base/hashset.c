/* Sets of hashes, and the last hashes of a file. */
#include "base/hashset.h"

#include "base/hash.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_CAP = 1024 };

/* The slot of `hash`, or the free one where it belongs. */
static uint64_t *find(const hashset *set, uint64_t hash)
{
    assert(hash);
    size_t at = (size_t)hash & (set->cap - 1);
    while (set->slots[at] && set->slots[at] != hash) {
        at = (at + 1) & (set->cap - 1);
    }
    return &set->slots[at];
}

static bool grow(hashset *set)
{
    hashset larger = {.cap = set->cap ? set->cap * 2 : FIRST_CAP, .count = set->count};
    larger.slots = calloc(larger.cap, sizeof *larger.slots);
    if (!larger.slots) {
        return false;
    }
    for (size_t i = 0; i < set->cap; i++) {
        if (set->slots[i]) {
            *find(&larger, set->slots[i]) = set->slots[i];
        }
    }
    free(set->slots);
    *set = larger;
    return true;
}

void hashset_expect(const hashset *set, uint64_t hash)
{
    if (set->cap) {
        __builtin_prefetch(&set->slots[(size_t)hash & (set->cap - 1)], 1);
    }
}

bool hashset_has(const hashset *set, uint64_t hash)
{
    return set->count && *find(set, hash) == hash;
}

bool hashset_add(hashset *set, uint64_t hash, bool *fresh)
{
    if (set->count >= set->cap / 2 && !grow(set)) {
        return false;
    }
    uint64_t *const slot = find(set, hash);
    *fresh = *slot == 0;
    set->count += *fresh;
    *slot = hash;
    return true;
}

void hashset_clear(hashset *set)
{
    if (set->count) {
        memset(set->slots, 0, set->cap * sizeof *set->slots);
        set->count = 0;
    }
}

void hashset_free(hashset *set)
{
    free(set->slots);
    *set = (hashset){0};
}

uint64_t recent_identity(recent_hashes *recent, uint64_t seed, uint64_t hash)
{
    uint64_t repeats = 0;
    for (size_t i = 0; i < RECENT_HASHES; i++) {
        repeats += recent->hashes[i] == hash;
    }
    recent->hashes[recent->at++ % RECENT_HASHES] = hash;
    const uint64_t id = repeats ? hash_words(seed, hash, repeats) : hash;
    return id ? id : 1;
}
