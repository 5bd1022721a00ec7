/* Fields of an event that several forms write. */
#include "base/number.h"
#include "base/text.h"
#include "output/events/event_forms.h"

void event_code(const dpm_event *e, char out[EVENT_CODE_TEXT])
{
    out[0] = '\0';
    if (e->code_count) {
        memcpy(out, "0x", 2);
        hex_text(e->codes[0], HEX_TEXT, out + 2);
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
