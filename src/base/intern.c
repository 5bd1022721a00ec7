/* Strings kept once: open addressing over hashes, strings in an arena. */
#include "base/intern.h"
#include "base/hash.h"
#include "base/text.h"

#include <stdlib.h>

typedef struct intern_slot {
    uint64_t hash;
    uint32_t id; /* 0: free */
} intern_slot;

void intern_init(intern *set, uint32_t limit, uint64_t seed)
{
    *set = (intern){.limit = limit, .seed = seed};
}

static void place(intern_slot *slots, uint32_t cap, intern_slot slot)
{
    uint32_t at = (uint32_t)slot.hash & (cap - 1);
    while (slots[at].id) {
        at = (at + 1) & (cap - 1);
    }
    slots[at] = slot;
}

static bool grow(intern *set)
{
    const uint32_t cap = set->cap ? set->cap * 2 : 64;
    intern_slot *const slots = calloc(cap, sizeof *slots);
    dpm_span *const by_id = slots ? realloc(set->by_id, (cap / 2 + 1) * sizeof *by_id) : NULL;
    if (!by_id) {
        free(slots);
        return false;
    }
    for (uint32_t i = 0; i < set->cap; i++) {
        if (set->slots[i].id) {
            place(slots, cap, set->slots[i]);
        }
    }
    free(set->slots);
    set->slots = slots;
    set->by_id = by_id;
    set->cap = cap;
    return true;
}

bool intern_put(intern *set, dpm_span s, uint32_t *id)
{
    *id = INTERN_NONE;
    if (s.len == 0) {
        return true;
    }
    const uint64_t hash = hash_bytes(set->seed, s);
    if (set->cap) {
        for (uint32_t at = (uint32_t)hash & (set->cap - 1); set->slots[at].id; at = (at + 1) & (set->cap - 1)) {
            if (set->slots[at].hash == hash && span_eq(set->by_id[set->slots[at].id], s)) {
                *id = set->slots[at].id;
                return true;
            }
        }
    }
    if (set->count >= set->limit) {
        set->overflow++;
        return true;
    }
    dpm_span kept;
    if ((set->count >= set->cap / 2 && !grow(set)) || !arena_keep(&set->strings, s, &kept)) {
        return false;
    }
    *id = ++set->count;
    set->by_id[*id] = kept;
    place(set->slots, set->cap, (intern_slot){hash, *id});
    return true;
}

dpm_span intern_get(const intern *set, uint32_t id)
{
    return id == INTERN_NONE || id > set->count ? (dpm_span){0} : set->by_id[id];
}

void intern_free(intern *set)
{
    arena_free(&set->strings);
    free(set->slots);
    free(set->by_id);
    *set = (intern){0};
}
