/* Which facts were seen, and when. */
#ifndef DPM_CORRELATE_FACT_SET_H
#define DPM_CORRELATE_FACT_SET_H

#include "base/limits.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { FACT_WORDS = FACT_MAX / 64 };
typedef struct fact_set {
    uint64_t words[FACT_WORDS];
} fact_set;

static inline void fact_add(fact_set *set, uint16_t number)
{
    set->words[number / 64] |= UINT64_C(1) << number % 64;
}

static inline bool fact_has(const fact_set *set, uint16_t number)
{
    return set->words[number / 64] >> number % 64 & 1;
}

/* The first fact of the set from `from` on; FACT_MAX: there is none. */
static inline size_t fact_next(const fact_set *set, size_t from)
{
    size_t word = from / 64;
    uint64_t bits = from < FACT_MAX ? set->words[word] >> from % 64 << from % 64 : 0;
    while (!bits && ++word < FACT_WORDS) {
        bits = set->words[word];
    }
    return bits ? word * 64 + (size_t)__builtin_ctzll(bits) : FACT_MAX;
}

/* When a fact was seen; means something only where the incident has the fact. */
typedef struct fact_times {
    int64_t first, last;
} fact_times;

#endif
