/* SHA-256: 200 lines of a library for three calls would be more to build, ship and update than this. */
#include "base/sha256.h"

#include <string.h>

static const uint32_t constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01,
    0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc,
    0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147,
    0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08,
    0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208,
    0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

static uint32_t turn(uint32_t x, int by)
{
    return x >> by | x << (32 - by);
}

static void take_block(sha256 *s, const uint8_t *block)
{
    uint32_t w[64], v[8];
    for (int i = 0; i < 16; i++) {
        w[i] =
            (uint32_t)block[4 * i] << 24 | (uint32_t)block[4 * i + 1] << 16 | (uint32_t)block[4 * i + 2] << 8 | block[4 * i + 3];
    }
    for (int i = 16; i < 64; i++) {
        const uint32_t a = turn(w[i - 15], 7) ^ turn(w[i - 15], 18) ^ w[i - 15] >> 3;
        const uint32_t b = turn(w[i - 2], 17) ^ turn(w[i - 2], 19) ^ w[i - 2] >> 10;
        w[i] = w[i - 16] + a + w[i - 7] + b;
    }
    memcpy(v, s->state, sizeof v);
    for (int i = 0; i < 64; i++) {
        const uint32_t e = turn(v[4], 6) ^ turn(v[4], 11) ^ turn(v[4], 25), a = turn(v[0], 2) ^ turn(v[0], 13) ^ turn(v[0], 22);
        const uint32_t first = v[7] + e + ((v[4] & v[5]) ^ (~v[4] & v[6])) + constants[i] + w[i];
        const uint32_t second = a + ((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]));
        memmove(v + 1, v, 7 * sizeof *v);
        v[4] += first;
        v[0] = first + second;
    }
    for (int i = 0; i < 8; i++) {
        s->state[i] += v[i];
    }
}

void sha256_begin(sha256 *s)
{
    static const uint32_t begin[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                      0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    memcpy(s->state, begin, sizeof begin);
    s->len = 0;
}

void sha256_add(sha256 *s, dpm_span bytes)
{
    for (size_t i = 0; i < bytes.len; i++) {
        s->block[s->len++ % SHA256_BLOCK] = (uint8_t)bytes.ptr[i];
        if (s->len % SHA256_BLOCK == 0) {
            take_block(s, s->block);
        }
    }
}

void sha256_end(sha256 *s, uint8_t out[SHA256_BYTES])
{
    static const char pad[SHA256_BLOCK + 8] = {(char)0x80};
    const uint64_t bits = s->len * 8;
    char count[8];
    for (int i = 0; i < 8; i++) {
        count[i] = (char)(bits >> (56 - 8 * i));
    }
    sha256_add(s, (dpm_span){pad, 1 + (2 * SHA256_BLOCK - 9 - s->len % SHA256_BLOCK) % SHA256_BLOCK});
    sha256_add(s, (dpm_span){count, sizeof count});
    for (int i = 0; i < SHA256_BYTES; i++) {
        out[i] = (uint8_t)(s->state[i / 4] >> (24 - 8 * (i % 4)));
    }
}

void hmac_sha256(const uint8_t key[SHA256_BYTES], const dpm_span *parts, size_t count, uint8_t out[SHA256_BYTES])
{
    sha256 s;
    char pad[2][SHA256_BLOCK];
    memset(pad[0], 0x36, sizeof pad[0]);
    memset(pad[1], 0x5C, sizeof pad[1]);
    for (int i = 0; i < SHA256_BYTES; i++) {
        pad[0][i] = (char)(pad[0][i] ^ key[i]);
        pad[1][i] = (char)(pad[1][i] ^ key[i]);
    }
    sha256_begin(&s);
    sha256_add(&s, (dpm_span){pad[0], SHA256_BLOCK});
    for (size_t i = 0; i < count; i++) {
        sha256_add(&s, parts[i]);
    }
    sha256_end(&s, out);
    sha256_begin(&s);
    sha256_add(&s, (dpm_span){pad[1], SHA256_BLOCK});
    sha256_add(&s, (dpm_span){(const char *)out, SHA256_BYTES});
    sha256_end(&s, out);
}
