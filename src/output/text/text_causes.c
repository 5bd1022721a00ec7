/* The ranked causes. Each has a title, two lines of figures, and then what is said of it beside a column of labels:
 *
 *     1  The tracer failed while formatting a message
 *        strong | crash | score 8.5 | trace-format-bug
 *        1 incident, 2 events, 1 task on FS01, 06/01 20:54 - 20:55
 *        reason:   ...
 *        limits:   ...
 *        evidence: ...
 *        fix:      ... */
#include "output/text/text_report.h"

#include "base/text.h"

enum { INDENT = 4, CONTENT = 14, STEP = 3, SHOWN_EVIDENCE = 3 };

static void label(text_view *v, const char *name)
{
    text_label(v, INDENT, name, CONTENT);
}

static text_style strength_style(dpm_strength strength)
{
    return strength == DPM_STRENGTH_STRONG ? STYLE_BAD : strength == DPM_STRENGTH_MEDIUM ? STYLE_WARN : STYLE_PLAIN;
}

static void put_title(text_view *v, const dpm_cause *cause)
{
    text_layout *const p = &v->page;
    char score[FORMAT_BYTES];
    layout_number(p, STYLE_HEADING, cause->rank, 2);
    layout_column(p, INDENT);
    layout_wrap(p, STYLE_HEADING, INDENT, cause->title);
    layout_end(p);
    layout_column(p, INDENT);
    layout_text(p, strength_style(cause->confidence), dpm_strength_name(cause->confidence));
    layout_text(p, STYLE_PLAIN, " | ");
    layout_text(p, STYLE_PLAIN, dpm_class_name(cause->cls));
    layout_text(p, STYLE_PLAIN, " | score ");
    format_tenths(cause->score, score);
    layout_text(p, STYLE_PLAIN, score);
    layout_text(p, STYLE_PLAIN, " | ");
    layout_wrap(p, STYLE_PLAIN, INDENT, cause->id);
    layout_end(p);
}

static void put_counts(text_view *v, const dpm_cause *cause)
{
    char range[FORMAT_BYTES];
    words_count(&v->words, cause->incidents, "incident, ", "incidents, ");
    words_count(&v->words, cause->events, "event, ", "events, ");
    words_count(&v->words, cause->tasks, "task", "tasks");
    for (size_t i = 0; i < cause->host_count; i++) {
        words_span(&v->words, i ? ", " : " on ", cause->hosts[i]);
    }
    format_range(v->form, CLOCK_SECONDS, cause->first, cause->last, range);
    words_span(&v->words, "; ", span_str(range));
    layout_column(&v->page, INDENT);
    text_say(v, STYLE_PLAIN, INDENT);
}

/* Some lines of text beside a label. */
static void put_lines(text_view *v, const char *name, const dpm_span *lines, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (lines[i].len) {
            label(v, name);
            layout_wrap(&v->page, STYLE_PLAIN, CONTENT, lines[i]);
            layout_end(&v->page);
            name = "";
        }
    }
}

static void put_terms(text_view *v, const dpm_cause *cause)
{
    text_layout *const p = &v->page;
    for (size_t i = 0; i < cause->term_count; i++) {
        const dpm_score_term *const term = &cause->terms[i];
        char points[FORMAT_BYTES];
        label(v, i ? "" : "score:");
        format_tenths(term->points, points);
        layout_column(p, CONTENT + (strlen(points) < 5 ? 5 - strlen(points) : 0));
        layout_text(p, STYLE_PLAIN, points);
        layout_text(p, STYLE_PLAIN, "  ");
        layout_span(p, STYLE_PLAIN, term->name);
        if (term->reason.len) {
            layout_text(p, STYLE_PLAIN, ": ");
            layout_wrap(p, STYLE_PLAIN, CONTENT + 7, term->reason);
        }
        layout_end(p);
    }
}

/* The process and thread that wrote it, for searching in the log. */
static void put_ids(text_view *v, const dpm_evidence *e)
{
    words_pid(&v->words, "pid ", e->pid);
    words_pid(&v->words, " tid ", e->tid);
    words_span(&v->words, " task ", e->task);
    layout_column(&v->page, CONTENT);
    text_say(v, STYLE_QUIET, CONTENT);
}

static void put_evidence(text_view *v, const dpm_evidence *e, const char *name)
{
    label(v, name);
    text_record(v, e);
    if (v->verbose) {
        put_ids(v, e);
    }
}

/* Of more than three, the first, the middle and the last: they are in order of time. */
static void put_all_evidence(text_view *v, const dpm_cause *cause)
{
    const size_t count = cause->evidence_count;
    const size_t shown = text_shown(v, count, SHOWN_EVIDENCE);
    for (size_t i = 0; i < shown; i++) {
        const size_t index = shown < 2 ? 0 : i * (count - 1) / (shown - 1);
        put_evidence(v, cause->evidence[index], i ? "" : "evidence:");
    }
}

static void put_link(text_view *v, const dpm_fix *fix)
{
    text_layout *const p = &v->page;
    if (!fix->kb.len && !fix->url.len) {
        return;
    }
    layout_column(p, CONTENT);
    if (fix->kb.len) {
        layout_text(p, STYLE_PLAIN, "KB ");
        layout_span(p, STYLE_PLAIN, fix->kb);
        layout_text(p, STYLE_PLAIN, ": ");
    }
    if (fix->url.len) {
        layout_span(p, STYLE_PLAIN, fix->url);
    } else {
        layout_text(p, STYLE_PLAIN, "https://support.microsoft.com/kb/");
        layout_span(p, STYLE_PLAIN, fix->kb);
    }
    layout_end(p);
}

static void put_fix(text_view *v, const dpm_fix *fix)
{
    if (fix->summary.len || fix->step_count) {
        label(v, "fix:");
        layout_wrap(&v->page, STYLE_PLAIN, CONTENT, fix->summary.len ? fix->summary : SPAN("in this order:"));
        layout_end(&v->page);
    }
    const size_t column = CONTENT + STEP + (fix->step_count > 9); /* "10. " is wider */
    size_t number = 0;
    for (size_t i = 0; i < fix->step_count; i++) {
        if (!text_step_joins(fix, i)) {
            layout_column(&v->page, CONTENT);
            layout_number(&v->page, STYLE_PLAIN, ++number, 0);
            layout_text(&v->page, STYLE_PLAIN, ".");
        }
        layout_column(&v->page, column);
        text_step(v, fix->steps[i], column);
    }
    put_link(v, fix);
}

static void put_cause(text_view *v, const dpm_cause *cause)
{
    layout_end(&v->page);
    put_title(v, cause);
    put_counts(v, cause);
    put_lines(v, "reason:", &cause->explanation, 1);
    put_lines(v, "limits:", cause->counter_evidence, cause->counter_count);
    if (v->verbose) {
        put_terms(v, cause);
        put_lines(v, "rejected:", cause->rivals, cause->rival_count);
    }
    put_all_evidence(v, cause);
    put_fix(v, &cause->fix);
}

void text_causes(text_view *v)
{
    const dpm_report_data *const facts = v->facts;
    if (facts->cause_count == 0) {
        return;
    }
    text_heading(v, "Causes", facts->cause_count);
    const size_t shown = facts->cause_count < v->top ? facts->cause_count : v->top;
    for (size_t i = 0; i < shown; i++) {
        put_cause(v, facts->causes[i]);
    }
    if (shown < facts->cause_count) {
        layout_end(&v->page);
        layout_column(&v->page, INDENT);
        words_count(&v->words, facts->cause_count - shown, "more cause", "more causes");
        strbuf_addf(&v->words, " (--top %zu)", facts->cause_count);
        text_say(v, STYLE_QUIET, INDENT);
    }
}
