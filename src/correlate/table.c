/* A bounded table: chains of slot numbers, and a hand that goes round in search of room. */
#include "correlate/table.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_CAP = 64, LINE = 64 };

void table_init_head(table *t, size_t entry_size, size_t cleared, uint32_t limit)
{
    const size_t align = sizeof(uint64_t), size = (sizeof(table_owner) + entry_size + align - 1) / align * align;
    *t = (table){.slot_size = size, .cleared = cleared, .limit = limit};
}

void table_init(table *t, size_t entry_size, uint32_t limit)
{
    table_init_head(t, entry_size, entry_size, limit);
}

void table_free(table *t)
{
    free(t->slots);
    free(t->links);
    free(t->heads);
    free(t->used);
    *t = (table){.slot_size = t->slot_size, .cleared = t->cleared, .limit = t->limit, .unkeyed = t->unkeyed};
}

static uint32_t *head_of(const table *t, uint64_t hash)
{
    return &t->heads[hash & (2 * t->cap - 1)];
}

static uint32_t tag_of(uint64_t hash)
{
    return (uint32_t)(hash >> 32);
}

/* From `slot` on in its chain. */
static uint32_t first_of(const table *t, uint32_t slot, uint64_t hash)
{
    while (slot != TABLE_NONE && (t->links[slot].tag != tag_of(hash) || table_owner_at(t, slot)->hash != hash)) {
        slot = t->links[slot].chain;
    }
    return slot;
}

uint32_t table_find(const table *t, uint64_t hash)
{
    if (t->cap == 0) {
        return TABLE_NONE;
    }
    return first_of(t, *head_of(t, hash), hash);
}

uint32_t table_next(const table *t, uint32_t slot)
{
    return first_of(t, t->links[slot].chain, table_owner_at(t, slot)->hash);
}

/* What the hand comes to next: the slot itself, and the head of its chain. */
static void fetch_ahead(const table *t)
{
    const uint32_t far = t->hand + 2 * TABLE_AHEAD, near = t->hand + TABLE_AHEAD;
    if (far >= t->count) {
        return;
    }
    for (size_t at = 0; at < t->cleared; at += LINE) {
        __builtin_prefetch((char *)table_owner_at(t, far) + at, 1);
    }
    if (!t->unkeyed) {
        __builtin_prefetch(head_of(t, table_owner_at(t, near)->hash), 1);
    }
}

uint32_t table_victim(table *t)
{
    if (t->count < t->limit) {
        return TABLE_NONE;
    }
    t->hand = t->hand < t->count ? t->hand : 0;
    while (t->used[t->hand]) {
        t->used[t->hand] = 0;
        t->hand = t->hand + 1 < t->count ? t->hand + 1 : 0;
    }
    return t->hand;
}

static void chain_add(table *t, uint32_t slot)
{
    const uint64_t hash = table_owner_at(t, slot)->hash;
    uint32_t *const head = head_of(t, hash);
    t->links[slot] = (table_link){tag_of(hash), *head};
    *head = slot;
}

/* The heads of twice as many slots. */
static bool grow_heads(table *t, uint32_t cap)
{
    uint32_t *const heads = malloc(2 * (size_t)cap * sizeof *heads);
    if (!heads) {
        return false;
    }
    free(t->heads);
    t->heads = heads;
    memset(heads, 0xFF, 2 * (size_t)cap * sizeof *heads);
    t->cap = cap;
    for (uint32_t slot = 0; slot < t->count; slot++) {
        chain_add(t, slot);
    }
    return true;
}

/* The larger array; should memory run out, the one that there is, and `*grown` is false. */
static void *enlarge(void *array, size_t bytes, bool *grown)
{
    void *const larger = realloc(array, bytes);
    if (!larger) {
        *grown = false;
        return array;
    }
    return larger;
}

/* What was enlarged before memory ran out stays so: the table holds more than it uses then. */
static bool grow(table *t)
{
    const uint32_t cap = t->cap ? t->cap * 2 : FIRST_CAP, slots = cap < t->limit ? cap : t->limit;
    bool grown = true;
    t->slots = enlarge(t->slots, slots * t->slot_size, &grown);
    t->used = enlarge(t->used, slots, &grown);
    if (grown && t->unkeyed) {
        t->cap = cap;
        return true;
    }
    t->links = enlarge(t->links, slots * sizeof *t->links, &grown);
    return grown && grow_heads(t, cap);
}

static void chain_remove(table *t, uint32_t slot)
{
    uint32_t *at = head_of(t, table_owner_at(t, slot)->hash);
    while (*at != slot) {
        at = &t->links[*at].chain;
    }
    *at = t->links[slot].chain;
}

uint32_t table_put(table *t, uint64_t hash)
{
    uint32_t slot = table_victim(t);
    if (slot != TABLE_NONE) {
        if (!t->unkeyed) {
            chain_remove(t, slot);
        }
        fetch_ahead(t);
        t->hand++;
        t->evicted++;
    } else {
        if (t->count == t->cap && !grow(t)) {
            return TABLE_NONE;
        }
        slot = t->count++;
    }
    memset(table_at(t, slot), 0, t->cleared);
    t->serial += t->serial == UINT32_MAX ? 2 : 1; /* 0 is no entry's */
    *table_owner_at(t, slot) = (table_owner){hash, t->serial};
    if (!t->unkeyed) {
        chain_add(t, slot);
    }
    t->used[slot] = 0;
    return slot;
}
