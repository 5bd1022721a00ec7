/* The one place where log text is made safe for where it is shown. The public half is dpmlog/escape.h. */
#ifndef DPM_OUTPUT_ESCAPE_H
#define DPM_OUTPUT_ESCAPE_H

#include "base/strbuf.h"
#include "dpmlog/escape.h"

#include <stdint.h>

/* One character of UTF-8 that may be broken. Where it is not `valid`, `len` bytes begin no character, and `code` is the
 * first of them. */
typedef struct glyph {
    uint32_t code;
    size_t len;
    bool valid;
} glyph;

/* The first character of `s`, which is not empty. */
glyph utf8_glyph(dpm_span s);

/* Append `s` in its form for terminals. */
void escape_terminal(strbuf *out, dpm_span s);

#endif
