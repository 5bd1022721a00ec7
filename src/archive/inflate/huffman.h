/* Tables that decode Deflate's Huffman codes: a first look at ROOT bits finds the symbol, or a second table for the codes that
 * are longer.
 *
 *     entry:  |31 ........ 16|15   14    13|12 ..... 8|7 ....... 0|
 *             | value        | L   S     X | extra    | length    |
 *
 * length: the bits of the code. extra: the bits that follow it and are added to the value. L: a literal, which `value` is.
 * S: a second table at `value`, indexed by `extra` bits after the root's. X: the end of a block, or no code of this set. */
#ifndef DPM_ARCHIVE_INFLATE_HUFFMAN_H
#define DPM_ARCHIVE_INFLATE_HUFFMAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HUFFMAN_LITERAL 0x8000u
#define HUFFMAN_SECOND 0x4000u
#define HUFFMAN_EXCEPT 0x2000u
#define HUFFMAN_END (HUFFMAN_EXCEPT | 0u << 16)
#define HUFFMAN_INVALID (HUFFMAN_EXCEPT | 1u << 16)

enum { HUFFMAN_LONGEST = 15, HUFFMAN_SYMBOLS = 288 };

static inline unsigned huffman_length(uint32_t entry)
{
    return entry & 0xFFu;
}

static inline unsigned huffman_extra(uint32_t entry)
{
    return entry >> 8 & 0x1Fu;
}

static inline uint32_t huffman_value(uint32_t entry)
{
    return entry >> 16;
}

/* The entry for what the low bits of `bits` begin with. */
static inline uint32_t huffman_look(const uint32_t *table, unsigned root, uint64_t bits)
{
    const uint32_t entry = table[bits & ((1u << root) - 1)];
    if (entry & HUFFMAN_SECOND) {
        return table[huffman_value(entry) + (bits >> root & ((1u << huffman_extra(entry)) - 1))];
    }
    return entry;
}

/* Make the table of the code with these lengths (0: the symbol has none); `symbols` are the entries of the symbols without
 * their length. False: the lengths leave codes unused or give one to two symbols. As in zlib, a code without any symbol is
 * allowed, and `one` allows a code of a single symbol of one bit; what they leave unused is HUFFMAN_INVALID. `cap` entries are
 * there: enough for any code of that many symbols, as zlib's examples/enough.c counts them. */
bool huffman_build(uint32_t *table, size_t cap, unsigned root, const uint8_t *lengths, unsigned count, const uint32_t *symbols,
                   bool one);

#endif
