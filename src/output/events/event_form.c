/* Which form an event is written in. */
#include "output/events/event_forms.h"

dpm_status dpm_event_write_head(dpm_event_form form, dpm_write_fn write, void *context)
{
    sink out;
    sink_init(&out, write, context);
    if (form == DPM_EVENT_FORM_CSV) {
        event_csv_head(&out);
    }
    return sink_end(&out, NULL);
}

dpm_status dpm_event_write(const dpm_event *event, dpm_event_form form, const dpm_write_options *options, dpm_write_fn write,
                           void *context)
{
    static const dpm_write_options none = {0};
    sink out;
    sink_init(&out, write, context);
    switch (form) {
    case DPM_EVENT_FORM_TEXT: event_text(&out, event, options ? options : &none); break;
    case DPM_EVENT_FORM_JSONL: event_jsonl(&out, event); break;
    case DPM_EVENT_FORM_ECS: event_ecs(&out, event); break;
    case DPM_EVENT_FORM_OTLP: event_otlp(&out, event); break;
    case DPM_EVENT_FORM_CSV: event_csv(&out, event); break;
    }
    return sink_end(&out, NULL);
}
