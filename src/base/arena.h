/* Memory by lifetime: what is allocated here is freed together. Stage code has no `free`.
 *
 *     chunk ──▶ chunk ──▶ chunk      each: | used ........ | free |
 *
 * One thread at a time. */
#ifndef DPM_BASE_ARENA_H
#define DPM_BASE_ARENA_H

#include "dpmlog/span.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct arena {
    struct arena_chunk *chunks;
    size_t used; /* bytes handed out, of all chunks */
} arena;

/* Zeroed memory aligned for any type, or NULL when memory ran out. `size` 0 gives a valid pointer. */
void *arena_alloc(arena *a, size_t size);
/* The same for `count` items; NULL too when the product overflows. */
void *arena_array(arena *a, size_t count, size_t size);
/* The addresses of `count` items of an array; NULL when memory ran out. */
void *arena_pointers(arena *a, const void *items, size_t count, size_t size);
/* Copy a span so that it lives as long as the arena. The one way from borrowed to kept (with `intern`). A NUL follows the
 * copy, which `len` does not count. False when memory ran out. */
bool arena_keep(arena *a, dpm_span s, dpm_span *out);
/* Free all of it. The arena is empty and usable afterwards. */
void arena_free(arena *a);

#define ARENA_NEW(a, type) ((type *)arena_alloc((a), sizeof(type)))
#define ARENA_POINTERS(a, items, count) arena_pointers((a), (items), (count), sizeof *(items))
#define ARENA_ARRAY(a, count, type) ((type *)arena_array((a), (count), sizeof(type)))

#endif
