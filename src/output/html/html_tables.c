/* What is counted: codes, hosts by cause, signatures that no rule explains, noise. */
#include "output/html/html_report.h"

#include "base/strbuf.h"
#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>

/* A row that begins with its count and ends with its course. */
static void open_row_of(html *h, char kind, size_t index, const uint32_t *buckets, uint64_t count, const dpm_span *code)
{
    html_raw(h, "<tr class=\"item\"");
    html_series(h, kind, index, buckets);
    html_facet(h, "code", code, code != NULL);
    html_raw(h, ">");
    html_open(h, "td", "num");
    html_recount(h, count);
    html_close(h, "td");
}

static void open_row(html *h, char kind, size_t index, const uint32_t *buckets, uint64_t count)
{
    open_row_of(h, kind, index, buckets, count, NULL);
}

static void close_row(html *h, const uint32_t *buckets)
{
    html_raw(h, "<td class=\"when\">");
    html_spark(h, buckets);
    html_raw(h, "</td></tr>\n");
}

void html_codes(html *h)
{
    static const html_column columns[] = {{"Events", HTML_NUMBER}, {"Code", HTML_TEXT}, {"Name and meaning", HTML_TEXT},
                                          {"Class", HTML_TEXT},    {"When", HTML_TEXT}, {NULL, HTML_TEXT}};
    const dpm_report_data *const f = h->facts;
    if (!f->code_count) {
        return;
    }
    html_section(h, "codes", "Codes", f->code_count);
    html_table(h, "Codes", columns);
    const size_t shown = html_shown(f->code_count, HTML_CODES);
    for (size_t i = 0; i < shown; i++) {
        const dpm_code_count *const row = f->codes[i];
        char text[FORMAT_BYTES];
        format_code(&row->code, text);
        const dpm_span code = span_str(text);
        open_row_of(h, 'c', i, row->buckets, row->events, &code);
        html_raw(h, "<td><code>");
        html_pick(h, "code", code);
        html_raw(h, "</code>");
        html_raw(h, "</td><td class=\"meaning\">");
        if (row->code.name.len) {
            html_element(h, "code", "name", row->code.name);
            html_raw(h, " ");
        }
        html_span(h, row->code.meaning.len ? row->code.meaning : SPAN("not in the list of known codes"));
        html_raw(h, "</td>");
        html_cell(h, "quiet class", row->code.class_name);
        close_row(h, row->buckets);
    }
    html_table_end(h);
    html_more(h, shown, f->code_count, "codes");
    html_section_end(h);
}

static void put_draft(html *h, const dpm_unknown *row)
{
    strbuf rule = {0};
    if (dpm_unknown_write_rule(row, strbuf_write, &rule) != DPM_OK || rule.failed) {
        sink_fail(h->out, DPM_ENOMEM);
    }
    html_raw(h, "<details><summary>Draft of a rule</summary><pre dir=\"ltr\">");
    html_span(h, strbuf_span(&rule));
    html_raw(h, "</pre></details>");
    strbuf_free(&rule);
}

void html_unknown(html *h)
{
    static const html_column columns[] = {{"Events", HTML_NUMBER},
                                          {"Signature, and the first of them", HTML_TEXT},
                                          {"Source", HTML_TEXT},
                                          {"When", HTML_TEXT},
                                          {NULL, HTML_TEXT}};
    const dpm_report_data *const f = h->facts;
    if (!f->unknown_count) {
        return;
    }
    html_section(h, "unknown", "Failures that no rule explains", f->unknown_count);
    html_table(h, "Unknown signatures", columns);
    const size_t shown = html_shown(f->unknown_count, HTML_UNKNOWN);
    for (size_t i = 0; i < shown; i++) {
        const dpm_unknown *const row = f->unknown[i];
        open_row(h, 'u', i, row->buckets, row->count);
        html_raw(h, "<td class=\"log\"><pre dir=\"ltr\">");
        html_span(h, row->signature);
        html_raw(h, "</pre><pre dir=\"ltr\" class=\"quiet\">");
        html_span(h, row->sample);
        html_raw(h, "</pre>");
        put_draft(h, row);
        html_raw(h, "</td>");
        html_cell(h, "source", row->source);
        close_row(h, row->buckets);
    }
    html_table_end(h);
    html_more(h, shown, f->unknown_count, "signatures");
    html_section_end(h);
}

void html_noise(html *h)
{
    static const html_column columns[] = {{"Records", HTML_NUMBER},
                                          {"Why it means nothing", HTML_TEXT},
                                          {"Rule", HTML_TEXT},
                                          {"When", HTML_TEXT},
                                          {NULL, HTML_TEXT}};
    const dpm_report_data *const f = h->facts;
    size_t rows = 0;
    for (size_t i = 0; i < f->noise_count && i < HTML_NOISE; i++) {
        rows += f->noise[i]->records > 0;
    }
    if (!f->noise_records) {
        return;
    }
    html_section(h, "noise", "Harmless warnings, ignored", rows);
    html_raw(h, "<p class=\"note\">");
    html_counted(h, f->noise_records, "harmless warning, ignored: it is evidence of nothing",
                 "harmless warnings, ignored: they are evidence of nothing");
    html_raw(h, ".</p>\n");
    html_table(h, "Noise", columns);
    for (size_t i = 0; i < f->noise_count && i < HTML_NOISE; i++) {
        const dpm_noise_count *const row = f->noise[i];
        if (row->records) {
            open_row(h, 'n', i, row->buckets, row->records);
            html_cell(h, NULL, row->reason);
            html_cell(h, "quiet", row->id);
            close_row(h, row->buckets);
        }
    }
    html_table_end(h);
    html_section_end(h);
}

/* ---- hosts by cause ---- */

typedef struct host_row {
    size_t host; /* index into timeline.hosts; their count stands for the hosts that are not in it */
    uint64_t events, incidents;
} host_row;

static uint64_t incidents_of(const dpm_cause *cause, size_t host)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < cause->cell_count; i++) {
        sum += cause->cells[i].host == host ? cause->cells[i].incidents : 0;
    }
    return sum;
}

static int by_incidents(const void *a, const void *b)
{
    const host_row *const x = a, *const y = b;
    if (x->incidents != y->incidents) {
        return x->incidents > y->incidents ? -1 : 1;
    }
    if (x->events != y->events) {
        return x->events > y->events ? -1 : 1;
    }
    return (x->host > y->host) - (x->host < y->host);
}

static void count_rows(const dpm_report_data *f, host_row *rows)
{
    const dpm_timeline *const t = &f->timeline;
    for (size_t i = 0; i <= t->host_count; i++) {
        rows[i].host = i;
        for (size_t k = 0; k < DPM_CLASSES; k++) {
            for (size_t b = 0; i < t->host_count && t->hosts[i]->buckets[k] && b < t->bucket_count; b++) {
                rows[i].events += t->hosts[i]->buckets[k][b];
            }
        }
    }
    for (size_t c = 0; c < f->cause_count; c++) {
        for (size_t i = 0; i < f->causes[c]->cell_count; i++) {
            rows[f->causes[c]->cells[i].host].incidents += f->causes[c]->cells[i].incidents;
        }
    }
}

static void put_host(html *h, const host_row *row, size_t causes)
{
    const dpm_timeline *const t = &h->facts->timeline;
    const bool known = row->host < t->host_count;
    html_raw(h, "<tr class=\"item\" data-h=\"");
    html_number(h, (int64_t)row->host);
    html_raw(h, "\"");
    if (known) {
        html_facet(h, "server", &t->hosts[row->host]->host, t->hosts[row->host]->host.len > 0);
    }
    html_raw(h, "><th scope=\"row\">");
    html_span(h, !known ? SPAN("other hosts") : t->hosts[row->host]->host.len ? t->hosts[row->host]->host : SPAN("(unnamed)"));
    html_raw(h, "</th><td class=\"num\">");
    html_recount(h, row->events);
    html_raw(h, "</td>");
    for (size_t c = 0; c < causes; c++) {
        const uint64_t count = incidents_of(h->facts->causes[c], row->host);
        html_raw(h, !count       ? "<td class=\"num cell\" data-c=\""
                    : count < 3  ? "<td class=\"num cell h1\" data-c=\""
                    : count < 10 ? "<td class=\"num cell h2\" data-c=\""
                                 : "<td class=\"num cell h3\" data-c=\"");
        html_number(h, (int64_t)c);
        html_raw(h, "\">");
        if (count) {
            html_count(h, count);
        }
        html_raw(h, "</td>");
    }
    html_raw(h, "</tr>\n");
}

static void put_matrix(html *h, const host_row *rows, size_t shown)
{
    static const html_column columns[] = {{"Host", HTML_TEXT}, {"Events", HTML_NUMBER}, {NULL, HTML_TEXT}};
    const dpm_report_data *const f = h->facts;
    const size_t causes = html_shown(f->cause_count, HTML_MATRIX);
    html_table_head(h, "Hosts by cause", "matrix", columns);
    for (size_t c = 0; c < causes; c++) {
        html_raw(h, "<th scope=\"col\" class=\"num\"><a href=\"#cause-");
        html_span(h, f->causes[c]->id);
        html_raw(h, "\" title=\"");
        html_span(h, f->causes[c]->title);
        html_raw(h, "\">");
        html_count(h, f->causes[c]->rank);
        html_raw(h, " <span>");
        html_span(h, f->causes[c]->id);
        html_raw(h, "</span></a></th>");
    }
    html_table_rows(h);
    for (size_t i = 0; i < shown; i++) {
        put_host(h, &rows[i], causes);
    }
    html_table_end(h);
}

void html_hosts(html *h)
{
    const dpm_report_data *const f = h->facts;
    const size_t known = f->timeline.host_count;
    if (!html_tells_hosts(f)) {
        return;
    }
    host_row *const rows = calloc(known + 1, sizeof *rows);
    if (!rows) {
        sink_fail(h->out, DPM_ENOMEM);
        return;
    }
    count_rows(f, rows);
    const size_t count = known + (rows[known].incidents > 0);
    qsort(rows, count, sizeof *rows, by_incidents);
    const size_t shown = html_shown(count, HTML_HOSTS);
    html_section(h, "hosts", "Hosts by cause", count);
    html_raw(h,
             "<p class=\"note\">Incidents of each cause by the host that the records name, or else the host of the log.</p>\n");
    put_matrix(h, rows, shown);
    html_more(h, shown, count, "hosts");
    html_section_end(h);
    free(rows);
}
