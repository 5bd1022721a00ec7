/* Deflate, Deflate64 and CRC-32: what was packed comes back, however it is cut; what is damaged is refused. */
#include "archive_support.h"

#include "archive/inflate/inflate.h"

#include <stdio.h>

typedef struct outcome {
    dpm_status status;
    size_t left; /* bytes of the input that are not the stream's */
    char message[200];
} outcome;

/* `in` bytes at a time, into room of `out` bytes. */
static outcome run(inflate_format format, dpm_span packed, size_t in, size_t out, strbuf *text)
{
    inflater *i;
    dpm_error err = {0};
    outcome o = {0};
    uint8_t *const room = malloc(out);
    cr_assert_eq(inflater_new(&i, format, NULL), DPM_OK);
    strbuf_clear(text);
    const uint8_t *at = (const uint8_t *)packed.ptr, *const end = at + packed.len;
    for (;;) {
        const size_t len = (size_t)(end - at) < in ? (size_t)(end - at) : in;
        inflate_io io = {at, len, room, out};
        o.status = inflater_run(i, &io, &err);
        const bool idle = io.in == at && io.out_len == out;
        strbuf_add(text, span_of((const char *)room, out - io.out_len));
        at = io.in;
        if (o.status != DPM_OK || (idle && at == end)) {
            break;
        }
        cr_assert(!idle || len < (size_t)(end - at), "no progress with %zu bytes in and %zu of room", len, out);
    }
    o.left = (size_t)(end - at);
    snprintf(o.message, sizeof o.message, "%.190s", err.message);
    inflater_free(i);
    free(room);
    return o;
}

Test(input_inflate, crc_of_known_texts)
{
    static const struct {
        dpm_span text;
        uint32_t crc;
    } rows[] = {
        {SPAN_INIT(""), 0},
        {SPAN_INIT("a"), 0xE8B7BE43},
        {SPAN_INIT("123456789"), 0xCBF43926},
        {SPAN_INIT("The quick brown fox jumps over the lazy dog"), 0x414FA339},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const dpm_span text = rows[i].text;
        cr_expect_eq(crc_of(text), rows[i].crc, "%s", text.ptr);
        for (size_t at = 0; at <= text.len; at++) {
            cr_expect_eq(crc_add(crc_add(0, text.ptr, at), text.ptr + at, text.len - at), rows[i].crc, "%s cut at %zu", text.ptr,
                         at);
        }
    }
}

/* Everything that zlib packs, in all ways that it has, cut in all ways; some bytes that are not the stream's follow it. */
static void expect_round_trips(inflate_format format, bool (*fits)(data_kind kind, int level, int strategy))
{
    static const size_t cuts[][2] = {{1 << 20, 1 << 20}, {1, INFLATE_ROOM}, {7, 1}, {65536, 7}, {1 << 20, 4096}};
    static const size_t lens[] = {1, 100, 70000, 300000};
    strbuf data = {0}, packed = {0}, text = {0};
    for (int kind = 0; kind < DATA_KINDS; kind++) {
        for (size_t l = 0; l < sizeof lens / sizeof *lens; l++) {
            for (int way = 0; way < 8; way++) {
                static const int levels[] = {0, 1, 6, 9, 6, 6, 6, 6};
                static const int strategies[] = {0, 0, 0, 0, Z_FIXED, Z_HUFFMAN_ONLY, Z_RLE, Z_FILTERED};
                if (!fits((data_kind)kind, levels[way], strategies[way])) {
                    continue;
                }
                data_make(&data, (data_kind)kind, lens[l]);
                strbuf_clear(&packed);
                pack(&packed, strbuf_span(&data), levels[way], strategies[way]);
                strbuf_add(&packed, SPAN("not the stream's"));
                for (size_t c = 0; c < sizeof cuts / sizeof *cuts; c++) {
                    if ((cuts[c][0] < 100 || cuts[c][1] < 100) && lens[l] > (l == 2 && way == 2 ? 70000 : 100)) {
                        continue; /* slow, and no different */
                    }
                    const outcome o = run(format, strbuf_span(&packed), cuts[c][0], cuts[c][1], &text);
                    cr_assert_eq(o.status, DPM_END, "kind %d, %zu bytes, way %d, cut %zu: %s", kind, lens[l], way, c, o.message);
                    cr_assert(span_eq(strbuf_span(&text), strbuf_span(&data)), "kind %d, %zu bytes, way %d, cut %zu", kind,
                              lens[l], way, c);
                    cr_assert_eq(o.left, strlen("not the stream's"), "kind %d, %zu bytes, way %d, cut %zu: left %zu", kind,
                                 lens[l], way, c, o.left);
                }
            }
        }
    }
    strbuf_free(&data);
    strbuf_free(&packed);
    strbuf_free(&text);
}

static bool all_fit(data_kind kind, int level, int strategy)
{
    (void)kind;
    (void)level;
    (void)strategy;
    return true;
}

/* The formats agree where no match has 258 bytes. */
static bool without_longest(data_kind kind, int level, int strategy)
{
    return (kind != DATA_ZEROS && kind != DATA_FAR) || level == 0 || strategy == Z_HUFFMAN_ONLY;
}

Test(input_inflate, deflate_comes_back)
{
    expect_round_trips(INFLATE_DEFLATE, all_fit);
}

Test(input_inflate, deflate64_reads_what_both_formats_share)
{
    expect_round_trips(INFLATE_DEFLATE64, without_longest);
}

Test(input_inflate, an_inflater_is_used_again)
{
    strbuf data = {0}, packed = {0}, text = {0};
    data_make(&data, DATA_LOG, 5000);
    pack(&packed, strbuf_span(&data), 6, 0);
    for (int format = INFLATE_DEFLATE; format <= INFLATE_DEFLATE64; format++) {
        inflater *i;
        cr_assert_eq(inflater_new(&i, (inflate_format)format, NULL), DPM_OK);
        for (size_t at = 0; at < 40; at++) { /* left in the middle of the last one, at another place each time */
            uint8_t room[6000];
            inflater_reset(i);
            inflate_io io = {(const uint8_t *)packed.ptr, at * packed.len / 40, room, sizeof room};
            cr_expect_eq(inflater_run(i, &io, NULL), DPM_OK);
            inflater_reset(i);
            io = (inflate_io){(const uint8_t *)packed.ptr, packed.len, room, sizeof room};
            cr_expect_eq(inflater_run(i, &io, NULL), DPM_END, "format %d, cut %zu", format, at);
            cr_expect(io.out_len == sizeof room - data.len && memcmp(room, data.ptr, data.len) == 0, "format %d, cut %zu", format,
                      at);
        }
        inflater_free(i);
    }
    inflater_free(NULL);
    strbuf_free(&data);
    strbuf_free(&packed);
    strbuf_free(&text);
}

/* --- streams written bit by bit --- */

typedef struct bits {
    strbuf bytes;
    unsigned held, count;
} bits;

static void add_bits(bits *b, uint64_t value, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        b->held |= (unsigned)(value >> i & 1) << b->count;
        if (++b->count == 8) {
            strbuf_addc(&b->bytes, (char)b->held);
            b->held = b->count = 0;
        }
    }
}

static void end_byte(bits *b)
{
    add_bits(b, 0, (8 - b->count) % 8);
}

/* A code, its first bit first. */
static void add_code(bits *b, unsigned code, unsigned len)
{
    for (unsigned i = len; i-- > 0;) {
        add_bits(b, code >> i & 1, 1);
    }
}

static void add_fixed(bits *b, unsigned symbol)
{
    if (symbol < 144) {
        add_code(b, 0x30 + symbol, 8);
    } else if (symbol < 256) {
        add_code(b, 0x190 + symbol - 144, 9);
    } else if (symbol < 280) {
        add_code(b, symbol - 256, 7);
    } else {
        add_code(b, 0xC0 + symbol - 280, 8);
    }
}

static void add_stored(bits *b, dpm_span bytes, bool last)
{
    add_bits(b, last, 1);
    add_bits(b, 0, 2);
    end_byte(b);
    put(&b->bytes, bytes.len, 2);
    put(&b->bytes, ~bytes.len, 2);
    strbuf_add(&b->bytes, bytes);
}

/* A match in the fixed code: length symbol, its extra bits, distance symbol, its extra bits. */
static void add_match(bits *b, unsigned symbol, unsigned extra, unsigned count, unsigned far, unsigned far_extra,
                      unsigned far_count)
{
    add_fixed(b, symbol);
    add_bits(b, extra, count);
    add_code(b, far, 5);
    add_bits(b, far_extra, far_count);
}

Test(input_inflate, what_deflate64_has_more)
{
    static const struct {
        const char *what;
        unsigned symbol, extra, count, far, far_extra, far_count;
        size_t length, distance;
    } rows[] = {
        {"the shortest of symbol 285", 285, 0, 16, 0, 0, 0, 3, 1},
        {"258 bytes", 285, 255, 16, 3, 0, 0, 258, 4},
        {"the longest, one byte repeated", 285, 65535, 16, 0, 0, 0, 65538, 1},
        {"the longest, pairs", 285, 65535, 16, 1, 0, 0, 65538, 2},
        {"the longest, 17 bytes", 285, 65535, 16, 8, 0, 3, 65538, 17},
        {"the longest, from far", 285, 65535, 16, 31, 16383, 14, 65538, 65536},
        {"symbol 284", 284, 31, 5, 0, 0, 0, 258, 1},
        {"distance symbol 29, last", 257, 0, 0, 29, 8191, 13, 3, 32768},
        {"distance symbol 30, first", 257, 0, 0, 30, 0, 14, 3, 32769},
        {"distance symbol 30, last", 257, 0, 0, 30, 16383, 14, 3, 49152},
        {"distance symbol 31, first", 257, 0, 0, 31, 0, 14, 3, 49153},
        {"distance symbol 31, last", 264, 0, 0, 31, 16383, 14, 10, 65536},
    };
    static const size_t cuts[][2] = {{1 << 20, 1 << 20}, {1, 1000}, {1 << 20, 1}, {3, 70000}};
    strbuf data = {0}, want = {0}, text = {0};
    data_make(&data, DATA_RANDOM, 5 * 65535);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        for (size_t before = 2; before <= 5; before++) { /* the window has slid or has not */
            bits b = {0};
            strbuf_clear(&want);
            for (size_t k = 0; k < before; k++) {
                add_stored(&b, span_of(data.ptr + k * 65535, 65535), false);
            }
            strbuf_add(&want, span_of(data.ptr, before * 65535));
            add_bits(&b, 1, 1);
            add_bits(&b, 1, 2);
            add_match(&b, rows[i].symbol, rows[i].extra, rows[i].count, rows[i].far, rows[i].far_extra, rows[i].far_count);
            add_fixed(&b, '!');
            add_fixed(&b, 256);
            end_byte(&b);
            for (size_t k = 0; k < rows[i].length; k++) {
                strbuf_addc(&want, want.ptr[want.len - rows[i].distance]);
            }
            strbuf_addc(&want, '!');
            for (size_t c = 0; c < sizeof cuts / sizeof *cuts; c++) {
                const outcome o = run(INFLATE_DEFLATE64, strbuf_span(&b.bytes), cuts[c][0], cuts[c][1], &text);
                cr_expect_eq(o.status, DPM_END, "%s, %zu before, cut %zu: %s", rows[i].what, before, c, o.message);
                cr_expect(span_eq(strbuf_span(&text), strbuf_span(&want)), "%s, %zu before, cut %zu", rows[i].what, before, c);
            }
            strbuf_free(&b.bytes);
        }
    }
    strbuf_free(&data);
    strbuf_free(&want);
    strbuf_free(&text);
}

/* Groups of value:bits, the lowest bit first. */
static void add_groups(bits *b, const char *text)
{
    for (const char *at = text; *at;) {
        char *end;
        const unsigned value = (unsigned)strtoul(at, &end, 10);
        const unsigned count = (unsigned)strtoul(end + 1, &end, 10);
        add_bits(b, value, count);
        at = end + strspn(end, " ");
    }
    end_byte(b);
}

/* A dynamic block: 1:1 2:2, HLIT:5 HDIST:5 HCLEN:4, lengths of the codes for 16 17 18 0 8 7 9 6 10 5 11 4 12 3 13 2 14 1 15. */
Test(input_inflate, damage_is_refused_as_zlib_refuses_it)
{
    static const struct {
        const char *what, *bits, *words;
    } rows[] = {
        {"block type 3", "1:1 3:2 0:16", "type"},
        {"stored length and its complement", "1:1 0:2 0:5 5:16 5:16 0:40", "stored"},
        {"287 literals and lengths", "1:1 2:2 30:5 0:5 0:4 0:40", "too many"},
        {"288 literals and lengths", "1:1 2:2 31:5 0:5 0:4 0:40", "too many"},
        {"no code for code lengths", "1:1 2:2 0:5 0:5 0:4 0:12 0:60 0:60 0:60 0:60 0:60", "no code"},
        {"code of code lengths over-subscribed", "1:1 2:2 0:5 0:5 0:4 1:3 1:3 1:3 0:3 0:40", "over-subscribed"},
        {"code of code lengths incomplete", "1:1 2:2 0:5 0:5 0:4 2:3 2:3 0:3 0:3 0:40", "incomplete"},
        {"code of code lengths of one symbol", "1:1 2:2 0:5 0:5 0:4 0:3 0:3 1:3 0:3 0:40", "incomplete"},
        {"repeat before the first length", "1:1 2:2 0:5 0:5 0:4 1:3 0:3 1:3 0:3 0:1 0:40", "too often"},
        {"repeat past the last length", "1:1 2:2 0:5 0:5 0:4 0:3 0:3 1:3 1:3 1:1 127:7 1:1 127:7 0:40", "too often"},
        {"no end of block", "1:1 2:2 0:5 0:5 0:4 0:3 0:3 1:3 1:3 1:1 127:7 1:1 109:7 0:40", "cannot end"},
        {"literal 286 of the fixed code", "1:1 1:2 99:8 0:40", "no code"},
        {"a distance before the beginning", "1:1 1:2 64:7 0:5 0:40", "beginning"},
    };
    strbuf text = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        bits b = {0};
        add_groups(&b, rows[i].bits);
        for (size_t step = 1; step < 30; step += 14) {
            const outcome o = run(INFLATE_DEFLATE64, strbuf_span(&b.bytes), step, 1000, &text);
            cr_expect_eq(o.status, DPM_EDATA, "%s: status %d", rows[i].what, (int)o.status);
            cr_expect(strstr(o.message, rows[i].words) != NULL, "%s: %s", rows[i].what, o.message);
            cr_expect_eq(text.len, 0, "%s: %zu bytes", rows[i].what, text.len);
        }
        z_stream z = {.next_in = (Bytef *)b.bytes.ptr, .avail_in = (uInt)b.bytes.len};
        Bytef room[1000];
        z.next_out = room;
        z.avail_out = sizeof room;
        cr_assert_eq(inflateInit2(&z, -MAX_WBITS), Z_OK);
        cr_expect_eq(inflate(&z, Z_FINISH), Z_DATA_ERROR, "zlib reads it: %s", rows[i].what);
        inflateEnd(&z);
        strbuf_free(&b.bytes);
    }
    strbuf_free(&text);
}

/* What zlib allows: one distance code of one bit, or none where none is used. Literals: 'a' and what is between zeros. */
#define NO_DISTANCE "1:1 2:2 0:5 0:5 14:4 0:3 0:3 1:3 2:3 0:39 2:3 0:1 86:7 3:2 0:1 127:7 0:1 9:7 3:2 1:2 "
#define ONE_DISTANCE "1:1 2:2 1:5 0:5 14:4 0:3 0:3 2:3 2:3 0:33 2:3 0:3 2:3 3:2 86:7 2:2 3:2 127:7 3:2 9:7 1:2 1:2 "

Test(input_inflate, codes_with_one_symbol_or_none)
{
    static const struct {
        const char *what, *bits, *text;
        dpm_status status;
    } rows[] = {
        {"no distances", NO_DISTANCE "0:1 0:1 1:1 0:8", "aa", DPM_END},
        {"one distance", ONE_DISTANCE "2:2 0:1 3:2 0:1 1:2 0:8", "aaaa", DPM_END},
        {"the other distance, which has no code", ONE_DISTANCE "2:2 0:1 3:2 1:1 1:2 0:8", "a", DPM_EDATA},
        {"a match where there are no distances", ONE_DISTANCE "0:2 0:1 3:2 0:1 1:2 0:8", "a", DPM_EDATA},
    };
    strbuf text = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        bits b = {0};
        add_groups(&b, rows[i].bits);
        const outcome o = run(INFLATE_DEFLATE64, strbuf_span(&b.bytes), 1, 1000, &text);
        cr_expect_eq(o.status, rows[i].status, "%s: status %d %s", rows[i].what, (int)o.status, o.message);
        cr_expect(span_eq(strbuf_span(&text), span_str(rows[i].text)), "%s: %.*s", rows[i].what, (int)text.len, text.ptr);
        strbuf_free(&b.bytes);
    }
    strbuf_free(&text);
}

/* Whatever byte is damaged: an end, bytes up to the damage at least as far as one can tell, the same for any cut of the input. */
Test(input_inflate, every_byte_damaged_every_end_cut_off)
{
    strbuf data = {0}, packed = {0}, text = {0}, again = {0};
    data_make(&data, DATA_LOG, 3000);
    pack(&packed, strbuf_span(&data), 6, 0);
    for (int format = INFLATE_DEFLATE; format <= INFLATE_DEFLATE64; format++) {
        for (size_t at = 0; at < packed.len; at++) {
            const outcome torn = run((inflate_format)format, span_of(packed.ptr, at), 1 << 20, INFLATE_ROOM, &text);
            cr_expect_eq(torn.status, DPM_OK, "format %d, cut at %zu: %s", format, at, torn.message);
            cr_expect(text.len <= data.len && memcmp(text.ptr ? text.ptr : "", data.ptr, text.len) == 0, "format %d, cut at %zu",
                      format, at);
            const char was = packed.ptr[at];
            packed.ptr[at] = (char)(was ^ 1 << at % 8);
            const outcome whole = run((inflate_format)format, strbuf_span(&packed), 1 << 20, INFLATE_ROOM, &text);
            const outcome slow = run((inflate_format)format, strbuf_span(&packed), 1, INFLATE_ROOM, &again);
            cr_expect_eq(whole.status, slow.status, "format %d, byte %zu", format, at);
            cr_expect(format == INFLATE_DEFLATE || span_eq(strbuf_span(&text), strbuf_span(&again)), "byte %zu", at);
            packed.ptr[at] = was;
        }
    }
    strbuf_free(&data);
    strbuf_free(&packed);
    strbuf_free(&text);
    strbuf_free(&again);
}
