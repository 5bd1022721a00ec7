/* A stream whose bytes are made in chunks of one size, whatever sizes its reader asks for: so damage shows at the same byte
 * for every reader. The base of the inflating streams. */
#ifndef DPM_ARCHIVE_INFLATE_CHUNK_STREAM_H
#define DPM_ARCHIVE_INFLATE_CHUNK_STREAM_H

#include "archive/inflate/inflate.h"
#include "io/stream.h"

typedef struct chunked chunked;

enum { CHUNK_BYTES = INFLATE_ROOM };

typedef struct chunked_ops {
    /* Make up to CHUNK_BYTES; `*got` may be less. Any status but DPM_OK ends the stream behind these bytes: DPM_END, or a
     * failure. DPM_OK comes with some bytes. */
    dpm_status (*make)(chunked *c, uint8_t *out, size_t *got, dpm_error *err);
    void (*close)(chunked *c);
} chunked_ops;

/* The first member of the kinds of such streams. */
struct chunked {
    stream base;
    const chunked_ops *ops;
    uint8_t *chunk;
    size_t at, len;   /* what the reader has of it, and what there is */
    dpm_status ended; /* nothing follows this chunk */
    dpm_error why;
};

void chunked_open(chunked *c, const chunked_ops *ops);

#endif
