/* How processes and tasks fared: the crashes with what came before them, and the tasks with their phases. */
#include "output/html/html_report.h"

#include "base/text.h"
#include "model/labels.h"

#include <stdio.h>

enum { MESSAGE_MAX = 400, GUID_HEAD = 8, SUCCEEDED_SHOWN_MAX = 12 };

/* ---- crashes ---- */

static void put_before(html *h, const dpm_crash *crash, const dpm_evidence *e, const char *scope)
{
    html_raw(h, "<p class=\"lead-time\"><b>");
    html_duration(h, time_between(e->time, crash->record.time));
    html_raw(h, " before</b>, ");
    html_raw(h, scope);
    html_raw(h, "</p>\n");
    html_record(h, e);
}

static void put_all_before(html *h, const dpm_crash *crash)
{
    if (crash->has_before_task && crash->has_before_thread && same_record(&crash->before_task, &crash->before_thread)) {
        put_before(h, crash, &crash->before_task, "the last WARNING or FATAL of its task and thread:");
        return;
    }
    if (crash->has_before_task) {
        put_before(h, crash, &crash->before_task, "the last WARNING or FATAL of its task:");
    }
    if (crash->has_before_thread) {
        put_before(h, crash, &crash->before_thread, "the last WARNING or FATAL of its thread:");
    }
}

static void put_crash(html *h, const dpm_crash *crash)
{
    const dpm_evidence *const e = &crash->record;
    html_raw(h, "<article class=\"item crash\"");
    html_when(h, e->time, e->time);
    html_raw(h, "><h3>");
    html_span(h, crash->exception.len ? crash->exception : SPAN("Ended by a critical error"));
    html_raw(h, "</h3><p class=\"numbers\"><span>");
    html_process(h, e->process, e->host);
    html_raw(h, "</span></p>\n");
    if (crash->message.len) {
        html_element(h, "p", "message", span_head_utf8(crash->message, MESSAGE_MAX));
    }
    html_record(h, e);
    put_all_before(h, crash);
    html_raw(h, "</article>\n");
}

void html_crashes(html *h)
{
    const dpm_report_data *const f = h->facts;
    if (!f->crash_count) {
        return;
    }
    html_section(h, "crashes", "Crashes", f->crash_count);
    const size_t shown = html_shown(f->crash_count, HTML_CRASHES);
    for (size_t i = 0; i < shown; i++) {
        put_crash(h, f->crashes[i]);
    }
    html_more(h, shown, f->crash_count, "crashes");
    html_section_end(h);
}

/* ---- tasks ---- */

static const char *end_class(dpm_task_end end)
{
    switch (end) {
    case DPM_TASK_END_FAILED: return "end bad";
    case DPM_TASK_END_OPEN:
    case DPM_TASK_END_RECOVERED: return "end warn";
    default: return "end good";
    }
}

static const char *phase_class(dpm_phase phase)
{
    switch (phase) {
    case DPM_PHASE_STARTED: return "started";
    case DPM_PHASE_WORKED: return "worked";
    case DPM_PHASE_FAILED: return "failed";
    case DPM_PHASE_FATAL: return "fatal";
    case DPM_PHASE_SUCCEEDED: break;
    }
    return "succeeded";
}

static int64_t lasted(const dpm_task *task)
{
    return time_between(task->marks[0].time, task->marks[task->mark_count - 1].time);
}

/* The task from its first event to its last: a line, its longest stall, and a stroke for each phase. */
static void put_phases(html *h, const dpm_task *task)
{
    const int64_t first = task->marks[0].time, all = lasted(task);
    html_raw(h, "<td class=\"phases\"><svg role=\"img\" aria-label=\"Phases:");
    for (size_t i = 0; i < task->mark_count; i++) {
        if (!i || task->marks[i].phase != task->marks[i - 1].phase) {
            html_raw(h, " ");
            html_raw(h, phase_class(task->marks[i].phase));
        }
    }
    html_raw(h, "\"><line class=\"way\" x1=\"1%\" x2=\"");
    html_raw(h, all ? "99%\" y1=\"9\" y2=\"9\"/>" : "1%\" y1=\"9\" y2=\"9\"/>");
    if (task->stall_to > task->stall_from) {
        html_raw(h, "<line class=\"stall\" y1=\"9\" y2=\"9\" x1=\"");
        html_percent(h, (task->stall_from - first) * 98 / 100 + all / 100, all);
        html_raw(h, "%\" x2=\"");
        html_percent(h, (task->stall_to - first) * 98 / 100 + all / 100, all);
        html_raw(h, "%\"><title>no activity for ");
        html_duration(h, task->stall_to - task->stall_from);
        html_raw(h, "</title></line>");
    }
    for (size_t i = 0; i < task->mark_count; i++) {
        const int64_t from = task->marks[i].time - first;
        html_raw(h, "<line class=\"");
        html_raw(h, phase_class(task->marks[i].phase));
        html_raw(h, "\" y1=\"2\" y2=\"16\" x1=\"");
        html_percent(h, from * 98 / 100 + (all ? all / 100 : 1), all ? all : 100);
        html_raw(h, "%\" x2=\"");
        html_percent(h, from * 98 / 100 + (all ? all / 100 : 1), all ? all : 100);
        html_raw(h, "%\"/>");
    }
    html_raw(h, "</svg></td>");
}

static void put_guid(html *h, dpm_span id)
{
    html_raw(h, "<td class=\"id\" title=\"");
    html_span(h, id);
    html_raw(h, "\"><code>");
    html_span(h, span_head(id, GUID_HEAD));
    html_raw(h, "<span class=\"rest\">");
    html_span(h, span_from(id, GUID_HEAD));
    html_raw(h, "</span></code></td>");
}

static void put_duration(html *h, int64_t ms)
{
    html_raw(h, "<td class=\"num\">");
    if (ms) {
        html_duration(h, ms);
    }
    html_raw(h, "</td>");
}

static void put_reason(html *h, const dpm_task *task)
{
    char code[16];
    html_raw(h, "<td class=\"worst\">");
    if (task->code) {
        snprintf(code, sizeof code, "0x%08X", (unsigned)task->code);
        html_element(h, "code", NULL, span_str(code));
        html_raw(h, " ");
    }
    html_element(h, "span", "quiet", task->rule);
    html_raw(h, "</td>");
}

static void put_task(html *h, const dpm_task *task)
{
    html_raw(h, "<tr class=\"item\"");
    html_when(h, task->marks[0].time, task->marks[task->mark_count - 1].time);
    html_facet(h, "server", &task->host, task->host.len > 0);
    html_raw(h, ">");
    put_guid(h, task->id);
    html_cell(h, end_class(task->end), span_str(dpm_task_end_name(task->end)));
    html_cell(h, NULL, task->host);
    html_raw(h, "<td>");
    html_time(h, CLOCK_SECONDS, task->marks[0].time);
    html_raw(h, "</td>");
    put_duration(h, lasted(task));
    put_duration(h, task->stall_to - task->stall_from);
    put_phases(h, task);
    html_count_cell(h, task->failures);
    put_reason(h, task);
    html_raw(h, "</tr>\n");
}

void html_tasks(html *h)
{
    static const html_column columns[] = {{"Task", HTML_TEXT},   {"End", HTML_TEXT},        {"Host", HTML_TEXT},
                                          {"Began", HTML_TEXT},  {"Lasted", HTML_NUMBER},   {"Stall", HTML_NUMBER},
                                          {"Phases", HTML_TEXT}, {"Failures", HTML_NUMBER}, {"Main error", HTML_TEXT},
                                          {NULL, HTML_TEXT}};
    const dpm_timeline *const t = &h->facts->timeline;
    if (!t->task_count) {
        return;
    }
    html_section(h, "tasks", "Tasks", t->tasks_seen);
    html_fragment(h, "tasks-key");
    html_table(h, "Tasks", columns);
    size_t put = 0, succeeded = 0;
    for (size_t i = 0; i < t->task_count; i++) {
        succeeded += t->tasks[i]->end == DPM_TASK_END_SUCCEEDED;
        if (succeeded <= SUCCEEDED_SHOWN_MAX) { /* few look for those: the longest without activity */
            put_task(h, t->tasks[i]);
            put++;
        }
    }
    html_table_end(h);
    if (put < t->tasks_seen) {
        html_raw(h, "<p class=\"more\">and ");
        html_counted(h, t->tasks_seen - put, "more task", "more tasks");
        html_raw(h, ".</p>\n");
    }
    html_section_end(h);
}
