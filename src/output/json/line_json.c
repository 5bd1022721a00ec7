/* JSON in one line. */
#include "output/json/line_json.h"

#include "base/text.h"
#include "output/escape.h"

#include <inttypes.h>
#include <stdio.h>

static void begin(line_json *w, const char *key)
{
    if (!w->fresh) {
        sink_adds(w->out, ",");
    }
    w->fresh = false;
    if (key) {
        sink_adds(w->out, "\"");
        sink_adds(w->out, key);
        sink_adds(w->out, "\":");
    }
}

void line_open(line_json *w, const char *key, const char *bracket)
{
    begin(w, key);
    sink_adds(w->out, bracket);
    w->fresh = true;
}

void line_close(line_json *w, const char *bracket)
{
    sink_adds(w->out, bracket);
    w->fresh = false;
}

void line_span(line_json *w, const char *key, dpm_span value)
{
    begin(w, key);
    sink_adds(w->out, "\"");
    dpm_escape(value, DPM_ESCAPE_JSON, sink_write, w->out);
    sink_adds(w->out, "\"");
}

void line_lower(line_json *w, const char *key, dpm_span value)
{
    char lower[64];
    const size_t len = value.len < sizeof lower ? value.len : sizeof lower;
    for (size_t i = 0; i < len; i++) {
        lower[i] = ascii_lower(value.ptr[i]);
    }
    line_span(w, key, span_of(lower, len));
}

void line_text(line_json *w, const char *key, const char *value)
{
    line_span(w, key, span_str(value));
}

void line_unsigned(line_json *w, const char *key, uint64_t value)
{
    char digits[24];
    begin(w, key);
    snprintf(digits, sizeof digits, "%" PRIu64, value);
    sink_adds(w->out, digits);
}

void line_end(line_json *w)
{
    sink_adds(w->out, "\n");
    w->fresh = true;
}
