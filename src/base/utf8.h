/* UTF-8: characters, their lengths, and where a text may be cut. The text may be damaged. */
#ifndef DPM_BASE_UTF8_H
#define DPM_BASE_UTF8_H

#include "dpmlog/span.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One character. Where it is not `valid`, `len` bytes begin no character, and `code` is the first of them. */
typedef struct glyph {
    uint32_t code;
    size_t len;
    bool valid;
} glyph;

/* A byte that continues a character. */
static inline bool utf8_tail(char c)
{
    return ((unsigned char)c & 0xC0) == 0x80;
}

/* The first character of `s`, which is not empty. */
glyph utf8_glyph(dpm_span s);
/* The length of the sequence at the start of `s`, which is not empty. 0: invalid. More than s.len: torn, valid so far. */
size_t utf8_sequence(dpm_span s);
/* How many bytes at the end of `s` begin a sequence and do not end it: 0 to 3. */
size_t utf8_torn(dpm_span s);
/* Write one character, of up to 4 bytes; how many. */
size_t utf8_put(char *out, uint32_t c);

#endif
