/* Deflate64. What is inflated lies in one window until the caller has it:
 *
 *     |0 ..... history ..... given ..... made ..... ROOM|slack|     a full window, all of it given, keeps its last 64 KiB
 *
 * The bit buffer holds up to 63 bits, the next one lowest. Every step is done whole or not at all, so that the stream may stop
 * at any byte of input or output: what a step needs and has not got yet waits in the bit buffer. */
#include "archive/inflate/inflate64.h"

#include "archive/inflate/huffman.h"

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum {
    HISTORY = 64 << 10,
    ROOM = HISTORY + (128 << 10),
    SLACK = 32, /* copies in steps of 16 bytes may write past the end of a match */
    LITLEN_ROOT = 10,
    LITLEN_CAP = 1334,
    DISTANCE_ROOT = 8,
    DISTANCE_CAP = 402,
    PRECODE_ROOT = 7,
    PRECODE_CAP = 128,
    PRECODES = 19,
    LITLENS = 286,
    DISTANCES = 32,
    END_OF_BLOCK = 256
};

typedef enum state { HEAD, STORED_HEAD, STORED, COUNTS, PRECODE, LENGTHS, SYMBOL, DISTANCE, COPY, DONE, BAD } state;

struct inflate64 {
    uint64_t bits;
    unsigned count; /* of bits that are valid */
    state state;
    bool last;                                   /* no block follows this one */
    bool fixed;                                  /* the tables are those of the fixed code */
    const char *why;                             /* it is BAD */
    size_t stored;                               /* bytes left of a stored block */
    size_t length, distance;                     /* of the match that is copied */
    unsigned litlens, distances, precodes, have; /* of the code lengths of this block */
    uint8_t lengths[LITLENS + DISTANCES + 2];
    uint32_t litlen[LITLEN_CAP], dist[DISTANCE_CAP], precode[PRECODE_CAP];
    size_t given, made;
    uint8_t window[ROOM + SLACK];
};

#define LITERAL(n) (HUFFMAN_LITERAL | (uint32_t)(n) << 16)
#define LITERALS(n) LITERAL(n), LITERAL((n) + 1), LITERAL((n) + 2), LITERAL((n) + 3)
#define LITERALS16(n) LITERALS(n), LITERALS((n) + 4), LITERALS((n) + 8), LITERALS((n) + 12)
#define LITERALS64(n) LITERALS16(n), LITERALS16((n) + 16), LITERALS16((n) + 32), LITERALS16((n) + 48)
#define BASE(value, extra) ((uint32_t)(value) << 16 | (extra) << 8)

static const uint32_t litlen_symbols[HUFFMAN_SYMBOLS] = {
    LITERALS64(0), LITERALS64(64), LITERALS64(128), LITERALS64(192), HUFFMAN_END,  BASE(3, 0),   BASE(4, 0),   BASE(5, 0),
    BASE(6, 0),    BASE(7, 0),     BASE(8, 0),      BASE(9, 0),      BASE(10, 0),  BASE(11, 1),  BASE(13, 1),  BASE(15, 1),
    BASE(17, 1),   BASE(19, 2),    BASE(23, 2),     BASE(27, 2),     BASE(31, 2),  BASE(35, 3),  BASE(43, 3),  BASE(51, 3),
    BASE(59, 3),   BASE(67, 4),    BASE(83, 4),     BASE(99, 4),     BASE(115, 4), BASE(131, 5), BASE(163, 5), BASE(195, 5),
    BASE(227, 5),  BASE(3, 16),    HUFFMAN_INVALID, HUFFMAN_INVALID,
};

static const uint32_t distance_symbols[DISTANCES] = {
    BASE(1, 0),      BASE(2, 0),      BASE(3, 0),      BASE(4, 0),      BASE(5, 1),     BASE(7, 1),     BASE(9, 2),
    BASE(13, 2),     BASE(17, 3),     BASE(25, 3),     BASE(33, 4),     BASE(49, 4),    BASE(65, 5),    BASE(97, 5),
    BASE(129, 6),    BASE(193, 6),    BASE(257, 7),    BASE(385, 7),    BASE(513, 8),   BASE(769, 8),   BASE(1025, 9),
    BASE(1537, 9),   BASE(2049, 10),  BASE(3073, 10),  BASE(4097, 11),  BASE(6145, 11), BASE(8193, 12), BASE(12289, 12),
    BASE(16385, 13), BASE(24577, 13), BASE(32769, 14), BASE(49153, 14),
};

static const uint32_t precode_symbols[PRECODES] = {
    BASE(0, 0),  BASE(1, 0),  BASE(2, 0),  BASE(3, 0),  BASE(4, 0),  BASE(5, 0),  BASE(6, 0),
    BASE(7, 0),  BASE(8, 0),  BASE(9, 0),  BASE(10, 0), BASE(11, 0), BASE(12, 0), BASE(13, 0),
    BASE(14, 0), BASE(15, 0), BASE(16, 2), BASE(17, 3), BASE(18, 7),
};

inflate64 *inflate64_new(void)
{
    inflate64 *const s = malloc(sizeof *s);
    if (s) {
        inflate64_reset(s);
    }
    return s;
}

void inflate64_reset(inflate64 *s)
{
    s->bits = 0;
    s->count = 0;
    s->state = HEAD;
    s->last = s->fixed = false;
    s->why = NULL;
    s->given = s->made = 0;
}

void inflate64_free(inflate64 *s)
{
    free(s);
}

static void spoil(inflate64 *s, const char *why)
{
    s->state = BAD;
    s->why = why;
}

/* --- bits --- */

static inline uint64_t low_bits(uint64_t bits, unsigned count)
{
    return bits & ((UINT64_C(1) << count) - 1);
}

static inline void skip(inflate64 *s, unsigned count)
{
    s->bits >>= count;
    s->count -= count;
}

/* As many whole bytes as fit. False: there are fewer than `need` bits. */
static bool fill(inflate64 *s, inflate_io *io, unsigned need)
{
    while (s->count < 56 && io->in_len) {
        s->bits |= (uint64_t)*io->in << s->count;
        s->count += 8;
        io->in++;
        io->in_len--;
    }
    return s->count >= need;
}

/* The whole entry of the next code, its extra bits too; false: not all of its bits are there yet. */
static bool next_entry(inflate64 *s, inflate_io *io, const uint32_t *table, unsigned root, uint32_t *entry)
{
    fill(s, io, 0);
    *entry = huffman_look(table, root, s->bits);
    return huffman_length(*entry) + huffman_extra(*entry) <= s->count;
}

/* Value and extra bits of an entry; takes them. */
static size_t take_entry(inflate64 *s, uint32_t entry)
{
    const unsigned len = huffman_length(entry), extra = huffman_extra(entry);
    const size_t value = huffman_value(entry) + (size_t)low_bits(s->bits >> len, extra);
    skip(s, len + extra);
    return value;
}

/* --- heads of blocks --- */

static void begin_codes(inflate64 *s, unsigned litlens, unsigned distances)
{
    const bool all = huffman_build(s->litlen, LITLEN_CAP, LITLEN_ROOT, s->lengths, litlens, litlen_symbols, true) &&
                     huffman_build(s->dist, DISTANCE_CAP, DISTANCE_ROOT, s->lengths + litlens, distances, distance_symbols, true);
    s->state = SYMBOL;
    if (!all) {
        spoil(s, "a set of code lengths is over-subscribed or incomplete");
    }
}

static void begin_fixed(inflate64 *s)
{
    if (s->fixed) {
        s->state = SYMBOL;
        return;
    }
    static const struct {
        unsigned end;
        uint8_t length;
    } rows[] = {{144, 8}, {256, 9}, {280, 7}, {HUFFMAN_SYMBOLS, 8}, {HUFFMAN_SYMBOLS + DISTANCES, 5}};
    for (unsigned i = 0, row = 0; i < HUFFMAN_SYMBOLS + DISTANCES; i++) {
        row += i == rows[row].end;
        s->lengths[i] = rows[row].length;
    }
    begin_codes(s, HUFFMAN_SYMBOLS, DISTANCES);
    s->fixed = true;
}

static bool read_head(inflate64 *s, inflate_io *io)
{
    if (s->last) {
        s->state = DONE;
        return true;
    }
    if (!fill(s, io, 3)) {
        return false;
    }
    const unsigned type = (unsigned)low_bits(s->bits >> 1, 2);
    s->last = s->bits & 1;
    skip(s, 3);
    switch (type) {
    case 0: s->state = STORED_HEAD; break;
    case 1: begin_fixed(s); break;
    case 2: s->state = COUNTS; break;
    default: spoil(s, "a block of a type that does not exist"); break;
    }
    return true;
}

static bool read_stored_head(inflate64 *s, inflate_io *io)
{
    skip(s, s->count & 7); /* once: what is filled after it are whole bytes */
    if (!fill(s, io, 32)) {
        return false;
    }
    const unsigned len = (unsigned)low_bits(s->bits, 16), check = (unsigned)low_bits(s->bits >> 16, 16);
    skip(s, 32);
    s->stored = len;
    s->state = STORED;
    if (len != (check ^ 0xFFFFu)) {
        spoil(s, "the length of a stored block is damaged");
    }
    return true;
}

static bool read_counts(inflate64 *s, inflate_io *io)
{
    if (!fill(s, io, 14)) {
        return false;
    }
    s->litlens = (unsigned)low_bits(s->bits, 5) + 257;
    s->distances = (unsigned)low_bits(s->bits >> 5, 5) + 1;
    s->precodes = (unsigned)low_bits(s->bits >> 10, 4) + 4;
    skip(s, 14);
    s->have = 0;
    s->fixed = false;
    memset(s->lengths, 0, sizeof s->lengths);
    s->state = PRECODE;
    if (s->litlens > LITLENS) {
        spoil(s, "a block with too many symbols");
    }
    return true;
}

static bool read_precode(inflate64 *s, inflate_io *io)
{
    static const uint8_t order[PRECODES] = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};
    while (s->have < s->precodes) {
        if (!fill(s, io, 3)) {
            return false;
        }
        s->lengths[order[s->have++]] = (uint8_t)low_bits(s->bits, 3);
        skip(s, 3);
    }
    s->have = 0;
    s->state = LENGTHS;
    if (!huffman_build(s->precode, PRECODE_CAP, PRECODE_ROOT, s->lengths, PRECODES, precode_symbols, false)) {
        spoil(s, "the code of the code lengths is over-subscribed or incomplete");
    }
    return true;
}

/* One code length, or one repeated. */
static void add_length(inflate64 *s, uint32_t entry)
{
    const unsigned kind = huffman_value(entry);
    const size_t value = take_entry(s, entry);
    if (kind < 16) {
        s->lengths[s->have++] = (uint8_t)kind;
        return;
    }
    const size_t times = value - kind + (kind == 18 ? 11 : 3);
    if ((kind == 16 && s->have == 0) || times > s->litlens + s->distances - s->have) {
        spoil(s, "a code length is repeated too often");
        return;
    }
    memset(s->lengths + s->have, kind == 16 ? s->lengths[s->have - 1] : 0, times);
    s->have += (unsigned)times;
}

static bool read_lengths(inflate64 *s, inflate_io *io)
{
    while (s->state == LENGTHS && s->have < s->litlens + s->distances) {
        uint32_t entry;
        if (!next_entry(s, io, s->precode, PRECODE_ROOT, &entry)) {
            return false;
        }
        if (entry & HUFFMAN_EXCEPT) {
            spoil(s, "a code length that has no code");
        } else {
            add_length(s, entry);
        }
    }
    if (s->state == LENGTHS && s->lengths[END_OF_BLOCK] == 0) {
        spoil(s, "a block that cannot end");
    } else if (s->state == LENGTHS) {
        begin_codes(s, s->litlens, s->distances);
    }
    return true;
}

/* --- bytes --- */

/* Writes up to 15 bytes past the match. */
static inline void copy_match(uint8_t *out, size_t distance, size_t length)
{
    const uint8_t *from = out - distance;
    uint8_t *const end = out + length;
    if (distance >= 16) {
        do {
            memcpy(out, from, 16);
            out += 16;
            from += 16;
        } while (out < end);
    } else if (distance == 1) {
        memset(out, *from, length);
    } else {
        do {
            *out++ = *from++;
        } while (out < end);
    }
}

/* As much of the match as the window has room for. */
static bool copy_on(inflate64 *s)
{
    const size_t room = ROOM - s->made, len = s->length < room ? s->length : room;
    if (len) {
        copy_match(s->window + s->made, s->distance, len);
    }
    s->made += len;
    s->length -= len;
    if (s->length == 0) {
        s->state = SYMBOL;
    }
    return len > 0;
}

/* What the bit buffer holds comes first. */
static bool copy_stored(inflate64 *s, inflate_io *io)
{
    const size_t made = s->made;
    while (s->count >= 8 && s->stored && s->made < ROOM) {
        s->window[s->made++] = (uint8_t)s->bits;
        s->stored--;
        skip(s, 8);
    }
    size_t len = s->stored < ROOM - s->made ? s->stored : ROOM - s->made;
    len = len < io->in_len ? len : io->in_len;
    if (len) {
        memcpy(s->window + s->made, io->in, len);
        io->in += len;
        io->in_len -= len;
        s->made += len;
        s->stored -= len;
    }
    if (s->stored == 0) {
        s->state = HEAD;
    }
    return s->made > made || s->stored == 0;
}

static void begin_match(inflate64 *s, size_t distance)
{
    s->distance = distance;
    s->state = COPY;
    if (distance > s->made) { /* the window slides only once it is full: what lies before `made` was made */
        spoil(s, "a distance that reaches before the beginning");
    }
}

static bool read_symbol(inflate64 *s, inflate_io *io)
{
    uint32_t entry;
    if (s->made == ROOM || !next_entry(s, io, s->litlen, LITLEN_ROOT, &entry)) {
        return false;
    }
    if (entry & HUFFMAN_LITERAL) {
        s->window[s->made++] = (uint8_t)take_entry(s, entry);
    } else if (entry & HUFFMAN_EXCEPT) {
        skip(s, huffman_length(entry));
        s->state = HEAD;
        if (huffman_value(entry) != huffman_value(HUFFMAN_END)) {
            spoil(s, "a symbol that has no code");
        }
    } else {
        s->length = take_entry(s, entry);
        s->state = DISTANCE;
    }
    return true;
}

static bool read_distance(inflate64 *s, inflate_io *io)
{
    uint32_t entry;
    if (!next_entry(s, io, s->dist, DISTANCE_ROOT, &entry)) {
        return false;
    }
    if (entry & HUFFMAN_EXCEPT) {
        spoil(s, "a distance that has no code");
    } else {
        begin_match(s, take_entry(s, entry));
    }
    return true;
}

/* --- the fast way: while there is plenty of input and room, the same without a question after each step --- */

enum { FAST_IN = 16, FAST_OUT = 16 }; /* a turn reads up to 16 bytes and, without a match, makes up to 3 */

static inline uint64_t load_le64(const uint8_t *at)
{
    return (uint64_t)at[0] | (uint64_t)at[1] << 8 | (uint64_t)at[2] << 16 | (uint64_t)at[3] << 24 | (uint64_t)at[4] << 32 |
           (uint64_t)at[5] << 40 | (uint64_t)at[6] << 48 | (uint64_t)at[7] << 56;
}

/* At least 56 bits. The bits above `count` are those of `in`: the next fill finds them there and sets them again. */
#define REFILL()                                                                                                                 \
    do {                                                                                                                         \
        bits |= load_le64(in) << count;                                                                                          \
        in += (63 - count) >> 3;                                                                                                 \
        count |= 56;                                                                                                             \
    } while (0)
#define SKIP(n)                                                                                                                  \
    do {                                                                                                                         \
        bits >>= (n);                                                                                                            \
        count -= (n);                                                                                                            \
    } while (0)

/*   refill ─▶ literal ─▶ literal ─▶ literal ─▶ (again)
 *               │           │          │
 *               └───────────┴──────────┴─▶ length ─▶ refill ─▶ distance ─▶ copy ─▶ (again)
 *                                             └─▶ end of block, no code, no room for the match: the careful way decides
 * A turn takes at most 15 + 15 bits of literals and 15 + 16 of a length from 56, then 15 + 14 of a distance. */
static void run_fast(inflate64 *s, inflate_io *io)
{
    const uint8_t *in = io->in, *const in_end = io->in + io->in_len;
    uint8_t *out = s->window + s->made, *const out_end = s->window + ROOM;
    uint64_t bits = s->bits;
    unsigned count = s->count;
    while (in_end - in >= FAST_IN && out_end - out >= FAST_OUT) {
        REFILL();
        uint32_t entry = huffman_look(s->litlen, LITLEN_ROOT, bits);
        if (entry & HUFFMAN_LITERAL) {
            SKIP(huffman_length(entry));
            *out++ = (uint8_t)huffman_value(entry);
            entry = huffman_look(s->litlen, LITLEN_ROOT, bits);
            if (entry & HUFFMAN_LITERAL) {
                SKIP(huffman_length(entry));
                *out++ = (uint8_t)huffman_value(entry);
                entry = huffman_look(s->litlen, LITLEN_ROOT, bits);
                if (entry & HUFFMAN_LITERAL) {
                    SKIP(huffman_length(entry));
                    *out++ = (uint8_t)huffman_value(entry);
                    continue;
                }
            }
        }
        if (entry & HUFFMAN_EXCEPT) {
            break;
        }
        const unsigned len_bits = huffman_length(entry), len_extra = huffman_extra(entry);
        const size_t length = huffman_value(entry) + (size_t)low_bits(bits >> len_bits, len_extra);
        SKIP(len_bits + len_extra);
        s->length = length;
        s->state = DISTANCE;
        REFILL();
        entry = huffman_look(s->dist, DISTANCE_ROOT, bits);
        if (entry & HUFFMAN_EXCEPT) {
            break;
        }
        const unsigned bits_of = huffman_length(entry), extra = huffman_extra(entry);
        const size_t distance = huffman_value(entry) + (size_t)low_bits(bits >> bits_of, extra);
        if (distance > (size_t)(out - s->window) || length > (size_t)(out_end - out)) {
            break;
        }
        SKIP(bits_of + extra);
        s->state = SYMBOL;
        copy_match(out, distance, length);
        out += length;
    }
    s->bits = low_bits(bits, count);
    s->count = count;
    s->made = (size_t)(out - s->window);
    io->in_len = (size_t)(in_end - in);
    io->in = in;
}

/* --- the machine --- */

/* One step. False: it needs more input, or room. */
static bool step(inflate64 *s, inflate_io *io)
{
    switch (s->state) {
    case HEAD: return read_head(s, io);
    case STORED_HEAD: return read_stored_head(s, io);
    case STORED: return copy_stored(s, io);
    case COUNTS: return read_counts(s, io);
    case PRECODE: return read_precode(s, io);
    case LENGTHS: return read_lengths(s, io);
    case SYMBOL:
        if (io->in_len >= FAST_IN && ROOM - s->made >= FAST_OUT) {
            run_fast(s, io);
        }
        return s->state != SYMBOL || read_symbol(s, io);
    case DISTANCE: return read_distance(s, io);
    case COPY: return copy_on(s);
    case DONE:
    case BAD: break;
    }
    return false;
}

static void give(inflate64 *s, inflate_io *io)
{
    const size_t len = s->made - s->given < io->out_len ? s->made - s->given : io->out_len;
    if (len) {
        memcpy(io->out, s->window + s->given, len);
        io->out += len;
        io->out_len -= len;
        s->given += len;
    }
    if (s->made == ROOM && s->given == ROOM) {
        memmove(s->window, s->window + ROOM - HISTORY, HISTORY);
        s->given = s->made = HISTORY;
    }
}

/* Whole bytes that were read ahead go back. */
static void give_back(inflate64 *s, inflate_io *io)
{
    const unsigned bytes = s->count / 8;
    io->in -= bytes;
    io->in_len += bytes;
    s->bits = 0;
    s->count = 0;
}

dpm_status inflate64_run(inflate64 *s, inflate_io *io, dpm_error *err)
{
    assert(s && io);
    for (bool more = true;;) {
        give(s, io);
        if (s->given < s->made || !more) { /* the output is full, or the input used up */
            break;
        }
        do {
            more = step(s, io);
        } while (more && s->made < ROOM);
        more = more || s->made == ROOM;
    }
    if (s->given < s->made || s->state < DONE) {
        return DPM_OK;
    }
    if (s->state == BAD) {
        return status_fail(err, DPM_EDATA, "Deflate64 data are damaged: %s", s->why);
    }
    give_back(s, io);
    return DPM_END;
}
