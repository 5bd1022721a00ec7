/* A bounded table: when it is full, an entry that was not used lately makes room.
 *
 *   buckets[hash]  tags  t t t . t   slots       used  . u . u .       u: used since the hand went by
 *                  slots 7 2 9 . 4 ─▶ 9 ──┐           ▲ hand: takes back one u at a time, and what has none makes room
 *   one cache line each                   └─▶ what the user keeps, of any size
 *
 * A bucket is a cache line of twenty tags of one byte and as many slot numbers, so a search touches one line beside its entry,
 * and one that finds nothing touches no more. What does not fit goes to the next bucket. The hand goes through the slots in the
 * order of memory, so the next ones are fetched before they are needed. Slots are numbered from 0 and may move when the table
 * grows: keep numbers, not pointers.
 */
#ifndef DPM_CORRELATE_TABLE_H
#define DPM_CORRELATE_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TABLE_NONE UINT32_MAX /* no slot */

enum { BUCKET_WAYS = 20, TABLE_LIMIT_MAX = UINT16_MAX };
typedef struct table_bucket {
    uint8_t tags[BUCKET_WAYS]; /* 0: free */
    uint8_t passed;            /* entries that belong here but are further on, UINT8_MAX: that many at least, for good */
    uint8_t unused[3];         /* so that tags are read as three words */
    uint16_t slots[BUCKET_WAYS];
} table_bucket;

/* What a slot begins with. */
typedef struct table_owner {
    uint64_t hash;
    uint32_t serial; /* tells a slot's present owner from an earlier one. From 1 */
    uint32_t slot;   /* its own number: cheaper than to divide its place by the size of a slot */
} table_owner;

/* What refers to an entry, which may have made room meanwhile: see table_holds. */
typedef struct table_ref {
    uint32_t slot;
    uint32_t serial; /* 0: refers to none */
} table_ref;

typedef struct table {
    void *slot_memory;
    char *slots; /* in it, at a line of the cache */
    void *bucket_memory;
    table_bucket *buckets; /* in it, at lines of the cache; a power of two of them */
    uint32_t bucket_mask;
    uint8_t *used;    /* by slot */
    size_t slot_size; /* with its owner */
    size_t cleared;   /* bytes of a fresh entry that are set to zero: what is after them is as an earlier entry left it */
    uint32_t count, cap, limit;
    uint32_t hand; /* of a full table: the slot that is looked at next */
    uint32_t serial;
    uint64_t evicted; /* entries that had to make room */
    bool unkeyed;     /* entries are known by their slots alone: nothing is found by a hash */
} table;

enum { TABLE_AHEAD = 8 /* slots before the hand that are fetched */ };

/* Nothing is allocated yet. */
void table_init(table *t, size_t entry_size, uint32_t limit);
/* Entries of which only the first `cleared` bytes are zero when they are fresh. */
void table_init_head(table *t, size_t entry_size, size_t cleared, uint32_t limit);
void table_free(table *t);

static inline table_owner *table_owner_at(const table *t, uint32_t slot)
{
    return (table_owner *)(void *)(t->slots + (size_t)slot * t->slot_size);
}

static inline void *table_at(const table *t, uint32_t slot)
{
    return t->slots + (size_t)slot * t->slot_size + sizeof(table_owner);
}

/* The slot of an entry that table_at gave. */
static inline uint32_t table_slot(const void *entry)
{
    return ((const table_owner *)entry - 1)->slot;
}

/* The first slot with this hash, or TABLE_NONE; table_next goes on after it. The caller compares keys. */
uint32_t table_find(const table *t, uint64_t hash);
uint32_t table_next(const table *t, uint32_t slot);
/* It was used just now. */
static inline void table_touch(table *t, uint32_t slot)
{
    t->used[slot] = 1;
}
/* The slot that table_put would empty to make room; TABLE_NONE while there is room. */
uint32_t table_victim(table *t);
/* The entry of a full table that will make room some puts later, unless it is used before; its slot is fetched. NULL: none is
 * near. */
static inline void *table_coming_victim(const table *t)
{
    const uint32_t slot = t->hand + TABLE_AHEAD;
    return t->count == t->limit && slot < t->count ? table_at(t, slot) : NULL;
}
/* A zeroed slot. TABLE_NONE when memory ran out. */
uint32_t table_put(table *t, uint64_t hash);

/* An entry of this hash will be asked for soon: table_expect twice, some events apart, the nearer one with `near`. */
void table_expect(const table *t, uint64_t hash, bool near);

static inline uint32_t table_serial(const table *t, uint32_t slot)
{
    return table_owner_at(t, slot)->serial;
}

/* The slot still belongs to the entry of this serial. */
static inline bool table_holds(const table *t, uint32_t slot, uint32_t serial)
{
    return slot < t->count && table_serial(t, slot) == serial;
}

#endif
