/* JSON: commas, nesting and values; one member a line, or all in one line. */
#include "output/json/json_writer.h"

#include "base/civil.h"
#include "base/number.h"
#include "base/text.h"
#include "output/escape.h"
#include "model/format.h"

#include <inttypes.h>
#include <stdio.h>

static void new_line(json_writer *w)
{
    if (w->compact) {
        return;
    }
    sink_adds(w->out, "\n");
    for (unsigned i = 0; i < w->depth; i++) {
        sink_adds(w->out, "  ");
    }
}

static void quote(json_writer *w, dpm_span text)
{
    sink_adds(w->out, "\"");
    dpm_escape(text, DPM_ESCAPE_JSON, sink_write, w->out);
    sink_adds(w->out, "\"");
}

/* What comes before each value. Keys are words of ours: nothing in them needs an escape. */
static void begin(json_writer *w, const char *key)
{
    if (w->depth) {
        if (!w->fresh) {
            sink_adds(w->out, ",");
        }
        new_line(w);
    }
    w->fresh = false;
    if (key) {
        enum { AROUND = 4 }; /* "": and a blank */
        const size_t len = strlen(key), blank = !w->compact;
        char *const at = sink_room(w->out, len + AROUND);
        at[0] = '"';
        memcpy(at + 1, key, len); /* NOLINT(bugprone-not-null-terminated-result): a quote follows */
        memcpy(at + 1 + len, "\": ", AROUND - 1);
        w->out->len += len + AROUND - 1 + blank;
    }
}

static void open_with(json_writer *w, const char *key, const char *bracket)
{
    begin(w, key);
    sink_adds(w->out, bracket);
    w->depth++;
    w->fresh = true;
}

static void close_with(json_writer *w, const char *bracket)
{
    w->depth--;
    if (!w->fresh) {
        new_line(w);
    }
    w->fresh = false;
    sink_adds(w->out, bracket);
}

void json_open_object(json_writer *w, const char *key)
{
    open_with(w, key, "{");
}

void json_close_object(json_writer *w)
{
    close_with(w, "}");
}

void json_open_array(json_writer *w, const char *key)
{
    open_with(w, key, "[");
}

void json_close_array(json_writer *w)
{
    close_with(w, "]");
}

void json_span(json_writer *w, const char *key, dpm_span value)
{
    begin(w, key);
    quote(w, value);
}

void json_text(json_writer *w, const char *key, const char *value)
{
    json_span(w, key, span_str(value));
}

static void bare(json_writer *w, const char *key, const char *value)
{
    begin(w, key);
    sink_adds(w->out, value);
}

void json_unsigned(json_writer *w, const char *key, uint64_t value)
{
    char text[DECIMAL_TEXT + 1];
    begin(w, key);
    sink_add(w->out, span_of(text, decimal_text(value, text)));
}

void json_signed(json_writer *w, const char *key, int64_t value)
{
    char text[24];
    snprintf(text, sizeof text, "%" PRId64, value);
    bare(w, key, text);
}

void json_bool(json_writer *w, const char *key, bool value)
{
    bare(w, key, value ? "true" : "false");
}

void json_null(json_writer *w, const char *key)
{
    bare(w, key, "null");
}

void json_tenths(json_writer *w, const char *key, double value)
{
    char text[FORMAT_BYTES];
    format_tenths(value, text);
    bare(w, key, text);
}

void json_time(json_writer *w, const char *key, int64_t ms)
{
    char text[CIVIL_TEXT + 1];
    if (ms == DPM_NO_TIME) {
        json_null(w, key);
        return;
    }
    civil_iso(ms, text);
    json_text(w, key, text);
}
