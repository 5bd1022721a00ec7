/* The table of incidents by itself, in each form. */
#include "dpmlog/incident.h"

#include "base/strbuf.h"
#include "base/text.h"
#include "model/labels.h"
#include "output/csv_schema.h"
#include "output/json/json_incident.h"
#include "output/json/json_schema.h"
#include "output/text/text_report.h"

#include <inttypes.h>
#include <stdio.h>

dpm_status dpm_incident_write_job(const dpm_incident *incident, dpm_write_fn write, void *context)
{
    strbuf job = {0};
    label_job(incident, &job);
    const dpm_status status = strbuf_hand(&job, write, context);
    strbuf_free(&job);
    return status;
}

/* ---- JSON ---- */

static const json_computed computed[] = {{"dpm_incident", "task", json_incident_more}};

static void put_json(sink *out, const dpm_report_data *facts, const dpm_incident_filter *filter, bool lines)
{
    json_writer w = {.out = out, .compact = lines};
    const json_form form = {&w, computed, 1};
    if (!lines) {
        json_open_array(&w, NULL);
    }
    for (size_t i = 0; i < facts->incident_list_count; i++) {
        if (dpm_incident_matches(facts->incident_list[i], filter)) {
            if (lines) {
                w = (json_writer){.out = out, .compact = true};
            }
            json_open_object(&w, NULL);
            json_members(&form, &incident_schema, facts->incident_list[i]);
            json_close_object(&w);
            sink_adds(out, lines ? "\n" : "");
        }
    }
    if (!lines) {
        json_close_array(&w);
        sink_adds(out, "\n");
    }
}

/* ---- CSV ---- */

static void put_csv_row(csv_row *row, const dpm_incident *i, strbuf *text)
{
    char code[12] = "", id[12] = "";
    csv_members(row, &incident_schema, i, text);
    snprintf(id, sizeof id, i->dpm_id ? "%u" : "", (unsigned)i->dpm_id);
    snprintf(code, sizeof code, i->code ? "0x%08X" : "", (unsigned)i->code);
    csv_word(row, id);
    csv_word(row, code);
    strbuf_clear(text);
    label_job(i, text);
    csv_field(row, strbuf_span(text));
    strbuf_clear(text);
    for (size_t k = 0; k < i->evidence_count; k++) {
        strbuf_adds(text, k ? " " : "");
        strbuf_add(text, i->evidence[k]->path);
        strbuf_addf(text, "%c%" PRIu64, label_place_mark(i->evidence[k]->numbered), i->evidence[k]->line);
    }
    csv_field(row, strbuf_span(text));
    csv_end(row);
}

static void put_csv(sink *out, const dpm_report_data *facts, const dpm_incident_filter *filter)
{
    static const char *const more[] = {"dpm_id", "code", "job", "evidence"};
    csv_row row = {.out = out};
    strbuf text = {0};
    csv_heads(&row, &incident_schema);
    for (size_t i = 0; i < sizeof more / sizeof *more; i++) {
        csv_word(&row, more[i]);
    }
    csv_end(&row);
    for (size_t i = 0; i < facts->incident_list_count; i++) {
        if (dpm_incident_matches(facts->incident_list[i], filter)) {
            put_csv_row(&row, facts->incident_list[i], &text);
        }
    }
    if (text.failed) {
        sink_fail(out, DPM_ENOMEM);
    }
    strbuf_free(&text);
}

/* ---- text ---- */

enum { INDENT = 4 };

static void put_what(text_view *v, const dpm_incident *i)
{
    char text[FORMAT_BYTES];
    label_codes(i, " ", &v->words);
    strbuf_adds(&v->words, i->dpm_id || i->code ? ", " : "");
    strbuf_adds(&v->words, i->outcome == DPM_TASK_END_UNKNOWN ? "end not seen" : dpm_task_end_name(i->outcome));
    if (i->incidents > 1) {
        format_count(i->incidents, text);
        strbuf_addf(&v->words, ", %s alike", text);
    }
    if (i->attempts > i->incidents) {
        format_count(i->attempts, text);
        strbuf_addf(&v->words, ", %s attempts", text);
    }
    words_span(&v->words, ", seen from ", i->peer);
    words_span(&v->words, ", task ", i->task);
}

static void put_text_row(text_view *v, const dpm_incident *i)
{
    text_layout *const p = &v->page;
    char time[FORMAT_BYTES];
    format_time(v->form, CLOCK_SECONDS, i->first, time);
    layout_text(p, STYLE_HEADING, time);
    layout_text(p, STYLE_PLAIN, "  ");
    label_job(i, &v->words);
    layout_wrap(p, STYLE_HEADING, INDENT, strbuf_span(&v->words));
    strbuf_clear(&v->words);
    layout_text(p, STYLE_PLAIN, "  ");
    layout_wrap(p, STYLE_WARN, INDENT, i->cause);
    layout_end(p);
    layout_column(p, INDENT);
    put_what(v, i);
    text_say(v, STYLE_PLAIN, INDENT);
    for (size_t k = 0; k < i->evidence_count && (v->verbose || k == 0); k++) {
        layout_column(p, INDENT);
        text_place(v, i->evidence[v->verbose ? k : i->evidence_count > 1]);
        layout_end(p);
    }
}

static void put_text(sink *out, const dpm_report_data *facts, const dpm_incident_filter *filter, const dpm_write_options *options)
{
    const dpm_write_options o = options ? *options : (dpm_write_options){0};
    text_view v = {.facts = facts, .form = {o.zone_minutes, true}, .verbose = o.verbose};
    char zone[FORMAT_BYTES];
    size_t count = 0;
    uint64_t incidents = 0;
    layout_init(&v.page, out, o.width, o.color);
    for (size_t i = 0; i < facts->incident_list_count; i++) {
        if (dpm_incident_matches(facts->incident_list[i], filter)) {
            put_text_row(&v, facts->incident_list[i]);
            incidents += facts->incident_list[i]->incidents;
            count++;
        }
    }
    format_zone(o.zone_minutes, zone);
    words_count(&v.words, incidents, "incident", "incidents");
    strbuf_addf(&v.words, " of %llu; times in %s", (unsigned long long)facts->incidents, zone);
    if (count) {
        layout_end(&v.page);
    }
    text_say(&v, STYLE_QUIET, 0);
    strbuf_free(&v.words);
    layout_free(&v.page);
}

dpm_status dpm_report_write_incidents(const dpm_report *report, const dpm_incident_filter *filter, dpm_incident_form form,
                                      const dpm_write_options *options, dpm_write_fn write, void *context, dpm_error *err)
{
    TRY(sink_check(report, options, write, err));
    const dpm_report_data *const facts = dpm_report_get_data(report);
    sink out;
    sink_init(&out, write, context);
    switch (form) {
    case DPM_INCIDENT_FORM_JSON:
    case DPM_INCIDENT_FORM_JSONL: put_json(&out, facts, filter, form == DPM_INCIDENT_FORM_JSONL); break;
    case DPM_INCIDENT_FORM_CSV: put_csv(&out, facts, filter); break;
    default: put_text(&out, facts, filter, options); break;
    }
    return sink_end(&out, err);
}
