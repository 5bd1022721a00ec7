/* dpmlog analyze and summarize: read the paths, print the report, and say in the exit code what came of it. */
#include "cli/compared.h"
#include "cli/cli.h"
#include "cli/output.h"
#include "cli/reading.h"
#include "cli/reports.h"
#include "cli/say.h"
#include "cli/state_file.h"

static bool write_outputs(const cli_run *r, output *outputs, size_t count)
{
    const bool anything = report_read(r->report) || r->interrupted;
    bool good = true;
    for (size_t i = 0; i < count; i++) {
        output *const out = &outputs[i];
        if ((!anything && !out->path && out->format == FORMAT_TEXT) || (out->state && (r->interrupted || r->timed_out))) {
            continue; /* what there is to say has been said; a state is of whole runs */
        }
        good = report_write(r->o, out, r->report) && good;
    }
    return good;
}

typedef struct output_list {
    output *items;
    size_t count;
    dpm_redactor *redactor;
} output_list;

/* What a database cannot take, it tells at the end: the other outputs go on. */
static bool feed_databases(void *context, const dpm_event *event)
{
    const output_list *const list = context;
    const dpm_event shown = list->redactor ? dpm_redact_event(list->redactor, event) : *event;
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i].database) {
            (void)dpm_database_take(list->items[i].database, &shown);
        }
    }
    return true;
}

static bool any_database(const output_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i].database) {
            return true;
        }
    }
    return false;
}

enum { LINES_AROUND = 3 };

/* A page shows records with the lines around them. */
static bool add_neighbours(const cli_run *r, const output *outputs, size_t count)
{
    bool page = false;
    dpm_error err = {0};
    dpm_session_options options = {0};
    for (size_t i = 0; i < count; i++) {
        page = page || outputs[i].format == FORMAT_HTML;
    }
    if (!page || r->interrupted || r->timed_out) {
        return true;
    }
    return session_options(r->o, &options) &&
           (dpm_report_add_neighbours(r->report, LINES_AROUND, &options, &err) >= 0 || print_dpm_error(&err));
}

static int conclude(cli_run *r, dpm_baseline *before, output *outputs, size_t count)
{
    cli_run_report_gaps(r, "the report is");
    if (!add_neighbours(r, outputs, count) || !baseline_redact(r->o, before, r->redactor) || !cli_run_redact(r) ||
        !baseline_apply(r->o, before, r->redactor, r->report) || !write_outputs(r, outputs, count)) {
        return CLI_USAGE;
    }
    const int code = cli_run_exit_code(r);
    if (r->o->format != FORMAT_SUMMARY) {
        report_tell(r->o, outputs, count, r->report);
    }
    return (code == CLI_DONE || code == CLI_INCOMPLETE) && report_fails(r->o, r->report) ? CLI_FAIL_ON : code;
}

static bool name_site(const cli_run *r, const output_set *set)
{
    const cli_words *const sites = &r->o->sites;
    dpm_error err = {0};
    if (!sites->count || !summaries_any(set)) {
        return true;
    }
    if (sites->count > 1) {
        print_error("--site: the logs of one summary are of one site");
        return false;
    }
    return dpm_session_name_site(r->session, word_span(sites->items[0]), &err) >= 0 || print_dpm_error(&err);
}

int cmd_analyze(const cli_options *o)
{
    cli_run r;
    output_set set = {0};
    dpm_baseline *before = NULL;
    int code = CLI_USAGE;
    if (cli_run_open(&r, o) && baseline_begin(o, &before) && outputs_begin(o, &set.items, &set.count)) {
        const bool summary = summaries_any(&set);
        output_list list = {set.items, set.count, r.redactor};
        if (any_database(&list)) {
            r.learn = true;
            dpm_session_on_event(r.session, feed_databases, &list);
        }
        r.learn |= summary;
        if (state_file_begin(o, &set) && summaries_begin(&set, r.session, summary ? r.redactor : NULL) && name_site(&r, &set) &&
            state_file_use(o, r.session)) {
            list.items = set.items; /* they may have moved */
            code = !cli_run_add(&r)                                        ? CLI_NO_INPUT
                   : cli_run_analyze(&r) && summaries_end(&set, r.session) ? conclude(&r, before, set.items, set.count)
                                                                           : CLI_USAGE;
        }
    }
    outputs_end(set.items, set.count);
    dpm_baseline_free(before);
    cli_run_close(&r);
    return code;
}

/* The same report as merge reads it. */
int cmd_summarize(const cli_options *o)
{
    cli_options told = *o;
    told.format = told.format ? told.format : FORMAT_SUMMARY;
    return cmd_analyze(&told);
}
