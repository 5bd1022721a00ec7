/* The bounded table: what it finds, and who makes room. */
#include "correlate/table.h"

#include <criterion/criterion.h>

typedef struct entry {
    uint32_t key;
} entry;

static uint32_t put(table *t, uint64_t hash, uint32_t key)
{
    const uint32_t slot = table_put(t, hash);
    cr_assert_neq(slot, TABLE_NONE);
    ((entry *)table_at(t, slot))->key = key;
    return slot;
}

static uint32_t find(const table *t, uint64_t hash, uint32_t key)
{
    uint32_t slot = table_find(t, hash);
    while (slot != TABLE_NONE && ((const entry *)table_at(t, slot))->key != key) {
        slot = table_next(t, slot);
    }
    return slot;
}

Test(correlate_table, finds_among_equal_hashes_and_across_growth)
{
    table t;
    table_init(&t, sizeof(entry), 10000);
    for (uint32_t key = 0; key < 5000; key++) {
        put(&t, key % 97, key);
    }
    for (uint32_t key = 0; key < 5000; key++) {
        cr_expect_neq(find(&t, key % 97, key), TABLE_NONE, "key %u", key);
        cr_expect_eq(find(&t, key % 97, key + 5000), TABLE_NONE, "key %u", key + 5000);
    }
    table_free(&t);
}

Test(correlate_table, the_least_used_makes_room)
{
    table t;
    table_init(&t, sizeof(entry), 4);
    uint32_t serials[6] = {0};
    for (uint32_t key = 0; key < 4; key++) {
        cr_expect_eq(table_victim(&t), TABLE_NONE);
        const uint32_t slot = put(&t, key, key);
        serials[key] = table_serial(&t, slot);
    }
    table_touch(&t, find(&t, 0, 0));
    table_touch(&t, find(&t, 2, 2));
    const uint32_t room = put(&t, 4, 4); /* 1 was used least */
    put(&t, 5, 5);                       /* then 3 */
    static const bool there[] = {true, false, true, false, true, true};
    for (uint32_t key = 0; key < 6; key++) {
        cr_expect_eq(find(&t, key, key) != TABLE_NONE, there[key], "key %u", key);
    }
    cr_expect_eq(t.evicted, 2);
    cr_expect_not(table_holds(&t, room, serials[1]), "a reference to who made room must not hold");
    cr_expect(table_holds(&t, find(&t, 0, 0), serials[0]));
    table_free(&t);
}

Test(correlate_table, long_use_at_the_limit_keeps_its_order)
{
    table t;
    table_init(&t, sizeof(entry), 64);
    for (uint32_t key = 0; key < 20000; key++) {
        put(&t, key * UINT64_C(2654435761), key);
        for (uint32_t back = 0; back < 64 && back <= key; back += 21) {
            cr_assert_neq(find(&t, (key - back) * UINT64_C(2654435761), key - back), TABLE_NONE, "key %u, %u back", key, back);
        }
        if (key >= 64) {
            cr_assert_eq(find(&t, (key - 64) * UINT64_C(2654435761), key - 64), TABLE_NONE, "key %u", key);
        }
    }
    table_free(&t);
}
