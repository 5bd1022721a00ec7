/* Where a log's encoding changes. A record's prefix in the other encoding is proof enough: it is 29 bytes that no text has by
 * chance. In 8-bit text every NUL is looked at; in UTF-16 whatever has no NUL for a while. */
#include "discover/encoding_change.h"

#include "base/text.h"
#include "record/fields.h"

enum { PREFIX_CHARS = 40, STRIDE = 48, SAMPLE = 2 };

static bool is_hex(char c)
{
    return ascii_digit(c) || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f');
}

/* A record's prefix in UTF-16 at the start of `at`. */
static bool wide_record(dpm_span at, bool big_endian)
{
    char text[PREFIX_CHARS];
    size_t len = 0;
    for (; len < PREFIX_CHARS && 2 * len + 1 < at.len; len++) {
        const char zero = at.ptr[2 * len + (big_endian ? 0 : 1)];
        text[len] = at.ptr[2 * len + (big_endian ? 1 : 0)];
        if (zero != '\0' || text[len] == '\0') {
            break;
        }
    }
    prefix p;
    return len > 0 && is_hex(text[0]) && prefix_parse(span_of(text, len), &p);
}

static bool in_8bit(dpm_span bytes, encoding_change *out)
{
    for (size_t at = 0; at < bytes.len;) {
        const char *const nul = memchr(bytes.ptr + at, '\0', bytes.len - at);
        if (!nul) {
            return false;
        }
        const size_t i = (size_t)(nul - bytes.ptr);
        const bool big = wide_record(span_from(bytes, i), true);
        if (big || (i > 0 && wide_record(span_from(bytes, i - 1), false))) {
            const size_t begin = big ? i : i - 1;
            const char *const mark = big ? "\xFE\xFF" : "\xFF\xFE";
            out->mark = begin >= 2 && memcmp(bytes.ptr + begin - 2, mark, 2) == 0 ? 2 : 0;
            out->at = begin - out->mark;
            out->to = big ? ENCODING_UTF16BE : ENCODING_UTF16LE;
            return true;
        }
        at = i + 1;
    }
    return false;
}

/* Neither byte of what would be a character of UTF-16 is NUL: rare but in Chinese and the like. */
static bool no_nul(const char *at)
{
    return at[1] != '\0' && at[0] != '\0';
}

/* A record's prefix that ends behind `sample`, where no NUL is. */
static bool record_around(dpm_span bytes, size_t sample, encoding_change *out)
{
    prefix p;
    for (size_t at = sample < STRIDE + SAMPLE ? 0 : sample - STRIDE - SAMPLE; at <= sample; at++) {
        const dpm_span rest = span_from(bytes, at);
        if (is_hex(rest.ptr[0]) && prefix_parse(rest, &p)) {
            const bool mark = at >= 3 && memcmp(bytes.ptr + at - 3, "\xEF\xBB\xBF", 3) == 0;
            *out = (encoding_change){.at = at - (mark ? 3 : 0), .mark = mark ? 3 : 0};
            out->to = mark ? ENCODING_UTF8 : encoding_of_bytes(rest);
            return true;
        }
    }
    return false;
}

/* A record in 8-bit text is longer than STRIDE and SAMPLE, so that one of the samples is in it. The last one is at the end:
 * what is there is found at once, not when more comes. */
static bool in_utf16(dpm_span bytes, encoding_change *out)
{
    for (size_t i = 0; i + SAMPLE <= bytes.len; i += STRIDE) {
        if (no_nul(bytes.ptr + i) && record_around(bytes, i, out)) {
            return true;
        }
    }
    const size_t last = bytes.len < SAMPLE ? 0 : bytes.len - SAMPLE;
    return bytes.len >= SAMPLE && no_nul(bytes.ptr + last) && record_around(bytes, last, out);
}

bool encoding_change_find(encoding now, dpm_span bytes, encoding_change *out)
{
    const bool wide = now == ENCODING_UTF16LE || now == ENCODING_UTF16BE;
    return wide ? in_utf16(bytes, out) : in_8bit(bytes, out);
}
