/* SHA-256, the plain way: it sees a few kilobytes a report. */
#include "output/html/sha256.h"

#include "base/text.h"

#include <stdint.h>

enum { BLOCK = 64, DIGEST = 32 };

static const uint32_t keys[BLOCK] = {
    0x428A2F98, 0x71374491, 0xB5C0FBCF, 0xE9B5DBA5, 0x3956C25B, 0x59F111F1, 0x923F82A4, 0xAB1C5ED5, 0xD807AA98, 0x12835B01,
    0x243185BE, 0x550C7DC3, 0x72BE5D74, 0x80DEB1FE, 0x9BDC06A7, 0xC19BF174, 0xE49B69C1, 0xEFBE4786, 0x0FC19DC6, 0x240CA1CC,
    0x2DE92C6F, 0x4A7484AA, 0x5CB0A9DC, 0x76F988DA, 0x983E5152, 0xA831C66D, 0xB00327C8, 0xBF597FC7, 0xC6E00BF3, 0xD5A79147,
    0x06CA6351, 0x14292967, 0x27B70A85, 0x2E1B2138, 0x4D2C6DFC, 0x53380D13, 0x650A7354, 0x766A0ABB, 0x81C2C92E, 0x92722C85,
    0xA2BFE8A1, 0xA81A664B, 0xC24B8B70, 0xC76C51A3, 0xD192E819, 0xD6990624, 0xF40E3585, 0x106AA070, 0x19A4C116, 0x1E376C08,
    0x2748774C, 0x34B0BCB5, 0x391C0CB3, 0x4ED8AA4A, 0x5B9CCA4F, 0x682E6FF3, 0x748F82EE, 0x78A5636F, 0x84C87814, 0x8CC70208,
    0x90BEFFFA, 0xA4506CEB, 0xBEF9A3F7, 0xC67178F2,
};

static uint32_t turn(uint32_t x, unsigned by)
{
    return x >> by | x << (32 - by);
}

static void schedule(const uint8_t *block, uint32_t words[BLOCK])
{
    for (size_t i = 0; i < 16; i++) {
        const uint8_t *const p = block + 4 * i;
        words[i] = (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
    }
    for (size_t i = 16; i < BLOCK; i++) {
        const uint32_t a = words[i - 15], b = words[i - 2];
        words[i] = words[i - 16] + (turn(a, 7) ^ turn(a, 18) ^ a >> 3) + words[i - 7] + (turn(b, 17) ^ turn(b, 19) ^ b >> 10);
    }
}

static void compress(uint32_t state[8], const uint8_t *block)
{
    uint32_t words[BLOCK], s[8];
    schedule(block, words);
    memcpy(s, state, sizeof s);
    for (size_t i = 0; i < BLOCK; i++) {
        const uint32_t mixed = turn(s[4], 6) ^ turn(s[4], 11) ^ turn(s[4], 25), chosen = (s[4] & s[5]) ^ (~s[4] & s[6]);
        const uint32_t one = s[7] + mixed + chosen + keys[i] + words[i];
        const uint32_t most = (s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]);
        const uint32_t two = (turn(s[0], 2) ^ turn(s[0], 13) ^ turn(s[0], 22)) + most;
        memmove(s + 1, s, 7 * sizeof *s);
        s[4] += one;
        s[0] = one + two;
    }
    for (size_t i = 0; i < 8; i++) {
        state[i] += s[i];
    }
}

static void digest(dpm_span bytes, uint8_t out[DIGEST])
{
    uint32_t state[8] = {0x6A09E667, 0xBB67AE85, 0x3C6EF372, 0xA54FF53A, 0x510E527F, 0x9B05688C, 0x1F83D9AB, 0x5BE0CD19};
    uint8_t tail[2 * BLOCK] = {0};
    const size_t whole = bytes.len / BLOCK * BLOCK, rest = bytes.len - whole;
    for (size_t at = 0; at < whole; at += BLOCK) {
        compress(state, (const uint8_t *)bytes.ptr + at);
    }
    if (rest) {
        memcpy(tail, bytes.ptr + whole, rest);
    }
    tail[rest] = 0x80;
    const size_t end = rest + 9 > BLOCK ? 2 * BLOCK : BLOCK;
    for (size_t i = 0; i < 8; i++) {
        tail[end - 1 - i] = (uint8_t)((uint64_t)bytes.len * 8 >> 8 * i);
    }
    for (size_t at = 0; at < end; at += BLOCK) {
        compress(state, tail + at);
    }
    for (size_t i = 0; i < DIGEST; i++) {
        out[i] = (uint8_t)(state[i / 4] >> (24 - i % 4 * 8));
    }
}

void sha256_base64(dpm_span bytes, char out[SHA256_BASE64 + 1])
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    uint8_t raw[DIGEST + 1] = {0};
    digest(bytes, raw);
    size_t at = 0;
    for (size_t i = 0; i < DIGEST; i += 3) {
        const uint32_t three = (uint32_t)raw[i] << 16 | (uint32_t)raw[i + 1] << 8 | (i + 2 < DIGEST ? raw[i + 2] : 0);
        for (unsigned k = 0; k < 4; k++) {
            out[at++] = letters[three >> (18 - 6 * k) & 63];
        }
    }
    out[SHA256_BASE64 - 1] = '=';
    out[SHA256_BASE64] = '\0';
}
