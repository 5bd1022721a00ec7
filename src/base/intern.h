/* Strings kept once: a bounded set from bytes to small numbers. One thread at a time. */
#ifndef DPM_BASE_INTERN_H
#define DPM_BASE_INTERN_H

#include "base/arena.h"

#include <stdint.h>

enum { INTERN_NONE = 0 }; /* the id of the empty span, and of what no longer fits */

typedef struct intern {
    arena strings;
    struct intern_slot *slots;
    dpm_span *by_id;
    uint32_t count; /* ids 1 .. count */
    uint32_t cap, limit;
    uint64_t seed;
    uint64_t overflow; /* how often a new string did not fit */
} intern;

/* `limit`: most strings that are kept. Nothing is allocated yet. */
void intern_init(intern *set, uint32_t limit, uint64_t seed);
/* The id of `s`, which is copied when it is new. INTERN_NONE where it is empty or does not fit (counted in `overflow`).
 * False when memory ran out. */
bool intern_put(intern *set, dpm_span s, uint32_t *id);
/* Lives as long as the set. Empty for INTERN_NONE. */
dpm_span intern_get(const intern *set, uint32_t id);
void intern_free(intern *set);

#endif
