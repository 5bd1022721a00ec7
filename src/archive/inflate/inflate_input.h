/* A stream's bytes in a buffer for who takes them a few at a time, and for an inflater, which may give some back. Fills up
 * whole, so that what is made of it does not hang on how its bytes arrived. */
#ifndef DPM_ARCHIVE_INFLATE_INFLATE_INPUT_H
#define DPM_ARCHIVE_INFLATE_INFLATE_INPUT_H

#include "archive/inflate/inflate.h"
#include "io/stream.h"

#include <stdbool.h>

typedef struct intake {
    stream *from;      /* owned */
    uint8_t *buffer;   /* INFLATE_BEHIND bytes that were taken, then those to take */
    const uint8_t *at; /* the next byte */
    size_t len;        /* bytes from there on */
    dpm_status ended;  /* no bytes follow these: DPM_END, or what failed */
    dpm_error why;
} intake;

/* Owns `from` from now on, also on failure. */
dpm_status intake_open(intake *in, stream *from, dpm_error *err);
void intake_close(intake *in);
/* Make sure that there is a byte. DPM_END: there are no more. */
dpm_status intake_fill(intake *in, dpm_error *err);
/* Take one byte. DPM_END as above. */
dpm_status intake_byte(intake *in, uint8_t *out, dpm_error *err);
/* Fill, and run an inflater once. DPM_OK: `*got` bytes, which may be none. DPM_END: the inflater's stream is complete. Where the
 * bytes end before it does, all that can be made of them was given, and the failure has the words `early`. */
dpm_status intake_inflate(intake *in, inflater *i, uint8_t *out, size_t cap, size_t *got, const char *early, dpm_error *err);

#endif
