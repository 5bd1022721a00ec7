/* The part of a JSON report that a comparison needs, read by jansson. */
#include "compare/compare.h"

#include "base/civil.h"
#include "base/text.h"

#ifndef DPM_WITH_JANSSON

dpm_status baseline_json(dpm_span bytes, dpm_baseline *b, dpm_error *err)
{
    (void)bytes;
    (void)b;
    return status_fail(err, DPM_ELIMIT, "this build cannot read reports in JSON: it is made without jansson; use a summary");
}

#else
#include "os/library_calls.h"

#include <jansson.h>

/* What is asked of jansson. With DPM_JANSSON_FILE it is loaded when the first report is read. */
/* clang-format off */
#define CALLS(X) \
    X(json_loadb) X(json_delete) X(json_object_get) X(json_array_size) X(json_array_get) X(json_string_value) \
    X(json_string_length) X(json_integer_value)
/* clang-format on */
OS_CALLS(calls, CALLS);

static dpm_status load(calls *out, dpm_error *err)
{
#ifdef DPM_JANSSON_FILE
    return os_load(OS_NAME(DPM_JANSSON_FILE), OS_CALL_NAMES(CALLS), OS_CALL_COUNT(calls), out, err);
#else
    (void)err;
    *out = (calls){CALLS(OS_CALL_ADDRESS)};
    return DPM_OK;
#endif
}

/* BASELINE_ROWS_MAX of them still add up in 64 bits. */
#define COUNT_LIMIT ((json_int_t)1 << 47)

static dpm_status damaged(dpm_error *err, const char *what)
{
    return status_fail(err, DPM_EDATA, "this is no report of dpmlog that can be compared: %s", what);
}

static dpm_span text_of(const calls *j, const json_t *value)
{
    return json_is_string(value) ? (dpm_span){j->json_string_value(value), j->json_string_length(value)} : (dpm_span){0};
}

static bool count_of(const calls *j, const json_t *value, uint64_t *out)
{
    const json_int_t n = json_is_integer(value) ? j->json_integer_value(value) : -1;
    const bool fits = n >= 0 && n < COUNT_LIMIT;
    *out = fits ? (uint64_t)n : 0;
    return fits;
}

/* null: there is none. */
static bool time_of(const calls *j, const json_t *value, int64_t *out)
{
    *out = DPM_NO_TIME;
    return json_is_null(value) || civil_from_iso(text_of(j, value), out);
}

static dpm_status take_row(const calls *j, const json_t *item, dpm_baseline *b, dpm_error *err)
{
    const json_t *const server = j->json_object_get(item, "server"), *const cause = j->json_object_get(item, "cause");
    baseline_row *const row = &b->rows[b->row_count];
    if (!json_is_string(server) || !json_is_string(cause) ||
        !count_of(j, j->json_object_get(item, "incidents"), &row->incidents)) {
        return damaged(err, "an incident lacks its server, its cause or its number");
    }
    b->row_count++;
    return arena_keep(&b->memory, text_of(j, server), &row->server) && arena_keep(&b->memory, text_of(j, cause), &row->cause)
               ? DPM_OK
               : status_nomem(err);
}

static dpm_status take_rows(const calls *j, const json_t *list, dpm_baseline *b, dpm_error *err)
{
    const size_t count = j->json_array_size(list);
    if (!json_is_array(list)) {
        return damaged(err, "it has no incident_list; it was written by an older version");
    }
    if (count > BASELINE_ROWS_MAX) {
        return status_fail(err, DPM_ELIMIT, "this report has more than %d incidents", BASELINE_ROWS_MAX);
    }
    b->rows = arena_array(&b->memory, count + 1, sizeof *b->rows);
    if (!b->rows) {
        return status_nomem(err);
    }
    for (size_t i = 0; i < count; i++) {
        TRY(take_row(j, j->json_array_get(list, i), b, err));
    }
    return DPM_OK;
}

static dpm_status take_report(const calls *j, const json_t *root, dpm_baseline *b, dpm_error *err)
{
    const json_t *const span = j->json_object_get(root, "span");
    const json_t *const complete = j->json_object_get(j->json_object_get(root, "coverage"), "complete");
    const dpm_span schema = text_of(j, j->json_object_get(root, "schema"));
    if (!span_eq(schema, SPAN("dpmlog.report/1")) && !span_eq(schema, SPAN("dpmlog.fleet/1"))) {
        return damaged(err, schema.len ? "it is of another kind or version" : "it names no schema");
    }
    if (!time_of(j, j->json_object_get(span, "first"), &b->first) || !time_of(j, j->json_object_get(span, "last"), &b->last) ||
        !json_is_boolean(complete) || !count_of(j, j->json_object_get(root, "incidents"), &b->incidents)) {
        return damaged(err, "its span, its coverage or its number of incidents is missing");
    }
    b->complete = json_is_true(complete);
    return take_rows(j, j->json_object_get(root, "incident_list"), b, err);
}

dpm_status baseline_json(dpm_span bytes, dpm_baseline *b, dpm_error *err)
{
    calls j;
    json_error_t trouble;
    if (bytes.len > BASELINE_JSON_MAX) {
        return status_fail(err, DPM_ELIMIT, "a report of more than %d MiB is not compared", BASELINE_JSON_MAX >> 20);
    }
    TRY(load(&j, err));
    json_t *const root = j.json_loadb(bytes.ptr, bytes.len, JSON_ALLOW_NUL, &trouble);
    if (!root) {
        return status_fail(err, DPM_EDATA, "bad JSON in line %d: %.120s", trouble.line, trouble.text);
    }
    const dpm_status status = take_report(&j, root, b, err);
    j.json_delete(root); /* ours alone */
    return status;
}
#endif
