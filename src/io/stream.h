/* Bytes in order, wherever they come from: a file, a member of an archive, memory. One thread at a time. */
#ifndef DPM_IO_STREAM_H
#define DPM_IO_STREAM_H

#include "base/status.h"

#include <assert.h>
#include <stddef.h>

typedef struct stream stream;

typedef struct stream_ops {
    /* Up to `cap` bytes; `*got` 0 at the end. A failure ends the stream; what came before it is valid. DPM_EDATA: the bytes are
     * damaged from here on (or, at the end, a checksum says that some were); DPM_EIO: they cannot be read. */
    dpm_status (*read)(stream *s, void *buffer, size_t cap, size_t *got, dpm_error *err);
    void (*close)(stream *s);
} stream_ops;

/* The first member of each kind of stream. */
struct stream {
    const stream_ops *ops;
};

static inline dpm_status stream_read(stream *s, void *buffer, size_t cap, size_t *got, dpm_error *err)
{
    assert(s && got && (buffer || cap == 0));
    const dpm_status status = s->ops->read(s, buffer, cap, got, err);
    assert(status <= DPM_OK);
    assert(status < 0 || *got <= cap);
    return status;
}

/* NULL is allowed. */
static inline void stream_close(stream *s)
{
    if (s) {
        s->ops->close(s);
    }
}

#endif
