/* Any bytes as a Deflate64 stream: whatever sizes it is inflated in, it comes to the same end with the same bytes. The first
 * byte chooses the sizes. */
#include "archive/inflate/inflate.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

enum { MOST = 1 << 20 };

/* What was made, up to MOST bytes. */
typedef struct outcome {
    dpm_status status;
    size_t len, left;
} outcome;

static outcome run(inflater *i, const uint8_t *in, size_t len, size_t in_step, size_t out_step, uint8_t *out)
{
    outcome o = {0};
    const uint8_t *at = in, *const end = in + len;
    inflater_reset(i);
    while (o.status == DPM_OK && o.len < MOST) {
        const size_t part = (size_t)(end - at) < in_step ? (size_t)(end - at) : in_step, room = MOST - o.len;
        inflate_io io = {at, part, out + o.len, room < out_step ? room : out_step};
        const size_t given = io.out_len;
        o.status = inflater_run(i, &io, NULL);
        if (o.status == DPM_OK && io.in == at && io.out_len == given && at + part == end) {
            break;
        }
        o.len += given - io.out_len;
        at = io.in;
    }
    o.left = (size_t)(end - at);
    return o;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    static const size_t steps[] = {1, 2, 3, 5, 8, 15, 16, 17, 100, 300, 1000, 4096, 65535, 65536, 100000, MOST};
    if (len == 0) {
        return 0;
    }
    inflater *i;
    uint8_t *const whole = malloc(MOST), *const cut = malloc(MOST);
    if (!whole || !cut || inflater_new(&i, INFLATE_DEFLATE64, NULL) < 0) {
        abort();
    }
    const outcome a = run(i, data + 1, len - 1, SIZE_MAX, MOST, whole);
    const outcome b = run(i, data + 1, len - 1, steps[data[0] & 15], steps[data[0] >> 4], cut);
    const bool same_end = a.len == MOST || (a.status == b.status && (a.status < 0 || a.left == b.left));
    if (a.len != b.len || memcmp(whole, cut, a.len) != 0 || !same_end) {
        abort();
    }
    inflater_free(i);
    free(whole);
    free(cut);
    return 0;
}
