/* What is read first: the verdict in a sentence, how sure it is, what it rests on; and the way to the other parts. */
#include "output/html/html_report.h"

#include "base/text.h"
#include "model/labels.h"

#include <stdio.h>

enum { NAMED = 6 };

static void put_verdict(html *h)
{
    const dpm_report_data *const f = h->facts;
    if (!f->cause_count) {
        strbuf words = {0};
        const label_verdict what = label_no_cause(f, &words);
        html_raw(h, what == VERDICT_CLEAN ? "<header class=\"verdict good\">\n" : "<header class=\"verdict warn\">\n");
        html_element(h, "h1", NULL, strbuf_span(&words));
        if (words.failed) {
            sink_fail(h->out, DPM_ENOMEM);
        }
        strbuf_free(&words);
        return;
    }
    const dpm_cause *const top = f->causes[0];
    html_raw(h,
             top->confidence == DPM_STRENGTH_STRONG ? "<header class=\"verdict bad\">\n" : "<header class=\"verdict warn\">\n");
    html_element(h, "p", "lead", span_str(label_lead(top)));
    html_raw(h, "<h1><a href=\"#cause-");
    html_span(h, top->id);
    html_raw(h, "\">");
    html_span(h, top->title);
    html_raw(h, "</a></h1>\n");
    if (top->fix.summary.len) {
        html_raw(h, "<p class=\"todo\"><span class=\"quiet\">What to do</span> ");
        html_span(h, top->fix.summary);
        html_raw(h, "</p>\n");
    }
}

static void open_fact(html *h, const char *name)
{
    html_raw(h, "<div><dt>");
    html_raw(h, name);
    html_raw(h, "</dt><dd>");
}

static void close_fact(html *h)
{
    html_raw(h, "</dd></div>\n");
}

static void put_confidence(html *h)
{
    const dpm_report_data *const f = h->facts;
    if (!f->cause_count) {
        return;
    }
    const dpm_cause *const top = f->causes[0];
    open_fact(h, "Confidence");
    html_meter(h, top->confidence);
    html_raw(h, dpm_strength_name(top->confidence));
    html_raw(h, ", explains ");
    html_count(h, top->incidents);
    html_raw(h, " of ");
    html_counted(h, f->incidents, "incident", "incidents");
    close_fact(h);
}

static void put_coverage(html *h)
{
    const dpm_report_data *const f = h->facts;
    const size_t unread = unread_inputs(f);
    const bool whole = f->complete && !f->interrupted;
    open_fact(h, "Coverage");
    html_light(h, whole);
    html_raw(h, "<a href=\"#coverage\">");
    html_raw(h, label_coverage(f));
    if (!whole && unread) {
        html_raw(h, ": ");
        html_counted(h, unread, "input", "inputs");
        html_raw(h, " skipped, damaged or cut short");
    }
    html_raw(h, "</a>");
    close_fact(h);
}

/* The hosts of the logs and those that events name; where none is known, nothing. */
static void put_hosts(html *h)
{
    const dpm_timeline *const t = &h->facts->timeline;
    size_t put = 0, named = 0;
    for (size_t i = 0; i < t->host_count; i++) {
        named += t->hosts[i]->host.len > 0;
    }
    if (!named) {
        return;
    }
    open_fact(h, plural(named, "Host", "Hosts"));
    for (size_t i = 0; i < t->host_count && put < NAMED; i++) {
        if (t->hosts[i]->host.len) {
            html_raw(h, put++ ? ", " : "");
            html_span(h, t->hosts[i]->host);
        }
    }
    if (put < named) {
        const bool link = html_tells_hosts(h->facts);
        html_raw(h, link ? " and <a href=\"#hosts\">" : " and ");
        html_count(h, named - put);
        html_raw(h, link ? " more</a>" : " more");
    }
    close_fact(h);
}

static void put_span(html *h)
{
    const dpm_report_data *const f = h->facts;
    html years = {.out = h->out, .facts = f, .form = {h->form.zone_minutes, true}};
    char zone[FORMAT_BYTES];
    if (f->first == DPM_NO_TIME || f->last == DPM_NO_TIME) {
        return;
    }
    html_raw(h, "<div><dt>Span, ");
    html_span(h, span_str(label_year(f->year_basis)));
    html_raw(h, "</dt><dd>");
    html_range(&years, CLOCK_MINUTES, f->first, f->last);
    html_raw(h, " <span id=\"zone-name\">");
    format_zone(h->form.zone_minutes, zone);
    html_text(h, zone);
    html_raw(h, "</span>, ");
    html_duration(h, time_between(f->first, f->last));
    close_fact(h);
}

static void put_volume(html *h)
{
    const dpm_report_data *const f = h->facts;
    char text[FORMAT_BYTES];
    format_size(f->bytes, text);
    open_fact(h, "Read");
    html_counted(h, f->records, "record", "records");
    html_raw(h, " in ");
    html_counted(h, f->source_count, "log", "logs");
    html_raw(h, ", ");
    html_text(h, text);
    close_fact(h);
}

void html_head(html *h)
{
    put_verdict(h);
    html_raw(h, "<dl>\n");
    put_confidence(h);
    put_coverage(h);
    put_hosts(h);
    put_span(h);
    put_volume(h);
    html_raw(h, "</dl>\n</header>\n");
}

void html_nav(html *h)
{
    const dpm_report_data *const f = h->facts;
    const struct {
        const char *id, *name;
        bool there;
    } parts[] = {
        {"changes", "Changes", f->baseline.name.len > 0},
        {"timeline", "Timeline", f->timeline.bucket_count > 0},
        {"causes", "Causes", f->cause_count > 0},
        {"incidents", "Jobs", f->incident_list_count > 0},
        {"sources", "Data sources", f->datasource_count > 0},
        {"crashes", "Crashes", f->crash_count > 0},
        {"waiting", "Waiting", f->absence_count > 0},
        {"tasks", "Tasks", f->timeline.task_count > 0},
        {"codes", "Codes", f->code_count > 0},
        {"hosts", "Hosts", html_tells_hosts(f)},
        {"unknown", "Unknown", f->unknown_count > 0},
        {"noise", "Noise", f->noise_records > 0},
        {"checked", "Not found", f->not_found_count > 0},
        {"overrides", "Overrides", f->override_count > 0},
        {"coverage", "Coverage", true},
    };
    html_raw(h, "<nav aria-label=\"Parts\"><ul>");
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (parts[i].there) {
            html_raw(h, "<li><a href=\"#");
            html_raw(h, parts[i].id);
            html_raw(h, "\">");
            html_raw(h, parts[i].name);
            html_raw(h, "</a></li>");
        }
    }
    html_fragment(h, "tools");
}
