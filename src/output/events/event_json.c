/* Events as JSON lines: the schema of our own, and those of Elastic and OpenTelemetry. */
#include "output/events/event_forms.h"

#include "base/civil.h"
#include "base/number.h"
#include "base/text.h"
#include "dpmlog/version.h"
#include "output/json/line_json.h"

#include <inttypes.h>
#include <stdio.h>

static void iso_time(int64_t ms, char out[CIVIL_TEXT + 1])
{
    out[0] = '\0';
    if (ms != DPM_NO_TIME) {
        civil_iso(ms, out);
    }
}

void event_jsonl(sink *out, const dpm_event *e)
{
    char time[CIVIL_TEXT + 1], code[EVENT_CODE_TEXT];
    line_json w = {.out = out, .fresh = true};
    iso_time(e->time, time);
    event_code(e, code);
    line_open(&w, NULL, "{");
    line_text(&w, "time", time);
    line_text(&w, "class", event_class(e));
    line_span(&w, "rule", e->rule);
    line_text(&w, "code", code);
    line_span(&w, "code_name", e->code_name);
    line_text(&w, "level", dpm_level_name(e->level));
    line_span(&w, "pid", e->pid);
    line_span(&w, "tid", e->tid);
    line_span(&w, "module", e->module);
    line_span(&w, "source", e->source);
    line_span(&w, "object", e->object);
    line_span(&w, "task", e->task);
    line_span(&w, "host", e->host);
    line_span(&w, "process", e->process);
    line_span(&w, "path", e->path);
    line_unsigned(&w, "line", e->line);
    line_unsigned(&w, "offset", e->offset);
    line_span(&w, "message", e->message);
    line_close(&w, "}");
    line_end(&w);
}

/* ---- Elastic Common Schema ---- */

static void span_unless_empty(line_json *w, const char *key, dpm_span value)
{
    if (value.len) {
        line_span(w, key, value);
    }
}

static void ecs_log(line_json *w, const dpm_event *e)
{
    uint64_t line = 0;
    const dpm_span file = source_file(e->source, &line);
    line_open(w, "log", "{");
    line_text(w, "level", dpm_level_name(e->level));
    line_open(w, "file", "{");
    line_span(w, "path", e->path);
    line_close(w, "}");
    if (file.len) {
        line_open(w, "origin", "{");
        line_open(w, "file", "{");
        line_span(w, "name", file);
        if (line) {
            line_unsigned(w, "line", line);
        }
        line_close(w, "}");
        line_close(w, "}");
    }
    line_close(w, "}");
}

static void ecs_event(line_json *w, const dpm_event *e, const char *code)
{
    line_open(w, "event", "{");
    line_text(w, "kind", "event");
    line_text(w, "module", "dpmlog");
    line_text(w, "dataset", "dpmlog.event");
    span_unless_empty(w, "action", e->rule);
    if (*code) {
        line_text(w, "code", code);
    }
    span_unless_empty(w, "reason", e->code_name);
    line_close(w, "}");
    if (*code) {
        line_open(w, "error", "{");
        line_text(w, "code", code);
        span_unless_empty(w, "type", e->code_name);
        line_close(w, "}");
    }
}

static void ecs_process(line_json *w, const dpm_event *e)
{
    if (e->host.len) {
        line_open(w, "host", "{");
        line_span(w, "name", e->host);
        line_close(w, "}");
    }
    line_open(w, "process", "{");
    span_unless_empty(w, "name", e->process);
    line_unsigned(w, "pid", e->pid_number);
    line_open(w, "thread", "{");
    line_unsigned(w, "id", e->tid_number);
    line_close(w, "}");
    line_close(w, "}");
    if (e->task.len) {
        line_open(w, "trace", "{");
        line_lower(w, "id", e->task);
        line_close(w, "}");
    }
}

/* What the schema has no name for. */
static void ecs_own(line_json *w, const dpm_event *e)
{
    line_open(w, "dpm", "{");
    line_text(w, "class", event_class(e));
    span_unless_empty(w, "module", e->module);
    span_unless_empty(w, "source", e->source);
    span_unless_empty(w, "object", e->object);
    line_unsigned(w, "line", e->line);
    line_unsigned(w, "offset", e->offset);
    line_close(w, "}");
}

void event_ecs(sink *out, const dpm_event *e)
{
    char time[CIVIL_TEXT + 1], code[EVENT_CODE_TEXT];
    line_json w = {.out = out, .fresh = true};
    iso_time(e->time, time);
    event_code(e, code);
    line_open(&w, NULL, "{");
    if (*time) {
        line_text(&w, "@timestamp", time);
    }
    line_open(&w, "ecs", "{");
    line_text(&w, "version", "8.11.0");
    line_close(&w, "}");
    line_span(&w, "message", e->message);
    ecs_event(&w, e, code);
    ecs_log(&w, e);
    ecs_process(&w, e);
    ecs_own(&w, e);
    line_close(&w, "}");
    line_end(&w);
}

/* ---- OTLP ---- */

/* SeverityNumber. A level of DPM is not a severity: this is the nearest there is. */
static unsigned severity(dpm_level level)
{
    static const unsigned numbers[DPM_LEVELS] = {
        [DPM_LEVEL_CRITICAL] = 21, [DPM_LEVEL_FATAL] = 17, [DPM_LEVEL_WARNING] = 13, [DPM_LEVEL_NORMAL] = 9};
    return numbers[level];
}

static void attribute(line_json *w, const char *key, dpm_span value)
{
    if (value.len) {
        line_open(w, NULL, "{");
        line_text(w, "key", key);
        line_open(w, "value", "{");
        line_span(w, "stringValue", value);
        line_close(w, "}");
        line_close(w, "}");
    }
}

/* 64-bit numbers are strings in OTLP/JSON. */
static void attribute_number(line_json *w, const char *key, uint64_t value)
{
    char digits[24];
    snprintf(digits, sizeof digits, "%" PRIu64, value);
    line_open(w, NULL, "{");
    line_text(w, "key", key);
    line_open(w, "value", "{");
    line_text(w, "intValue", digits);
    line_close(w, "}");
    line_close(w, "}");
}

static void otlp_resource(line_json *w, const dpm_event *e)
{
    line_open(w, "resource", "{");
    line_open(w, "attributes", "[");
    attribute(w, "service.name", e->process.len ? e->process : SPAN("unknown_service"));
    attribute(w, "host.name", e->host);
    attribute_number(w, "process.pid", e->pid_number);
    line_close(w, "]");
    line_close(w, "}");
}

static void otlp_attributes(line_json *w, const dpm_event *e, const char *code)
{
    uint64_t line = 0;
    const dpm_span file = source_file(e->source, &line);
    line_open(w, "attributes", "[");
    attribute(w, "log.file.path", e->path);
    attribute_number(w, "log.file.line", e->line);
    attribute_number(w, "log.file.offset", e->offset);
    attribute_number(w, "thread.id", e->tid_number);
    attribute(w, "code.file.path", file);
    if (line) {
        attribute_number(w, "code.line.number", line);
    }
    attribute(w, "error.type", e->code_name.len ? e->code_name : span_str(code));
    attribute(w, "dpm.class", span_str(event_class(e)));
    attribute(w, "dpm.rule", e->rule);
    attribute(w, "dpm.code", span_str(code));
    attribute(w, "dpm.module", e->module);
    attribute(w, "dpm.object", e->object);
    attribute(w, "dpm.task", e->task);
    line_close(w, "]");
}

/* The GUID without its dashes; a trace id of zeros is no valid one. */
static void otlp_trace(line_json *w, dpm_span task)
{
    char digits[33];
    size_t count = 0;
    bool any = false;
    for (size_t i = 0; i < task.len && count < 32; i++) {
        if (task.ptr[i] != '-') {
            any |= task.ptr[i] != '0';
            digits[count++] = ascii_lower(task.ptr[i]);
        }
    }
    if (any && count == 32) {
        line_span(w, "traceId", span_of(digits, count));
    }
}

static void otlp_record(line_json *w, const dpm_event *e)
{
    char code[EVENT_CODE_TEXT], nanos[32];
    event_code(e, code);
    line_open(w, NULL, "{");
    if (e->time != DPM_NO_TIME && e->time >= 0) {
        snprintf(nanos, sizeof nanos, "%" PRId64 "000000", e->time);
        line_text(w, "timeUnixNano", nanos);
    }
    if (severity(e->level)) {
        line_unsigned(w, "severityNumber", severity(e->level));
    }
    line_text(w, "severityText", dpm_level_name(e->level));
    line_open(w, "body", "{");
    line_span(w, "stringValue", e->message);
    line_close(w, "}");
    otlp_attributes(w, e, code);
    otlp_trace(w, e->task);
    line_close(w, "}");
}

void event_otlp(sink *out, const dpm_event *e)
{
    line_json w = {.out = out, .fresh = true};
    line_open(&w, NULL, "{");
    line_open(&w, "resourceLogs", "[");
    line_open(&w, NULL, "{");
    otlp_resource(&w, e);
    line_open(&w, "scopeLogs", "[");
    line_open(&w, NULL, "{");
    line_open(&w, "scope", "{");
    line_text(&w, "name", "dpmlog");
    line_text(&w, "version", DPMLOG_VERSION);
    line_close(&w, "}");
    line_open(&w, "logRecords", "[");
    otlp_record(&w, e);
    line_close(&w, "]");
    line_close(&w, "}");
    line_close(&w, "]");
    line_close(&w, "}");
    line_close(&w, "]");
    line_close(&w, "}");
    line_end(&w);
}
