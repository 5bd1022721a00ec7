/* A bounded cache of unpacked archives: the one whose last use is longest ago makes room. */
#include "archive/cache.h"

#include "base/limits.h"

static void drop(archives *all, size_t at)
{
    cached *const h = all->cached[at];
    all->cached_memory -= h->memory;
    all->cached[at] = all->cached[--all->cached_count];
    blob_release(h->bytes);
    *h = (cached){0};
}

/* The entry whose last use is longest ago; cached_count where none may go. */
static size_t find_oldest(const archives *all)
{
    size_t oldest = all->cached_count;
    for (size_t i = 0; i < all->cached_count; i++) {
        const cached *const h = all->cached[i];
        if (!h->pinned && (oldest == all->cached_count || h->used < all->cached[oldest]->used)) {
            oldest = i;
        }
    }
    return oldest;
}

/* What is pinned cannot be unpacked again: there is one such at most, since standard input is read once. */
void cache_make_room(archives *all, size_t memory)
{
    while (all->cached_count == CACHE_FILES_MAX || (all->cached_count && all->cached_memory + memory > CACHE_MEMORY_MAX)) {
        const size_t oldest = find_oldest(all);
        if (oldest == all->cached_count) {
            return;
        }
        drop(all, oldest);
    }
}

void cache_put(archives *all, cached *h, blob *bytes, bool in_memory, bool pinned)
{
    const size_t memory = in_memory && blob_size(bytes) <= BLOB_MEMORY_MAX ? (size_t)blob_size(bytes) : 0;
    cache_make_room(all, memory);
    *h = (cached){.bytes = bytes, .memory = memory, .pinned = pinned, .used = ++all->clock};
    all->cached[all->cached_count++] = h;
    all->cached_memory += memory;
}

blob *cache_take(archives *all, cached *h)
{
    h->used = ++all->clock;
    return blob_keep(h->bytes);
}

void cache_clear(archives *all)
{
    while (all->cached_count) {
        drop(all, 0);
    }
}
