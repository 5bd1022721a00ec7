/* Masked form of a message: one pass over its words. */
#include "classify/pattern.h"
#include "base/number.h"
#include "base/text.h"

#include <stdbool.h>

enum { WORD_MAX = 1024 }; /* bytes: what is longer is looked at in pieces, so that work stays linear */

/* Bytes that words are made of. */
static const bool word_bytes[256] = {
    ['0'] = true, ['1'] = true, ['2'] = true,  ['3'] = true, ['4'] = true, ['5'] = true, ['6'] = true, ['7'] = true, ['8'] = true,
    ['9'] = true, ['A'] = true, ['B'] = true,  ['C'] = true, ['D'] = true, ['E'] = true, ['F'] = true, ['G'] = true, ['H'] = true,
    ['I'] = true, ['J'] = true, ['K'] = true,  ['L'] = true, ['M'] = true, ['N'] = true, ['O'] = true, ['P'] = true, ['Q'] = true,
    ['R'] = true, ['S'] = true, ['T'] = true,  ['U'] = true, ['V'] = true, ['W'] = true, ['X'] = true, ['Y'] = true, ['Z'] = true,
    ['a'] = true, ['b'] = true, ['c'] = true,  ['d'] = true, ['e'] = true, ['f'] = true, ['g'] = true, ['h'] = true, ['i'] = true,
    ['j'] = true, ['k'] = true, ['l'] = true,  ['m'] = true, ['n'] = true, ['o'] = true, ['p'] = true, ['q'] = true, ['r'] = true,
    ['s'] = true, ['t'] = true, ['u'] = true,  ['v'] = true, ['w'] = true, ['x'] = true, ['y'] = true, ['z'] = true, ['_'] = true,
    ['-'] = true, ['.'] = true, ['\\'] = true, ['/'] = true, [':'] = true, ['$'] = true,
};

static bool word_char(char c)
{
    return word_bytes[(unsigned char)c] || (unsigned char)c >= 0x80;
}

/* A run of characters that belong together, without closing punctuation. */
static dpm_span word_at(dpm_span s)
{
    const size_t most = s.len < WORD_MAX ? s.len : WORD_MAX;
    size_t len = 0;
    while (len < most && word_char(s.ptr[len])) {
        len++;
    }
    while (len > 1 && (s.ptr[len - 1] == '.' || s.ptr[len - 1] == ':' || s.ptr[len - 1] == '-')) {
        len--;
    }
    return span_head(s, len);
}

static bool is_path(dpm_span w)
{
    return w.len > 2 &&
           ((ascii_alpha(w.ptr[0]) && w.ptr[1] == ':' && w.ptr[2] == '\\') || (w.ptr[0] == '\\' && w.ptr[1] == '\\'));
}

/* Letters and dots with at least two dots, such as fs01.contoso.com; file.ext has one. */
static bool is_host(dpm_span w)
{
    size_t dots = 0;
    for (size_t i = 0; i < w.len; i++) {
        dots += w.ptr[i] == '.';
        if (w.ptr[i] == '\\' || w.ptr[i] == '/' || w.ptr[i] == ':') {
            return false;
        }
    }
    return dots >= 2;
}

static bool is_code(dpm_span w)
{
    return w.len > 1 && w.ptr[0] == '0' && (w.ptr[1] | 0x20) == 'x';
}

/* What the word is replaced by; empty: it stays. */
static dpm_span placeholder(dpm_span w, dpm_span host)
{
    uint8_t guid[16];
    uint64_t ignored;
    if (number_guid(w, guid)) {
        return SPAN("<guid>");
    }
    if (host.len && span_ieq(w, host)) {
        return SPAN("<host>");
    }
    if (is_code(w)) {
        return (dpm_span){0}; /* a code is what tells failures apart */
    }
    if (is_path(w)) {
        return SPAN("<path>");
    }
    if (w.len >= 8 && number_hex(w, &ignored) == w.len) {
        return SPAN("<hex>");
    }
    return is_host(w) ? SPAN("<host>") : (dpm_span){0};
}

typedef struct out {
    char *ptr;
    size_t len, cap;
} out;

static bool put(out *o, dpm_span s)
{
    if (o->cap - o->len < s.len) {
        return false;
    }
    memcpy(o->ptr + o->len, s.ptr, s.len);
    o->len += s.len;
    return true;
}

/* What `o` has room for, cut at a character. */
static bool put_head(out *o, dpm_span s)
{
    return put(o, span_head_utf8(s, o->cap - o->len)) && o->len < o->cap;
}

/* A word that stays, but for its digits: each run of them becomes one #. */
static bool put_word(out *o, dpm_span w)
{
    bool fits = true;
    for (size_t i = 0; i < w.len && fits;) {
        size_t end = i;
        if (ascii_digit(w.ptr[i])) {
            while (end < w.len && ascii_digit(w.ptr[end])) {
                end++;
            }
            fits = put(o, SPAN("#"));
        } else {
            while (end < w.len && !ascii_digit(w.ptr[end])) {
                end++;
            }
            fits = put_head(o, span_of(w.ptr + i, end - i));
        }
        i = end;
    }
    return fits;
}

size_t pattern_mask(dpm_span message, dpm_span host, char *bytes, size_t cap)
{
    out o = {bytes, 0, cap};
    bool fits = true;
    while (message.len && fits) {
        const dpm_span w = word_at(message);
        if (w.len == 0) {
            const char c = message.ptr[0];
            fits = put(&o, c == '\r' || c == '\n' || c == '\t' ? SPAN(" ") : span_head(message, 1));
            message = span_from(message, 1);
            continue;
        }
        const dpm_span instead = placeholder(w, host);
        fits = instead.len ? put(&o, instead) : is_code(w) ? put(&o, w) : put_word(&o, w);
        message = span_from(message, w.len);
    }
    return o.len;
}
