/* A small buffer in front of the caller's write function. */
#include "output/sink.h"

#include "base/text.h"

#include <assert.h>

dpm_status sink_check(const dpm_report *report, const dpm_write_options *options, dpm_write_fn write, dpm_error *err)
{
    enum { ZONE_MAX = 24 * 60 };
    if (!report || !write) {
        return status_fail(err, DPM_EARG, "a report and a write function are needed");
    }
    if (options && (options->zone_minutes > ZONE_MAX || options->zone_minutes < -ZONE_MAX)) {
        return status_fail(err, DPM_EARG, "zone_minutes must be within a day of UTC");
    }
    return DPM_OK;
}

void sink_init(sink *s, dpm_write_fn write, void *context)
{
    assert(write);
    s->write = write;
    s->context = context;
    s->status = DPM_OK;
    s->len = 0;
}

void sink_fail(sink *s, dpm_status status)
{
    assert(status < 0);
    if (s->status == DPM_OK) {
        s->status = status;
    }
}

static void hand_on(sink *s, const char *bytes, size_t len)
{
    if (s->status == DPM_OK && len && !s->write(s->context, bytes, len)) {
        sink_fail(s, DPM_EIO);
    }
}

void sink_pass(sink *s, dpm_span bytes)
{
    assert(s->len <= SINK_BYTES && (bytes.ptr || bytes.len == 0));
    hand_on(s, s->buffer, s->len);
    s->len = 0;
    if (bytes.len > SINK_BYTES) {
        hand_on(s, bytes.ptr, bytes.len);
    } else {
        sink_add(s, bytes);
    }
}

bool sink_write(void *context, const char *bytes, size_t len)
{
    sink *const s = context;
    sink_add(s, span_of(bytes, len));
    return s->status == DPM_OK;
}

dpm_status sink_end(sink *s, dpm_error *err)
{
    hand_on(s, s->buffer, s->len);
    s->len = 0;
    if (s->status == DPM_ENOMEM) {
        return status_nomem(err);
    }
    return s->status == DPM_OK ? DPM_OK : status_fail(err, s->status, "the report could not be written to its end");
}
