/* A set of literals searched for at once. Immutable after building. */
#ifndef DPM_RULES_LITERAL_H
#define DPM_RULES_LITERAL_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct literal_set literal_set;

/* Build from `count` literals of at least 2 bytes; bytes match exactly. `numbers[i]` is reported for literal i. The
 * literals must live as long as the set, which lives in `a`. NULL when memory ran out. */
literal_set *literal_build(arena *a, const dpm_span *literals, const uint16_t *numbers, size_t count);

/* Numbers of the literals in `text`, each once, in no special order. `readable`: this many bytes from text.ptr on may be read,
 * whatever they are; at least text.len. Returns how many were stored; what does not fit in `cap` is left out. */
size_t literal_find(const literal_set *set, dpm_span text, size_t readable, uint16_t *out, size_t cap);

/* Some texts of one block: text i reaches from base[from[i]] to base[to[i]], and `limit` bytes may be read from `base` on. */
typedef struct literal_texts {
    const char *base;
    const uint32_t *from, *to;
    size_t count;
    uint32_t limit;
} literal_texts;

/* Sets maybe[i] to false where text i certainly holds none of the literals, else to true: cheaper by far than literal_find, which
 * is then to be asked. */
void literal_sift(const literal_set *set, const literal_texts *texts, bool *maybe);

#endif
