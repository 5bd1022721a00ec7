/* The failed jobs, and what is backed up with its last success. */
#include "output/html/html_report.h"

#include "base/strbuf.h"
#include "base/text.h"
#include "model/labels.h"

#include <stdio.h>
#include <stdlib.h>

/* ---- the worst of many ---- */

static int by_weight(const void *a, const void *b)
{
    const dpm_incident *const x = *(const dpm_incident *const *)a, *const y = *(const dpm_incident *const *)b;
    const bool x_failed = x->outcome == DPM_TASK_END_FAILED, y_failed = y->outcome == DPM_TASK_END_FAILED;
    if (x_failed != y_failed) {
        return x_failed ? -1 : 1;
    }
    if (x->strength != y->strength) {
        return x->strength > y->strength ? -1 : 1;
    }
    if (x->incidents != y->incidents) {
        return x->incidents > y->incidents ? -1 : 1;
    }
    return (x->id < y->id) - (x->id > y->id); /* the newest */
}

static int by_id(const void *a, const void *b)
{
    const dpm_incident *const x = *(const dpm_incident *const *)a, *const y = *(const dpm_incident *const *)b;
    return (x->id > y->id) - (x->id < y->id);
}

/* ---- rows ---- */

/* As label_job, with what the page is picked by. */
static void put_job(html *h, const dpm_incident *i)
{
    const dpm_incident bare = {.kind = i->kind, .task = i->task.len ? i->task : i->datasource};
    strbuf kind = {0};
    label_job(&bare, &kind);
    if (kind.failed) {
        sink_fail(h->out, DPM_ENOMEM);
    }
    html_span(h, strbuf_span(&kind));
    html_raw(h, i->datasource.len ? " of " : "");
    html_pick(h, "source", i->datasource);
    html_raw(h, i->server.len ? " on " : "");
    html_pick(h, "server", i->server);
    strbuf_free(&kind);
}

static void put_what(html *h, const dpm_incident *i, bool evidence)
{
    html_raw(h, "<td class=\"job\">");
    put_job(h, i);
    if (i->incidents > 1) {
        html_raw(h, " <span class=\"quiet\">and ");
        html_count(h, i->incidents - 1);
        html_raw(h, " alike</span>");
    }
    if (evidence) {
        html_raw(h, "<details><summary>Records</summary>");
        if (i->task.len) {
            html_raw(h, "<p class=\"quiet\">Task <code>");
            html_span(h, i->task);
            html_raw(h, "</code></p>");
        }
        for (size_t k = 0; k < i->evidence_count; k++) {
            html_record(h, i->evidence[k]);
        }
        html_raw(h, "</details>");
    }
    html_raw(h, "</td>");
}

/* "ID 43", "0x8099090E": as many as there are. */
static size_t codes_of(const dpm_incident *i, char id[16], char code[16], dpm_span out[2])
{
    size_t count = 0;
    if (i->dpm_id) {
        snprintf(id, 16, "ID %u", (unsigned)i->dpm_id);
        out[count++] = span_str(id);
    }
    if (i->code) {
        snprintf(code, 16, "0x%08X", (unsigned)i->code);
        out[count++] = span_str(code);
    }
    return count;
}

static void put_codes(html *h, const dpm_incident *i)
{
    char id[16], code[16];
    dpm_span codes[2];
    const size_t count = codes_of(i, id, code, codes);
    html_raw(h, "<td>");
    for (size_t k = 0; k < count; k++) {
        html_raw(h, k ? " <code>" : "<code>");
        html_pick(h, "code", codes[k]);
        html_raw(h, "</code>");
    }
    html_raw(h, "</td>");
}

/* A link, where the page has the cause. */
static void put_cause(html *h, dpm_span id)
{
    bool there = false;
    for (size_t i = 0; i < h->facts->cause_count && i < HTML_CAUSES && !there; i++) {
        there = span_eq(h->facts->causes[i]->id, id);
    }
    html_raw(h, there ? "<td><a href=\"#cause-" : "<td>");
    if (there) {
        html_span(h, id);
        html_raw(h, "\">");
    }
    html_span(h, id);
    html_raw(h, there ? "</a></td>" : "</td>");
}

static void put_row(html *h, const dpm_incident *i, bool evidence)
{
    html_raw(h, "<tr class=\"item incident\" id=\"incident-");
    html_number(h, (int64_t)i->id);
    html_raw(h, "\"");
    html_when(h, i->first, i->last);
    html_facet(h, "cause", &i->cause, 1); /* the others are what can be clicked in it */
    html_raw(h, "><td>");
    html_time(h, CLOCK_SECONDS, i->first);
    html_raw(h, "</td>");
    put_what(h, i, evidence);
    put_cause(h, i->cause);
    put_codes(h, i);
    html_cell(h, i->outcome == DPM_TASK_END_FAILED ? "end bad" : "end warn",
              i->outcome == DPM_TASK_END_UNKNOWN ? SPAN("not seen") : span_str(dpm_task_end_name(i->outcome)));
    html_raw(h, "</tr>\n");
}

static void put_rows(html *h, const dpm_incident **list, size_t count)
{
    static const html_column columns[] = {{"When", HTML_TEXT},  {"Job", HTML_TEXT}, {"Cause", HTML_TEXT},
                                          {"Codes", HTML_TEXT}, {"End", HTML_TEXT}, {NULL, HTML_TEXT}};
    const size_t shown = html_shown(count, INCIDENT_PAGE_MAX);
    html_section(h, "incidents", "Failed jobs", count);
    html_table(h, "Failed jobs", columns);
    qsort(list, count, sizeof *list, by_weight);
    qsort(list, shown, sizeof *list, by_id);
    for (size_t i = 0; i < shown; i++) {
        put_row(h, list[i], shown <= HTML_INCIDENT_RECORDS || i >= shown - HTML_INCIDENT_RECORDS);
    }
    html_table_end(h);
    if (shown < count) {
        html_raw(h, "<p class=\"more\">These are the worst; dpmlog incidents lists all ");
        html_count(h, count);
        html_raw(h, ".</p>\n");
    }
    html_section_end(h);
}

void html_incidents(html *h)
{
    const dpm_report_data *const f = h->facts;
    if (!f->incident_list_count) {
        return;
    }
    const dpm_incident **const list = calloc(f->incident_list_count, sizeof *list);
    if (!list) {
        sink_fail(h->out, DPM_ENOMEM);
        return;
    }
    for (size_t i = 0; i < f->incident_list_count; i++) {
        list[i] = f->incident_list[i];
    }
    put_rows(h, list, f->incident_list_count);
    free(list);
}

/* ---- data sources ---- */

static void put_datasource(html *h, const dpm_datasource *d)
{
    html_raw(h, "<tr class=\"item\"");
    html_facet(h, "server", &d->server, d->server.len > 0);
    html_facet(h, "source", &d->name, 1);
    html_raw(h, "><td>");
    html_pick(h, "server", d->server);
    html_raw(h, "</td><td>");
    html_pick(h, "source", d->name);
    html_raw(h, "</td>");
    html_raw(h, d->last_success == DPM_NO_TIME ? "<td class=\"end bad\">" : "<td>");
    if (d->last_success == DPM_NO_TIME) {
        html_raw(h, "not seen");
    }
    html_time(h, CLOCK_MINUTES, d->last_success);
    html_raw(h, "</td><td>");
    html_time(h, CLOCK_MINUTES, d->last_failure);
    html_raw(h, "</td>");
    html_count_cell(h, d->failures);
    html_raw(h, "</tr>\n");
}

void html_datasources(html *h)
{
    static const html_column columns[] = {{"Server", HTML_TEXT},       {"Data source", HTML_TEXT}, {"Last success", HTML_TEXT},
                                          {"Last failure", HTML_TEXT}, {"Failures", HTML_NUMBER},  {NULL, HTML_TEXT}};
    const dpm_report_data *const f = h->facts;
    if (!f->datasource_count) {
        return;
    }
    html_section(h, "sources", "Data sources", f->datasource_count);
    html_table(h, "Data sources", columns);
    const size_t shown = html_shown(f->datasource_count, HTML_DATASOURCES);
    for (size_t i = 0; i < shown; i++) {
        put_datasource(h, f->datasources[i]);
    }
    html_table_end(h);
    html_more(h, shown, f->datasource_count, "data sources");
    html_section_end(h);
}
