/* What was read and, above all, what was not. */
#include "output/html/html_report.h"

#include "base/text.h"
#include "model/labels.h"

static void put_note(html *h, const char *word, dpm_span path, dpm_span reason)
{
    html_raw(h, "<li class=\"item\"><b class=\"warn\">");
    html_raw(h, word);
    html_raw(h, "</b> ");
    if (path.len) {
        html_element(h, "code", "place", path);
        html_raw(h, reason.len ? ": " : "");
    }
    html_span(h, reason);
    html_raw(h, "</li>\n");
}

static void put_missing(html *h)
{
    const dpm_report_data *const f = h->facts;
    const size_t shown = html_shown(f->skipped_count, HTML_SOURCES);
    html_raw(h, "<ul class=\"notes\">\n");
    for (size_t i = 0; i < shown; i++) {
        put_note(h, "skipped", f->skipped[i]->path, f->skipped[i]->reason);
    }
    for (size_t i = 0; i < f->remark_count; i++) {
        put_note(h, "note", (dpm_span){0}, f->remarks[i]);
    }
    html_raw(h, "</ul>\n");
    html_more(h, shown, f->skipped_count, "inputs were skipped");
}

static void put_count(html *h, uint64_t count, const char *one, const char *many)
{
    if (count) {
        html_raw(h, " ");
        html_counted(h, count, one, many);
        html_raw(h, ".");
    }
}

static void put_sum(html *h)
{
    const dpm_report_data *const f = h->facts;
    html_open(h, "p", NULL);
    html_light(h, f->complete && !f->interrupted);
    html_raw(h, f->interrupted    ? "Partial: the run was interrupted."
                : !f->complete    ? "Not everything was read."
                : f->passed_count ? "Every log was read."
                                  : "Everything was read.");
    strbuf passed = {0};
    if (label_passed(f, &passed)) {
        html_raw(h, " Not read: ");
        html_span(h, strbuf_span(&passed));
        html_raw(h, ".");
    }
    if (passed.failed) {
        sink_fail(h->out, DPM_ENOMEM);
    }
    strbuf_free(&passed);
    put_count(h, f->duplicate_records, "record is a copy of another and was counted once",
              "records are copies of others and were counted once");
    put_count(h, f->unparsed_lines, "line could not be read as a log record", "lines could not be read as log records");
    put_count(h, f->continuation_lines, "line continues the record before it", "lines continue the records before them");
    html_raw(h, "</p>\n");
}

static void put_source(html *h, const dpm_source_info *s)
{
    char size[FORMAT_BYTES];
    format_size(s->bytes, size);
    html_raw(h, "<tr class=\"item\"");
    html_when(h, s->first, s->last);
    html_raw(h, ">");
    html_cell(h, "place", s->path);
    html_raw(h, "<td>");
    html_span(h, s->process);
    if (s->host.len) {
        html_raw(h, " ");
        html_element(h, "span", "quiet", s->host);
    }
    html_raw(h, "</td><td class=\"num\">");
    html_count(h, s->records);
    html_raw(h, "</td>");
    html_cell(h, "num", span_str(size));
    html_cell(h, "quiet", s->encoding);
    html_raw(h, "<td>");
    html_range(h, CLOCK_MINUTES, s->first, s->last);
    html_raw(h, "</td>");
    html_cell(h, "quiet", span_str(label_year(s->year_basis)));
    html_raw(h, s->status == DPM_READ_STATUS_COMPLETE ? "<td>" : "<td class=\"warn\">");
    html_raw(h, dpm_read_status_name(s->status));
    html_raw(h, s->reason.len ? ": " : "");
    html_span(h, s->reason);
    html_raw(h, "</td></tr>\n");
}

/* Those that were not read whole first: they are never left out for want of room. */
static size_t put_sources(html *h, bool whole, size_t room)
{
    size_t put = 0;
    for (size_t i = 0; i < h->facts->source_count && put < room; i++) {
        if ((h->facts->sources[i]->status == DPM_READ_STATUS_COMPLETE) == whole) {
            put_source(h, h->facts->sources[i]);
            put++;
        }
    }
    return put;
}

void html_coverage(html *h)
{
    static const html_column columns[] = {{"Log", HTML_TEXT},    {"Process", HTML_TEXT},  {"Records", HTML_NUMBER},
                                          {"Size", HTML_NUMBER}, {"Encoding", HTML_TEXT}, {"Span", HTML_TEXT},
                                          {"Year", HTML_TEXT},   {"Read", HTML_TEXT},     {NULL, HTML_TEXT}};
    const dpm_report_data *const f = h->facts;
    html_section(h, "coverage", "Coverage", f->source_count);
    put_sum(h);
    put_missing(h);
    if (f->source_count) {
        html_table(h, "Logs", columns);
        size_t put = put_sources(h, false, HTML_SOURCES);
        put += put_sources(h, true, HTML_SOURCES - put);
        html_table_end(h);
        html_more(h, put, f->source_count, "logs");
    }
    html_section_end(h);
}
