/* A stream whose bytes are made in chunks of one size, whatever sizes its reader asks for: so damage shows at the same byte
 * for every reader. The base of the inflating streams. */
#ifndef DPM_ARCHIVE_INFLATE_CHUNK_STREAM_H
#define DPM_ARCHIVE_INFLATE_CHUNK_STREAM_H

#include "archive/inflate/inflate_kit.h"
#include "io/stream.h"

typedef struct chunk_stream chunk_stream;

enum { CHUNK_BYTES = INFLATE_ROOM };

typedef struct chunk_stream_ops {
    /* Make up to CHUNK_BYTES; `*got` may be less. Any status but DPM_OK ends the stream after these bytes: DPM_END, or a
     * failure. DPM_OK comes with some bytes. */
    dpm_status (*make)(chunk_stream *c, uint8_t *out, size_t *got, dpm_error *err);
    void (*close)(chunk_stream *c);
} chunk_stream_ops;

/* The first member of the kinds of such streams. */
struct chunk_stream {
    stream base;
    const chunk_stream_ops *ops;
    inflate_kit *kit; /* in whose chunk the bytes are made; the kind's own */
    size_t at, len;   /* what the reader has of it, and what there is */
    dpm_status ended; /* nothing follows this chunk */
    dpm_error why;
};

void chunk_stream_open(chunk_stream *c, const chunk_stream_ops *ops, inflate_kit *kit);

#endif
