/* What has changed since the baseline: its head says how much, rows say what. */
#include "output/text/text_report.h"

#include "base/text.h"

#include <inttypes.h>

enum { INDENT = 2, SERVER_COLUMN = 13 };

static void say_counts(text_view *v, const dpm_comparison *c)
{
    size_t counts[DPM_CHANGES] = {0}, told = 0;
    for (size_t i = 0; i < c->row_count; i++) {
        counts[c->rows[i]->change]++;
    }
    for (dpm_change change = 0; change < DPM_CHANGES; change++) {
        if (counts[change]) {
            strbuf_addf(&v->words, "%s%zu %s", told++ ? ", " : "", counts[change], dpm_change_name(change));
        }
    }
    strbuf_adds(&v->words, told ? "." : "no failures before or now.");
}

static void put_row(text_view *v, const dpm_change_row *row)
{
    layout_column(&v->page, INDENT);
    layout_text(&v->page, row->change <= DPM_CHANGE_WORSE ? STYLE_BAD : STYLE_GOOD, dpm_change_name(row->change));
    layout_column(&v->page, SERVER_COLUMN);
    strbuf_add(&v->words, row->server.len ? row->server : SPAN("(unnamed)"));
    words_span(&v->words, ": ", row->cause);
    strbuf_addf(&v->words, ", %" PRIu64 " before, %" PRIu64 " now", row->before, row->after);
    text_say(v, STYLE_PLAIN, SERVER_COLUMN);
}

void text_changes(text_view *v, size_t most)
{
    const dpm_comparison *const c = &v->facts->baseline;
    char range[FORMAT_BYTES];
    size_t changed = 0, shown = 0;
    if (!c->name.len) {
        return;
    }
    format_range((clock_form){v->form.zone_minutes, true}, CLOCK_MINUTES, c->first, c->last, range);
    layout_end(&v->page);
    layout_text(&v->page, STYLE_HEADING, "Since ");
    strbuf_add(&v->words, c->name);
    words_span(&v->words, " (", span_str(range));
    strbuf_adds(&v->words, range[0] ? ")" : "");
    strbuf_adds(&v->words, c->complete ? ": " : ", of which not everything was read: ");
    say_counts(v, c);
    text_say(v, STYLE_PLAIN, INDENT);
    for (size_t i = 0; i < c->row_count; i++) {
        if (c->rows[i]->change != DPM_CHANGE_UNCHANGED) {
            changed++;
        }
    }
    for (size_t i = 0; i < c->row_count && shown < most; i++) {
        if (c->rows[i]->change != DPM_CHANGE_UNCHANGED) {
            put_row(v, c->rows[i]);
            shown++;
        }
    }
    text_more(v, shown, changed);
}
