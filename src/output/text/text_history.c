/* The timeline of one task for people: first what became of it, then each record with the time since the one before.
 *
 *     07:40:00.010            DPM01 MSDPM 180C/2A04 NORMAL  ==>TaskExecutor::Execute
 *     07:40:02.010    +2.0 s  FS01 DPMRA 0AB0/0E6C  NORMAL    ==>CWorkItem::Process
 */
#include "history/findings.h"

#include "base/civil.h"
#include "base/text.h"
#include "output/text/text_layout.h"
#include "model/format.h"
#include "model/labels.h"

#include <inttypes.h>
#include <stdio.h>

enum { DATE_COLUMNS = 11, DELTA_COLUMNS = 11, LEVEL_COLUMNS = 9, LABEL_COLUMNS = 9, INDENT = 4, DEPTH_SHOWN_MAX = 8 };

typedef struct view {
    dpm_history *history;
    text_layout page;
    clock_form clock;
    bool fold;   /* lines have a width */
    bool narrow; /* and a small one: the time of day and no source position */
    history_findings found;
    call_stack calls; /* around the record that is written */
} view;

/* ---- the head ---- */

static void label(view *v, const char *word)
{
    layout_text(&v->page, STYLE_QUIET, word);
    layout_column(&v->page, LABEL_COLUMNS);
}

static void put_count(text_layout *p, uint64_t count, const char *one, const char *many)
{
    char text[FORMAT_BYTES];
    format_count(count, text);
    layout_text(p, STYLE_PLAIN, text);
    layout_text(p, STYLE_PLAIN, plural(count, one, many));
}

static void put_time(view *v, const char *before, int64_t time)
{
    char text[FORMAT_BYTES];
    format_time(v->clock, CLOCK_MILLISECONDS, time, text);
    layout_text(&v->page, STYLE_PLAIN, before);
    layout_text(&v->page, STYLE_PLAIN, text);
}

static void put_duration(view *v, const char *before, int64_t ms)
{
    char text[FORMAT_BYTES];
    format_duration(ms, text);
    layout_text(&v->page, STYLE_PLAIN, before);
    layout_text(&v->page, STYLE_PLAIN, text);
}

static void put_stream(text_layout *p, dpm_span host, dpm_span process)
{
    layout_span(p, STYLE_PLAIN, host);
    layout_text(p, STYLE_PLAIN, host.len && process.len ? " " : "");
    layout_span(p, STYLE_PLAIN, process);
}

static void put_place(text_layout *p, const dpm_event *e)
{
    char line[32];
    strbuf place = {0}; /* one piece: nothing may come between a path and its line */
    snprintf(line, sizeof line, "%c%" PRIu64, label_place_mark(e->numbered), e->line);
    strbuf_add(&place, e->path);
    strbuf_adds(&place, line);
    layout_text(p, STYLE_PLAIN, ", ");
    layout_span(p, STYLE_PLAIN, strbuf_span(&place));
    if (place.failed) {
        sink_fail(p->out, DPM_ENOMEM);
    }
    strbuf_free(&place);
}

static void put_size(view *v)
{
    const history_findings *const f = &v->found;
    text_layout *const p = &v->page;
    char zone[FORMAT_BYTES];
    label(v, "records");
    put_count(p, v->history->count, "", "");
    for (dpm_level level = 0; level < DPM_LEVEL_NORMAL; level++) {
        if (f->levels[level]) {
            layout_text(p, STYLE_PLAIN, ", ");
            put_count(p, f->levels[level], " ", " ");
            layout_text(p, STYLE_PLAIN, dpm_level_name(level));
        }
    }
    layout_end(p);
    label(v, "time");
    put_time(v, "", f->first);
    put_time(v, " - ", f->last);
    format_zone(v->clock.zone_minutes, zone);
    layout_text(p, STYLE_PLAIN, " ");
    layout_text(p, STYLE_PLAIN, zone);
    put_duration(v, ", ", time_between(f->first, f->last));
    layout_end(p);
    if (f->event_first != DPM_NO_TIME && (f->event_first != f->first || f->event_last != f->last)) {
        label(v, "events");
        put_time(v, "", f->event_first);
        put_time(v, " - ", f->event_last);
        put_duration(v, ", ", time_between(f->event_first, f->event_last));
        layout_text(p, STYLE_PLAIN, " in reports");
        layout_end(p);
    }
    for (size_t i = 0; i < f->stream_count; i++) {
        label(v, i ? "" : "logs of");
        put_stream(p, f->streams[i][0], f->streams[i][1]);
        layout_end(p);
    }
}

static void put_end(view *v)
{
    const dpm_event *const e = v->found.ended;
    text_layout *const p = &v->page;
    label(v, "ended");
    if (!e) {
        layout_text(p, STYLE_WARN, "no record shows how");
        layout_end(p);
        return;
    }
    const bool good = e->outcome == DPM_OUTCOME_SUCCEEDED;
    layout_text(p, good ? STYLE_GOOD : STYLE_BAD,
                good                             ? "succeeded"
                : e->level == DPM_LEVEL_CRITICAL ? "its process crashed"
                                                 : "failed");
    put_time(v, " at ", e->time);
    put_place(p, e);
    layout_end(p);
}

static void put_phases(view *v)
{
    for (size_t i = 0; i < v->found.phases.count; i++) {
        const phase *const ph = &v->found.phases.items[i];
        label(v, i ? "" : "phases");
        layout_span(&v->page, STYLE_PLAIN, ph->name);
        if (ph->first == DPM_NO_TIME) {
            put_time(v, ": start not logged, finished ", ph->last);
        } else if (ph->last == DPM_NO_TIME) {
            put_time(v, ": not finished, started ", ph->first);
        } else {
            put_duration(v, ": ", time_between(ph->first, ph->last));
            put_time(v, " from ", ph->first);
        }
        layout_end(&v->page);
    }
}

static void put_stall(view *v)
{
    const history_findings *const f = &v->found;
    if (f->stalled) {
        label(v, "stalls");
        put_count(&v->page, f->stalls, " of 10 s or more, ", " of 10 s or more, the longest ");
        put_duration(v, "", f->stall);
        put_time(v, " after ", f->stalled->time);
        put_place(&v->page, f->stalled);
        layout_end(&v->page);
    }
}

static void put_codes(view *v)
{
    char text[16];
    for (size_t i = 0; i < v->found.code_count; i++) {
        const stated_code *const c = &v->found.codes[i];
        label(v, i ? "" : "codes");
        snprintf(text, sizeof text, "0x%08X ", (unsigned)c->code);
        layout_text(&v->page, STYLE_PLAIN, text);
        layout_span(&v->page, STYLE_PLAIN, c->name);
        layout_text(&v->page, STYLE_PLAIN, c->name.len ? ", " : "");
        put_count(&v->page, c->count, " record", " records");
        layout_end(&v->page);
    }
}

static void put_open_calls(view *v)
{
    for (size_t i = 0; i < v->found.calls.count; i++) {
        const open_call *const c = &v->found.calls.items[i];
        label(v, i ? "" : "open");
        layout_span(&v->page, STYLE_WARN, c->name);
        put_time(v, ", entered ", c->time);
        layout_text(&v->page, STYLE_PLAIN, " by ");
        put_stream(&v->page, c->host, c->process);
        layout_end(&v->page);
    }
}

/* ---- the records ---- */

static void put_when(view *v, const dpm_event *e, const dpm_event *before)
{
    char text[FORMAT_BYTES], gap[FORMAT_BYTES];
    format_time((clock_form){v->clock.zone_minutes, true}, CLOCK_MILLISECONDS, e->time, text);
    layout_text(&v->page, STYLE_PLAIN, v->narrow && e->time != DPM_NO_TIME ? text + DATE_COLUMNS : text);
    const int64_t ms = before ? time_between(before->time, e->time) : 0;
    format_duration(ms, gap);
    const size_t end = v->page.column + DELTA_COLUMNS;
    if (ms > 0) {
        layout_column(&v->page, end - strlen(gap) - 1);
        layout_text(&v->page, ms >= STALL_MS ? STYLE_WARN : STYLE_QUIET, "+");
        layout_text(&v->page, ms >= STALL_MS ? STYLE_WARN : STYLE_QUIET, gap);
    }
    layout_column(&v->page, end + 1);
}

static void put_who(view *v, const dpm_event *e)
{
    text_layout *const p = &v->page;
    put_stream(p, e->host, e->process);
    layout_text(p, STYLE_PLAIN, " ");
    if (p->width >= LAYOUT_NARROW) {
        layout_span(p, STYLE_PLAIN, e->pid);
        layout_text(p, STYLE_PLAIN, "/");
        layout_span(p, STYLE_PLAIN, e->tid);
        layout_text(p, STYLE_PLAIN, " ");
    }
    const size_t at = p->column;
    layout_text(p,
                e->level <= DPM_LEVEL_FATAL     ? STYLE_BAD
                : e->level == DPM_LEVEL_WARNING ? STYLE_WARN
                                                : STYLE_PLAIN,
                dpm_level_name(e->level));
    layout_column(p, at + LEVEL_COLUMNS);
    if (!v->narrow) {
        layout_span(p, STYLE_QUIET, e->source);
        layout_text(p, STYLE_PLAIN, " ");
    }
}

static void put_what(view *v, const dpm_event *e, const call_step *step)
{
    text_layout *const p = &v->page;
    layout_column(p, p->column + 2 * (step->depth < DEPTH_SHOWN_MAX ? step->depth : DEPTH_SHOWN_MAX));
    if (v->fold) {
        layout_wrap(p, STYLE_PLAIN, INDENT, e->message);
    } else {
        layout_span(p, STYLE_PLAIN, e->message);
    }
    if (e->message_cut) {
        layout_text(p, STYLE_PLAIN, "...");
    }
    if (step->kind == CALL_LEFT && step->duration >= 0) {
        put_duration(v, " (after ", step->duration);
        layout_text(p, STYLE_PLAIN, ")");
    }
    if (e->code_name.len) {
        layout_text(p, STYLE_PLAIN, " [");
        layout_span(p, STYLE_PLAIN, e->code_name);
        layout_text(p, STYLE_PLAIN, "]");
    }
}

static void put_records(view *v)
{
    const dpm_event *before = NULL;
    for (size_t i = 0; i < v->history->count; i++) {
        const dpm_event *const e = &v->history->records[i].event;
        const call_step step = history_calls(&v->calls, e);
        put_when(v, e, before);
        put_who(v, e);
        put_what(v, e, &step);
        layout_end(&v->page);
        before = e;
    }
}

static void put_head(view *v)
{
    text_layout *const p = &v->page;
    layout_text(p, STYLE_HEADING, "Task ");
    layout_span(p, STYLE_HEADING, v->history->tasks[0].task);
    layout_end(p);
    p->hang = v->fold ? LABEL_COLUMNS : 0;
    put_size(v);
    put_end(v);
    put_phases(v);
    put_stall(v);
    put_codes(v);
    put_open_calls(v);
    if (v->history->lost) {
        label(v, "left out");
        put_count(p, v->history->lost, " more record than can be kept", " more records than can be kept");
        layout_end(p);
    }
    p->hang = 0;
    layout_end(p);
}

dpm_status dpm_history_write_text(dpm_history *history, const dpm_write_options *options, dpm_write_fn write, void *context,
                                  dpm_error *err)
{
    static const dpm_write_options none = {0};
    const dpm_write_options *const o = options ? options : &none;
    sink out;
    sink_init(&out, write, context);
    if (history->count == 0) {
        return DPM_OK;
    }
    view v = {.history = history,
              .clock = {o->zone_minutes, true},
              .fold = o->width != 0,
              .narrow = o->width && o->width < LAYOUT_WIDTH};
    layout_init(&v.page, &out, o->width, o->color);
    history_sort(history);
    history_find(history, &v.found);
    put_head(&v);
    put_records(&v);
    layout_free(&v.page);
    return sink_end(&out, err);
}
