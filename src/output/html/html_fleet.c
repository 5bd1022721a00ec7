/* The table of a fleet as one page: sites, worst first, which can be searched; what is new, missing, and at several sites. */
#include "output/fleet/fleet_facts.h"
#include "output/html/html_report.h"

#include "base/text.h"

enum { SHARED_SHOWN = 20, CAUSES_SHOWN = 4 };

static void put_tools(html *h)
{
    html_raw(h, "<div class=\"tools\" hidden><input id=\"search\" type=\"search\" placeholder=\"Search  /\" "
                "aria-label=\"Search sites, servers and causes\"> <label><input id=\"failing\" type=\"checkbox\"> with failures"
                "</label> <span id=\"left\" class=\"quiet\" role=\"status\"></span></div>\n");
}

static void put_cause(html *h, const dpm_site_cause *c)
{
    html_raw(h, "<div>");
    if (c->server.len) {
        html_span(h, c->server);
        html_raw(h, ": ");
    }
    html_span(h, c->title);
    html_raw(h, " <span class=\"quiet\">");
    html_text(h, dpm_strength_name(c->confidence));
    html_raw(h, ", ");
    html_counted(h, c->incidents, "job", "jobs");
    html_raw(h, ", ");
    html_range(h, CLOCK_MINUTES, c->first, c->last);
    html_raw(h, "</span></div>");
}

static void put_site(html *h, const dpm_fleet_data *f, const dpm_site *s)
{
    html_raw(h, s->incidents ? "<tr class=\"site\" data-failing=\"1\"><td class=\"bad\">" : "<tr class=\"site\"><td>");
    html_span(h, fleet_site_name(s));
    html_raw(h, "</td>");
    html_count_cell(h, s->servers);
    html_count_cell(h, s->failing);
    html_count_cell(h, s->incidents);
    html_raw(h, "<td>");
    for (size_t i = 0; i < s->cause_count && i < CAUSES_SHOWN; i++) {
        put_cause(h, s->causes[i]);
    }
    if (!s->cause_count) {
        strbuf worst = {0};
        fleet_worst(s, &worst);
        html_span(h, strbuf_span(&worst));
        strbuf_free(&worst);
    }
    html_raw(h, "</td><td>");
    html_time(h, CLOCK_MINUTES, s->last);
    html_raw(h, fleet_is_silent(f, s) ? "<div class=\"bad\">silent since</div>" : "");
    html_raw(h, s->complete ? "" : "<div class=\"quiet\">not everything was read</div>");
    html_raw(h, s->fresh ? "<div class=\"bad\">new</div>" : "");
    html_raw(h, "</td></tr>\n");
}

static void put_sites(html *h, const dpm_fleet_data *f)
{
    static const html_column columns[] = {{"Site", HTML_TEXT},
                                          {"Servers", HTML_NUMBER},
                                          {"Failing", HTML_NUMBER},
                                          {"Failures", HTML_NUMBER},
                                          {"Causes, likely first", HTML_TEXT},
                                          {"Last record", HTML_TEXT},
                                          {NULL, HTML_TEXT}};
    html_section(h, "sites", "Sites", f->site_count);
    html_table(h, "Sites", columns);
    for (size_t i = 0; i < f->site_count; i++) {
        put_site(h, f, f->sites[i]);
    }
    html_table_end(h);
    html_section_end(h);
}

static void put_shared(html *h, const dpm_fleet_data *f)
{
    static const html_column columns[] = {
        {"Cause", HTML_TEXT}, {"Sites", HTML_NUMBER}, {"Failures", HTML_NUMBER}, {NULL, HTML_TEXT}};
    fleet_shared shared[SHARED_SHOWN];
    const size_t count = fleet_find_shared(f, shared, SHARED_SHOWN);
    if (!count) {
        return;
    }
    html_section(h, "shared", "The same cause at several sites", count);
    html_table(h, "Shared causes", columns);
    for (size_t i = 0; i < count; i++) {
        html_raw(h, "<tr>");
        html_cell(h, NULL, shared[i].cause->title);
        html_count_cell(h, shared[i].sites);
        html_count_cell(h, shared[i].incidents);
        html_raw(h, "</tr>\n");
    }
    html_table_end(h);
    html_section_end(h);
}

static void put_gaps(html *h, const dpm_fleet_data *f)
{
    if (!f->missing_count && !f->skipped_count) {
        return;
    }
    html_section(h, "gaps", "Missing", f->missing_count + f->skipped_count);
    html_raw(h, "<ul>\n");
    for (size_t i = 0; i < f->missing_count; i++) {
        html_raw(h, "<li>");
        html_span(h, f->missing[i]);
        html_raw(h, ": expected, and not there</li>\n");
    }
    for (size_t i = 0; i < f->skipped_count; i++) {
        html_raw(h, "<li>");
        html_span(h, f->skipped[i]->path);
        html_raw(h, ": ");
        html_span(h, f->skipped[i]->reason);
        html_raw(h, "</li>\n");
    }
    html_raw(h, "</ul>\n");
    html_section_end(h);
}

dpm_status dpm_fleet_write_html(const dpm_fleet *fleet, const dpm_write_options *options, dpm_write_fn write, void *context,
                                dpm_error *err)
{
    const dpm_fleet_data *const f = dpm_fleet_get_data(fleet);
    const dpm_report_data facts = {.first = DPM_NO_TIME, .last = f->last, .baseline = f->baseline};
    sink out;
    html h = {.out = &out, .facts = &facts, .form = {options ? options->zone_minutes : 0, true}};
    strbuf head = {0};
    sink_init(&out, write, context);
    fleet_headline(f, &head);
    html_begin(&h, SPAN("Sites"), "fleet.js");
    html_raw(&h, "<header class=\"verdict\"><h1>");
    html_span(&h, strbuf_span(&head));
    html_raw(&h, "</h1>\n");
    put_tools(&h);
    html_raw(&h, "</header>\n<main>\n");
    put_sites(&h, f);
    html_changes(&h);
    put_shared(&h, f);
    put_gaps(&h, f);
    html_raw(&h, "</main>\n<script>");
    html_asset_text(&h, "fleet.js");
    html_raw(&h, "</script>\n</body>\n</html>\n");
    if (head.failed) {
        sink_fail(&out, DPM_ENOMEM);
    }
    strbuf_free(&head);
    return sink_end(&out, err);
}
