/* Hashing of log text, which is hostile: every table takes a seed that outsiders cannot know. */
#ifndef DPM_BASE_HASH_H
#define DPM_BASE_HASH_H

#include "dpmlog/span.h"

#include <stdint.h>

/* 64 well-mixed bits of `s`. Equal for equal seed and bytes on every machine. */
uint64_t hash_bytes(uint64_t seed, dpm_span s);

/* The same for two words: for keys that are numbers. */
static inline uint64_t hash_words(uint64_t seed, uint64_t a, uint64_t b)
{
    uint64_t h = seed ^ a * UINT64_C(0x9E3779B97F4A7C15);
    h = (h ^ h >> 32) * UINT64_C(0xD6E8FEB86659FD93);
    h ^= b * UINT64_C(0xC2B2AE3D27D4EB4F);
    h = (h ^ h >> 29) * UINT64_C(0xBF58476D1CE4E5B9);
    return h ^ h >> 32;
}

#endif
