/* Hashing of log text. Two multiply-and-fold lanes of 8 bytes, after the public domain idea of wyhash. */
#include "base/hash.h"

#include "base/swar.h"

#include <string.h>

/* The two halves of the 128-bit product, folded. */
static uint64_t mix(uint64_t a, uint64_t b)
{
    __extension__ typedef unsigned __int128 u128;
    const u128 product = (u128)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

uint64_t hash_bytes(uint64_t seed, dpm_span s)
{
    static const uint64_t p0 = UINT64_C(0xA0761D6478BD642F), p1 = UINT64_C(0xE7037ED1A0B428DB);
    uint64_t h = seed ^ p0;
    const char *p = s.ptr;
    size_t left = s.len;
    for (; left >= 16; left -= 16, p += 16) {
        h = mix(wide_load(p) ^ p1, wide_load(p + 8) ^ h);
    }
    char tail[16] = {0};
    if (left) {
        memcpy(tail, p, left);
    }
    h = mix(wide_load(tail) ^ p1, wide_load(tail + 8) ^ h);
    return mix(h ^ p0, (uint64_t)s.len ^ p1);
}
