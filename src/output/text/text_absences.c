/* Tasks of which an end, or any further record, ought to have come. */
#include "output/text/text_report.h"

#include "base/text.h"
#include "model/labels.h"

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
    words_pid(&v->words, " pid ", a->pid);
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
    text_heading(v, "Jobs that never finished", facts->absence_count);
    const size_t shown = text_shown(v, facts->absence_count, SHOWN_ABSENCES);
    for (size_t i = 0; i < shown; i++) {
        put_absence(v, facts->absences[i]);
    }
    text_more(v, shown, facts->absence_count);
}
