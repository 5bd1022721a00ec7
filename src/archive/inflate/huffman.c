/* Tables that decode Deflate's Huffman codes. */
#include "archive/inflate/huffman.h"

#include <assert.h>
#include <string.h>

typedef struct code_set {
    unsigned counts[HUFFMAN_LONGEST + 1]; /* of symbols by the length of their codes */
    uint16_t sorted[HUFFMAN_SYMBOLS];     /* symbols by length, then by number: the order of their codes */
    unsigned used, longest;
} code_set;

static void sort_symbols(code_set *s, const uint8_t *lengths, unsigned count)
{
    memset(s->counts, 0, sizeof s->counts);
    for (unsigned i = 0; i < count; i++) {
        s->counts[lengths[i]]++;
    }
    unsigned starts[HUFFMAN_LONGEST + 2] = {0};
    s->longest = 0;
    for (unsigned len = 1; len <= HUFFMAN_LONGEST; len++) {
        starts[len + 1] = starts[len] + s->counts[len];
        s->longest = s->counts[len] ? len : s->longest;
    }
    s->used = starts[HUFFMAN_LONGEST + 1];
    for (unsigned i = 0; i < count; i++) {
        if (lengths[i]) {
            s->sorted[starts[lengths[i]]++] = (uint16_t)i;
        }
    }
}

/* How many codes of the greatest length are left over; negative: more are used than there are. */
static int left_over(const code_set *s)
{
    int left = 1;
    for (unsigned len = 1; len <= HUFFMAN_LONGEST; len++) {
        left = 2 * left - (int)s->counts[len];
        if (left < 0) {
            return left;
        }
    }
    return left;
}

/* The code after `code`, both with their first bit lowest, as Deflate sends them. */
static unsigned next_code(unsigned code, unsigned len)
{
    unsigned bit = 1u << (len - 1);
    while (bit && code & bit) {
        bit >>= 1;
    }
    return bit ? (code & (bit - 1)) + bit : 0;
}

/* Bits of the second table that begins with a code of `len` bits: as many as its remaining codes fill. */
static unsigned second_bits(const code_set *s, const unsigned *left, unsigned len, unsigned root)
{
    unsigned bits = len - root;
    int room = 1 << bits;
    while (bits + root < s->longest) {
        room -= (int)left[bits + root];
        if (room <= 0) {
            break;
        }
        bits++;
        room *= 2;
    }
    return bits;
}

static void fill_every(uint32_t *from, unsigned size, unsigned step, uint32_t entry)
{
    for (unsigned i = 0; i < size; i += step) {
        from[i] = entry;
    }
}

typedef struct builder {
    uint32_t *table;
    size_t cap;
    unsigned root;
    unsigned prefix; /* root bits of the current second table; none yet: UINT32_MAX */
    size_t at, end;  /* where the current table begins, and the next one would */
    unsigned bits;   /* of the current second table */
} builder;

/* False: no room, which is our own bug. */
static bool begin_second(builder *b, const code_set *s, const unsigned *left, unsigned code, unsigned len)
{
    b->prefix = code & ((1u << b->root) - 1);
    b->bits = second_bits(s, left, len, b->root);
    b->at = b->end;
    b->end += (size_t)1 << b->bits;
    assert(b->end <= b->cap);
    if (b->end > b->cap) {
        return false;
    }
    b->table[b->prefix] = HUFFMAN_SECOND | b->bits << 8 | (uint32_t)b->at << 16;
    return true;
}

static bool add_code(builder *b, const code_set *s, const unsigned *left, unsigned code, unsigned len, uint32_t entry)
{
    if (len <= b->root) {
        fill_every(b->table + code, (1u << b->root) - code, 1u << len, entry);
        return true;
    }
    if ((code & ((1u << b->root) - 1)) != b->prefix && !begin_second(b, s, left, code, len)) {
        return false;
    }
    const unsigned rest = code >> b->root;
    fill_every(b->table + b->at + rest, (1u << b->bits) - rest, 1u << (len - b->root), entry);
    return true;
}

bool huffman_build(uint32_t *table, size_t cap, unsigned root, const uint8_t *lengths, unsigned count, const uint32_t *symbols,
                   bool one)
{
    assert(root <= HUFFMAN_LONGEST && count <= HUFFMAN_SYMBOLS && cap >= (size_t)1 << root);
    code_set s;
    sort_symbols(&s, lengths, count);
    const int over = left_over(&s);
    const bool single = s.longest == 0 || (one && s.longest == 1);
    if (over < 0 || (over > 0 && !single)) {
        return false;
    }
    if (over > 0) {
        fill_every(table, 1u << root, 1, HUFFMAN_INVALID | 1);
    }
    unsigned left[HUFFMAN_LONGEST + 1];
    memcpy(left, s.counts, sizeof left);
    builder b = {.table = table, .cap = cap, .root = root, .prefix = UINT32_MAX, .end = (size_t)1 << root};
    for (unsigned i = 0, code = 0; i < s.used; i++) {
        const unsigned symbol = s.sorted[i], len = lengths[symbol];
        if (!add_code(&b, &s, left, code, len, symbols[symbol] | len)) {
            return false;
        }
        left[len]--;
        code = next_code(code, len);
    }
    return true;
}
