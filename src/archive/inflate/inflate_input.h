/* Buffered input for decoders: a few bytes at a time, and for an inflater, which may give some back. Fills up
 * whole, so that what is made of it does not depend on how its bytes arrived. */
#ifndef DPM_ARCHIVE_INFLATE_INFLATE_INPUT_H
#define DPM_ARCHIVE_INFLATE_INFLATE_INPUT_H

#include "archive/inflate/inflate_kit.h"
#include "io/stream.h"

#include <stdbool.h>

typedef struct inflate_input {
    stream *from;      /* owned */
    inflate_kit *kit;  /* borrowed; in its intake are INFLATE_BEHIND bytes that were taken, then those to take */
    const uint8_t *at; /* the next byte */
    size_t len;        /* bytes from there on */
    dpm_status ended;  /* no bytes follow these: DPM_END, or what failed */
    dpm_error why;
} inflate_input;

/* Owns `from` from now on. */
void inflate_input_open(inflate_input *in, stream *from, inflate_kit *kit);
void inflate_input_close(inflate_input *in);
/* Make sure that there is a byte. DPM_END: there are no more. */
dpm_status inflate_input_fill(inflate_input *in, dpm_error *err);
/* Take one byte. DPM_END as above. */
dpm_status inflate_input_byte(inflate_input *in, uint8_t *out, dpm_error *err);
/* Fill, and run an inflater once. DPM_OK: `*got` bytes, which may be none. DPM_END: the inflater's stream is complete. Where the
 * bytes end before it does, all that can be made of them was given, and the failure has the words `early`. */
dpm_status inflate_input_run(inflate_input *in, inflater *i, uint8_t *out, size_t cap, size_t *got, const char *early,
                             dpm_error *err);

#endif
