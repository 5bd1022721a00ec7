/* Buffers and states that go from one inflating stream to the next. */
#include "archive/inflate/inflate_kit.h"

#include <stdlib.h>
#include <string.h>

inflate_kit *inflate_kit_take(inflate_kits *all)
{
    inflate_kit *kit = NULL;
    for (size_t i = 0; all && !kit && i < INFLATE_KITS; i++) {
        kit = atomic_exchange(&all->kept[i], NULL);
    }
    return kit ? kit : calloc(1, sizeof *kit);
}

inflater *inflate_kit_plain(inflate_kit *kit)
{
    return kit->plain || inflater_new(&kit->plain, INFLATE_DEFLATE, NULL) >= 0 ? kit->plain : NULL;
}

static void discard(inflate_kit *kit)
{
    if (kit) {
        inflater_free(kit->plain);
        free(kit);
    }
}

static void wipe(inflate_kit *kit)
{
    memset(kit->intake, 0, kit->intake_used);
    memset(kit->chunk, 0, kit->chunk_used);
    kit->intake_used = kit->chunk_used = 0;
    if (kit->plain) {
        inflater_renew(kit->plain);
    }
}

void inflate_kit_give(inflate_kits *all, inflate_kit *kit)
{
    if (kit && all) {
        wipe(kit);
    }
    for (size_t i = 0; all && kit && i < INFLATE_KITS; i++) {
        inflate_kit *none = NULL;
        kit = atomic_compare_exchange_strong(&all->kept[i], &none, kit) ? NULL : kit;
    }
    discard(kit);
}

void inflate_kits_free(inflate_kits *all)
{
    for (size_t i = 0; i < INFLATE_KITS; i++) {
        discard(atomic_exchange(&all->kept[i], NULL));
    }
}
