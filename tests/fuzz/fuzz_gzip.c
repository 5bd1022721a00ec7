/* Any bytes as a gzip file: however they arrive and are read, they come to the same end with the same bytes. The first byte
 * chooses the sizes. */
#include "base/text.h"
#include "io/blob.h"
#include "archive/gzip.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

enum { MOST = 1 << 20 };

/* A stream that gives up to `step` bytes at a time. */
typedef struct slow {
    stream base;
    stream *from;
    size_t step;
} slow;

static dpm_status slow_read(stream *s, void *buffer, size_t cap, size_t *got, dpm_error *err)
{
    const slow *const l = (const slow *)s;
    return stream_read(l->from, buffer, cap < l->step ? cap : l->step, got, err);
}

static void slow_close(stream *s)
{
    stream_close(((slow *)s)->from);
    free(s);
}

static stream *open_slow(blob *b, size_t step)
{
    static const stream_ops ops = {slow_read, slow_close};
    slow *const s = malloc(sizeof *s);
    if (!s) {
        abort();
    }
    *s = (slow){{&ops}, NULL, step};
    if (blob_stream(&s->from, b, 0, blob_size(b), NULL) < 0) {
        abort();
    }
    return &s->base;
}

static dpm_status run(blob *b, inflate_kits *kits, size_t in_step, size_t out_step, uint8_t *out, size_t *len)
{
    stream *s;
    dpm_error err;
    dpm_status status = gzip_stream(&s, open_slow(b, in_step), kits, &err);
    *len = 0;
    for (size_t got = 1; status == DPM_OK && got && *len < MOST;) {
        const size_t room = MOST - *len;
        status = stream_read(s, out + *len, room < out_step ? room : out_step, &got, &err);
        *len += got;
    }
    stream_close(s);
    return status;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    static const size_t steps[] = {1, 2, 3, 5, 8, 15, 16, 17, 100, 300, 1000, 4096, 65535, 65536, 200000, MOST};
    if (len == 0) {
        return 0;
    }
    blob *b;
    uint8_t *const whole = malloc(MOST), *const part = malloc(MOST);
    if (!whole || !part || blob_memory(&b, span_of((const char *)data + 1, len - 1), NULL) < 0) {
        abort();
    }
    static inflate_kits used; /* buffers that others have used give the same */
    size_t whole_len, cut_len;
    const dpm_status a = run(b, NULL, SIZE_MAX, MOST, whole, &whole_len);
    const dpm_status c = run(b, &used, steps[data[0] & 15], steps[data[0] >> 4], part, &cut_len);
    if (whole_len != cut_len || memcmp(whole, part, whole_len) != 0 || (whole_len < MOST && a != c)) {
        abort();
    }
    blob_release(b);
    free(whole);
    free(part);
    return 0;
}
