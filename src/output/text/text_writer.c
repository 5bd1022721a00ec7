/* What the parts of the report for people share: headings, labels, sentences, records. */
#include "output/text/text_report.h"

#include "base/number.h"
#include "base/text.h"
#include "model/labels.h"

#include <inttypes.h>
#include <stdio.h>

void text_heading(text_view *v, const char *title, uint64_t count)
{
    char number[FORMAT_BYTES], text[FORMAT_BYTES + 4];
    format_count(count, number);
    snprintf(text, sizeof text, " (%s)", number);
    layout_end(&v->page);
    v->page.hang = 2; /* a narrow page breaks a long title */
    layout_text(&v->page, STYLE_HEADING, title);
    layout_text(&v->page, STYLE_PLAIN, text);
    layout_end(&v->page);
    v->page.hang = 0;
}

void words_count(strbuf *words, uint64_t count, const char *one, const char *many)
{
    char number[FORMAT_BYTES];
    format_count(count, number);
    strbuf_addf(words, "%s %s", number, plural(count, one, many));
}

void words_span(strbuf *words, const char *before, dpm_span text)
{
    if (text.len) {
        strbuf_adds(words, before);
        strbuf_add(words, text);
    }
}

void words_pid(strbuf *words, const char *before, dpm_span hex)
{
    uint64_t value = 0;
    const bool number = hex.len && number_hex(hex, &value) == hex.len;
    if (number && value == 0) {
        return; /* an alert, or an event: no process wrote it */
    }
    words_span(words, before, hex);
    if (number) {
        strbuf_addf(words, " (%" PRIu64 ")", value);
    }
}

void text_step(text_view *v, dpm_span step, size_t column)
{
    const dpm_span text = span_trim(step);
    if (text.len && !strchr(".:!?)", text.ptr[text.len - 1])) {
        layout_span(&v->page, STYLE_PLAIN, text);
    } else {
        layout_wrap(&v->page, STYLE_PLAIN, column, text);
    }
    layout_end(&v->page);
}

bool text_step_joins(const dpm_fix *fix, size_t i)
{
    enum { STAGE = 1 }; /* the first step names the stage */
    const dpm_span step = i < fix->step_count ? span_trim(fix->steps[i]) : (dpm_span){0};
    const dpm_span before = i > STAGE && i < fix->step_count ? span_trim(fix->steps[i - 1]) : (dpm_span){0};
    const bool command = step.len && !strchr(".:!?)", step.ptr[step.len - 1]);
    return command && before.len && before.ptr[before.len - 1] == ':';
}

void text_say(text_view *v, text_style style, size_t indent)
{
    if (v->words.failed) {
        sink_fail(v->page.out, DPM_ENOMEM);
    }
    layout_wrap(&v->page, style, indent, strbuf_span(&v->words));
    layout_end(&v->page);
    strbuf_clear(&v->words);
}

void text_label(text_view *v, size_t indent, const char *name, size_t content)
{
    layout_column(&v->page, indent);
    layout_text(&v->page, STYLE_QUIET, name);
    layout_column(&v->page, content);
}

void text_place(text_view *v, const dpm_evidence *e)
{
    char line[FORMAT_BYTES];
    snprintf(line, sizeof line, "%c%" PRIu64, label_place_mark(e->numbered), e->line);
    layout_span(&v->page, STYLE_QUIET, e->path);
    layout_text(&v->page, STYLE_QUIET, line);
}

size_t text_shown(const text_view *v, size_t count, size_t most)
{
    return v->verbose || count < most ? count : most;
}

void text_more(text_view *v, size_t shown, size_t count)
{
    if (shown < count) {
        layout_column(&v->page, 4);
        layout_number(&v->page, STYLE_QUIET, count - shown, 0);
        layout_text(&v->page, STYLE_QUIET, " more (-v)");
        layout_end(&v->page);
    }
}

static text_style level_style(dpm_level level)
{
    switch (level) {
    case DPM_LEVEL_CRITICAL:
    case DPM_LEVEL_FATAL: return STYLE_BAD;
    case DPM_LEVEL_WARNING: return STYLE_WARN;
    default: return STYLE_PLAIN;
    }
}

void text_record(text_view *v, const dpm_evidence *e)
{
    text_layout *const p = &v->page;
    const size_t indent = p->column;
    const char *const level = dpm_level_name(e->level);
    char time[FORMAT_BYTES];
    format_time(v->form, CLOCK_MILLISECONDS, e->time, time);
    text_place(v, e);
    layout_text(p, STYLE_PLAIN, "  ");
    if (p->column + strlen(time) + 1 + strlen(level) + 1 + e->source.len > p->width) {
        layout_end(p);
        layout_column(p, indent);
    }
    layout_text(p, STYLE_PLAIN, time);
    layout_text(p, STYLE_PLAIN, " ");
    layout_text(p, level_style(e->level), level);
    layout_text(p, STYLE_PLAIN, " ");
    layout_wrap(p, STYLE_PLAIN, indent, e->source);
    layout_end(p);
    layout_column(p, indent);
    layout_clip(p, STYLE_PLAIN, e->text, e->text_cut);
    layout_end(p);
}
