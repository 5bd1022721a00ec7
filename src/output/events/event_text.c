/* An event as one line for people:
 *     2016-06-01 20:55:45.690 CRITICAL crash        DPM01 MSDPM 180C/280C everettexception.cpp(757) message [code] (path:line)
 * Narrow terminals get the time of day, the level and the message. */
#include "output/events/event_forms.h"

#include "output/text/text_layout.h"
#include "model/format.h"
#include "model/labels.h"

#include <inttypes.h>
#include <stdio.h>

enum { LEVEL_COLUMNS = 9, CLASS_COLUMNS = 12, DATE_COLUMNS = 11 };

static text_style style_of(dpm_level level)
{
    return level == DPM_LEVEL_CRITICAL || level == DPM_LEVEL_FATAL ? STYLE_BAD
           : level == DPM_LEVEL_WARNING                            ? STYLE_WARN
                                                                   : STYLE_PLAIN;
}

static void put_time(text_layout *p, const dpm_event *e, int32_t zone, bool narrow)
{
    char text[FORMAT_BYTES];
    format_time((clock_form){zone, true}, CLOCK_MILLISECONDS, e->time, text);
    layout_text(p, STYLE_QUIET, narrow && e->time != DPM_NO_TIME ? text + DATE_COLUMNS : text);
    layout_text(p, STYLE_PLAIN, " ");
}

static void put_words(text_layout *p, const dpm_span *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (words[i].len) {
            layout_span(p, STYLE_PLAIN, words[i]);
            layout_text(p, STYLE_PLAIN, " ");
        }
    }
}

static void put_origin(text_layout *p, const dpm_event *e)
{
    const dpm_span log[] = {e->host, e->process};
    const size_t class_at = p->column;
    layout_text(p, STYLE_PLAIN, e->rule.len ? dpm_class_name(e->cls) : "-");
    layout_column(p, class_at + CLASS_COLUMNS);
    layout_text(p, STYLE_PLAIN, " ");
    put_words(p, log, 2);
    layout_span(p, STYLE_PLAIN, e->pid);
    layout_text(p, STYLE_PLAIN, "/");
    layout_span(p, STYLE_PLAIN, e->tid);
    layout_text(p, STYLE_PLAIN, " ");
    put_words(p, &e->source, 1);
}

static void put_code(text_layout *p, const dpm_event *e)
{
    char code[EVENT_CODE_TEXT];
    event_code(e, code);
    if (*code) {
        layout_text(p, STYLE_PLAIN, " [");
        layout_text(p, STYLE_PLAIN, code);
        layout_text(p, STYLE_PLAIN, e->code_name.len ? " " : "");
        layout_span(p, STYLE_PLAIN, e->code_name);
        layout_text(p, STYLE_PLAIN, "]");
    }
}

static void put_place(text_layout *p, const dpm_event *e)
{
    char line[32];
    snprintf(line, sizeof line, "%c%" PRIu64 ")", label_place_mark(e->numbered), e->line);
    layout_text(p, STYLE_PLAIN, " (");
    layout_span(p, STYLE_QUIET, e->path);
    layout_text(p, STYLE_PLAIN, line);
}

void event_text(sink *out, const dpm_event *e, const dpm_write_options *options)
{
    text_layout p;
    layout_init(&p, out, options->width, options->color);
    const bool clip = options->width != 0, narrow = clip && options->width < LAYOUT_WIDTH;
    put_time(&p, e, options->zone_minutes, narrow);
    const size_t level_at = p.column;
    layout_text(&p, style_of(e->level), dpm_level_name(e->level));
    layout_column(&p, level_at + LEVEL_COLUMNS);
    if (!narrow) {
        put_origin(&p, e);
    }
    if (clip) {
        layout_clip(&p, STYLE_PLAIN, e->message, e->message_cut);
    } else {
        layout_span(&p, STYLE_PLAIN, e->message);
        put_code(&p, e);
        put_place(&p, e);
    }
    layout_end(&p);
    layout_free(&p);
}
