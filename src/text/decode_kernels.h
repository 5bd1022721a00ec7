/* The loops that look at every byte on its way in. Each has a scalar twin, which tests compare it against. */
#ifndef DPM_TEXT_DECODE_KERNELS_H
#define DPM_TEXT_DECODE_KERNELS_H

#include "dpmlog/span.h"

#include <stdbool.h>
#include <stddef.h>

/* Copy code units from `in` to `out` up to the first that is not ASCII; at most `units`. Returns how many. NUL is ASCII. */
size_t ascii_from_utf16(const char *in, size_t units, bool big_endian, char *out);
size_t ascii_from_utf16_scalar(const char *in, size_t units, bool big_endian, char *out);

/* How many leading bytes of `s` are ASCII. */
size_t ascii_run(dpm_span s);

/* What UTF-8 text is made of. */
typedef struct extent {
    size_t characters; /* bytes that begin one */
    size_t large;      /* those of them from 0xF0 on: characters outside the BMP */
} extent;
extent text_extent(dpm_span text);
extent text_extent_scalar(dpm_span text);

#endif
