/* dpmlog task: every record of one task, from all logs, as one timeline. */
#include "cli/cli.h"
#include "cli/output.h"
#include "cli/platform.h"
#include "cli/reading.h"
#include "cli/redaction.h"
#include "cli/say.h"
#include "cli/values.h"

#include <inttypes.h>

typedef struct task_run {
    cli_options logs; /* the options without the GUID among the operands */
    const char *task;
    cli_run r;
    dpm_history *history;
    output *outputs;
    size_t count;
} task_run;

/* Several tasks begin with the digits that were given. */
static void tell_candidates(const task_run *t)
{
    size_t count = 0;
    const dpm_history_task *const tasks = dpm_history_tasks(t->history, &count);
    print_error("'%s' is ambiguous: more than one task begins so; give more digits", t->task);
    for (size_t i = 0; i < count; i++) {
        print_error("  %.*s  %" PRIu64 " record%s", (int)tasks[i].task.len, tasks[i].task.ptr, tasks[i].records,
                    tasks[i].records == 1 ? "" : "s");
    }
}

typedef struct line_output {
    output *to;
    dpm_event_form form;
} line_output;

static bool write_line(void *context, const dpm_event *event)
{
    const line_output *const l = context;
    return dpm_event_write(event, l->form, NULL, output_write, l->to) == DPM_OK;
}

static bool write_lines(const task_run *t, output *out)
{
    line_output lines = {out, out->format == FORMAT_CSV ? DPM_EVENT_FORM_CSV : DPM_EVENT_FORM_JSONL};
    if (dpm_event_write_head(lines.form, output_write, out) == DPM_OK) {
        (void)dpm_history_each(t->history, write_line, &lines);
    }
    return output_flush(out);
}

static bool write_text(const task_run *t, output *out)
{
    const dpm_report_data *const facts = dpm_report_get_data(t->r.report);
    dpm_error err = {0};
    const dpm_write_options options = {
        .zone_minutes = zone_minutes_at(t->logs.zone, facts->last == DPM_NO_TIME ? platform_now() : facts->last),
        .color = !out->path && use_color(&t->logs),
        .width = out->path ? 0 : platform_columns(stdout),
    };
    const dpm_status status = dpm_history_write_text(t->history, &options, output_write, out, &err);
    return status < 0 && status != DPM_EIO ? print_dpm_error(&err) : output_flush(out);
}

static int write_history(const task_run *t)
{
    for (size_t i = 0; i < t->count; i++) {
        output *const out = &t->outputs[i];
        const bool good = out->format == FORMAT_TEXT ? write_text(t, out) : write_lines(t, out);
        if (!good || !output_finish(out, t->logs.force)) {
            return CLI_USAGE;
        }
    }
    return CLI_DONE;
}

static int conclude(const task_run *t)
{
    cli_run_report_gaps(&t->r, "the timeline is");
    const int code = cli_run_exit_code(&t->r);
    if (code == CLI_NO_INPUT) {
        return code;
    }
    size_t tasks = 0;
    (void)dpm_history_tasks(t->history, &tasks);
    if (tasks == 0) {
        print_error("no record belongs to a task that begins with '%s'", t->task);
        return code;
    }
    if (tasks > 1) {
        tell_candidates(t);
        return code;
    }
    return !redaction_end(&t->logs, t->r.redactor) || write_history(t) ? CLI_USAGE : code;
}

static bool take(void *context, const dpm_event *event)
{
    task_run *const t = context;
    const dpm_event shown = t->r.redactor ? dpm_redact_event(t->r.redactor, event) : *event;
    return dpm_history_take(t->history, &shown);
}

static int run(task_run *t)
{
    dpm_error err = {0};
    if (dpm_session_on_task(t->r.session, word_span(t->task), take, t, &err) < 0) {
        print_error("'%s': %s", t->task, err.message);
        return CLI_USAGE;
    }
    t->r.learn = true;
    return !cli_run_add(&t->r) ? CLI_NO_INPUT : cli_run_analyze(&t->r) ? conclude(t) : CLI_USAGE;
}

int cmd_task(const cli_options *o)
{
    if (o->operands.count == 0) {
        print_error("task needs the GUID of a task, or the 8 digits or more that it begins with");
        return CLI_USAGE;
    }
    task_run t = {.logs = *o, .task = o->operands.items[0]};
    t.logs.operands.items++;
    t.logs.operands.count--;
    dpm_error err = {0};
    int code = CLI_USAGE;
    if (dpm_history_new(&t.history, &err) < 0) {
        print_dpm_error(&err);
        return code;
    }
    if (cli_run_open(&t.r, &t.logs) && outputs_begin(&t.logs, &t.outputs, &t.count)) {
        code = run(&t);
    }
    outputs_end(t.outputs, t.count);
    cli_run_close(&t.r);
    dpm_history_free(t.history);
    return code;
}
