/* What the commands that read logs have in common. */
#include "cli/reading.h"

#include "cli/folders.h"
#include "cli/platform.h"
#include "cli/progress.h"
#include "cli/redaction.h"
#include "cli/say.h"
#include "cli/values.h"

#include <stdlib.h>
#include <string.h>

bool session_options(const cli_options *o, dpm_session_options *out)
{
    *out = (dpm_session_options){
        .jobs = o->jobs,
        .year = o->year,
        .classes = o->classes,
        .levels = o->levels,
        .hosts = o->hosts.count ? o->hosts.items : NULL,
        .host_count = o->hosts.count,
        .processes = o->processes.count ? o->processes.items : NULL,
        .process_count = o->processes.count,
        .max_depth = o->max_depth,
        .encoding = o->encoding,
        .max_ratio = o->max_ratio,
        .max_members = o->max_members,
        .max_expand = o->max_expand,
        .max_memory = o->max_memory,
    };
    const int64_t now = platform_now();
    if (o->since) {
        value_time(o->since, o->zone, now, &out->since);
    }
    if (o->until) {
        value_time(o->until, o->zone, now, &out->until);
    }
    if (o->since && o->until && out->until <= out->since) {
        print_error("--until %s is not after --since %s: nothing is between them", o->until, o->since);
        return false;
    }
    return true;
}

bool find_dpm_version(const dpm_rules *rules, const char *word, const char **out)
{
    *out = NULL;
    if (!word) {
        return true;
    }
    *out = dpm_rules_version(rules, word_span(word)).ptr;
    if (*out) {
        return true;
    }
    print_error("--dpm-version: '%s' is neither a product that is known here nor a version such as 4.2.1205.0; give one of these",
                word);
    size_t count = 0;
    const dpm_product *const products = dpm_rules_products(rules, &count);
    for (size_t i = 0; i < count; i++) {
        const dpm_product *const p = &products[i];
        print_error("  %.*s for %.*s", (int)p->name.len, p->name.ptr, (int)p->version.len, p->version.ptr);
    }
    return false;
}

static bool make_session(cli_run *r)
{
    const cli_options *const o = r->o;
    dpm_error err = {0};
    dpm_session_options options = {0};
    return session_options(o, &options) && find_dpm_version(r->rules, o->dpm_version, &options.dpm_version) &&
           (dpm_session_new(&r->session, r->rules, &options, &err) >= 0 || print_dpm_error(&err));
}

bool cli_run_open(cli_run *r, const cli_options *o)
{
    dpm_error err = {0};
    *r = (cli_run){.o = o, .failed = calloc(o->operands.count + 1, sizeof(bool))};
    if (!r->failed) {
        print_error("out of memory");
        return false;
    }
    return redaction_begin(o, &r->redactor) &&
           (dpm_rules_load(&r->rules, o->rules.items, o->rules.count, &err) >= 0 || print_dpm_error(&err)) && make_session(r);
}

void cli_run_close(cli_run *r)
{
    redaction_free(r->redactor);
    dpm_report_free(r->report);
    dpm_session_free(r->session);
    dpm_rules_free(r->rules);
    free(r->failed);
}

static void add_folder(void *context, const char *path)
{
    cli_run *const r = context;
    dpm_error err = {0};
    if (dpm_session_add(r->session, path, &err) < 0) {
        print_dpm_error(&err);
    }
}

static int by_word(const void *a, const void *b)
{
    return strcmp(**(const char *const *const *)a, **(const char *const *const *)b);
}

/* In the order of their names, so that a limit strikes at the same place in whatever order they are given. Told in the order in
 * which they are given. */
static bool add_paths(cli_run *r, cli_words paths)
{
    const char *const **const order = calloc(paths.count, sizeof *order);
    dpm_error *const errors = calloc(paths.count, sizeof *errors);
    const bool good = order && errors;
    for (size_t i = 0; i < paths.count && good; i++) {
        order[i] = &paths.items[i];
    }
    if (good) {
        qsort(order, paths.count, sizeof *order, by_word);
    }
    for (size_t i = 0; i < paths.count && good; i++) {
        dpm_session_add(r->session, *order[i], &errors[order[i] - paths.items]);
    }
    for (size_t i = 0; i < paths.count && good; i++) {
        const bool empty = errors[i].status == DPM_END && platform_kind_of(paths.items[i]) == KIND_FOLDER;
        r->failed[i] = errors[i].status < 0 || empty;
        if (errors[i].status < 0 || (empty && !r->o->quiet)) {
            print_dpm_error(&errors[i]);
        }
    }
    free(order);
    free(errors);
    if (!good) {
        print_error("out of memory");
    }
    return good;
}

bool cli_run_add(cli_run *r)
{
    const cli_words paths = r->o->operands;
    platform_stop_after(r->o->max_time);
    if (r->redactor && r->learn && !cli_run_learn(r, paths)) {
        return false;
    }
    platform_on_interrupt(r->session);
    return paths.count ? add_paths(r, paths) : folders_each(add_folder, r);
}

static bool learn(void *context, const dpm_event *event)
{
    dpm_redactor_learn(context, event);
    return true;
}

/* What cannot be read is told when it is read for the second time. */
bool cli_run_learn(cli_run *r, cli_words paths)
{
    dpm_session *session = NULL;
    dpm_session_options options = {0};
    dpm_error err = {0};
    if (!session_options(r->o, &options) || (dpm_session_new(&session, r->rules, &options, &err) < 0 && !print_dpm_error(&err))) {
        return false;
    }
    platform_on_interrupt(session);
    dpm_session_on_record(session, learn, r->redactor);
    for (size_t i = 0; i < paths.count; i++) {
        if (strcmp(paths.items[i], "-") != 0) {
            dpm_error ignored = {0};
            dpm_session_add(session, paths.items[i], &ignored);
        }
    }
    const dpm_status status = dpm_session_run(session, &err);
    platform_on_interrupt(NULL);
    dpm_session_free(session);
    if (status == DPM_STOP) {
        dpm_session_stop(r->session);
    }
    return status >= 0 || print_dpm_error(&err);
}

bool cli_run_analyze(cli_run *r)
{
    dpm_error err = {0};
    progress_line line;
    progress_begin(&line, r->o, r->session);
    const dpm_status status = dpm_session_run(r->session, &err);
    platform_on_interrupt(NULL);
    progress_end(&line);
    r->timed_out = platform_stop_after(0);
    r->interrupted = status == DPM_STOP && !r->timed_out;
    if (status < 0) {
        return print_dpm_error(&err);
    }
    return dpm_session_report(r->session, &r->report, &err) >= 0 || print_dpm_error(&err);
}

/* Whether an operand of which an error was printed is what `text` begins with, and `after` comes next. */
static bool told_before(const cli_run *r, dpm_span text, const char *after)
{
    for (size_t i = 0; i < r->o->operands.count; i++) {
        const dpm_span operand = word_span(r->o->operands.items[i]);
        if (r->failed[i] && operand.len + strlen(after) <= text.len && memcmp(operand.ptr, text.ptr, operand.len) == 0 &&
            (*after ? memcmp(text.ptr + operand.len, after, strlen(after)) == 0 : operand.len == text.len)) {
            return true;
        }
    }
    return false;
}

/* "damaged PATH: REASON", or "PATH is not a DPM log (...)": such a file has no damage. */
static void print_incomplete(const dpm_source_info *source)
{
    static const char other[] = "not a ";
    if (source->reason.len >= sizeof other - 1 && memcmp(source->reason.ptr, other, sizeof other - 1) == 0) {
        print_path_is(source->path, source->reason);
    } else {
        print_path_error(dpm_read_status_name(source->status), source->path, source->reason);
    }
}

/* What was not read, or not whole, by name. */
static void tell_unread(const cli_run *r, const dpm_report_data *facts)
{
    for (size_t i = 0; i < facts->skipped_count; i++) {
        if (!told_before(r, facts->skipped[i]->path, "")) {
            print_path_error("skipped", facts->skipped[i]->path, facts->skipped[i]->reason);
        }
    }
    for (size_t i = 0; i < facts->source_count; i++) {
        const dpm_source_info *const source = facts->sources[i];
        if (source->status != DPM_READ_STATUS_COMPLETE) {
            print_incomplete(source);
        }
    }
}

bool report_read(const dpm_report *report)
{
    const dpm_report_data *const facts = dpm_report_get_data(report);
    for (size_t i = 0; i < facts->source_count; i++) {
        if (facts->sources[i]->bytes || facts->sources[i]->status == DPM_READ_STATUS_COMPLETE) {
            return true;
        }
    }
    return false;
}

void cli_run_report_gaps(const cli_run *r, const char *partial)
{
    const dpm_report_data *const facts = dpm_report_get_data(r->report);
    if (!r->o->quiet) {
        tell_unread(r, facts);
    }
    if (!report_read(r->report) && !r->interrupted) {
        const bool named = facts->skipped_count || facts->source_count || facts->remark_count;
        for (size_t i = 0; i < facts->remark_count && !facts->skipped_count && !facts->source_count; i++) {
            if (!told_before(r, facts->remarks[i], ": ")) {
                print_error("%.*s", (int)facts->remarks[i].len, facts->remarks[i].ptr);
            }
        }
        print_error(named ? "no input could be read"
                          : "no log was found; in a folder only *.errlog, *.errlog.*.Crash and the like are read");
    }
    if (r->interrupted) {
        print_error("interrupted: %s partial", partial);
    } else if (r->timed_out) {
        print_error("--max-time is over: %s partial", partial);
    }
}

bool cli_run_redact(cli_run *r)
{
    dpm_error err = {0};
    if (r->redactor && (dpm_redact_report(r->redactor, r->report, &err) < 0)) {
        return print_dpm_error(&err);
    }
    return redaction_end(r->o, r->redactor);
}

int cli_run_exit_code(const cli_run *r)
{
    return r->interrupted                              ? CLI_INTERRUPTED
           : !report_read(r->report)                   ? CLI_NO_INPUT
           : !dpm_report_get_data(r->report)->complete ? CLI_INCOMPLETE
                                                       : CLI_DONE;
}

bool use_color(const cli_options *o)
{
    if (o->color != COLOR_AUTO) {
        return o->color == COLOR_ALWAYS;
    }
    const char *const no_color = getenv("NO_COLOR");
    return !(no_color && *no_color) && platform_styled(stdout);
}
