/* A set of 64-bit hashes, open addressing, at most half full. One thread at a time; zeroed memory is an empty set. */
#ifndef DPM_BASE_HASHSET_H
#define DPM_BASE_HASHSET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct hashset {
    uint64_t *slots; /* 0: free */
    size_t count, cap;
} hashset;

/* `hash` is not 0. */
bool hashset_has(const hashset *set, uint64_t hash);
/* Add a hash; `*fresh`: it was not in the set. False when memory ran out. */
bool hashset_add(hashset *set, uint64_t hash, bool *fresh);
/* `hash` will be asked for soon. */
void hashset_expect(const hashset *set, uint64_t hash);
/* Empty it and keep its memory. */
void hashset_clear(hashset *set);
void hashset_free(hashset *set);

/* The last hashes of a file: equal lines within them are distinguished by how often they came, so that a line which a
 * file repeats is not taken for a copy of itself. */
enum { RECENT_HASHES = 32 };
typedef struct recent_hashes {
    uint64_t hashes[RECENT_HASHES];
    uint32_t at;
} recent_hashes;

/* Note `hash` and make it another one for each repeat among the last ones. Never 0. */
uint64_t recent_identity(recent_hashes *recent, uint64_t seed, uint64_t hash);

#endif
