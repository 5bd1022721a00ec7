/* Events onto every output that was asked for. */
#include "cli/events_out.h"

#include "cli/platform.h"
#include "cli/reading.h"
#include "cli/say.h"
#include "cli/values.h"

#include <errno.h>

static dpm_event_form form_of(const cli_options *o, const output *out)
{
    return out->format == FORMAT_JSONL ? o->schema : out->format == FORMAT_CSV ? DPM_EVENT_FORM_CSV : DPM_EVENT_FORM_TEXT;
}

bool events_out_begin(events_out *out, const cli_options *o)
{
    cli_options told = *o;
    *out = (events_out){.o = o, .color = use_color(o), .width = o->verbose ? 0 : platform_columns(stdout)};
    if (o->schema != DPM_EVENT_FORM_JSONL && o->format == FORMAT_DEFAULT) {
        told.format = FORMAT_JSONL; /* a schema is one of JSON lines */
    }
    if (o->schema != DPM_EVENT_FORM_JSONL && told.format != FORMAT_JSONL) {
        print_error("--schema goes with --format jsonl alone");
        return false;
    }
    if (!outputs_begin(&told, &out->outputs, &out->count)) {
        return false;
    }
    for (size_t i = 0; i < out->count && !out->failed; i++) {
        out->failed = dpm_event_write_head(form_of(o, &out->outputs[i]), output_write, &out->outputs[i]) != DPM_OK;
    }
    return true;
}

/* One event to one output. True: it takes no more, because nobody reads it (which is not a failure) or because it failed. */
static bool write_one(events_out *out, output *to, const dpm_event *event)
{
    const bool screen = !to->path;
    const dpm_write_options options = {
        .color = screen && out->color,
        .width = screen ? out->width : 0,
        .zone_minutes = zone_minutes_at(out->o->zone, event->time == DPM_NO_TIME ? 0 : event->time),
    };
    if (dpm_event_write(event, form_of(out->o, to), &options, output_write, to) != DPM_OK) {
        out->failed |= to->why != EPIPE;
        return true;
    }
    return false;
}

bool events_out_take(void *context, const dpm_event *event)
{
    events_out *const out = context;
    const dpm_event shown = out->redactor ? dpm_redact_event(out->redactor, event) : *event;
    bool wanted = false;
    out->any = true;
    for (size_t i = 0; i < out->count && !out->failed; i++) {
        output *const to = &out->outputs[i];
        wanted |= !to->why && !write_one(out, to, &shown);
    }
    out->unread = !wanted;
    return wanted && !out->failed;
}

bool events_out_flush(events_out *out)
{
    bool good = true;
    for (size_t i = 0; i < out->count; i++) {
        good = output_flush(&out->outputs[i]) && good;
        out->unread |= out->outputs[i].why != 0;
    }
    return good;
}

bool events_out_finish(events_out *out)
{
    bool good = events_out_flush(out);
    for (size_t i = 0; good && i < out->count; i++) {
        good = output_finish(&out->outputs[i], out->o->force);
    }
    return good;
}

void events_out_end(events_out *out)
{
    outputs_end(out->outputs, out->count);
}
