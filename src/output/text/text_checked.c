/* Main causes that were looked for and not found, and what limits that search. */
#include "output/text/text_report.h"

#include "base/text.h"
#include "model/labels.h"

void text_checked(text_view *v)
{
    const dpm_report_data *const facts = v->facts;
    if (facts->not_found_count == 0) {
        return;
    }
    text_heading(v, "No sign of", facts->not_found_count);
    for (size_t i = 0; i < facts->not_found_count; i++) {
        words_span(&v->words, i ? ", " : "", facts->not_found[i]->what);
    }
    strbuf_adds(&v->words, ".");
    layout_column(&v->page, 2);
    text_say(v, STYLE_PLAIN, 2);
    for (size_t i = 0; label_blind_spot(facts, i, &v->words); i++) {
        layout_column(&v->page, 2);
        layout_text(&v->page, STYLE_WARN, "limits: ");
        text_say(v, STYLE_PLAIN, 10);
    }
}
