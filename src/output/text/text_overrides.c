/* What the overrides of a site change, and what they keep out of the report. */
#include "output/text/text_report.h"

#include "base/text.h"

enum { INDENT = 4 };

static void put_override(text_view *v, const dpm_override *o)
{
    char text[FORMAT_BYTES];
    words_span(&v->words, "", o->kind);
    words_span(&v->words, " ", o->id);
    if (o->disabled) {
        strbuf_adds(&v->words, ": disabled");
        if (o->incidents) {
            strbuf_adds(&v->words, "; it would have matched ");
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
        put_override(v, facts->overrides[i]);
    }
}
