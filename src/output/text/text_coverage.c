/* The end of the report: what was read and, above all, what was not. */
#include "output/text/text_report.h"

#include "base/text.h"
#include "model/labels.h"

enum { INDENT = 2, DETAIL = 4, SHOWN = 20 };

static void put_row(text_view *v, text_style style, const char *word, dpm_span path, dpm_span reason)
{
    text_layout *const p = &v->page;
    layout_column(p, INDENT);
    layout_text(p, style, word);
    layout_text(p, STYLE_PLAIN, " ");
    if (path.len) {
        layout_span(p, STYLE_PLAIN, path);
        layout_text(p, STYLE_PLAIN, reason.len ? ": " : "");
    }
    layout_wrap(p, STYLE_PLAIN, DETAIL, reason);
    layout_end(p);
}

static void put_skipped(text_view *v)
{
    const dpm_report_data *const facts = v->facts;
    const size_t shown = text_shown(v, facts->skipped_count, SHOWN);
    for (size_t i = 0; i < shown; i++) {
        put_row(v, STYLE_WARN, "skipped", facts->skipped[i]->path, facts->skipped[i]->reason);
    }
    text_more(v, shown, facts->skipped_count);
}

/* Sources that were not read whole, and those with a remark. */
static bool noted(const dpm_source_info *source)
{
    return source->status != DPM_READ_STATUS_COMPLETE || source->reason.len > 0;
}

static void put_noted(text_view *v)
{
    const dpm_report_data *const facts = v->facts;
    size_t count = 0, put = 0;
    for (size_t i = 0; i < facts->source_count; i++) {
        count += noted(facts->sources[i]);
    }
    const size_t shown = text_shown(v, count, SHOWN);
    for (size_t i = 0; i < facts->source_count && put < shown; i++) {
        const dpm_source_info *const source = facts->sources[i];
        if (noted(source)) {
            const bool whole = source->status == DPM_READ_STATUS_COMPLETE;
            const char *const word = whole ? "note" : dpm_read_status_name(source->status);
            put_row(v, whole ? STYLE_PLAIN : STYLE_WARN, word, source->path, source->reason);
            put++;
        }
    }
    text_more(v, shown, count);
}

static void put_source(text_view *v, const dpm_source_info *source)
{
    text_layout *const p = &v->page;
    char text[FORMAT_BYTES];
    layout_column(p, INDENT);
    layout_span(p, STYLE_PLAIN, source->path);
    layout_end(p);
    words_count(&v->words, source->records, "record, ", "records, ");
    format_size(source->bytes, text);
    strbuf_adds(&v->words, text);
    words_span(&v->words, ", ", source->process);
    words_span(&v->words, " on ", source->host);
    words_span(&v->words, ", ", source->encoding);
    format_range((clock_form){v->form.zone_minutes, true}, CLOCK_SECONDS, source->first, source->last, text);
    if (text[0]) {
        words_span(&v->words, ", ", span_str(text));
        words_span(&v->words, ", year from ", span_str(dpm_year_basis_name(source->year_basis)));
    }
    layout_column(p, DETAIL);
    text_say(v, STYLE_PLAIN, DETAIL);
}

static void put_count(text_view *v, uint64_t count, const char *one, const char *many)
{
    if (count) {
        words_count(&v->words, count, one, many);
        layout_column(&v->page, INDENT);
        text_say(v, STYLE_PLAIN, DETAIL);
    }
}

void text_coverage(text_view *v)
{
    const dpm_report_data *const facts = v->facts;
    text_layout *const p = &v->page;
    const bool whole = facts->complete && !facts->interrupted;
    layout_end(p);
    layout_text(p, STYLE_HEADING, "Coverage:");
    layout_text(p, STYLE_PLAIN, " ");
    layout_wrap(p, whole ? STYLE_GOOD : STYLE_WARN, INDENT, span_str(label_coverage(facts)));
    layout_end(p);
    put_skipped(v);
    if (label_passed(facts, &v->words)) {
        layout_column(p, INDENT);
        layout_text(p, STYLE_PLAIN, "not read: ");
        text_say(v, STYLE_PLAIN, DETAIL);
    }
    put_noted(v);
    for (size_t i = 0; i < facts->remark_count; i++) {
        put_row(v, STYLE_WARN, "note", (dpm_span){0}, facts->remarks[i]);
    }
    put_count(v, facts->unparsed_lines, "line could not be read as a log record", "lines could not be read as log records");
    put_count(v, facts->duplicate_records, "record is a copy of another and was counted once",
              "records are copies of others and were counted once");
    if (v->verbose) {
        put_count(v, facts->continuation_lines, "line continues the record before it", "lines continue the records before them");
        for (size_t i = 0; i < facts->source_count; i++) {
            put_source(v, facts->sources[i]);
        }
    }
}
