/* The tables at the end of the report: codes, signatures that no rule explains, noise. */
#include "output/text/text_report.h"

#include "base/text.h"

enum { SHOWN_ROWS = 10, CODE_NAME_MAX = 36, LEAST_MEANING = 24, GAP = 2, DRAFT_INDENT = 8 };

/* The columns of the largest number of a table. */
static size_t number_columns(uint64_t most)
{
    char text[FORMAT_BYTES];
    format_count(most, text);
    return strlen(text);
}

typedef struct code_columns {
    size_t count, code, name; /* widths */
} code_columns;

static size_t max_size(size_t a, size_t b)
{
    return a > b ? a : b;
}

static code_columns measure_codes(const dpm_report_data *facts, size_t shown)
{
    code_columns c = {0};
    for (size_t i = 0; i < shown; i++) {
        char text[FORMAT_BYTES];
        format_code(&facts->codes[i]->code, text);
        c.count = max_size(c.count, number_columns(facts->codes[i]->events));
        c.code = max_size(c.code, strlen(text));
        c.name = max_size(c.name, facts->codes[i]->code.name.len);
    }
    c.name = c.name > CODE_NAME_MAX ? CODE_NAME_MAX : c.name;
    return c;
}

/* One row; its meaning goes below where there is too little room beside. */
static void put_code(text_view *v, code_columns c, const dpm_code_count *row)
{
    text_layout *const p = &v->page;
    char text[FORMAT_BYTES];
    format_code(&row->code, text);
    layout_column(p, 2);
    layout_number(p, STYLE_PLAIN, row->events, c.count);
    layout_column(p, 2 + c.count + GAP);
    layout_text(p, STYLE_HEADING, text);
    const size_t name = 2 + c.count + GAP + c.code + GAP;
    layout_column(p, name);
    layout_clip(p, STYLE_PLAIN, row->code.name, false);
    const size_t beside = c.name ? name + c.name + GAP : name;
    const dpm_span meaning = row->code.meaning.len ? row->code.meaning : SPAN("not in the list of known codes");
    if (beside + LEAST_MEANING > p->width) {
        layout_end(p);
        layout_column(p, 2 + c.count + GAP);
    } else {
        layout_text(p, STYLE_PLAIN, p->column > beside ? " " : "");
        layout_column(p, beside);
    }
    if (v->verbose) {
        layout_wrap(p, STYLE_PLAIN, p->column, meaning);
    } else {
        layout_clip(p, row->code.meaning.len ? STYLE_PLAIN : STYLE_QUIET, meaning, false);
    }
    layout_end(p);
}

void text_codes(text_view *v)
{
    const dpm_report_data *const facts = v->facts;
    if (facts->code_count == 0) {
        return;
    }
    text_heading(v, "Error codes, by number of events", facts->code_count);
    const size_t shown = text_shown(v, facts->code_count, SHOWN_ROWS);
    const code_columns c = measure_codes(facts, shown);
    for (size_t i = 0; i < shown; i++) {
        put_code(v, c, facts->codes[i]);
    }
    text_more(v, shown, facts->code_count);
}

/* The draft of a rule, uncut and unwrapped, so that it can be copied into a file. */
static void put_draft(text_view *v, const dpm_unknown *unknown)
{
    strbuf rule = {0};
    if (dpm_unknown_write_rule(unknown, strbuf_write, &rule) != DPM_OK || rule.failed) {
        sink_fail(v->page.out, DPM_ENOMEM);
    }
    dpm_span rest = strbuf_span(&rule);
    while (rest.len) {
        const cut line = span_cut(rest, '\n');
        size_t blanks = 0;
        while (blanks < line.head.len && line.head.ptr[blanks] == ' ') {
            blanks++;
        }
        layout_column(&v->page, DRAFT_INDENT + blanks);
        layout_span(&v->page, STYLE_QUIET, span_from(line.head, blanks));
        layout_end(&v->page);
        rest = line.tail;
    }
    strbuf_free(&rule);
}

void text_unknown(text_view *v)
{
    const dpm_report_data *const facts = v->facts;
    text_layout *const p = &v->page;
    if (facts->unknown_count == 0) {
        return;
    }
    text_heading(v, "Failures that no rule explains", facts->unknown_count);
    const size_t shown = text_shown(v, facts->unknown_count, SHOWN_ROWS);
    size_t columns = 0;
    for (size_t i = 0; i < shown; i++) {
        columns = max_size(columns, number_columns(facts->unknown[i]->count));
    }
    for (size_t i = 0; i < shown; i++) {
        layout_column(p, 2);
        layout_number(p, STYLE_PLAIN, facts->unknown[i]->count, columns);
        layout_column(p, 2 + columns + GAP);
        layout_clip(p, STYLE_PLAIN, facts->unknown[i]->signature, false);
        layout_end(p);
        if (v->verbose && facts->unknown[i]->sample.len) {
            layout_column(p, 2 + columns + GAP);
            layout_text(p, STYLE_QUIET, "such as: ");
            layout_clip(p, STYLE_QUIET, facts->unknown[i]->sample, false);
            layout_end(p);
        }
        if (v->verbose) {
            put_draft(v, facts->unknown[i]);
        }
    }
    if (!v->verbose) {
        layout_column(p, 2);
        layout_text(p, STYLE_QUIET, "-v drafts a rule for each");
        layout_end(p);
    }
    text_more(v, shown, facts->unknown_count);
}

void text_noise(text_view *v)
{
    const dpm_report_data *const facts = v->facts;
    text_layout *const p = &v->page;
    if (facts->noise_records == 0) {
        return;
    }
    text_heading(v, "Harmless warnings, ignored", facts->noise_records);
    const size_t columns = number_columns(facts->noise_records);
    for (size_t i = 0; i < facts->noise_count; i++) {
        if (facts->noise[i]->records == 0) {
            continue;
        }
        layout_column(p, 2);
        layout_number(p, STYLE_PLAIN, facts->noise[i]->records, columns);
        layout_column(p, 2 + columns + GAP);
        words_span(&v->words, "", facts->noise[i]->id);
        words_span(&v->words, ": ", facts->noise[i]->reason);
        text_say(v, STYLE_PLAIN, 2 + columns + GAP);
    }
}
