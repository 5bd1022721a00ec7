/* Any bytes in any encoding: however they are cut, and however much room there is, the same text comes out, and it is valid
 * UTF-8 unless it was copied as such. The first byte chooses the encoding and the sizes. */
#include "base/text.h"
#include "text/decode_kernels.h"
#include "text/encoding.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

typedef struct outcome {
    size_t taken, made, invalid;
} outcome;

static void require(bool holds)
{
    if (!holds) {
        abort();
    }
}

/* All of `in`, up to `in_step` bytes and into `out_step` bytes at a time. */
static outcome run(encoding e, dpm_span in, size_t in_step, size_t out_step, char *out, size_t cap)
{
    outcome o = {0};
    size_t given = 0;
    while (o.taken < in.len) {
        given = in.len - given < in_step ? in.len : given + in_step;
        const size_t room = cap - o.made < out_step ? cap - o.made : out_step;
        const dpm_span part = span_head(span_from(in, o.taken), given - o.taken);
        const decoded d = decode(e, part, given == in.len, out + o.made, room);
        require(d.taken <= part.len && d.made <= room);
        require(d.taken > 0 || given < in.len); /* 4 bytes of room hold any character, so there is no standstill */
        o.taken += d.taken;
        o.made += d.made;
        o.invalid += d.invalid;
    }
    return o;
}

static void check_kernels(dpm_span text)
{
    const extent fast = text_extent(text), plain = text_extent_scalar(text);
    require(fast.characters == plain.characters && fast.large == plain.large);
    require(ascii_run(text) <= text.len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    static const size_t steps[] = {1, 2, 3, 4, 5, 16, 33, 64};
    if (len == 0) {
        return 0;
    }
    const dpm_span in = {(const char *)data + 1, len - 1};
    size_t bom = 0;
    const encoding found = encoding_detect(in, &bom);
    require(bom <= in.len && encoding_name(found));
    const encoding e = (encoding)(data[0] & 3);
    /* one byte becomes a character of three bytes at most, and half a code unit U+FFFD */
    const size_t cap = 3 * in.len + 4;
    char *const whole = malloc(cap), *const part = malloc(cap);
    require(whole && part);
    const size_t out_step = steps[data[0] >> 5];
    const outcome a = run(e, in, SIZE_MAX, SIZE_MAX, whole, cap);
    const outcome b = run(e, in, steps[data[0] >> 2 & 7], out_step < 4 ? 4 : out_step, part, cap);
    require(a.taken == in.len && b.taken == in.len && a.made == b.made && a.invalid == b.invalid);
    require(memcmp(whole, part, a.made) == 0);
    const dpm_span text = {whole, a.made};
    require(e == ENCODING_UTF8 || utf8_valid(text, false));
    require(a.invalid > 0 || encoded_len(e, text) == in.len);
    check_kernels(text);
    free(whole);
    free(part);
    return 0;
}
