/* The report for people: the order of its parts and what they share. The parts are in text_*.c. */
#include "output/text/text_report.h"

#include "base/text.h"
#include "model/labels.h"

#include <inttypes.h>
#include <stdio.h>

void text_heading(text_view *v, const char *title, uint64_t count)
{
    char number[PHRASE_BYTES];
    phrase_count(count, number);
    page_end(&v->page);
    page_text(&v->page, STYLE_HEADING, title);
    page_text(&v->page, STYLE_PLAIN, " (");
    page_text(&v->page, STYLE_PLAIN, number);
    page_text(&v->page, STYLE_PLAIN, ")");
    page_end(&v->page);
}

void words_count(strbuf *words, uint64_t count, const char *one, const char *many)
{
    char number[PHRASE_BYTES];
    phrase_count(count, number);
    strbuf_addf(words, "%s %s", number, count == 1 ? one : many);
}

void words_span(strbuf *words, const char *before, dpm_span text)
{
    if (text.len) {
        strbuf_adds(words, before);
        strbuf_add(words, text);
    }
}

void text_say(text_view *v, page_style style, size_t indent)
{
    if (v->words.failed) {
        sink_fail(v->page.out, DPM_ENOMEM);
    }
    page_wrap(&v->page, style, indent, strbuf_span(&v->words));
    page_end(&v->page);
    strbuf_clear(&v->words);
}

void text_label(text_view *v, size_t indent, const char *name, size_t content)
{
    page_column(&v->page, indent);
    page_text(&v->page, STYLE_QUIET, name);
    page_column(&v->page, content);
}

void text_place(text_view *v, const dpm_evidence *e)
{
    char line[PHRASE_BYTES];
    snprintf(line, sizeof line, ":%" PRIu64, e->line);
    page_span(&v->page, STYLE_QUIET, e->path);
    page_text(&v->page, STYLE_QUIET, line);
}

size_t text_shown(const text_view *v, size_t count, size_t most)
{
    return v->verbose || count < most ? count : most;
}

void text_more(text_view *v, size_t shown, size_t count)
{
    if (shown < count) {
        page_column(&v->page, 4);
        page_text(&v->page, STYLE_QUIET, "and ");
        page_number(&v->page, STYLE_QUIET, count - shown, 0);
        page_text(&v->page, STYLE_QUIET, " more; verbose shows all");
        page_end(&v->page);
    }
}

static page_style level_style(dpm_level level)
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
    page *const p = &v->page;
    const size_t indent = p->column;
    const char *const level = dpm_level_name(e->level);
    char time[PHRASE_BYTES];
    phrase_time(v->form, CLOCK_MILLISECONDS, e->time, time);
    text_place(v, e);
    page_text(p, STYLE_PLAIN, "  ");
    if (p->column + strlen(time) + 1 + strlen(level) + 1 + e->source.len > p->width) {
        page_end(p);
        page_column(p, indent);
    }
    page_text(p, STYLE_PLAIN, time);
    page_text(p, STYLE_PLAIN, " ");
    page_text(p, level_style(e->level), level);
    page_text(p, STYLE_PLAIN, " ");
    page_wrap(p, STYLE_PLAIN, indent, e->source);
    page_end(p);
    page_column(p, indent);
    page_clip(p, STYLE_PLAIN, e->text, e->text_cut);
    page_end(p);
}

dpm_status text_write(const dpm_facts *facts, const dpm_write_options *options, dpm_write_fn write, void *context, dpm_error *err)
{
    const dpm_write_options o = options ? *options : (dpm_write_options){0};
    sink out;
    sink_init(&out, write, context);
    text_view v = {
        .facts = facts,
        .form = clock_for(facts, o.zone_minutes),
        .verbose = o.verbose,
        .top = o.top ? o.top : TEXT_TOP,
    };
    page_init(&v.page, &out, o.width, o.color);
    text_head(&v);
    text_causes(&v);
    text_crashes(&v);
    text_instances(&v);
    text_absences(&v);
    text_codes(&v);
    text_unknown(&v);
    text_noise(&v);
    text_checked(&v);
    text_overrides(&v);
    text_coverage(&v);
    strbuf_free(&v.words);
    page_free(&v.page);
    return sink_end(&out, err);
}

dpm_status dpm_report_write_text(const dpm_report *report, const dpm_write_options *options, dpm_write_fn write, void *context,
                                 dpm_error *err)
{
    TRY(sink_check(report, options, write, err));
    return text_write(dpm_report_facts(report), options, write, context, err);
}
