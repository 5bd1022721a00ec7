/* What is listed beside the causes: jobs that never finished, main causes without a sign, what overrides keep out. */
#include "output/html/html_report.h"

#include "base/text.h"
#include "model/labels.h"

static void put_absence(html *h, const dpm_absence *a)
{
    html_raw(h, "<article class=\"item crash\"");
    html_when(h, a->from, a->until);
    html_raw(h, "><h3>");
    if (a->function.len) {
        html_span(h, a->function);
        html_raw(h, " ");
    }
    html_raw(h, label_absence(a->kind));
    html_raw(h, "</h3><p class=\"numbers\"><span>");
    html_process(h, a->process, a->host);
    html_raw(h, "</span> <span>task ");
    html_element(h, "code", NULL, a->task);
    html_raw(h, "</span></p>\n<p class=\"lead-time\">");
    if (!a->forever) {
        html_raw(h, "<b>");
        html_duration(h, time_between(a->from, a->until));
        html_raw(h, "</b> after ");
    }
    html_raw(h, a->forever ? "Its last record:</p>\n" : "the last record:</p>\n");
    html_record(h, &a->last);
    html_raw(h, "</article>\n");
}

void html_absences(html *h)
{
    const dpm_report_data *const f = h->facts;
    if (!f->absence_count) {
        return;
    }
    html_section(h, "waiting", "Jobs that never finished", f->absence_count);
    const size_t shown = html_shown(f->absence_count, HTML_CRASHES);
    for (size_t i = 0; i < shown; i++) {
        put_absence(h, f->absences[i]);
    }
    html_more(h, shown, f->absence_count, "tasks");
    html_section_end(h);
}

void html_checked(html *h)
{
    const dpm_report_data *const f = h->facts;
    if (!f->not_found_count) {
        return;
    }
    html_section(h, "checked", "No sign of", f->not_found_count);
    html_raw(h, "<p>");
    for (size_t i = 0; i < f->not_found_count; i++) {
        html_raw(h, i ? ", " : "");
        html_span(h, f->not_found[i]->what);
    }
    html_raw(h, ".</p>\n<ul class=\"notes\">\n");
    strbuf words = {0};
    for (size_t i = 0; label_blind_spot(f, i, &words); i++) {
        html_raw(h, "<li><b class=\"warn\">but</b> ");
        html_span(h, strbuf_span(&words));
        html_raw(h, "</li>\n");
        strbuf_clear(&words);
    }
    if (words.failed) {
        sink_fail(h->out, DPM_ENOMEM);
    }
    strbuf_free(&words);
    html_raw(h, "</ul>\n");
    html_section_end(h);
}

static void put_override(html *h, const dpm_override *o)
{
    html_raw(h, "<li>");
    html_span(h, o->kind);
    html_raw(h, " ");
    html_element(h, "code", NULL, o->id);
    if (o->disabled) {
        html_raw(h, " is disabled");
        if (o->incidents) {
            html_raw(h, "; it would have matched ");
            html_counted(h, o->incidents, "incident", "incidents");
        }
    }
    if (o->class_changed) {
        html_raw(h, " has the class ");
        html_raw(h, dpm_class_name(o->cls));
    }
    if (o->until != DPM_NO_TIME) {
        char date[FORMAT_BYTES];
        format_date(o->until, date);
        html_raw(h, " is suppressed until ");
        html_raw(h, date);
        html_raw(h, ": ");
        html_counted(h, o->incidents + o->records, o->records ? "record" : "incident", o->records ? "records" : "incidents");
        html_raw(h, o->expired ? " <b class=\"warn\">expired: the logs go on after that</b>" : "");
    }
    html_raw(h, ". <span class=\"quiet\">");
    html_span(h, o->reason);
    html_raw(h, "</span> ");
    html_element(h, "code", "place", o->file);
    html_raw(h, ":");
    html_number(h, (int64_t)o->line);
    html_raw(h, "</li>\n");
}

void html_overrides(html *h)
{
    const dpm_report_data *const f = h->facts;
    if (!f->override_count) {
        return;
    }
    html_section(h, "overrides", "Overrides in force", f->override_count);
    html_raw(h, "<ul class=\"notes\">\n");
    for (size_t i = 0; i < f->override_count; i++) {
        put_override(h, f->overrides[i]);
    }
    html_raw(h, "</ul>\n");
    html_section_end(h);
}
