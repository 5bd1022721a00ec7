/* Masked form of a message: one pass over its words. What the beginning of a message is made of is found many bytes at a time and
 * most of its words are copied together; the rest, and what comes near the end of the room, goes word by word. Both give the
 * same. */
#include "classify/pattern.h"
#include "classify/pattern_map.h"
#include "base/number.h"
#include "base/text.h"
#include "record/mask.h"

#include <stdbool.h>

enum {
    WORD_MAX = 1024, /* bytes: longer words are looked at in pieces, so that work stays linear */
    HEX_MIN = 8,     /* digits of what is masked as a number in hex */
    RUN_MAX = 56     /* bytes that mask_from tells of */
};

/* Without closing punctuation. */
static dpm_span bare_word(dpm_span w)
{
    while (w.len > 1 && (w.ptr[w.len - 1] == '.' || w.ptr[w.len - 1] == ':' || w.ptr[w.len - 1] == '-')) {
        w.len--;
    }
    return w;
}

/* A run of characters that belong together, without closing punctuation. `seen`: what its bytes, and that punctuation, tell. */
static dpm_span word_at(dpm_span s, uint8_t *seen)
{
    const size_t most = s.len < WORD_MAX ? s.len : WORD_MAX;
    size_t len = 0;
    *seen = 0;
    for (uint8_t one; len < most && (one = pattern_traits(s.ptr[len])) != 0; len++) {
        *seen |= one;
    }
    return bare_word(span_head(s, len));
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
    if (w.len == GUID_TEXT && number_guid(w, guid)) {
        return SPAN("<guid>");
    }
    if (host.len && w.len == host.len && span_ieq(w, host)) {
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

/* What becomes a blank. */
static bool is_blank(char c)
{
    return c == '\r' || c == '\n' || c == '\t';
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

/* The beginning of a message: what it is made of, and from where on it has not been copied yet. */
typedef struct mapped {
    dpm_span text;
    pattern_map map;
    size_t from;
} mapped;

/* Copy what stays, up to `to`. False where the room may not do: then it goes word by word. */
static bool put_run(out *o, mapped *m, size_t to)
{
    const size_t len = to - m->from;
    char *const at = o->ptr + o->len;
    if (o->cap - o->len <= len) {
        return false;
    }
    memcpy(at, m->text.ptr + m->from, len);
    for (size_t i = 0; m->map.blanks && i < len; i++) {
        at[i] = is_blank(at[i]) ? ' ' : at[i];
    }
    o->len += len;
    m->from = to;
    return true;
}

static uint64_t low_bits(size_t count)
{
    return (UINT64_C(1) << count) - 1;
}

/* Where the word that holds `at` begins; not before `floor`. */
static size_t word_start(const mapped *m, size_t floor, size_t at)
{
    while (at > floor) {
        const size_t from = at - floor > RUN_MAX ? at - RUN_MAX : floor;
        const uint64_t outside = ~mask_from(m->map.word, from) & low_bits(at - from);
        if (outside) {
            return from + mask_last(outside) + 1;
        }
        at = from;
    }
    return floor;
}

static size_t word_end(const mapped *m, size_t at)
{
    for (; at < m->text.len; at += RUN_MAX) {
        const uint64_t outside = ~mask_from(m->map.word, at) & low_bits(RUN_MAX);
        if (outside) {
            return at + mask_first(outside);
        }
    }
    return m->text.len;
}

/* What the bytes from `from` to `to` tell, as far as words are told apart by it. */
static uint8_t seen_between(const mapped *m, size_t from, size_t to)
{
    uint64_t telling = 0, not_hex = 0;
    for (; to - from > RUN_MAX; from += RUN_MAX) {
        telling |= mask_from(m->map.telling, from) & low_bits(RUN_MAX);
        not_hex |= mask_from(m->map.not_hex, from) & low_bits(RUN_MAX);
    }
    telling |= mask_from(m->map.telling, from) & low_bits(to - from);
    not_hex |= mask_from(m->map.not_hex, from) & low_bits(to - from);
    return (uint8_t)((telling ? DIGIT | DOT | BACKSLASH : 0) | (not_hex ? NOT_HEX : 0));
}

/* A word that is this name, in whatever case, is looked at for its own bytes. */
static bool tells(dpm_span name)
{
    bool told = false;
    for (size_t i = 0; i < name.len && !told; i++) {
        told = pattern_traits(name.ptr[i]) & (DIGIT | DOT | BACKSLASH);
    }
    return told;
}

/* Up to the next place, from `at` on, that may keep a word from staying as it is: with a name to be found each byte of a word,
 * else a telling one or HEX_MIN in a row that may be hex digits. */
static size_t skip_plain(const mapped *m, size_t at, bool named)
{
    enum { SEEN = RUN_MAX - HEX_MIN };
    for (; at < m->text.len; at += SEEN) {
        const uint64_t word = mask_from(m->map.word, at), hex = word & ~mask_from(m->map.not_hex, at);
        const uint64_t two = hex & hex >> 1, four = two & two >> 2, eight = four & four >> 4;
        const uint64_t found = (named ? word : mask_from(m->map.telling, at) | eight) & low_bits(SEEN);
        if (found) {
            return at + mask_first(found);
        }
    }
    return m->text.len;
}

/* A word that does not stay as it is. False where the room may not do. */
static bool put_masked(out *o, mapped *m, dpm_span w, dpm_span host, bool *fits)
{
    const size_t at = (size_t)(w.ptr - m->text.ptr);
    const dpm_span instead = placeholder(w, host);
    if (!instead.len && is_code(w)) {
        return true;
    }
    if (!put_run(o, m, at)) {
        return false;
    }
    *fits = instead.len ? put(o, instead) : put_word(o, w);
    m->from = at + w.len;
    return true;
}

/* Mask the beginning of `message`, as far as it is mapped and there is room. Returns how many bytes of it are done, between two
 * words. `*fits`: there was room. */
static size_t mask_beginning(out *o, dpm_span message, dpm_span host, bool *fits)
{
    const bool named = host.len && !tells(host);
    mapped m;
    size_t at = 0;
    m.text = span_head(message, PATTERN_MAP_BYTES);
    m.from = 0;
    pattern_map_fill(m.text, &m.map);
    while (*fits) {
        const size_t found = skip_plain(&m, at, named);
        const size_t start = word_start(&m, at, found), end = word_end(&m, found);
        at = start;
        if (end == m.text.len && (found == end || m.text.len < message.len)) {
            break;
        }
        const dpm_span w = bare_word(span_of(m.text.ptr + start, end - start));
        if (!stays(w, seen_between(&m, start, end), host) && !put_masked(o, &m, w, host, fits)) {
            return m.from;
        }
        at += w.len;
    }
    if (*fits) {
        put_run(o, &m, m.text.len < message.len ? at : m.text.len);
    }
    return m.from;
}

/* Word by word, up to the end of the room. */
static size_t mask_rest(out *o, dpm_span message, dpm_span host)
{
    bool fits = true;
    while (message.len && fits) {
        uint8_t seen;
        const char c = message.ptr[0];
        if (!pattern_traits(c)) {
            fits = o->len < o->cap;
            if (fits) {
                o->ptr[o->len++] = is_blank(c) ? ' ' : c;
            }
            message = span_from(message, 1);
            continue;
        }
        const dpm_span w = word_at(message, &seen);
        const bool plain = stays(w, seen, host);
        const dpm_span instead = plain ? (dpm_span){0} : placeholder(w, host);
        fits = plain ? put_head(o, w) : instead.len ? put(o, instead) : is_code(w) ? put(o, w) : put_word(o, w);
        message = span_from(message, w.len);
    }
    return o->len;
}

size_t pattern_mask_plain(dpm_span message, dpm_span host, char *bytes, size_t cap)
{
    out o = {bytes, 0, cap};
    return mask_rest(&o, message, host);
}

size_t pattern_mask(dpm_span message, dpm_span host, char *bytes, size_t cap)
{
    out o = {bytes, 0, cap};
    bool fits = true;
    const size_t done = mask_beginning(&o, message, host, &fits);
    return fits ? mask_rest(&o, span_from(message, done), host) : o.len;
}
