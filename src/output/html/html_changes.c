/* What is new, worse, better or gone: a part of the report that was compared, and a page by itself. */
#include "output/html/html_report.h"

#include "base/text.h"

static void put_row(html *h, const dpm_change_row *row)
{
    html_raw(h, "<tr class=\"item\"");
    html_facet(h, "server", &row->server, row->server.len > 0);
    html_facet(h, "cause", &row->cause, 1);
    html_raw(h, "><td class=\"");
    html_raw(h, row->change <= DPM_CHANGE_WORSE ? "bad" : row->change == DPM_CHANGE_UNCHANGED ? "quiet" : "good");
    html_raw(h, "\">");
    html_text(h, dpm_change_name(row->change));
    html_raw(h, "</td>");
    html_cell(h, NULL, row->server.len ? row->server : SPAN("(unnamed)"));
    html_cell(h, NULL, row->cause);
    html_count_cell(h, row->before);
    html_count_cell(h, row->after);
    html_raw(h, "</tr>\n");
}

/* "before: 11/20 22:00 - 23:10, 3 failures" */
static void put_side(html *h, const char *name, int64_t first, int64_t last, uint64_t incidents, bool complete)
{
    html_raw(h, "<p>");
    html_text(h, name);
    html_raw(h, " ");
    html_range(h, CLOCK_MINUTES, first, last);
    html_raw(h, ", ");
    html_counted(h, incidents, "failure", "failures");
    html_raw(h, complete ? "</p>\n" : "; not everything was read</p>\n");
}

static void put_table(html *h, const dpm_comparison *c)
{
    static const html_column columns[] = {{"Change", HTML_TEXT},   {"Server", HTML_TEXT}, {"Cause", HTML_TEXT},
                                          {"Before", HTML_NUMBER}, {"Now", HTML_NUMBER},  {NULL, HTML_TEXT}};
    const size_t shown = html_shown(c->row_count, HTML_CHANGES);
    html_table(h, "Changes", columns);
    for (size_t i = 0; i < shown; i++) {
        put_row(h, c->rows[i]);
    }
    html_table_end(h);
    html_more(h, shown, c->row_count, "rows");
}

void html_changes(html *h)
{
    const dpm_comparison *const c = &h->facts->baseline;
    if (!c->name.len) {
        return;
    }
    html_section(h, "changes", "Changes since the baseline", c->row_count);
    html_raw(h, "<p class=\"note\">");
    html_span(h, c->name);
    html_raw(h, "</p>\n");
    put_side(h, "before:", c->first, c->last, c->incidents, c->complete);
    put_table(h, c);
    html_section_end(h);
}

void html_comparison(sink *out, const dpm_baseline *after, const dpm_comparison *c, int32_t zone_minutes)
{
    static const dpm_report_data nothing;
    html h = {.out = out, .facts = &nothing, .form = {zone_minutes, true}};
    html_begin(&h, SPAN("Changes"), NULL);
    html_raw(&h, "<header><h1>Changes, by server and cause</h1>\n");
    put_side(&h, "before:", c->first, c->last, c->incidents, c->complete);
    put_side(&h, "after:", after->first, after->last, after->incidents, after->complete);
    html_raw(&h, "</header>\n<main>\n");
    if (c->row_count) {
        html_section(&h, "changes", "Changes", c->row_count);
        put_table(&h, c);
        html_raw(&h, "</section>\n");
    } else {
        html_raw(&h, "<p>No failures in either.</p>\n");
    }
    html_raw(&h, "</main>\n</body>\n</html>\n");
}
