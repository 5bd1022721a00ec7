/* A bounded table with memory of use: when it is full, the entry that was not touched for longest makes room.
 *
 *   heads[hash] ─▶ link ─▶ link (chain)        oldest ◀─▶ ... ◀─▶ newest (order of use)
 *                   │       │
 *                  slot    slot                what the user keeps, of any size
 *
 * Links lie apart from the slots, so that a search and the order of use touch little memory. Slots are numbered from 0 and may
 * move when the table grows: keep numbers, not pointers. */
#ifndef DPM_CORRELATE_TABLE_H
#define DPM_CORRELATE_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TABLE_NONE UINT32_MAX /* no slot */

typedef struct table_link {
    uint64_t hash;
    uint64_t serial; /* of the entry: tells a slot's present owner from an earlier one. From 1 */
    uint32_t chain, newer, older;
} table_link;

typedef struct table {
    char *slots;
    table_link *links;
    uint32_t *heads;
    size_t slot_size;
    uint32_t count, cap, limit;
    uint32_t newest, oldest;
    uint64_t serial;
    uint64_t evicted; /* entries that had to make room */
} table;

/* Nothing is allocated yet. */
void table_init(table *t, size_t slot_size, uint32_t limit);
void table_free(table *t);

static inline void *table_at(const table *t, uint32_t slot)
{
    return t->slots + (size_t)slot * t->slot_size;
}

/* The first slot with this hash, or TABLE_NONE; table_next goes on behind it. The caller compares keys. */
uint32_t table_find(const table *t, uint64_t hash);
uint32_t table_next(const table *t, uint32_t slot);
/* It was used just now. */
void table_touch(table *t, uint32_t slot);
/* The slot that table_put would empty to make room; TABLE_NONE while there is room. */
uint32_t table_victim(const table *t);
/* A zeroed slot. TABLE_NONE when memory ran out. */
uint32_t table_put(table *t, uint64_t hash);

static inline uint64_t table_serial(const table *t, uint32_t slot)
{
    return t->links[slot].serial;
}

/* The slot still belongs to the entry of this serial. */
static inline bool table_holds(const table *t, uint32_t slot, uint64_t serial)
{
    return slot < t->count && t->links[slot].serial == serial;
}

#endif
