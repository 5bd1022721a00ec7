/* JSON: commas, nesting and values; one member a line, or all in one line. */
#include "output/json/json_writer.h"

#include "base/civil.h"
#include "base/number.h"
#include "base/text.h"
#include "output/escape.h"
#include "model/format.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>

enum { DEPTH_MAX = 16, AROUND = 8 }; /* a comma, a line end, quotes, a colon and a blank */

/* A line end, and two blanks for each level. There is room for all levels, so that the copy is of one size. */
static char *put_line(const json_writer *w, char *at)
{
    static const char blanks[2 * DEPTH_MAX + 1] = "                                ";
    if (!w->compact) {
        assert(w->depth <= DEPTH_MAX);
        *at++ = '\n';
        memcpy(at, blanks, 2 * DEPTH_MAX);
        at += 2 * (size_t)w->depth;
    }
    return at;
}

/* What comes before each value. Keys are words of ours: nothing in them needs an escape. */
static void begin(json_writer *w, const char *key)
{
    const size_t len = key ? strlen(key) : 0;
    char *const from = sink_room(w->out, len + 2 * DEPTH_MAX + AROUND), *at = from;
    if (w->depth) {
        *at = ',';
        at = put_line(w, at + !w->fresh);
    }
    w->fresh = false;
    if (key) {
        *at++ = '"';
        memcpy(at, key, len); /* NOLINT(bugprone-not-null-terminated-result): a quote follows */
        at += len;
        memcpy(at, "\": ", 3); /* NOLINT(bugprone-not-null-terminated-result): the value follows */
        at += w->compact ? 2 : 3;
    }
    w->out->len += (size_t)(at - from);
}

/* Most texts need no escape. */
static void quote(json_writer *w, dpm_span text)
{
    const bool plain = text.len + 2 <= SINK_BYTES && escape_harmless(text, 0) == text.len;
    if (!plain) {
        sink_adds(w->out, "\"");
        dpm_escape(text, DPM_ESCAPE_JSON, sink_write, w->out);
        sink_adds(w->out, "\"");
        return;
    }
    char *const at = sink_room(w->out, text.len + 2);
    at[0] = '"';
    if (text.len) {
        memcpy(at + 1, text.ptr, text.len);
    }
    at[1 + text.len] = '"';
    w->out->len += text.len + 2;
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
        char *const from = sink_room(w->out, 2 * DEPTH_MAX + AROUND);
        w->out->len += (size_t)(put_line(w, from) - from);
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
