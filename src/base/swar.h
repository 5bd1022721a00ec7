/* Eight bytes of text looked at as one word. No byte outside of them is read. */
#ifndef DPM_BASE_SWAR_H
#define DPM_BASE_SWAR_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* Eight bytes, the first one lowest. */
static inline uint64_t wide_load(const char *at)
{
    uint64_t v;
    memcpy(&v, at, sizeof v);
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    v = __builtin_bswap64(v);
#endif
    return v;
}

static inline uint64_t wide_all(uint8_t byte)
{
    return byte * (uint64_t)0x0101010101010101;
}

static inline uint64_t wide_high(uint64_t v)
{
    return v & wide_all(0x80);
}

/* Capital letters of ASCII made small. */
static inline uint64_t wide_lower(uint64_t c)
{
    const uint64_t low = c & wide_all(0x7F);
    const uint64_t capital = (low + wide_all(0x80 - 'A')) & ~(low + wide_all(0x80 - 'Z' - 1)) & ~c;
    return c + (wide_high(capital) >> 2);
}

/* Eight hex digits to four bytes, each in the low half of 16 bits. Adding 0x80 - n to a byte below 0x80 sets its high bit when it
 * is n or more. */
static inline bool wide_hex_bytes(uint64_t c, uint64_t *out)
{
    const uint64_t low = c & wide_all(0x7F), folded = low | wide_all(0x20);
    const uint64_t digit = (low + wide_all(0x80 - '0')) & ~(low + wide_all(0x80 - '9' - 1));
    const uint64_t letter = (folded + wide_all(0x80 - 'a')) & ~(folded + wide_all(0x80 - 'f' - 1));
    const uint64_t nibbles = (c & wide_all(0x0F)) + 9 * (c >> 6 & wide_all(1));
    *out = (nibbles << 4 | nibbles >> 8) & (uint64_t)0x00FF00FF00FF00FF;
    return wide_high((digit | letter) & ~c) == wide_all(0x80);
}

/* Eight hex digits to two numbers of 16 bits, each in one half. */
static inline bool wide_hex(uint64_t c, uint64_t *out)
{
    uint64_t bytes;
    const bool good = wide_hex_bytes(c, &bytes);
    *out = (bytes << 8 | bytes >> 16) & (uint64_t)0x0000FFFF0000FFFF;
    return good;
}

#endif
