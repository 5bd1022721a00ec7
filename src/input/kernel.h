/* The loops that look at every byte on its way in. Each has a scalar twin, which tests compare it against. */
#ifndef DPM_INPUT_KERNEL_H
#define DPM_INPUT_KERNEL_H

#include "dpmlog/span.h"

#include <stdbool.h>
#include <stddef.h>

/* Copy code units from `in` to `out` up to the first that is not ASCII; at most `units`. Returns how many. NUL is ASCII. */
size_t ascii_from_utf16(const char *in, size_t units, bool big_endian, char *out);
size_t ascii_from_utf16_scalar(const char *in, size_t units, bool big_endian, char *out);

/* How many leading bytes of `s` are ASCII. */
size_t ascii_run(dpm_span s);

typedef struct tally {
    size_t lines; /* line ends: '\n', and '\r' that no '\n' follows; a '\r' at the end counts */
    size_t nuls;
} tally;
tally text_tally(dpm_span text);
tally text_tally_scalar(dpm_span text);

#endif
