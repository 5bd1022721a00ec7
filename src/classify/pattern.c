/* Masked form of a message: one pass over its words. */
#include "classify/pattern.h"
#include "base/number.h"
#include "base/text.h"

#include <stdbool.h>

enum {
    WORD_MAX = 1024, /* bytes: longer words are looked at in pieces, so that work stays linear */
    HEX_MIN = 8      /* digits of what is masked as a number in hex */
};

/* What a byte tells of the word that it stands in; 0: it is in no word. */
enum { IN_WORD = 1, DIGIT = 2, DOT = 4, BACKSLASH = 8, NOT_HEX = 16 };
#define D (IN_WORD | DIGIT)
#define X IN_WORD
#define L (IN_WORD | NOT_HEX)
static const uint8_t traits[128] = {
    ['0'] = D,
    ['1'] = D,
    ['2'] = D,
    ['3'] = D,
    ['4'] = D,
    ['5'] = D,
    ['6'] = D,
    ['7'] = D,
    ['8'] = D,
    ['9'] = D,
    ['A'] = X,
    ['B'] = X,
    ['C'] = X,
    ['D'] = X,
    ['E'] = X,
    ['F'] = X,
    ['G'] = L,
    ['H'] = L,
    ['I'] = L,
    ['J'] = L,
    ['K'] = L,
    ['L'] = L,
    ['M'] = L,
    ['N'] = L,
    ['O'] = L,
    ['P'] = L,
    ['Q'] = L,
    ['R'] = L,
    ['S'] = L,
    ['T'] = L,
    ['U'] = L,
    ['V'] = L,
    ['W'] = L,
    ['X'] = L,
    ['Y'] = L,
    ['Z'] = L,
    ['a'] = X,
    ['b'] = X,
    ['c'] = X,
    ['d'] = X,
    ['e'] = X,
    ['f'] = X,
    ['g'] = L,
    ['h'] = L,
    ['i'] = L,
    ['j'] = L,
    ['k'] = L,
    ['l'] = L,
    ['m'] = L,
    ['n'] = L,
    ['o'] = L,
    ['p'] = L,
    ['q'] = L,
    ['r'] = L,
    ['s'] = L,
    ['t'] = L,
    ['u'] = L,
    ['v'] = L,
    ['w'] = L,
    ['x'] = L,
    ['y'] = L,
    ['z'] = L,
    ['_'] = L,
    ['-'] = L,
    ['$'] = L,
    ['/'] = L,
    ['\\'] = L | BACKSLASH,
    [':'] = L,
    ['.'] = L | DOT,
};
#undef D
#undef X
#undef L

static uint8_t traits_of(char c)
{
    return (unsigned char)c < 0x80 ? traits[(unsigned char)c] : IN_WORD | NOT_HEX;
}

/* A run of characters that belong together, without closing punctuation. `seen`: what its bytes, and that punctuation, tell. */
static dpm_span word_at(dpm_span s, uint8_t *seen)
{
    const size_t most = s.len < WORD_MAX ? s.len : WORD_MAX;
    size_t len = 0;
    *seen = 0;
    for (uint8_t one; len < most && (one = traits_of(s.ptr[len])) != 0; len++) {
        *seen |= one;
    }
    while (len > 1 && (s.ptr[len - 1] == '.' || s.ptr[len - 1] == ':' || s.ptr[len - 1] == '-')) {
        len--;
    }
    return span_head(s, len);
}

/* Whether it stays as it is whatever it says: most words do. */
static bool stays(dpm_span w, uint8_t seen, dpm_span host)
{
    return !(seen & (DIGIT | DOT | BACKSLASH)) && (w.len < HEX_MIN || seen & NOT_HEX) && w.len != GUID_TEXT && w.len != host.len;
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
    if (w.len >= HEX_MIN && number_hex(w, &ignored) == w.len) {
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
        uint8_t seen;
        const char c = message.ptr[0];
        if (!traits_of(c)) {
            fits = o.len < o.cap;
            if (fits) {
                o.ptr[o.len++] = c == '\r' || c == '\n' || c == '\t' ? ' ' : c;
            }
            message = span_from(message, 1);
            continue;
        }
        const dpm_span w = word_at(message, &seen);
        const bool plain = stays(w, seen, host);
        const dpm_span instead = plain ? (dpm_span){0} : placeholder(w, host);
        fits = plain ? put_head(&o, w) : instead.len ? put(&o, instead) : is_code(w) ? put(&o, w) : put_word(&o, w);
        message = span_from(message, w.len);
    }
    return o.len;
}
