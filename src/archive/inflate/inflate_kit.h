/* What one inflating stream works with: a buffer for what comes in, one for what comes out, a state. An archive of small members
 * opens thousands of streams, so kits are kept for the next ones, wiped where they were used: what an inflater makes of damaged
 * data may depend on what is in its memory, so each stream finds zeros there. */
#ifndef DPM_ARCHIVE_INFLATE_INFLATE_KIT_H
#define DPM_ARCHIVE_INFLATE_INFLATE_KIT_H

#include "archive/inflate/inflate.h"

#include <stdatomic.h>

enum { INFLATE_INTAKE = 64 << 10 };

typedef struct inflate_kit {
    uint8_t intake[INFLATE_BEHIND + INFLATE_INTAKE];
    uint8_t chunk[INFLATE_ROOM];
    size_t intake_used, chunk_used; /* bytes that may be no zeros: whoever writes there says so */
    inflater *plain;                /* for Deflate; NULL until it is asked for */
} inflate_kit;

/* Those that are not in use. Zeroed, it is ready. Any thread may take and give. */
enum { INFLATE_KITS = 4 };
typedef struct inflate_kits {
    _Atomic(inflate_kit *) kept[INFLATE_KITS];
} inflate_kits;

/* NULL: memory ran out. `all` NULL: a new one. */
inflate_kit *inflate_kit_take(inflate_kits *all);
/* Its inflater for Deflate; NULL: memory ran out. */
inflater *inflate_kit_plain(inflate_kit *kit);
/* Both may be NULL. */
void inflate_kit_give(inflate_kits *all, inflate_kit *kit);
void inflate_kits_free(inflate_kits *all);

static inline void inflate_kit_note(size_t *used, size_t end, size_t cap)
{
    const size_t to = end < cap ? end : cap;
    *used = to > *used ? to : *used;
}

#endif
