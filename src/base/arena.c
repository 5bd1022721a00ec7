/* Memory by lifetime. */
#include "base/arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

typedef struct arena_chunk {
    struct arena_chunk *next;
    size_t used, cap;
    max_align_t bytes[];
} arena_chunk;

enum { CHUNK_BYTES = 64 * 1024 };

static arena_chunk *grow(arena *a, size_t need)
{
    const size_t cap = need > CHUNK_BYTES ? need : CHUNK_BYTES;
    if (cap > SIZE_MAX - sizeof(arena_chunk)) {
        return NULL;
    }
    arena_chunk *const chunk = calloc(1, sizeof *chunk + cap);
    if (!chunk) {
        return NULL;
    }
    chunk->cap = cap;
    if (a->chunks && need > CHUNK_BYTES) { /* a large item must not end the use of the current chunk */
        chunk->next = a->chunks->next;
        a->chunks->next = chunk;
    } else {
        chunk->next = a->chunks;
        a->chunks = chunk;
    }
    return chunk;
}

void *arena_alloc(arena *a, size_t size)
{
    const size_t align = _Alignof(max_align_t);
    if (size > SIZE_MAX - align) {
        return NULL;
    }
    const size_t need = size ? (size + align - 1) / align * align : align;
    arena_chunk *chunk = a->chunks;
    if (!chunk || chunk->cap - chunk->used < need) {
        chunk = grow(a, need);
        if (!chunk) {
            return NULL;
        }
    }
    void *const out = (char *)chunk->bytes + chunk->used;
    chunk->used += need;
    a->used += need;
    return out;
}

void *arena_array(arena *a, size_t count, size_t size)
{
    return size && count > SIZE_MAX / size ? NULL : arena_alloc(a, count * size);
}

void *arena_pointers(arena *a, const void *items, size_t count, size_t size)
{
    const void **const pointers = count < SIZE_MAX ? arena_array(a, count + 1, sizeof *pointers) : NULL;
    for (size_t i = 0; pointers && i < count; i++) {
        pointers[i] = (const char *)items + i * size;
    }
    return pointers;
}

bool arena_keep(arena *a, dpm_span s, dpm_span *out)
{
    char *const copy = arena_alloc(a, s.len + 1);
    if (!copy) {
        return false;
    }
    if (s.len) {
        memcpy(copy, s.ptr, s.len);
    }
    *out = (dpm_span){copy, s.len};
    return true;
}

void arena_free(arena *a)
{
    for (arena_chunk *chunk = a->chunks; chunk;) {
        arena_chunk *const next = chunk->next;
        free(chunk);
        chunk = next;
    }
    *a = (arena){0};
}
