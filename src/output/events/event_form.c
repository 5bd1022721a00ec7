/* Which form an event is written in, and what the forms share. */
#include "output/events/event_forms.h"

#include "base/number.h"
#include "base/text.h"

#include <stdio.h>

void event_code(const dpm_event *e, char out[EVENT_CODE_TEXT])
{
    out[0] = '\0';
    if (e->code_count) {
        snprintf(out, EVENT_CODE_TEXT, "0x%08X", (unsigned)e->codes[0]);
    }
}

const char *event_class(const dpm_event *e)
{
    return e->rule.len ? dpm_class_name(e->cls) : "";
}

dpm_span source_file(dpm_span source, uint64_t *line)
{
    const cut parts = span_cut(source, '(');
    const size_t digits = parts.found ? number_decimal(parts.tail, line) : 0;
    if (!digits || !span_eq(span_from(parts.tail, digits), SPAN(")"))) {
        *line = 0;
        return source;
    }
    return parts.head;
}

bool dpm_event_write_head(dpm_event_form form, dpm_write_fn write, void *context)
{
    sink out;
    sink_init(&out, write, context);
    if (form == DPM_EVENT_FORM_CSV) {
        event_csv_head(&out);
    }
    return sink_end(&out, NULL) >= 0;
}

bool dpm_event_write(const dpm_event *event, dpm_event_form form, const dpm_write_options *options, dpm_write_fn write,
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
    return sink_end(&out, NULL) >= 0;
}
