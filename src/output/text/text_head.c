/* What is read first: the verdict in one sentence, how much was read, and what was counted in it. A clean verdict is given
 * only where everything was read. */
#include "output/text/text_report.h"

#include "base/text.h"
#include "model/labels.h"

#include <stdio.h>

static void say(text_view *v, text_style style, const char *text)
{
    layout_wrap(&v->page, style, 2, span_str(text));
    layout_end(&v->page);
}

/* Hosts as a list, at most three by name. */
static void add_hosts(strbuf *out, const dpm_cause *cause)
{
    enum { NAMED = 3 };
    for (size_t i = 0; i < cause->host_count && i < NAMED; i++) {
        strbuf_adds(out, ", ");
        strbuf_add(out, cause->hosts[i]);
    }
    if (cause->host_count > NAMED) {
        strbuf_addf(out, " and %zu more", cause->host_count - NAMED);
    }
}

/* "(strong; 12 of 14 incidents, 11/05 13:02 - 15:40, FS01)" */
static void add_scope(strbuf *out, const text_view *v, const dpm_cause *cause)
{
    char part[FORMAT_BYTES], all[FORMAT_BYTES];
    format_count(cause->incidents, part);
    format_count(v->facts->incidents, all);
    strbuf_addf(out, " (%s; %s of %s %s", dpm_strength_name(cause->confidence), part, all,
                plural(v->facts->incidents, "incident", "incidents"));
    format_range(v->form, CLOCK_MINUTES, cause->first, cause->last, part);
    if (part[0]) {
        strbuf_addf(out, ", %s", part);
    }
    add_hosts(out, cause);
    strbuf_addc(out, ')');
}

static void say_cause(text_view *v, const dpm_cause *cause)
{
    strbuf_add(&v->words, cause->title);
    add_scope(&v->words, v, cause);
    char lead[FORMAT_BYTES];
    snprintf(lead, sizeof lead, "%s:", label_lead(cause));
    layout_text(&v->page, cause->confidence == DPM_STRENGTH_STRONG ? STYLE_BAD : STYLE_WARN, lead);
    layout_text(&v->page, STYLE_PLAIN, " ");
    text_say(v, STYLE_HEADING, 2);
}

/* No cause: what was seen then, and how far that was. */
static void say_no_cause(text_view *v)
{
    static const text_style styles[] = {
        [VERDICT_CLEAN] = STYLE_GOOD, [VERDICT_NONE] = STYLE_WARN, [VERDICT_ALARMING] = STYLE_WARN};
    const label_verdict what = label_no_cause(v->facts, &v->words);
    text_say(v, v->facts->crash_count ? STYLE_BAD : styles[what], 2);
}

static void say_verdict(text_view *v)
{
    const dpm_report_data *const facts = v->facts;
    if (facts->cause_count) {
        say_cause(v, facts->causes[0]);
    } else {
        say_no_cause(v);
        if (!facts->crash_count && !facts->incidents) {
            return;
        }
    }
    if (facts->interrupted) {
        say(v, STYLE_WARN, "Interrupted: this is a partial result");
    } else if (!facts->complete) {
        say(v, STYLE_WARN, "Not everything was read: see Coverage below");
    }
}

/* "2 records in 1 log (612 bytes), 2016-06-01 20:54:55 - 20:55:45 UTC, year from the name of a .Crash file" */
static void say_size(text_view *v)
{
    const dpm_report_data *const facts = v->facts;
    char text[FORMAT_BYTES];
    words_count(&v->words, facts->records, "record in ", "records in ");
    words_count(&v->words, facts->source_count, "log", "logs");
    format_size(facts->bytes, text);
    strbuf_addf(&v->words, " (%s)", text);
    format_range((clock_form){v->form.zone_minutes, true}, CLOCK_SECONDS, facts->first, facts->last, text);
    if (text[0]) {
        words_span(&v->words, ", ", span_str(text));
        format_zone(v->form.zone_minutes, text);
        words_span(&v->words, " ", span_str(text));
        words_span(&v->words, ", ", span_str(label_year(facts->year_basis)));
    }
    text_say(v, STYLE_PLAIN, 2);
}

/* "1 incident; 2 events: 1 crash, 1 other; 12 tasks succeeded" */
static void say_counts(text_view *v)
{
    const dpm_report_data *const facts = v->facts;
    uint64_t events = 0;
    for (size_t i = 0; i < DPM_CLASSES; i++) {
        events += facts->events[i];
    }
    words_count(&v->words, facts->incidents, "incident; ", "incidents; ");
    words_count(&v->words, events, "event", "events");
    const char *separator = ": ";
    for (dpm_class cls = 0; cls < DPM_CLASSES; cls++) {
        if (facts->events[cls]) {
            strbuf_adds(&v->words, separator);
            words_count(&v->words, facts->events[cls], dpm_class_name(cls), dpm_class_name(cls));
            separator = ", ";
        }
    }
    if (facts->tasks_succeeded) {
        strbuf_adds(&v->words, "; ");
        words_count(&v->words, facts->tasks_succeeded, "task succeeded", "tasks succeeded");
    }
    text_say(v, STYLE_PLAIN, 2);
}

void text_head(text_view *v)
{
    say_verdict(v);
    say_size(v);
    say_counts(v);
}
