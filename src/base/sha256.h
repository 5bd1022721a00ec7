/* SHA-256 (FIPS 180-4) and HMAC (RFC 2104) over it, for keyed pseudonyms. */
#ifndef DPM_BASE_SHA256_H
#define DPM_BASE_SHA256_H

#include "dpmlog/span.h"

#include <stdint.h>

enum { SHA256_BYTES = 32, SHA256_BLOCK = 64 };

typedef struct sha256 {
    uint32_t state[8];
    uint64_t len; /* bytes so far */
    uint8_t block[SHA256_BLOCK];
} sha256;

void sha256_begin(sha256 *s);
void sha256_add(sha256 *s, dpm_span bytes);
void sha256_end(sha256 *s, uint8_t out[SHA256_BYTES]);
/* Of all `parts`, one after the other. */
void hmac_sha256(const uint8_t key[SHA256_BYTES], const dpm_span *parts, size_t count, uint8_t out[SHA256_BYTES]);

#endif
