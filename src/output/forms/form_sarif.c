/* The report as SARIF 2.1.0, for places that show results beside files: a rule for each cause, a result for each incident. */
#include "dpmlog/report.h"
#include "dpmlog/version.h"

#include "base/strbuf.h"
#include "base/text.h"
#include "model/labels.h"
#include "output/json/json_writer.h"

#include <stdio.h>

/* A path as a URI reference: nothing in it is taken for a scheme, a query or a fragment. */
static void put_uri(json_writer *w, dpm_span path, strbuf *uri)
{
    strbuf_clear(uri);
    for (size_t i = 0; i < path.len; i++) {
        const unsigned char c = (unsigned char)path.ptr[i];
        if (c == '\\') {
            strbuf_addc(uri, '/');
        } else if (ascii_alpha((char)c) || ascii_digit((char)c) || strchr("-._~/!", c)) {
            strbuf_addc(uri, (char)c);
        } else {
            strbuf_addf(uri, "%%%02X", c);
        }
    }
    json_span(w, "uri", strbuf_span(uri));
}

static void put_text(json_writer *w, const char *key, dpm_span text)
{
    json_open_object(w, key);
    json_span(w, "text", text);
    json_close_object(w);
}

static void put_rule(json_writer *w, const dpm_cause *c)
{
    json_open_object(w, NULL);
    json_span(w, "id", c->id);
    put_text(w, "shortDescription", c->title);
    put_text(w, "fullDescription", c->explanation);
    put_text(w, "help", c->fix.summary.len ? c->fix.summary : SPAN("No fix is known."));
    if (span_starts(c->fix.url, SPAN("https://"))) {
        json_span(w, "helpUri", c->fix.url);
    }
    json_close_object(w);
}

static void put_location(json_writer *w, const dpm_evidence *e, strbuf *text)
{
    json_open_object(w, NULL);
    json_open_object(w, "physicalLocation");
    json_open_object(w, "artifactLocation");
    put_uri(w, e->path, text);
    json_close_object(w);
    json_open_object(w, "region");
    json_unsigned(w, "startLine", e->line);
    put_text(w, "snippet", e->text);
    json_close_object(w);
    json_close_object(w);
    json_close_object(w);
}

static void put_result(json_writer *w, const dpm_incident *i, strbuf *text)
{
    json_open_object(w, NULL);
    json_span(w, "ruleId", i->cause);
    json_text(w, "level", i->outcome == DPM_TASK_END_FAILED ? "error" : "warning");
    strbuf_clear(text);
    label_job(i, text);
    strbuf_adds(text, i->outcome == DPM_TASK_END_FAILED ? " failed"
                      : i->outcome == DPM_TASK_END_OPEN ? " never ended"
                                                        : " had failures");
    if (i->dpm_id || i->code) {
        strbuf_adds(text, ": ");
        label_codes(i, ", ", text);
    }
    put_text(w, "message", strbuf_span(text));
    json_unsigned(w, "occurrenceCount", i->incidents);
    json_open_array(w, "locations"); /* one; the others are related */
    put_location(w, i->evidence[i->evidence_count > 1], text);
    json_close_array(w);
    json_open_array(w, "relatedLocations");
    for (size_t k = 0; k < i->evidence_count; k++) {
        if (k != (i->evidence_count > 1)) {
            put_location(w, i->evidence[k], text);
        }
    }
    json_close_array(w);
    json_open_object(w, "properties");
    json_time(w, "first", i->first);
    json_time(w, "last", i->last);
    json_span(w, "server", i->server);
    json_span(w, "datasource", i->datasource);
    json_span(w, "task", i->task);
    json_close_object(w);
    json_close_object(w);
}

static void put_tool(json_writer *w, const dpm_report_data *f)
{
    json_open_object(w, "tool");
    json_open_object(w, "driver");
    json_text(w, "name", "dpmlog");
    json_text(w, "version", dpm_version());
    json_open_array(w, "rules");
    for (size_t i = 0; i < f->cause_count; i++) {
        put_rule(w, f->causes[i]);
    }
    json_close_array(w);
    json_close_object(w);
    json_close_object(w);
}

dpm_status dpm_report_write_sarif(const dpm_report *report, const dpm_write_options *options, dpm_write_fn write, void *context,
                                  dpm_error *err)
{
    (void)options; /* nothing in them is about SARIF */
    TRY(sink_check(report, NULL, write, err));
    const dpm_report_data *const f = dpm_report_get_data(report);
    sink out;
    strbuf text = {0};
    sink_init(&out, write, context);
    json_writer w = {.out = &out};
    json_open_object(&w, NULL);
    json_text(&w, "$schema", "https://json.schemastore.org/sarif-2.1.0.json");
    json_text(&w, "version", "2.1.0");
    json_open_array(&w, "runs");
    json_open_object(&w, NULL);
    put_tool(&w, f);
    json_open_array(&w, "invocations");
    json_open_object(&w, NULL);
    json_bool(&w, "executionSuccessful", f->complete && !f->interrupted);
    json_close_object(&w);
    json_close_array(&w);
    json_open_array(&w, "results");
    for (size_t i = 0; i < f->incident_list_count; i++) {
        put_result(&w, f->incident_list[i], &text);
    }
    json_close_array(&w);
    json_close_object(&w);
    json_close_array(&w);
    json_close_object(&w);
    sink_adds(&out, "\n");
    if (text.failed) {
        sink_fail(&out, DPM_ENOMEM);
    }
    strbuf_free(&text);
    return sink_end(&out, err);
}
