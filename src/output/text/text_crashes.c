/* How processes ended: the crashes with what came before them, and the instances that ended without a trace. */
#include "output/text/text_report.h"

#include "base/text.h"
#include "model/labels.h"

#include <inttypes.h>
#include <stdio.h>

enum { INDENT = 4, CONTENT = 12, SHOWN_INSTANCES = 10, MESSAGE_MAX = 400 };

/* "MSDPM on FS01 pid 180C: " */
static void add_who(strbuf *words, dpm_span process, dpm_span host, dpm_span pid)
{
    words_span(words, "", process.len ? process : SPAN("unknown process"));
    words_span(words, " on ", host);
    words_pid(words, " pid ", pid);
    strbuf_adds(words, ": ");
}

static void label(text_view *v, const char *name)
{
    text_label(v, INDENT, name, CONTENT);
}

static void put_before(text_view *v, const dpm_crash *crash, const dpm_evidence *e, const char *scope)
{
    text_layout *const p = &v->page;
    char lead[FORMAT_BYTES];
    format_duration(time_between(e->time, crash->record.time), lead);
    label(v, "before:");
    layout_text(p, STYLE_HEADING, lead);
    layout_text(p, STYLE_HEADING, " before");
    layout_text(p, STYLE_PLAIN, ", ");
    layout_wrap(p, STYLE_PLAIN, CONTENT, span_str(scope));
    layout_end(p);
    layout_column(p, CONTENT);
    text_record(v, e);
}

static void put_all_before(text_view *v, const dpm_crash *crash)
{
    if (crash->has_before_task && crash->has_before_thread && same_record(&crash->before_task, &crash->before_thread)) {
        put_before(v, crash, &crash->before_task, "the last WARNING or FATAL of its task and thread:");
        return;
    }
    if (crash->has_before_task) {
        put_before(v, crash, &crash->before_task, "the last WARNING or FATAL of its task:");
    }
    if (crash->has_before_thread) {
        put_before(v, crash, &crash->before_thread, "the last WARNING or FATAL of its thread:");
    }
}

static void put_message(text_view *v, dpm_span message)
{
    words_span(&v->words, "", span_head_utf8(message, MESSAGE_MAX));
    strbuf_adds(&v->words, message.len > MESSAGE_MAX ? "..." : "");
    text_say(v, STYLE_PLAIN, CONTENT);
}

static void put_crash(text_view *v, const dpm_crash *crash)
{
    text_layout *const p = &v->page;
    char time[FORMAT_BYTES];
    layout_column(p, 2);
    format_time(v->form, CLOCK_MILLISECONDS, crash->record.time, time);
    layout_text(p, STYLE_HEADING, time);
    layout_text(p, STYLE_PLAIN, "  ");
    add_who(&v->words, crash->record.process, crash->record.host, crash->record.pid);
    strbuf_add(&v->words, crash->exception.len ? crash->exception : SPAN("ended by a critical error"));
    text_say(v, STYLE_BAD, INDENT);
    label(v, "said:");
    put_message(v, crash->message.len ? crash->message : crash->record.text);
    label(v, "at:");
    text_place(v, &crash->record);
    layout_end(p);
    put_all_before(v, crash);
}

void text_crashes(text_view *v)
{
    const size_t count = v->facts->crash_count;
    if (count == 0) {
        return;
    }
    text_heading(v, "Crashes", count);
    const size_t shown = text_shown(v, count, v->top);
    for (size_t i = 0; i < shown; i++) {
        put_crash(v, v->facts->crashes[i]);
    }
    text_more(v, shown, count);
}

static void put_instance(text_view *v, const dpm_instance *instance)
{
    char text[FORMAT_BYTES];
    format_range(v->form, CLOCK_SECONDS, instance->first, instance->last, text);
    layout_column(&v->page, 2);
    layout_text(&v->page, STYLE_PLAIN, text[0] ? text : "no time");
    layout_text(&v->page, STYLE_PLAIN, "  ");
    const int len = snprintf(text, sizeof text, "%04" PRIX32, instance->pid);
    add_who(&v->words, instance->process, instance->host, span_of(text, (size_t)len));
    strbuf_addf(&v->words, "%s, ", label_ending(instance->ending));
    words_count(&v->words, instance->records, "record", "records");
    text_say(v, STYLE_PLAIN, INDENT);
}

static bool listed(const text_view *v, const dpm_instance *instance)
{
    return v->verbose || instance->ending == DPM_ENDING_NO_TRACE;
}

void text_instances(text_view *v)
{
    const dpm_report_data *const facts = v->facts;
    size_t count = 0, put = 0;
    for (size_t i = 0; i < facts->instance_count; i++) {
        count += listed(v, facts->instances[i]);
    }
    if (count == 0) {
        return;
    }
    text_heading(v, v->verbose ? "Process instances" : "Processes that vanished (native crash, kill or restart)", count);
    layout_column(&v->page, 2);
    layout_wrap(
        &v->page, STYLE_QUIET, 2,
        SPAN("Another PID follows and nothing says why: a native crash, a kill, a restart or a reboot. The log cannot tell, "
             "and it may lack its last ten seconds."));
    layout_end(&v->page);
    const size_t shown = text_shown(v, count, SHOWN_INSTANCES);
    for (size_t i = 0; i < facts->instance_count && put < shown; i++) {
        if (listed(v, facts->instances[i])) {
            put_instance(v, facts->instances[i]);
            put++;
        }
    }
    text_more(v, shown, count);
}
