/* Encodings of a log: the guess from its first bytes, and the turning into UTF-8. */
#include "text/encoding.h"

#include "base/text.h"
#include "base/utf8.h"
#include "text/codepage.h"
#include "text/decode_kernels.h"

#include <assert.h>

enum { REPLACEMENT = 0xFFFD };
enum { FIRST_LINES = 256 }; /* bytes: about the columns of one record */

const char *encoding_name(encoding e)
{
    static const char *const names[] = {"utf-8", "utf-16le", "utf-16be"};
    return encoding_is_page(e) ? codepage_name((size_t)e - ENCODING_1252) : names[e];
}

bool encoding_find_page(dpm_span name, encoding *out)
{
    const size_t page = codepage_find(name);
    *out = page == SIZE_MAX ? ENCODING_UTF8 : (encoding)(ENCODING_1252 + page);
    return page != SIZE_MAX;
}

/* --- detection --- */

/* Where the zero bytes of the head lie, by pairs of bytes at even offsets. */
typedef struct zeros {
    size_t none;   /* neither byte is zero */
    size_t second; /* as ASCII is in little-endian UTF-16 */
    size_t first;  /* as ASCII is in big-endian UTF-16 */
} zeros;

/* Pairs of two zeros are where power was lost: they say nothing. */
static zeros count_zeros(dpm_span head)
{
    zeros z = {0};
    for (size_t i = 0; i + 1 < head.len; i += 2) {
        const bool first = head.ptr[i] == 0, second = head.ptr[i + 1] == 0;
        z.none += !first && !second;
        z.second += !first && second;
        z.first += first && !second;
    }
    return z;
}

/* TABs, digits and English words make at least a quarter of a log even where its messages are in Chinese. A run of NULs in
 * 8-bit text gives one pair of each kind at its two ends, so one such pair beside other text is no evidence. */
static bool zeros_tell(size_t mine, size_t opposite, size_t none)
{
    const size_t all = mine + opposite + none;
    return mine > 2 * opposite && 4 * mine >= all && (mine > 1 || all == 1);
}

bool utf8_valid(dpm_span s, bool torn)
{
    for (;;) {
        s = span_from(s, ascii_run(s));
        if (s.len == 0) {
            return true;
        }
        const size_t len = utf8_sequence(s);
        if (len == 0 || (len > s.len && !torn)) {
            return false;
        }
        s = span_from(s, len); /* empty when it is torn */
    }
}

/* Up to where every second byte is zero. */
static dpm_span before_utf16(dpm_span head)
{
    for (size_t i = 0; i + 4 < head.len; i++) {
        const char *const nul = memchr(head.ptr + i, '\0', head.len - 4 - i);
        if (!nul) {
            return head;
        }
        i = (size_t)(nul - head.ptr);
        if (nul[1] && !nul[2] && nul[3] && !nul[4]) {
            dpm_span before = span_head(head, i > 0 ? i - 1 : 0);
            while (before.len && (unsigned char)before.ptr[before.len - 1] >= 0xFE) { /* its byte order mark */
                before.len--;
            }
            return before;
        }
    }
    return head;
}

encoding encoding_of_bytes(dpm_span head)
{
    const dpm_span text = before_utf16(head);
    return utf8_valid(text, true) ? ENCODING_UTF8 : (encoding)(ENCODING_1252 + codepage_guess(text));
}

encoding encoding_detect(dpm_span head, size_t *bom)
{
    static const struct {
        dpm_span mark;
        encoding enc;
    } marks[] = {
        {{"\xEF\xBB\xBF", 3}, ENCODING_UTF8},
        {{"\xFF\xFE", 2}, ENCODING_UTF16LE},
        {{"\xFE\xFF", 2}, ENCODING_UTF16BE},
    };
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        if (span_starts(head, marks[i].mark)) {
            *bom = marks[i].mark.len;
            return marks[i].enc;
        }
    }
    *bom = 0;
    const size_t parts[] = {FIRST_LINES, head.len}; /* a log begins with a record's columns, whatever comes after them */
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        const zeros z = count_zeros(span_head(head, parts[i]));
        if (zeros_tell(z.second, z.first, z.none)) {
            return ENCODING_UTF16LE;
        }
        if (zeros_tell(z.first, z.second, z.none)) {
            return ENCODING_UTF16BE;
        }
        if (2 * z.none == FIRST_LINES) { /* UTF-16 may come after them, from another writer */
            break;
        }
    }
    return encoding_of_bytes(head);
}

encoding encoding_detect_as(dpm_span head, size_t *bom, encoding page)
{
    const encoding e = encoding_detect(head, bom);
    return encoding_is_page(e) && encoding_is_page(page) ? page : e;
}

/* --- decoding --- */

static size_t utf8_len(uint32_t c)
{
    return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
}

static decoded copy_utf8(dpm_span in, bool eof, char *out, size_t cap)
{
    const bool all = in.len <= cap;
    dpm_span part = span_head(in, cap);
    if (!(all && eof)) {
        part.len -= utf8_torn(part);
    }
    if (part.len) {
        memcpy(out, part.ptr, part.len);
    }
    return (decoded){.taken = part.len, .made = part.len};
}

typedef struct character {
    uint32_t value;
    size_t taken; /* bytes; 0: torn */
    bool valid;
} character;

static uint32_t unit_at(dpm_span in, size_t at, bool big_endian)
{
    assert(at + 2 <= in.len);
    const uint32_t first = (unsigned char)in.ptr[at], second = (unsigned char)in.ptr[at + 1];
    return big_endian ? first << 8 | second : second << 8 | first;
}

/* The character at the start of `in`, which holds a whole code unit. */
static character utf16_next(dpm_span in, bool big_endian, bool eof)
{
    const uint32_t unit = unit_at(in, 0, big_endian);
    if (unit < 0xD800 || unit > 0xDFFF) {
        return (character){unit, 2, true};
    }
    if (unit < 0xDC00 && in.len < 4 && !eof) {
        return (character){0, 0, true};
    }
    const uint32_t low = unit < 0xDC00 && in.len >= 4 ? unit_at(in, 2, big_endian) : 0;
    if (low < 0xDC00 || low > 0xDFFF) {
        return (character){REPLACEMENT, 2, false};
    }
    return (character){0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00), 4, true};
}

static decoded decode_utf16(dpm_span in, bool big_endian, bool eof, char *out, size_t cap)
{
    decoded d = {0};
    for (;;) {
        dpm_span rest = span_from(in, d.taken);
        if (rest.len < 2) {
            break;
        }
        const size_t units = rest.len / 2 < cap - d.made ? rest.len / 2 : cap - d.made;
        const size_t ascii = ascii_from_utf16(rest.ptr, units, big_endian, out + d.made);
        d.made += ascii;
        d.taken += 2 * ascii;
        rest = span_from(rest, 2 * ascii);
        if (rest.len < 2) {
            break;
        }
        const character c = utf16_next(rest, big_endian, eof);
        if (c.taken == 0 || utf8_len(c.value) > cap - d.made) {
            return d;
        }
        utf8_put(out + d.made, c.value);
        d.made += utf8_len(c.value);
        d.taken += c.taken;
        d.invalid += !c.valid;
    }
    if (eof && d.taken < in.len) { /* half a code unit ends the log */
        d.taken = in.len;
        d.invalid++;
    }
    return d;
}

/* What is nothing in the page becomes U+FFFD; that is no damage: it may be text in another page. */
static decoded decode_page(const uint16_t *table, dpm_span in, char *out, size_t cap)
{
    decoded d = {0};
    while (d.taken < in.len && d.made < cap) {
        const dpm_span room = span_head(span_from(in, d.taken), cap - d.made);
        const size_t ascii = ascii_run(room);
        memcpy(out + d.made, room.ptr, ascii);
        d.made += ascii;
        d.taken += ascii;
        if (ascii == room.len) {
            continue;
        }
        const unsigned char byte = (unsigned char)room.ptr[ascii];
        const uint32_t known = table[byte - 0x80], c = known ? known : REPLACEMENT;
        if (utf8_len(c) > cap - d.made) {
            break;
        }
        utf8_put(out + d.made, c);
        d.made += utf8_len(c);
        d.taken++;
    }
    return d;
}

decoded decode(encoding e, dpm_span in, bool eof, char *out, size_t cap)
{
    assert((in.ptr || in.len == 0) && (out || cap == 0));
    switch (e) {
    case ENCODING_UTF16LE:
    case ENCODING_UTF16BE: return decode_utf16(in, e == ENCODING_UTF16BE, eof, out, cap);
    case ENCODING_UTF8: return copy_utf8(in, eof, out, cap);
    default: return decode_page(codepage_table((size_t)e - ENCODING_1252), in, out, cap);
    }
}

uint64_t encoded_len(encoding e, dpm_span text)
{
    if (e == ENCODING_UTF8) {
        return text.len;
    }
    const extent made_of = text_extent(text);
    return encoding_is_page(e) ? made_of.characters : 2 * (uint64_t)(made_of.characters + made_of.large);
}
