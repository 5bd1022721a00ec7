/* A stream's bytes in a buffer. */
#include "archive/inflate/inflate_input.h"

#include <assert.h>
#include <string.h>

void inflate_input_open(inflate_input *in, stream *from, inflate_kit *kit)
{
    assert(from);
    *in = (inflate_input){.from = from, .kit = kit, .at = kit->intake + INFLATE_BEHIND};
}

void inflate_input_close(inflate_input *in)
{
    stream_close(in->from);
    *in = (inflate_input){0};
}

static void read_on(inflate_input *in)
{
    uint8_t *const intake = in->kit->intake;
    assert(in->len == 0 && in->at >= intake + INFLATE_BEHIND);
    memmove(intake, in->at - INFLATE_BEHIND, INFLATE_BEHIND);
    in->at = intake + INFLATE_BEHIND;
    while (in->len < INFLATE_INTAKE && in->ended == DPM_OK) {
        size_t got = 0;
        uint8_t *const room = intake + INFLATE_BEHIND + in->len;
        const dpm_status status = stream_read(in->from, room, INFLATE_INTAKE - in->len, &got, &in->why);
        in->len += got;
        in->ended = status < 0 ? status : got == 0 ? DPM_END : DPM_OK;
        inflate_kit_note(&in->kit->intake_used, status < 0 ? SIZE_MAX : INFLATE_BEHIND + in->len, sizeof in->kit->intake);
    }
}

dpm_status inflate_input_fill(inflate_input *in, dpm_error *err)
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

dpm_status inflate_input_byte(inflate_input *in, uint8_t *out, dpm_error *err)
{
    const dpm_status status = inflate_input_fill(in, err);
    if (status == DPM_OK) {
        *out = *in->at++;
        in->len--;
    }
    return status;
}

dpm_status inflate_input_run(inflate_input *in, inflater *i, uint8_t *out, size_t cap, size_t *got, const char *early,
                             dpm_error *err)
{
    assert(cap >= INFLATE_ROOM); /* else damage may be reported before what comes before it is given */
    const dpm_status filled = inflate_input_fill(in, err);
    inflate_io io = {in->at, in->len, out, cap};
    const dpm_status status = inflater_run(i, &io, err); /* with nothing in, it gives what it held back */
    assert(io.in >= in->kit->intake && io.in + io.in_len == in->at + in->len);
    in->at = io.in;
    in->len = io.in_len;
    *got = cap - io.out_len;
    if (status != DPM_OK || filled == DPM_OK || *got) {
        return status;
    }
    return filled < 0 ? filled : status_fail(err, DPM_EDATA, "%s", early);
}
