/* The report as a mail: HTML of the subset that mail programs show. Tables and inline styles; no script, no style sheet, no
 * picture, nothing that is loaded. */
#include "dpmlog/report.h"
#include "dpmlog/version.h"

#include "base/strbuf.h"
#include "base/text.h"
#include "model/headline.h"
#include "model/labels.h"
#include "output/sink.h"

#include "dpmlog/escape.h"
#include <inttypes.h>

enum { MAIL_ROWS = 50, MAIL_CAUSES = 5 };

#define CELL "<td style=\"padding:4px 8px;border-bottom:1px solid #dddddd;vertical-align:top\">"
#define MONO "font-family:Consolas,monospace;font-size:13px"

typedef struct mail {
    sink *out;
    const dpm_report_data *facts;
    clock_form form;
    strbuf words;
} mail;

static void raw(mail *m, const char *markup)
{
    sink_adds(m->out, markup);
}

static void text(mail *m, dpm_span s)
{
    dpm_escape(s, DPM_ESCAPE_HTML, sink_write, m->out);
}

static void say(mail *m)
{
    text(m, strbuf_span(&m->words));
    strbuf_clear(&m->words);
}

static void put_incident(mail *m, const dpm_incident *i)
{
    char time[FORMAT_BYTES];
    format_time((clock_form){m->form.zone_minutes, true}, CLOCK_MINUTES, i->first, time);
    raw(m, "<tr>" CELL);
    text(m, span_str(time));
    raw(m, "</td>" CELL);
    label_job(i, &m->words);
    say(m);
    raw(m, "</td>" CELL);
    label_codes(i, " ", &m->words);
    say(m);
    raw(m, "</td>" CELL);
    text(m, i->cause);
    raw(m, "</td></tr>\n");
}

static void put_incidents(mail *m)
{
    const size_t count = m->facts->incident_list_count, shown = count < MAIL_ROWS ? count : MAIL_ROWS;
    if (!count) {
        return;
    }
    raw(m,
        "<table cellpadding=\"0\" cellspacing=\"0\" style=\"border-collapse:collapse;font-size:14px\">\n<tr><th align=\"left\">");
    char zone[FORMAT_BYTES];
    format_zone(m->form.zone_minutes, zone);
    text(m, span_str(zone));
    raw(m, "</th><th align=\"left\">Job</th><th align=\"left\">Codes</th><th align=\"left\">Cause</th></tr>\n");
    for (size_t i = 0; i < shown; i++) {
        put_incident(m, m->facts->incident_list[i]);
    }
    raw(m, "</table>\n");
    if (shown < count) {
        strbuf_addf(&m->words, "and %zu more", count - shown);
        raw(m, "<p>");
        say(m);
        raw(m, "</p>\n");
    }
}

static void put_steps(mail *m, const dpm_fix *fix)
{
    raw(m, "<p><b>What to do:</b> ");
    text(m, fix->summary);
    raw(m, fix->step_count ? "</p>\n<ol>\n" : "</p>\n");
    for (size_t i = 0; i < fix->step_count; i++) {
        const dpm_span step = span_trim(fix->steps[i]);
        const bool typed = step.len && !strchr(".:!?)", step.ptr[step.len - 1]);
        raw(m, typed ? "<li><span style=\"" MONO "\">" : "<li>");
        text(m, step);
        raw(m, typed ? "</span></li>\n" : "</li>\n");
    }
    raw(m, fix->step_count ? "</ol>\n" : "");
}

static void put_cause(mail *m, const dpm_cause *c)
{
    raw(m, "<h2 style=\"font-size:17px\">");
    text(m, c->title);
    raw(m, "</h2>\n<p>");
    text(m, c->explanation);
    raw(m, "</p>\n");
    if (c->fix.summary.len || c->fix.step_count) {
        put_steps(m, &c->fix);
    }
    for (size_t i = 0; i < c->evidence_count; i++) {
        const dpm_evidence *const e = c->evidence[i];
        raw(m, "<p style=\"" MONO ";margin:4px 0\">");
        text(m, e->text);
        raw(m, "<br><span style=\"color:#666666\">");
        text(m, e->path);
        strbuf_addf(&m->words, "%c%" PRIu64, label_place_mark(e->numbered), e->line);
        say(m);
        raw(m, "</span></p>\n");
    }
}

dpm_status dpm_report_write_mail(const dpm_report *report, const dpm_write_options *options, dpm_write_fn write, void *context,
                                 dpm_error *err)
{
    TRY(sink_check(report, options, write, err));
    const dpm_report_data *const facts = dpm_report_get_data(report);
    sink out;
    sink_init(&out, write, context);
    mail m = {.out = &out, .facts = facts, .form = clock_for(facts, options ? options->zone_minutes : 0)};
    raw(&m, "<!DOCTYPE html>\n<html lang=\"en\"><head><meta http-equiv=\"Content-Type\" content=\"text/html; "
            "charset=utf-8\"><title>");
    headline(facts, m.form, &m.words);
    text(&m, strbuf_span(&m.words));
    raw(&m, "</title></head>\n<body style=\"font-family:Arial,sans-serif;font-size:14px;color:#222222\">\n<h1 "
            "style=\"font-size:20px\">");
    say(&m);
    raw(&m, "</h1>\n");
    put_incidents(&m);
    for (size_t i = 0; i < facts->cause_count && i < MAIL_CAUSES; i++) {
        put_cause(&m, facts->causes[i]);
    }
    raw(&m, "<p style=\"color:#666666\">");
    strbuf_addf(&m.words, "%llu records in %zu logs; %s. dpmlog %s", (unsigned long long)facts->records, facts->source_count,
                label_coverage(facts), dpm_version());
    say(&m);
    raw(&m, "</p>\n</body></html>\n");
    if (m.words.failed) {
        sink_fail(&out, DPM_ENOMEM);
    }
    strbuf_free(&m.words);
    return sink_end(&out, err);
}
