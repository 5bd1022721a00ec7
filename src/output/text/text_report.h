/* The report for people, from the facts: its parts, in the order in which they are printed. */
#ifndef DPM_OUTPUT_TEXT_TEXT_REPORT_H
#define DPM_OUTPUT_TEXT_TEXT_REPORT_H

#include "dpmlog/report.h"
#include "output/text/text_layout.h"
#include "model/format.h"

enum { TEXT_TOP = 10, TEXT_CHANGES = 50, TEXT_CHANGES_BRIEF = 3, TEXT_SCREEN_WIDTH = 80 };

/* What all parts share. */
typedef struct text_view {
    text_layout page;
    strbuf words; /* a sentence in the making */
    const dpm_report_data *facts;
    clock_form form;
    bool verbose;
    size_t top;
} text_view;

/* The first screen of a report with causes. `local_minutes`: this machine's time, shown where it is another one. */
void text_screen(text_view *v, int32_t local_minutes);
void text_head(text_view *v);
void text_causes(text_view *v);
void text_crashes(text_view *v);
void text_instances(text_view *v);
void text_absences(text_view *v);
void text_codes(text_view *v);
void text_unknown(text_view *v);
void text_noise(text_view *v);
void text_checked(text_view *v);
void text_overrides(text_view *v);
/* What has changed since the baseline, at most this many rows; nothing where there is none. */
void text_changes(text_view *v, size_t most);
void text_coverage(text_view *v);

/* A part's heading, a blank line before it. */
void text_heading(text_view *v, const char *title, uint64_t count);
/* Onto the sentence: "3 incidents", the number and the noun in its number. */
void words_count(strbuf *words, uint64_t count, const char *one, const char *many);
/* Onto the sentence: what, if there is anything, after `before`. */
void words_span(strbuf *words, const char *before, dpm_span text);
/* Onto the sentence: a process or thread as logs print it and as Windows' tools do: "0D74 (3444)". */
void words_pid(strbuf *words, const char *before, dpm_span hex);
/* A step of a fix: wrapped, but commands stay whole so that they can be copied. */
void text_step(text_view *v, dpm_span step, size_t column);
/* The step before it only says where to type this one: both have one number. */
bool text_step_joins(const dpm_fix *fix, size_t i);
/* Wrap the sentence, from the current column on, end the line, and begin again. */
void text_say(text_view *v, text_style style, size_t indent);
/* A label at `indent`; what it names begins at `content`. */
void text_label(text_view *v, size_t indent, const char *name, size_t content);
/* "path:line", uncut, so that it can be copied. */
void text_place(text_view *v, const dpm_evidence *e);
/* The line that ends a list which was cut: "and 12 more (verbose shows them)". */
void text_more(text_view *v, size_t shown, size_t count);
/* How many of `count` a list shows: `most`, unless all were asked for. */
size_t text_shown(const text_view *v, size_t count, size_t most);
/* One record, each row from the current column on: its place, time, level and source; below, what it says. */
void text_record(text_view *v, const dpm_evidence *e);

/* The same for `dpm_report_data` as dpm_report_write_text does for a report. */
dpm_status text_write(const dpm_report_data *facts, const dpm_write_options *options, dpm_write_fn write, void *context,
                      dpm_error *err);

#endif
