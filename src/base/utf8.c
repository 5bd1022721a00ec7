/* UTF-8 by table 3-7 of the Unicode standard. */
#include "base/utf8.h"

#include "base/text.h"

#include <assert.h>

/* How many bytes from the start of `s` fit the sequence that its first byte begins; `*want`: how many that needs, 0 where it
 * begins none. */
static size_t match(dpm_span s, size_t *want)
{
    const unsigned char lead = (unsigned char)s.ptr[0];
    unsigned char low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80, high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    *want = lead < 0x80 ? 1 : lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
    size_t len = 1;
    while (len < *want && len < s.len && (unsigned char)s.ptr[len] >= low && (unsigned char)s.ptr[len] <= high) {
        low = 0x80;
        high = 0xBF;
        len++;
    }
    return len;
}

glyph utf8_glyph(dpm_span s)
{
    assert(s.len > 0);
    size_t want;
    const size_t len = match(s, &want);
    uint32_t code = (unsigned char)s.ptr[0];
    if (len != want) {
        return (glyph){code, len, false};
    }
    code &= len > 1 ? 0x7Fu >> len : 0x7F;
    for (size_t i = 1; i < len; i++) {
        code = code << 6 | ((unsigned char)s.ptr[i] & 0x3F);
    }
    return (glyph){code, len, true};
}

size_t utf8_sequence(dpm_span s)
{
    assert(s.len > 0);
    size_t want;
    const size_t len = match(s, &want);
    return len == want || len == s.len ? want : 0;
}

size_t utf8_torn(dpm_span s)
{
    assert(s.ptr || s.len == 0);
    for (size_t back = 1; back <= 3 && back <= s.len; back++) {
        const dpm_span tail = span_from(s, s.len - back);
        if (!utf8_tail(tail.ptr[0])) {
            return utf8_sequence(tail) > back ? back : 0;
        }
    }
    return 0;
}

size_t utf8_put(char *out, uint32_t c)
{
    assert(c <= 0x10FFFF && (c < 0xD800 || c > 0xDFFF)); /* a character, not half of a pair */
    static const unsigned char lead[] = {0, 0, 0xC0, 0xE0, 0xF0};
    const size_t len = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    for (size_t i = len; i-- > 1; c >>= 6) {
        out[i] = (char)(0x80 | (c & 0x3F));
    }
    out[0] = (char)(lead[len] | c);
    return len;
}
