/* A bounded table: buckets of tags and slot numbers, and a hand that goes round in search of room. */
#include "correlate/table.h"

#include "base/swar.h"

#include <assert.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif
#include <stdlib.h>
#include <string.h>

enum { FIRST_CAP = 64, LINE = 64, BUCKET_LOAD = 12 /* entries of a bucket, in the mean of a full table, at most */ };
static_assert(sizeof(table_bucket) == LINE, "a bucket is a cache line");

void table_init_head(table *t, size_t entry_size, size_t cleared, uint32_t limit)
{
    const size_t align = sizeof(uint64_t), size = (sizeof(table_owner) + entry_size + align - 1) / align * align;
    assert(limit <= TABLE_LIMIT_MAX);
    *t = (table){.slot_size = size, .cleared = cleared, .limit = limit};
}

void table_init(table *t, size_t entry_size, uint32_t limit)
{
    table_init_head(t, entry_size, entry_size, limit);
}

void table_free(table *t)
{
    free(t->slot_memory);
    free(t->bucket_memory);
    free(t->used);
    *t = (table){.slot_size = t->slot_size, .cleared = t->cleared, .limit = t->limit, .unkeyed = t->unkeyed};
}

static uint32_t home_of(const table *t, uint64_t hash)
{
    return (uint32_t)hash & t->bucket_mask;
}

static uint8_t tag_of(uint64_t hash)
{
    const uint8_t tag = (uint8_t)(hash >> 40);
    return tag ? tag : 1;
}

/* A bit for each way that has this tag. */
static inline uint32_t ways_of(const table_bucket *b, uint8_t tag)
{
#ifdef __SSE2__
    const __m128i wanted = _mm_set1_epi8((char)tag);
    const __m128i head = _mm_load_si128((const __m128i *)(const void *)b->tags);
    const __m128i tail = _mm_load_si128((const __m128i *)(const void *)b->tags + 1); /* four tags, and what follows them */
    const uint32_t low = (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(head, wanted));
    const uint32_t ways = low | (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(tail, wanted)) << 16;
#else
    uint32_t ways = 0;
    for (unsigned word = 0; word < 3; word++) {
        const uint64_t differ = wide_load((const char *)b->tags + word * 8) ^ wide_all(tag);
        const uint64_t equal = wide_high(~(((differ & wide_all(0x7F)) + wide_all(0x7F)) | differ));
        /* the high bits of eight bytes, side by side */
        ways |= (uint32_t)((equal >> 7) * UINT64_C(0x0102040810204080) >> 56) << word * 8;
    }
#endif
    return ways & ((1U << BUCKET_WAYS) - 1);
}

/* The first slot of this hash that comes behind `slot` on the way from bucket to bucket; TABLE_NONE: from the beginning. */
static uint32_t find_after(const table *t, uint64_t hash, uint32_t slot)
{
    bool behind = slot == TABLE_NONE;
    for (uint32_t gone = 0; gone <= t->bucket_mask; gone++) {
        const table_bucket *const b = &t->buckets[(home_of(t, hash) + gone) & t->bucket_mask];
        for (uint32_t ways = ways_of(b, tag_of(hash)); ways; ways &= ways - 1) {
            const uint32_t found = b->slots[__builtin_ctz(ways)];
            if (behind && table_owner_at(t, found)->hash == hash) {
                return found;
            }
            behind |= found == slot;
        }
        if (!b->passed) {
            break;
        }
    }
    return TABLE_NONE;
}

uint32_t table_find(const table *t, uint64_t hash)
{
    return t->cap == 0 ? TABLE_NONE : find_after(t, hash, TABLE_NONE);
}

uint32_t table_next(const table *t, uint32_t slot)
{
    return find_after(t, table_owner_at(t, slot)->hash, slot);
}

void table_expect(const table *t, uint64_t hash, bool near)
{
    if (t->cap == 0) {
        return;
    }
    const table_bucket *const b = &t->buckets[home_of(t, hash)];
    if (!near) {
        __builtin_prefetch(b, 1);
        return;
    }
    const uint32_t ways = ways_of(b, tag_of(hash));
    if (ways) {
        const char *const slot = (const char *)table_owner_at(t, b->slots[__builtin_ctz(ways)]);
        for (size_t at = 0; at < 3 * LINE; at += LINE) {
            __builtin_prefetch(slot + at, 1);
        }
    }
}

/* What the hand comes to next: the slot itself, and its bucket. */
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
        __builtin_prefetch(&t->buckets[home_of(t, table_owner_at(t, near)->hash)], 1);
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

static void index_add(table *t, uint32_t slot)
{
    const uint64_t hash = table_owner_at(t, slot)->hash;
    table_bucket *b = &t->buckets[home_of(t, hash)];
    uint32_t free_ways;
    while (!(free_ways = ways_of(b, 0))) {
        b->passed = (uint8_t)(b->passed + (b->passed < UINT8_MAX));
        b = &t->buckets[(uint32_t)(b - t->buckets + 1) & t->bucket_mask];
    }
    const int way = __builtin_ctz(free_ways);
    b->tags[way] = tag_of(hash);
    b->slots[way] = (uint16_t)slot;
}

static void index_remove(table *t, uint32_t slot)
{
    const uint64_t hash = table_owner_at(t, slot)->hash;
    for (uint32_t at = home_of(t, hash);; at = (at + 1) & t->bucket_mask) {
        table_bucket *const b = &t->buckets[at];
        for (uint32_t ways = ways_of(b, tag_of(hash)); ways; ways &= ways - 1) {
            const int way = __builtin_ctz(ways);
            if (b->slots[way] == slot) {
                b->tags[way] = 0;
                return;
            }
        }
        b->passed = (uint8_t)(b->passed - (b->passed < UINT8_MAX));
    }
}

static char *at_line(char *memory)
{
    return memory + (LINE - (uintptr_t)memory % LINE) % LINE;
}

/* Buckets for so many slots. */
static bool grow_buckets(table *t, uint32_t slots)
{
    uint32_t count = 1;
    while (count * BUCKET_LOAD < slots) {
        count *= 2;
    }
    void *const memory = calloc(count + 1, sizeof *t->buckets);
    if (!memory) {
        return false;
    }
    free(t->bucket_memory);
    t->bucket_memory = memory;
    t->buckets = (table_bucket *)(void *)at_line(memory);
    t->bucket_mask = count - 1;
    for (uint32_t slot = 0; slot < t->count; slot++) {
        index_add(t, slot);
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

static bool grow_slots(table *t, uint32_t slots)
{
    char *const memory = malloc(slots * t->slot_size + LINE);
    if (!memory) {
        return false;
    }
    if (t->count) {
        memcpy(at_line(memory), t->slots, t->count * t->slot_size);
    }
    free(t->slot_memory);
    t->slot_memory = memory;
    t->slots = at_line(memory);
    return true;
}

/* What was enlarged before memory ran out stays so: the table holds more than it uses then. */
static bool grow(table *t)
{
    const uint32_t cap = t->cap ? t->cap * 2 : FIRST_CAP, slots = cap < t->limit ? cap : t->limit;
    bool grown = grow_slots(t, slots);
    t->used = enlarge(t->used, slots, &grown);
    grown = grown && (t->unkeyed || grow_buckets(t, slots));
    t->cap = grown ? cap : t->cap;
    return grown;
}

uint32_t table_put(table *t, uint64_t hash)
{
    uint32_t slot = table_victim(t);
    if (slot != TABLE_NONE) {
        if (!t->unkeyed) {
            index_remove(t, slot);
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
    *table_owner_at(t, slot) = (table_owner){hash, t->serial, slot};
    if (!t->unkeyed) {
        index_add(t, slot);
    }
    t->used[slot] = 0;
    return slot;
}
