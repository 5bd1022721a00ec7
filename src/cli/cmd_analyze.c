/* dpmlog analyze: read the paths, print the report, and say in the exit code what came of it. */
#include "cli/cli.h"
#include "cli/folders.h"
#include "cli/output.h"
#include "cli/platform.h"
#include "cli/progress.h"
#include "cli/say.h"
#include "cli/values.h"

#include <stdlib.h>
#include <string.h>

/* What one analysis holds. */
typedef struct analysis {
    const cli_options *o;
    dpm_rules *rules;
    dpm_session *session;
    dpm_report *report;
    output *outputs;
    size_t output_count;
    bool *failed; /* by operand: it could not be added, which has been told */
    bool interrupted;
} analysis;

static bool fail(const dpm_error *err)
{
    say("%s", err->message);
    return false;
}

static bool load_rules(analysis *a)
{
    dpm_error err = {0};
    return dpm_rules_load(&a->rules, a->o->rules.items, a->o->rules.count, &err) >= 0 || fail(&err);
}

static bool make_session(analysis *a)
{
    const cli_options *const o = a->o;
    dpm_error err = {0};
    dpm_session_options options = {
        .jobs = o->jobs,
        .year = o->year,
        .classes = o->classes,
        .levels = o->levels,
        .hosts = o->hosts.count ? o->hosts.items : NULL,
        .host_count = o->hosts.count,
        .processes = o->processes.count ? o->processes.items : NULL,
        .process_count = o->processes.count,
    };
    const int64_t now = platform_now();
    if (o->since) {
        value_time(o->since, o->zone, now, &options.since);
    }
    if (o->until) {
        value_time(o->until, o->zone, now, &options.until);
    }
    if (o->since && o->until && options.until <= options.since) {
        say("--until %s is not after --since %s: nothing is between them", o->until, o->since);
        return false;
    }
    return dpm_session_new(&a->session, a->rules, &options, &err) >= 0 || fail(&err);
}

static void add_folder(void *context, const char *path)
{
    analysis *const a = context;
    dpm_error err = {0};
    if (dpm_session_add(a->session, path, &err) < 0) {
        fail(&err);
    }
}

/* False where there is nothing to add. */
static bool add_paths(analysis *a)
{
    const cli_words paths = a->o->operands;
    if (paths.count == 0) {
        return folders_each(add_folder, a);
    }
    for (size_t i = 0; i < paths.count; i++) {
        dpm_error err = {0};
        a->failed[i] = dpm_session_add(a->session, paths.items[i], &err) < 0;
        if (a->failed[i]) {
            fail(&err);
        }
    }
    return true;
}

static bool run_session(analysis *a)
{
    dpm_error err = {0};
    progress_line line;
    progress_begin(&line, a->o, a->session);
    platform_on_interrupt(a->session);
    const dpm_status status = dpm_session_run(a->session, &err);
    platform_on_interrupt(NULL);
    progress_end(&line);
    a->interrupted = status == DPM_STOP;
    if (status < 0) {
        return fail(&err);
    }
    return dpm_session_report(a->session, &a->report, &err) >= 0 || fail(&err);
}

static bool told_before(const analysis *a, dpm_span path)
{
    for (size_t i = 0; i < a->o->operands.count; i++) {
        const dpm_span operand = word_span(a->o->operands.items[i]);
        if (a->failed[i] && operand.len == path.len && memcmp(operand.ptr, path.ptr, path.len) == 0) {
            return true;
        }
    }
    return false;
}

/* What was not read, or not whole, by name. */
static void tell_unread(const analysis *a)
{
    const dpm_facts *const facts = dpm_report_facts(a->report);
    if (a->o->quiet) {
        return;
    }
    for (size_t i = 0; i < facts->skipped_count; i++) {
        if (!told_before(a, facts->skipped[i].path)) {
            say_of("skipped", facts->skipped[i].path, facts->skipped[i].reason);
        }
    }
    for (size_t i = 0; i < facts->source_count; i++) {
        const dpm_source_info *const source = &facts->sources[i];
        if (source->status != DPM_READ_COMPLETE) {
            say_of(dpm_read_status_name(source->status), source->path, source->reason);
        }
    }
}

/* An empty log was read; one that failed before its first byte was not. */
static bool anything_read(const dpm_facts *facts)
{
    for (size_t i = 0; i < facts->source_count; i++) {
        if (facts->sources[i].bytes || facts->sources[i].status == DPM_READ_COMPLETE) {
            return true;
        }
    }
    return false;
}

static bool use_color(const cli_options *o)
{
    if (o->color != COLOR_AUTO) {
        return o->color == COLOR_ALWAYS;
    }
    const char *const term = getenv("TERM"), *const no_color = getenv("NO_COLOR");
    return platform_is_terminal(stdout) && !(no_color && *no_color) && term && strcmp(term, "dumb") != 0;
}

static dpm_write_options write_options(const analysis *a, const output *out)
{
    const dpm_facts *const facts = dpm_report_facts(a->report);
    return (dpm_write_options){
        .top = a->o->top,
        .verbose = a->o->verbose,
        .zone_minutes = zone_minutes_at(a->o->zone, facts->last == DPM_NO_TIME ? platform_now() : facts->last),
        .color = !out->path && use_color(a->o),
        .width = out->path ? 0 : platform_columns(),
    };
}

static bool write_outputs(analysis *a, bool anything)
{
    bool good = true;
    for (size_t i = 0; i < a->output_count; i++) {
        output *const out = &a->outputs[i];
        if (!anything && !out->path && out->format == FORMAT_TEXT) {
            continue; /* what there is to say has been said */
        }
        const dpm_write_options options = write_options(a, out);
        good = output_report(out, a->report, &options) && output_finish(out, a->o->force) && good;
    }
    return good;
}

static bool fail_on_met(const analysis *a)
{
    const dpm_facts *const facts = dpm_report_facts(a->report);
    for (size_t i = 0; i < facts->cause_count; i++) {
        if (a->o->fail_on >> facts->causes[i].cls & 1) {
            return true;
        }
    }
    return false;
}

static int conclude(analysis *a)
{
    const dpm_facts *const facts = dpm_report_facts(a->report);
    const bool anything = anything_read(facts);
    tell_unread(a);
    if (!anything && !a->interrupted) {
        const bool named = facts->skipped_count || facts->source_count || facts->remark_count;
        say(named ? "no input could be read"
                  : "no log was found; in a folder only *.errlog, *.errlog.*.Crash and the like are read");
    }
    if (a->interrupted) {
        say("interrupted: the report is partial");
    }
    if (!write_outputs(a, anything || a->interrupted)) {
        return CLI_USAGE;
    }
    return a->interrupted     ? CLI_INTERRUPTED
           : !anything        ? CLI_NO_INPUT
           : fail_on_met(a)   ? CLI_FAIL_ON
           : !facts->complete ? CLI_INCOMPLETE
                              : CLI_DONE;
}

static int analyze(analysis *a)
{
    if (!load_rules(a) || !make_session(a) || !outputs_begin(a->o, &a->outputs, &a->output_count)) {
        return CLI_USAGE;
    }
    if (!add_paths(a)) {
        return CLI_NO_INPUT;
    }
    return run_session(a) ? conclude(a) : CLI_USAGE;
}

int cmd_analyze(const cli_options *o)
{
    analysis a = {.o = o, .failed = calloc(o->operands.count + 1, sizeof(bool))};
    int code = CLI_USAGE;
    if (a.failed) {
        code = analyze(&a);
    } else {
        say("out of memory");
    }
    outputs_end(a.outputs, a.output_count);
    dpm_report_free(a.report);
    dpm_session_free(a.session);
    dpm_rules_free(a.rules);
    free(a.failed);
    return code;
}
