/* dpmlog merge: summaries in, the report of their logs out. */
#include "cli/compared.h"
#include "cli/cli.h"
#include "cli/output.h"
#include "cli/platform.h"
#include "cli/reading.h"
#include "cli/reports.h"
#include "cli/say.h"

/* What cannot be read is told, on standard error and in the report, and stops nothing. How many could be. */
static size_t add_all(cli_run *r)
{
    static const char *const standard[] = {"-"};
    const bool named = r->o->operands.count > 0;
    const size_t count = named ? r->o->operands.count : 1;
    size_t good = 0;
    for (size_t i = 0; i < count; i++) {
        const char *const path = named ? r->o->operands.items[i] : standard[0];
        dpm_error err = {0};
        const bool added = dpm_session_add_summary(r->session, path, &err) >= 0;
        good += added;
        if (!added) {
            r->failed[i] = named;
            print_dpm_error(&err);
        }
    }
    return good;
}

static int write_all(const cli_run *r, output *outputs, size_t count)
{
    const cli_options *const o = r->o;
    const bool anything = report_read(r->report);
    cli_run_report_gaps(r, "the report is");
    for (size_t i = 0; i < count; i++) {
        if (!anything && !outputs[i].path && outputs[i].format == FORMAT_TEXT) {
            continue; /* what there is to say has been said */
        }
        if (!report_write(o, &outputs[i], r->report)) {
            return CLI_USAGE;
        }
    }
    report_tell(o, outputs, count, r->report);
    const int code = cli_run_exit_code(r);
    return (code == CLI_DONE || code == CLI_INCOMPLETE) && report_fails(o, r->report) ? CLI_FAIL_ON : code;
}

static int merge(cli_run *r, dpm_baseline *before, output_set *set)
{
    if (!add_all(r)) {
        print_error("no summary could be read");
        return CLI_NO_INPUT;
    }
    platform_on_interrupt(r->session);
    if (r->redactor && summaries_any(set)) {
        print_error("-f summary --redact: a summary is redacted when it is made of logs: dpmlog summarize --redact");
        return CLI_USAGE;
    }
    if (!cli_run_analyze(r) || !summaries_end(set, r->session) || !baseline_redact(r->o, before, r->redactor) ||
        !cli_run_redact(r) || !baseline_apply(r->o, before, r->redactor, r->report)) {
        return CLI_USAGE;
    }
    return write_all(r, set->items, set->count);
}

int cmd_merge(const cli_options *o)
{
    cli_run r;
    output_set set = {0};
    dpm_baseline *before = NULL;
    int code = CLI_USAGE;
    if (cli_run_open(&r, o) && baseline_begin(o, &before) && outputs_begin(o, &set.items, &set.count) &&
        summaries_begin(&set, r.session, r.redactor)) {
        code = merge(&r, before, &set);
    }
    outputs_end(set.items, set.count);
    dpm_baseline_free(before);
    cli_run_close(&r);
    return code;
}
