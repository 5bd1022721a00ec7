/* The logs that come next, opened while one is read, so that they are unpacked ahead. */
#ifndef DPM_READ_PREFETCH_H
#define DPM_READ_PREFETCH_H

#include "base/limits.h"
#include "io/readahead.h"
#include "read/reader.h"

typedef struct prefetch {
    struct {
        const source *of; /* NULL: none */
        stream *from;
        uint64_t size;
    } items[READAHEAD_SOURCES_MAX];
} prefetch;

/* Open `next`, which is read soon after `now`, if that unpacks nothing but its own bytes. What fails is left to be found when its
 * turn comes. Call this for the same sources however many threads there are: limits count in the order of the calls. */
void prefetch_add(prefetch *p, const source *now, const source *next);
/* As reader_open. */
dpm_status prefetch_take(prefetch *p, reader *r, const source *s, dpm_error *err);
/* Close what was not asked for. */
void prefetch_close(prefetch *p);

#endif
