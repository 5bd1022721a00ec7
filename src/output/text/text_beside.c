/* What stands beside the causes: tasks that are waited for, main causes that were not found, what overrides keep out. */
#include "output/text/text_report.h"

#include "base/text.h"
#include "model/labels.h"

#include <inttypes.h>
#include <stdio.h>

enum { INDENT = 4, CONTENT = 12, SHOWN_ABSENCES = 10 };

static void put_absence(text_view *v, const dpm_absence *a)
{
    text_layout *const p = &v->page;
    char text[FORMAT_BYTES];
    layout_column(p, 2);
    format_time(v->form, CLOCK_SECONDS, a->from, text);
    layout_text(p, STYLE_HEADING, text);
    layout_text(p, STYLE_PLAIN, "  ");
    words_span(&v->words, "", a->process.len ? a->process : SPAN("unknown process"));
    words_span(&v->words, " on ", a->host);
    words_span(&v->words, " pid ", a->pid);
    strbuf_adds(&v->words, ": ");
    if (a->function.len) {
        strbuf_add(&v->words, a->function);
        strbuf_adds(&v->words, " ");
    }
    strbuf_adds(&v->words, label_absence(a->kind));
    if (!a->forever) {
        format_duration(time_between(a->from, a->until), text);
        strbuf_addf(&v->words, ", for %s", text);
    }
    text_say(v, STYLE_WARN, INDENT);
    text_label(v, INDENT, "task:", CONTENT);
    layout_span(p, STYLE_PLAIN, a->task);
    layout_end(p);
    text_label(v, INDENT, "last:", CONTENT);
    text_record(v, &a->last);
}

void text_absences(text_view *v)
{
    const dpm_report_data *const facts = v->facts;
    if (facts->absence_count == 0) {
        return;
    }
    text_heading(v, "Tasks that were waited for", facts->absence_count);
    const size_t shown = text_shown(v, facts->absence_count, SHOWN_ABSENCES);
    for (size_t i = 0; i < shown; i++) {
        put_absence(v, &facts->absences[i]);
    }
    text_more(v, shown, facts->absence_count);
}

void text_checked(text_view *v)
{
    const dpm_report_data *const facts = v->facts;
    if (facts->not_found_count == 0) {
        return;
    }
    text_heading(v, "Checked and not found", facts->not_found_count);
    for (size_t i = 0; i < facts->not_found_count; i++) {
        words_span(&v->words, i ? ", " : "", facts->not_found[i].what);
    }
    strbuf_adds(&v->words, ".");
    layout_column(&v->page, 2);
    text_say(v, STYLE_PLAIN, 2);
    for (size_t i = 0; label_blind_spot(facts, i, &v->words); i++) {
        layout_column(&v->page, 2);
        layout_text(&v->page, STYLE_WARN, "but: ");
        text_say(v, STYLE_PLAIN, 7);
    }
}

static void put_override(text_view *v, const dpm_override *o)
{
    char text[FORMAT_BYTES];
    words_span(&v->words, "", o->kind);
    words_span(&v->words, " ", o->id);
    if (o->disabled) {
        strbuf_adds(&v->words, ": disabled");
        if (o->incidents) {
            strbuf_adds(&v->words, "; it would have fitted ");
            words_count(&v->words, o->incidents, "incident", "incidents");
        }
    }
    if (o->class_changed) {
        strbuf_addf(&v->words, ": class %s", dpm_class_name(o->cls));
    }
    if (o->until != DPM_NO_TIME) {
        format_date(o->until, text);
        strbuf_addf(&v->words, "%s suppressed until %s, ", o->class_changed ? "," : ":", text);
        words_count(&v->words, o->incidents + o->records, o->records ? "record" : "incident",
                    o->records ? "records" : "incidents");
        strbuf_adds(&v->words, o->expired ? "; expired: the logs go on after that" : "");
    }
    words_span(&v->words, ". Reason: ", o->reason);
    words_span(&v->words, " (", o->file);
    strbuf_addf(&v->words, ":%zu)", o->line);
    layout_column(&v->page, 2);
    text_say(v, o->expired ? STYLE_WARN : STYLE_PLAIN, INDENT);
}

void text_overrides(text_view *v)
{
    const dpm_report_data *const facts = v->facts;
    if (facts->override_count == 0) {
        return;
    }
    text_heading(v, "Overrides in force", facts->override_count);
    for (size_t i = 0; i < facts->override_count; i++) {
        put_override(v, &facts->overrides[i]);
    }
}
