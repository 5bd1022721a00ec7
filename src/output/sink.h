/* A small buffer in front of the caller's write function, with a sticky error: write on, and ask once, at the end. */
#ifndef DPM_OUTPUT_SINK_H
#define DPM_OUTPUT_SINK_H

#include "base/status.h"
#include "dpmlog/report.h"
#include "dpmlog/span.h"

#include <string.h>

enum { SINK_BYTES = 8192 };

typedef struct sink {
    dpm_write_fn write;
    void *context;
    dpm_status status; /* the first failure; nothing is written after it */
    size_t len;
    char buffer[SINK_BYTES];
} sink;

/* What every writer of reports asks of its call. `options` may be NULL. */
dpm_status sink_check(const dpm_report *report, const dpm_write_options *options, dpm_write_fn write, dpm_error *err);

void sink_init(sink *s, dpm_write_fn write, void *context);
/* sink_add where the buffer has no room. */
void sink_pass(sink *s, dpm_span bytes);
static inline void sink_add(sink *s, dpm_span bytes)
{
    if (bytes.len > SINK_BYTES - s->len) {
        sink_pass(s, bytes);
    } else if (bytes.len) {
        memcpy(s->buffer + s->len, bytes.ptr, bytes.len);
        s->len += bytes.len;
    }
}
/* Room for `len` bytes, SINK_BYTES at most, after what there is: the caller fills it and adds to `len`. */
static inline char *sink_room(sink *s, size_t len)
{
    if (len > SINK_BYTES - s->len) {
        sink_pass(s, (dpm_span){0});
    }
    return s->buffer + s->len;
}
static inline void sink_adds(sink *s, const char *text)
{
    sink_add(s, (dpm_span){text, strlen(text)});
}
/* Remember a failure of the writer itself, such as DPM_ENOMEM. The first one stays. */
void sink_fail(sink *s, dpm_status status);
/* Hand on what is left; what all of it came to. */
dpm_status sink_end(sink *s, dpm_error *err);
/* sink_add as a dpm_write_fn: `context` is the sink. */
bool sink_write(void *context, const char *bytes, size_t len);

#endif
