/* Borrowed bytes: the questions that are not one line. */
#include "base/text.h"

#include "base/utf8.h"

#include <stdint.h>
#include <stdlib.h>

cut span_cut(dpm_span s, char separator)
{
    const char *const at = s.len ? memchr(s.ptr, separator, s.len) : NULL;
    if (!at) {
        return (cut){.head = s};
    }
    const size_t len = (size_t)(at - s.ptr);
    return (cut){.head = span_head(s, len), .tail = span_from(s, len + 1), .found = true};
}

bool span_istarts(dpm_span s, dpm_span prefix)
{
    if (s.len < prefix.len) {
        return false;
    }
    for (size_t i = 0; i < prefix.len; i++) {
        if (ascii_lower(s.ptr[i]) != ascii_lower(prefix.ptr[i])) {
            return false;
        }
    }
    return true;
}

bool span_ieq(dpm_span a, dpm_span b)
{
    return a.len == b.len && span_istarts(a, b);
}

bool span_iends(dpm_span s, dpm_span suffix)
{
    return s.len >= suffix.len && span_istarts(span_of(s.ptr + (s.len - suffix.len), suffix.len), suffix);
}

int span_icmp(dpm_span a, dpm_span b)
{
    const size_t len = a.len < b.len ? a.len : b.len;
    for (size_t i = 0; i < len; i++) {
        const unsigned char x = (unsigned char)ascii_lower(a.ptr[i]);
        const unsigned char y = (unsigned char)ascii_lower(b.ptr[i]);
        if (x != y) {
            return x < y ? -1 : 1;
        }
    }
    return (a.len > b.len) - (a.len < b.len);
}

int span_cmp(dpm_span a, dpm_span b)
{
    const size_t len = a.len < b.len ? a.len : b.len;
    const int order = len ? memcmp(a.ptr, b.ptr, len) : 0;
    return order ? order : (a.len > b.len) - (a.len < b.len);
}

/* The plain search, from `from` on. */
static size_t find_plain(dpm_span s, dpm_span needle, size_t from)
{
    while (from + needle.len <= s.len) {
        const char *const hit = memchr(s.ptr + from, needle.ptr[0], s.len - from - needle.len + 1);
        if (!hit) {
            break;
        }
        if (memcmp(hit, needle.ptr, needle.len) == 0) {
            return (size_t)(hit - s.ptr);
        }
        from = (size_t)(hit - s.ptr) + 1;
    }
    return SIZE_MAX;
}

enum { WIDTH = 16 };
typedef uint8_t bytes16 __attribute__((vector_size(WIDTH)));

int span_order(const void *a, const void *b)
{
    return span_cmp(*(const dpm_span *)a, *(const dpm_span *)b);
}

size_t spans_unique(dpm_span *items, size_t count)
{
    size_t left = 0;
    if (count) {
        qsort(items, count, sizeof *items, span_order);
    }
    for (size_t i = 0; i < count; i++) {
        if (!left || !span_eq(items[left - 1], items[i])) {
            items[left++] = items[i];
        }
    }
    return left;
}

/* WIDTH places at a time: where the first byte and the last one match, the needle is compared. */
size_t span_find(dpm_span s, dpm_span needle)
{
    const size_t places = s.len >= needle.len ? s.len - needle.len + 1 : 0;
    if (needle.len == 0 || places < WIDTH) {
        return needle.len ? find_plain(s, needle, 0) : 0;
    }
    const uint8_t first = (uint8_t)needle.ptr[0], last = (uint8_t)needle.ptr[needle.len - 1];
    for (size_t next = 0; next < places; next += WIDTH) {
        const size_t at = places - next < WIDTH ? places - WIDTH : next; /* the last ones again, rather than one by one */
        bytes16 heads, tails;
        memcpy(&heads, s.ptr + at, sizeof heads);
        memcpy(&tails, s.ptr + at + needle.len - 1, sizeof tails);
        const bytes16 both = (bytes16)(heads == first) & (bytes16)(tails == last);
        uint64_t halves[2];
        memcpy(halves, &both, sizeof halves);
        if (halves[0] | halves[1]) {
            const size_t hit = find_plain(span_of(s.ptr + at, WIDTH + needle.len - 1), needle, 0);
            if (hit != SIZE_MAX) {
                return at + hit;
            }
        }
    }
    return SIZE_MAX;
}

static bool blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

bool span_line(dpm_span text, dpm_span *line, size_t *len)
{
    size_t at = 0;
    while (at < text.len && text.ptr[at] != '\n' && text.ptr[at] != '\r') {
        at++;
    }
    *line = span_head(text, at);
    const bool ended = at < text.len;
    *len = at + ended + (ended && text.ptr[at] == '\r' && at + 1 < text.len && text.ptr[at + 1] == '\n');
    return ended;
}

dpm_span span_trim(dpm_span s)
{
    while (s.len && blank(s.ptr[0])) {
        s = span_from(s, 1);
    }
    while (s.len && blank(s.ptr[s.len - 1])) {
        s.len--;
    }
    return s;
}

dpm_span span_head_utf8(dpm_span s, size_t len)
{
    if (s.len <= len) {
        return s;
    }
    while (len && utf8_tail(s.ptr[len])) {
        len--;
    }
    return span_head(s, len);
}
