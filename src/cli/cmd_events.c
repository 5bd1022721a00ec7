/* dpmlog events: the classified records as they are met, one a line. Nothing is kept. */
#include "cli/cli.h"
#include "cli/events_out.h"
#include "cli/reading.h"
#include "cli/redaction.h"
#include "cli/say.h"

static int conclude(cli_run *r, events_out *out)
{
    const bool stopped_here = out->failed || out->unread;
    r->interrupted = r->interrupted && !stopped_here;
    if (!stopped_here) {
        cli_run_report_gaps(r, "the events are");
    }
    if (!redaction_end(r->o, r->redactor)) {
        return CLI_USAGE;
    }
    const int code = stopped_here ? CLI_DONE : cli_run_exit_code(r);
    if (!out->any && !out->failed && !r->o->quiet && (code == CLI_DONE || code == CLI_INCOMPLETE)) {
        print_error("there is no such event in these logs");
    }
    return events_out_finish(out) ? code : CLI_USAGE;
}

int cmd_events(const cli_options *o)
{
    cli_run r;
    events_out out = {0};
    int code = CLI_USAGE;
    if (cli_run_open(&r, o) && events_out_begin(&out, o)) {
        r.learn = true;
        out.redactor = r.redactor;
        dpm_session_on_event(r.session, events_out_take, &out);
        code = !cli_run_add(&r) ? CLI_NO_INPUT : cli_run_analyze(&r) ? conclude(&r, &out) : CLI_USAGE;
    }
    events_out_end(&out);
    cli_run_close(&r);
    return code;
}
