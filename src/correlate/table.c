/* A bounded table with memory of use: chains of slot numbers, and a list in order of use. */
#include "correlate/table.h"

#include <stdlib.h>
#include <string.h>

static table_link *link_at(const table *t, uint32_t slot)
{
    return &t->links[slot];
}

void table_init(table *t, size_t slot_size, uint32_t limit)
{
    *t = (table){.slot_size = slot_size, .limit = limit, .newest = TABLE_NONE, .oldest = TABLE_NONE};
}

void table_free(table *t)
{
    free(t->slots);
    free(t->links);
    free(t->heads);
    table_init(t, t->slot_size, t->limit);
}

uint32_t table_find(const table *t, uint64_t hash)
{
    if (t->cap == 0) {
        return TABLE_NONE;
    }
    uint32_t slot = t->heads[hash & (t->cap - 1)];
    while (slot != TABLE_NONE && link_at(t, slot)->hash != hash) {
        slot = link_at(t, slot)->chain;
    }
    return slot;
}

uint32_t table_next(const table *t, uint32_t slot)
{
    const uint64_t hash = link_at(t, slot)->hash;
    do {
        slot = link_at(t, slot)->chain;
    } while (slot != TABLE_NONE && link_at(t, slot)->hash != hash);
    return slot;
}

static void use_unlink(table *t, uint32_t slot)
{
    const table_link *const link = link_at(t, slot);
    if (link->newer != TABLE_NONE) {
        link_at(t, link->newer)->older = link->older;
    } else {
        t->newest = link->older;
    }
    if (link->older != TABLE_NONE) {
        link_at(t, link->older)->newer = link->newer;
    } else {
        t->oldest = link->newer;
    }
}

static void use_append(table *t, uint32_t slot)
{
    table_link *const link = link_at(t, slot);
    link->newer = TABLE_NONE;
    link->older = t->newest;
    if (t->newest != TABLE_NONE) {
        link_at(t, t->newest)->newer = slot;
    } else {
        t->oldest = slot;
    }
    t->newest = slot;
}

void table_touch(table *t, uint32_t slot)
{
    if (t->newest != slot) {
        use_unlink(t, slot);
        use_append(t, slot);
    }
}

uint32_t table_victim(const table *t)
{
    return t->count < t->limit ? TABLE_NONE : t->oldest;
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
    const uint32_t cap = t->cap ? t->cap * 2 : 64;
    bool grown = true;
    t->slots = enlarge(t->slots, cap * t->slot_size, &grown);
    t->links = enlarge(t->links, cap * sizeof *t->links, &grown);
    t->heads = enlarge(t->heads, cap * sizeof *t->heads, &grown);
    if (!grown) {
        return false;
    }
    memset(t->heads, 0xFF, cap * sizeof *t->heads);
    t->cap = cap;
    for (uint32_t slot = 0; slot < t->count; slot++) {
        uint32_t *const head = &t->heads[link_at(t, slot)->hash & (cap - 1)];
        link_at(t, slot)->chain = *head;
        *head = slot;
    }
    return true;
}

static void chain_remove(table *t, uint32_t slot)
{
    uint32_t *at = &t->heads[link_at(t, slot)->hash & (t->cap - 1)];
    while (*at != slot) {
        at = &link_at(t, *at)->chain;
    }
    *at = link_at(t, slot)->chain;
}

uint32_t table_put(table *t, uint64_t hash)
{
    uint32_t slot = table_victim(t);
    if (slot != TABLE_NONE) {
        chain_remove(t, slot);
        use_unlink(t, slot);
        t->evicted++;
    } else {
        if (t->count == t->cap && !grow(t)) {
            return TABLE_NONE;
        }
        slot = t->count++;
    }
    table_link *const link = link_at(t, slot);
    memset(table_at(t, slot), 0, t->slot_size);
    uint32_t *const head = &t->heads[hash & (t->cap - 1)];
    link->hash = hash;
    link->serial = ++t->serial;
    link->chain = *head;
    *head = slot;
    use_append(t, slot);
    return slot;
}
