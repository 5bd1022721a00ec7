/* Deflate and Deflate64 streams, and CRC-32. Deflate is ISA-L's where it was built in, else zlib's; Deflate64 is ours. Knows
 * nothing of what is around a stream: zip.h and gzip.h do. */
#ifndef DPM_ARCHIVE_INFLATE_INFLATE_H
#define DPM_ARCHIVE_INFLATE_INFLATE_H

#include "base/status.h"

#include <stddef.h>
#include <stdint.h>

typedef struct inflater inflater; /* one stream at a time, one thread at a time */

typedef enum inflate_format { INFLATE_DEFLATE, INFLATE_DEFLATE64 } inflate_format;

/* Bytes in and room for bytes out; both move on as they are used. */
typedef struct inflate_io {
    const uint8_t *in;
    size_t in_len;
    uint8_t *out;
    size_t out_len;
} inflate_io;

/* Inflaters read ahead. At the end of a stream they move `in` back to the first byte that is not theirs, which an earlier call
 * may have been given: up to so many of the latest bytes must still be before `in`. */
enum { INFLATE_BEHIND = 8 };
/* With this much room for output, all that comes before damage is given before the damage is reported. */
enum { INFLATE_ROOM = 256 << 10 };

dpm_status inflater_new(inflater **out, inflate_format format, dpm_error *err);
/* Ready for another stream of the same format. */
void inflater_reset(inflater *i);
/* As inflater_new leaves it: nothing of what it has seen is in it any more. Of Deflate only. */
void inflater_renew(inflater *i);
void inflater_free(inflater *i); /* NULL is allowed */

/* Inflate until the input is used up or the output full (DPM_OK). DPM_END: the stream is complete, all of it was given, and `in`
 * is after it. DPM_EDATA: what follows cannot be inflated. A call that moves neither `in` nor `out` wants more input. */
dpm_status inflater_run(inflater *i, inflate_io *io, dpm_error *err);

/* The CRC-32 of zip and gzip, continued; 0 before the first byte. */
uint32_t crc_add(uint32_t crc, const void *bytes, size_t len);

#endif
