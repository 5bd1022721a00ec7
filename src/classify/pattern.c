/* Masked form of a message: one pass over its words. */
#include "classify/pattern.h"
#include "base/number.h"
#include "base/text.h"

#include <stdbool.h>

static bool word_char(char c)
{
    return ascii_alpha(c) || ascii_digit(c) || c == '_' || c == '-' || c == '.' || c == '\\' || c == '/' || c == ':' || c == '$' ||
           (unsigned char)c >= 0x80;
}

/* A run of characters that belong together, without closing punctuation. */
static dpm_span word_at(dpm_span s)
{
    size_t len = 0;
    while (len < s.len && word_char(s.ptr[len])) {
        len++;
    }
    while (len > 1 && (s.ptr[len - 1] == '.' || s.ptr[len - 1] == ':' || s.ptr[len - 1] == '-')) {
        len--;
    }
    return span_head(s, len);
}

static bool is_path(dpm_span w)
{
    return w.len > 2 && ((ascii_alpha(w.ptr[0]) && w.ptr[1] == ':' && w.ptr[2] == '\\') || (w.ptr[0] == '\\' && w.ptr[1] == '\\'));
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
    if (span_istarts(w, SPAN("0x"))) {
        return (dpm_span){0}; /* a code is what tells failures apart */
    }
    if (is_path(w)) {
        return SPAN("<path>");
    }
    if (number_hex(w, &ignored) == w.len && w.len >= 8) {
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

/* Bytes of the character at `at`: what is put is never cut inside one. */
static size_t character(dpm_span s, size_t at)
{
    size_t len = 1;
    while (len < 4 && at + len < s.len && ((unsigned char)s.ptr[at + len] & 0xC0) == 0x80) {
        len++;
    }
    return len;
}

/* A word that stays, but for its digits: each run of them becomes one #. */
static bool put_word(out *o, dpm_span w)
{
    for (size_t i = 0, len; i < w.len; i += len) {
        len = character(w, i);
        const bool digit = ascii_digit(w.ptr[i]);
        if (digit && i > 0 && ascii_digit(w.ptr[i - 1])) {
            continue;
        }
        if (!put(o, digit ? SPAN("#") : span_of(w.ptr + i, len))) {
            return false;
        }
    }
    return true;
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
        const bool code = span_istarts(w, SPAN("0x"));
        fits = instead.len ? put(&o, instead) : code ? put(&o, w) : put_word(&o, w);
        message = span_from(message, w.len);
    }
    return o.len;
}
