/* Bit maps of a text: where its lines and its columns end. One bit a byte; bit `i % 64` of word `i / 64` stands for byte `i`.
 *
 *   text   0990\t17D8\t...\tdone\r\nnext
 *   tabs   ....1....1...1.....................     '\t'
 *   ends   ................................1....     '\n', or '\r' that no '\n' follows
 */
#ifndef DPM_RECORD_MASK_H
#define DPM_RECORD_MASK_H

#include "base/text.h"

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { MASK_BITS = 64 };

static inline size_t mask_words(size_t len)
{
    return len / MASK_BITS + (len % MASK_BITS != 0);
}

/* The lowest bit that is set. `bits` is not 0. */
static inline uint32_t mask_first(uint64_t bits)
{
    assert(bits != 0);
#if defined(__GNUC__)
    return (uint32_t)__builtin_ctzll(bits);
#else
    uint32_t i = 0;
    for (; !(bits & 1); bits >>= 1) {
        i++;
    }
    return i;
#endif
}

/* The highest one. */
static inline uint32_t mask_last(uint64_t bits)
{
    assert(bits != 0);
#if defined(__GNUC__)
    return MASK_BITS - 1 - (uint32_t)__builtin_clzll(bits);
#else
    uint32_t i = MASK_BITS - 1;
    for (; !(bits >> i & 1); i--) {
    }
    return i;
#endif
}

/* At least the 57 bits from bit `at` on, with zeros above. The word after the one in which it lies is read. */
static inline uint64_t mask_from(const uint64_t *map, size_t at)
{
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    uint64_t bits;
    memcpy(&bits, (const char *)map + at / 8, sizeof bits);
    return bits >> at % 8;
#else
    const uint64_t *const word = map + at / MASK_BITS;
    return word[0] >> at % MASK_BITS | (word[1] << 1) << (MASK_BITS - 1 - at % MASK_BITS);
#endif
}

/* Fills mask_words(text.len) words of each map, the bits after the text with 0. A '\r' as the last byte ends a line. True: the
 * text has a NUL. */
typedef bool mask_kernel(dpm_span text, uint64_t *ends, uint64_t *tabs);

/* Runs on every machine. */
bool mask_scalar(dpm_span text, uint64_t *ends, uint64_t *tabs);

/* The kernels that this machine can run, slowest first, `mask_scalar` among them. At most MASK_KERNELS. */
enum { MASK_KERNELS = 4 };
typedef struct mask_choice {
    const char *name;
    mask_kernel *map;
} mask_choice;
size_t mask_choices(mask_choice out[MASK_KERNELS]);
/* The last of them. */
mask_kernel *mask_best(void);

#endif
