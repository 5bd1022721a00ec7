/* Events as JSON lines: the schema of our own, and those of Elastic and OpenTelemetry. */
#include "output/events/event_forms.h"

#include "base/number.h"
#include "base/text.h"
#include "dpmlog/version.h"
#include "output/json/json_writer.h"

#include <inttypes.h>
#include <stdio.h>

void event_jsonl(sink *out, const dpm_event *e)
{
    char code[EVENT_CODE_TEXT];
    json_writer w = {.out = out, .compact = true};
    event_code(e, code);
    json_open_object(&w, NULL);
    json_time(&w, "time", e->time);
    json_text(&w, "class", event_class(e));
    json_span(&w, "rule", e->rule);
    json_text(&w, "code", code);
    json_span(&w, "code_name", e->code_name);
    json_text(&w, "level", dpm_level_name(e->level));
    json_span(&w, "pid", e->pid);
    json_span(&w, "tid", e->tid);
    json_span(&w, "module", e->module);
    json_span(&w, "source", e->source);
    json_span(&w, "object", e->object);
    json_span(&w, "task", e->task);
    json_span(&w, "host", e->host);
    json_span(&w, "process", e->process);
    json_span(&w, "path", e->path);
    json_unsigned(&w, "line", e->line);
    json_unsigned(&w, "offset", e->offset);
    json_span(&w, "message", e->message);
    if (e->dpm_id) {
        json_unsigned(&w, "dpm_id", e->dpm_id);
    } else {
        json_null(&w, "dpm_id");
    }
    json_close_object(&w);
    sink_adds(out, "\n");
}

/* ---- Elastic Common Schema ---- */

static void span_unless_empty(json_writer *w, const char *key, dpm_span value)
{
    if (value.len) {
        json_span(w, key, value);
    }
}

/* The text in lower case of ASCII. */
static void put_lower(json_writer *w, const char *key, dpm_span value)
{
    char lower[64];
    const size_t len = value.len < sizeof lower ? value.len : sizeof lower;
    for (size_t i = 0; i < len; i++) {
        lower[i] = ascii_lower(value.ptr[i]);
    }
    json_span(w, key, span_of(lower, len));
}

static void ecs_log(json_writer *w, const dpm_event *e)
{
    uint64_t line = 0;
    const dpm_span file = source_file(e->source, &line);
    json_open_object(w, "log");
    json_text(w, "level", dpm_level_name(e->level));
    json_open_object(w, "file");
    json_span(w, "path", e->path);
    json_close_object(w);
    if (file.len) {
        json_open_object(w, "origin");
        json_open_object(w, "file");
        json_span(w, "name", file);
        if (line) {
            json_unsigned(w, "line", line);
        }
        json_close_object(w);
        json_close_object(w);
    }
    json_close_object(w);
}

/* Of the three words that the schema knows. */
static const char *ecs_outcome(const dpm_event *e)
{
    return e->outcome == DPM_OUTCOME_SUCCEEDED                                        ? "success"
           : e->outcome == DPM_OUTCOME_FAILED || e->kind == DPM_EVENT_KIND_CLASSIFIED ? "failure"
                                                                                      : "unknown";
}

static void ecs_event(json_writer *w, const dpm_event *e, const char *code)
{
    json_open_object(w, "event");
    json_text(w, "kind", "event");
    json_text(w, "module", "dpmlog");
    json_text(w, "dataset", "dpmlog.event");
    span_unless_empty(w, "action", e->rule);
    json_text(w, "outcome", ecs_outcome(e));
    if (*code) {
        json_text(w, "code", code);
    }
    span_unless_empty(w, "reason", e->code_name);
    json_close_object(w);
    if (e->rule.len) {
        json_open_object(w, "rule");
        json_span(w, "id", e->rule);
        json_close_object(w);
    }
    if (*code) {
        json_open_object(w, "error");
        json_text(w, "code", code);
        span_unless_empty(w, "type", e->code_name);
        json_close_object(w);
    }
}

static void ecs_process(json_writer *w, const dpm_event *e)
{
    if (e->host.len) {
        json_open_object(w, "host");
        json_span(w, "name", e->host);
        json_close_object(w);
    }
    json_open_object(w, "process");
    span_unless_empty(w, "name", e->process);
    json_unsigned(w, "pid", e->pid_number);
    json_open_object(w, "thread");
    json_unsigned(w, "id", e->tid_number);
    json_close_object(w);
    json_close_object(w);
    if (e->task.len) {
        json_open_object(w, "trace");
        put_lower(w, "id", e->task);
        json_close_object(w);
    }
}

/* What the schema has no name for. */
static void ecs_own(json_writer *w, const dpm_event *e)
{
    json_open_object(w, "dpm");
    json_text(w, "class", event_class(e));
    span_unless_empty(w, "module", e->module);
    span_unless_empty(w, "source", e->source);
    span_unless_empty(w, "object", e->object);
    json_unsigned(w, "line", e->line);
    json_unsigned(w, "offset", e->offset);
    json_close_object(w);
}

void event_ecs(sink *out, const dpm_event *e)
{
    char code[EVENT_CODE_TEXT];
    json_writer w = {.out = out, .compact = true};
    event_code(e, code);
    json_open_object(&w, NULL);
    if (e->time != DPM_NO_TIME) {
        json_time(&w, "@timestamp", e->time);
    }
    json_open_object(&w, "ecs");
    json_text(&w, "version", "8.11.0");
    json_close_object(&w);
    json_span(&w, "message", e->message);
    ecs_event(&w, e, code);
    ecs_log(&w, e);
    ecs_process(&w, e);
    ecs_own(&w, e);
    json_close_object(&w);
    sink_adds(out, "\n");
}

/* ---- OTLP ---- */

/* SeverityNumber. A level of DPM is not a severity: this is the nearest there is. */
static unsigned severity(dpm_level level)
{
    static const unsigned numbers[DPM_LEVELS] = {
        [DPM_LEVEL_CRITICAL] = 21, [DPM_LEVEL_FATAL] = 17, [DPM_LEVEL_WARNING] = 13, [DPM_LEVEL_NORMAL] = 9};
    return numbers[level];
}

static void attribute(json_writer *w, const char *key, dpm_span value)
{
    if (value.len) {
        json_open_object(w, NULL);
        json_text(w, "key", key);
        json_open_object(w, "value");
        json_span(w, "stringValue", value);
        json_close_object(w);
        json_close_object(w);
    }
}

/* 64-bit numbers are strings in OTLP/JSON. */
static void attribute_number(json_writer *w, const char *key, uint64_t value)
{
    char digits[24];
    snprintf(digits, sizeof digits, "%" PRIu64, value);
    json_open_object(w, NULL);
    json_text(w, "key", key);
    json_open_object(w, "value");
    json_text(w, "intValue", digits);
    json_close_object(w);
    json_close_object(w);
}

static void otlp_resource(json_writer *w, const dpm_event *e)
{
    json_open_object(w, "resource");
    json_open_array(w, "attributes");
    attribute(w, "service.name", e->process.len ? e->process : SPAN("unknown_service"));
    attribute(w, "host.name", e->host);
    attribute_number(w, "process.pid", e->pid_number);
    json_close_array(w);
    json_close_object(w);
}

static void otlp_attributes(json_writer *w, const dpm_event *e, const char *code)
{
    uint64_t line = 0;
    const dpm_span file = source_file(e->source, &line);
    json_open_array(w, "attributes");
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
    if (e->dpm_id) {
        attribute_number(w, "dpm.error_id", e->dpm_id);
    }
    attribute(w, "dpm.module", e->module);
    attribute(w, "dpm.object", e->object);
    attribute(w, "dpm.task", e->task);
    json_close_array(w);
}

/* The GUID without its dashes; a trace id of zeros is no valid one. */
static void otlp_trace(json_writer *w, dpm_span task)
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
        json_span(w, "traceId", span_of(digits, count));
    }
}

static void otlp_record(json_writer *w, const dpm_event *e)
{
    char code[EVENT_CODE_TEXT], nanos[32];
    event_code(e, code);
    json_open_object(w, NULL);
    if (e->time != DPM_NO_TIME && e->time >= 0) {
        snprintf(nanos, sizeof nanos, "%" PRId64 "000000", e->time);
        json_text(w, "timeUnixNano", nanos);
        json_text(w, "observedTimeUnixNano", nanos); /* nothing tells when it was collected: never before it was written */
    }
    if (severity(e->level)) {
        json_unsigned(w, "severityNumber", severity(e->level));
    }
    json_text(w, "severityText", dpm_level_name(e->level));
    json_open_object(w, "body");
    json_span(w, "stringValue", e->message);
    json_close_object(w);
    otlp_attributes(w, e, code);
    otlp_trace(w, e->task);
    json_close_object(w);
}

void event_otlp(sink *out, const dpm_event *e)
{
    json_writer w = {.out = out, .compact = true};
    json_open_object(&w, NULL);
    json_open_array(&w, "resourceLogs");
    json_open_object(&w, NULL);
    otlp_resource(&w, e);
    json_open_array(&w, "scopeLogs");
    json_open_object(&w, NULL);
    json_open_object(&w, "scope");
    json_text(&w, "name", "dpmlog");
    json_text(&w, "version", DPMLOG_VERSION);
    json_close_object(&w);
    json_open_array(&w, "logRecords");
    otlp_record(&w, e);
    json_close_array(&w);
    json_close_object(&w);
    json_close_array(&w);
    json_close_object(&w);
    json_close_array(&w);
    json_close_object(&w);
    sink_adds(out, "\n");
}
