/* A stream's bytes in a buffer. */
#include "archive/inflate/inflate_input.h"

#include <stdlib.h>
#include <string.h>

enum { INTAKE_BYTES = 64 << 10 };

dpm_status intake_open(intake *in, stream *from, dpm_error *err)
{
    *in = (intake){.from = from, .buffer = calloc(1, INFLATE_BEHIND + INTAKE_BYTES)};
    if (!in->buffer) {
        intake_close(in);
        return status_nomem(err);
    }
    in->at = in->buffer + INFLATE_BEHIND;
    return DPM_OK;
}

void intake_close(intake *in)
{
    stream_close(in->from);
    free(in->buffer);
    *in = (intake){0};
}

static void read_on(intake *in)
{
    memmove(in->buffer, in->at - INFLATE_BEHIND, INFLATE_BEHIND);
    in->at = in->buffer + INFLATE_BEHIND;
    while (in->len < INTAKE_BYTES && in->ended == DPM_OK) {
        size_t got = 0;
        uint8_t *const room = in->buffer + INFLATE_BEHIND + in->len;
        const dpm_status status = stream_read(in->from, room, INTAKE_BYTES - in->len, &got, &in->why);
        in->len += got;
        in->ended = status < 0 ? status : got == 0 ? DPM_END : DPM_OK;
    }
}

dpm_status intake_fill(intake *in, dpm_error *err)
{
    if (in->len == 0 && in->ended == DPM_OK) {
        read_on(in);
    }
    if (in->len) {
        return DPM_OK;
    }
    if (in->ended < 0 && err) {
        *err = in->why;
    }
    return in->ended;
}

dpm_status intake_byte(intake *in, uint8_t *out, dpm_error *err)
{
    const dpm_status status = intake_fill(in, err);
    if (status == DPM_OK) {
        *out = *in->at++;
        in->len--;
    }
    return status;
}

dpm_status intake_inflate(intake *in, inflater *i, uint8_t *out, size_t cap, size_t *got, const char *early, dpm_error *err)
{
    const dpm_status filled = intake_fill(in, err);
    inflate_io io = {in->at, in->len, out, cap};
    const dpm_status status = inflater_run(i, &io, err); /* with nothing in, it gives what it held back */
    in->at = io.in;
    in->len = io.in_len;
    *got = cap - io.out_len;
    if (status != DPM_OK || filled == DPM_OK || *got) {
        return status;
    }
    return filled < 0 ? filled : status_fail(err, DPM_EDATA, "%s", early);
}
