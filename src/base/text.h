/* Borrowed bytes: small questions about spans. Owns nothing, allocates nothing. */
#ifndef DPM_BASE_TEXT_H
#define DPM_BASE_TEXT_H

#include "dpmlog/span.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define SPAN(literal) ((dpm_span){(literal), sizeof(literal) - 1})
#define SPAN_INIT(literal)                                                                                                       \
    {                                                                                                                            \
        (literal), sizeof(literal) - 1                                                                                           \
    } /* the same in a static initializer */

static inline dpm_span span_of(const char *ptr, size_t len)
{
    return (dpm_span){ptr, len};
}

static inline dpm_span span_str(const char *text)
{
    return text ? (dpm_span){text, strlen(text)} : (dpm_span){0};
}

/* The bytes from `offset` on; empty past the end. */
static inline dpm_span span_from(dpm_span s, size_t offset)
{
    return offset < s.len ? (dpm_span){s.ptr + offset, s.len - offset} : (dpm_span){0};
}

/* At most the first `len` bytes. */
static inline dpm_span span_head(dpm_span s, size_t len)
{
    return (dpm_span){s.ptr, s.len < len ? s.len : len};
}

static inline bool span_eq(dpm_span a, dpm_span b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

static inline bool span_starts(dpm_span s, dpm_span prefix)
{
    return s.len >= prefix.len && (prefix.len == 0 || memcmp(s.ptr, prefix.ptr, prefix.len) == 0);
}

/* A cut returns both halves; without `separator`, all is head. */
typedef struct cut {
    dpm_span head, tail;
    bool found;
} cut;
cut span_cut(dpm_span s, char separator);

/* ASCII case is ignored by the next four. */
bool span_ieq(dpm_span a, dpm_span b);
bool span_istarts(dpm_span s, dpm_span prefix);
bool span_iends(dpm_span s, dpm_span suffix);
int span_icmp(dpm_span a, dpm_span b);

/* The form of a word that goes with a count. */
static inline const char *plural(uint64_t count, const char *one, const char *many)
{
    return count == 1 ? one : many;
}

/* Order of bytes, as strcmp. */
int span_cmp(dpm_span a, dpm_span b);
/* The same for qsort and bsearch, of arrays of spans. */
int span_order(const void *a, const void *b);
/* Sort an array of spans and keep each once; how many are left. */
size_t spans_unique(dpm_span *items, size_t count);
/* Offset of the first `needle`, or SIZE_MAX. */
size_t span_find(dpm_span s, dpm_span needle);
/* One line off the front: `*len` bytes with its end, which `line` is without. False: the text has no line end. */
bool span_line(dpm_span text, dpm_span *line, size_t *len);
/* Without blanks, TABs and line ends on both sides. */
dpm_span span_trim(dpm_span s);
/* At most `len` bytes, never ending inside a UTF-8 sequence. */
dpm_span span_head_utf8(dpm_span s, size_t len);

static inline char ascii_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static inline bool ascii_digit(char c)
{
    return c >= '0' && c <= '9';
}

static inline bool ascii_alpha(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

#endif
