/* Any bytes as a job history: each task that is kept is found again. */
#include "discover/job_history.h"

#include "base/text.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

typedef struct bytes {
    stream base;
    dpm_span rest;
} bytes;

static dpm_status read_bytes(stream *s, void *buffer, size_t cap, size_t *got, dpm_error *err)
{
    bytes *const b = (bytes *)s;
    const dpm_span head = span_head(b->rest, cap);
    (void)err;
    if (head.len) {
        memcpy(buffer, head.ptr, head.len);
    }
    *got = head.len;
    b->rest = span_from(b->rest, head.len);
    return DPM_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    static const stream_ops ops = {.read = read_bytes};
    bytes from = {.base = {.ops = &ops}, .rest = span_of((const char *)data, len)};
    job_history all = {0};
    const bool good = job_history_read(&all, &from.base, NULL) == DPM_OK && all.count <= len / 32;
    bool found = true;
    for (size_t i = 0; i < all.cap; i++) {
        found = found && (!all.used[i] || job_history_find(&all, all.slots[i].task) == &all.slots[i]);
    }
    job_history_free(&all);
    if (!good || !found) {
        abort();
    }
    return 0;
}
