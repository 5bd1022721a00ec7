/* Unpacked bytes of archives, kept while there is room. They can be dropped at any time and made again. */
#ifndef DPM_ARCHIVE_CACHE_H
#define DPM_ARCHIVE_CACHE_H

#include "archive/archive.h"

typedef struct cached {
    blob *bytes;   /* NULL: not cached */
    size_t memory; /* bytes; 0: it is a file */
    uint64_t used; /* the archives' clock */
    bool pinned;   /* they could not be made again */
} cached;

/* Make room for this many bytes of memory. */
void cache_make_room(archives *all, size_t memory);
/* Cache `bytes` in `h`, and take over that reference to them. */
void cache_put(archives *all, cached *h, blob *bytes, bool in_memory, bool pinned);
/* The cached bytes, as a reference of the caller's own. */
blob *cache_take(archives *all, cached *h);
void cache_clear(archives *all);

#endif
