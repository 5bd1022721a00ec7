/* dpmlog check: one line for monitors such as Nagios and Icinga: state, headline, performance data; 0, 1, 2 or 3. */
#include "cli/compared.h"
#include "cli/cli.h"
#include "cli/reading.h"
#include "cli/reports.h"
#include "cli/say.h"
#include "cli/state_file.h"
#include "cli/values.h"
#include "cli/platform.h"

#include <inttypes.h>
#include <string.h>

enum { CHECK_OK, CHECK_WARNING, CHECK_CRITICAL, CHECK_UNKNOWN };

/* A | would begin the performance data. */
static bool put_words(void *context, const char *bytes, size_t len)
{
    (void)context;
    for (size_t i = 0; i < len; i++) {
        putchar(bytes[i] == '|' ? '/' : bytes[i]);
    }
    return true;
}

/* With a baseline, causes with no more failures than there are of old. */
static bool is_old(const dpm_report_data *facts, dpm_span cause)
{
    const dpm_comparison *const c = &facts->baseline;
    for (size_t i = 0; i < c->row_count && c->rows[i]->change <= DPM_CHANGE_WORSE; i++) {
        if (c->rows[i]->cause.len == cause.len && memcmp(c->rows[i]->cause.ptr, cause.ptr, cause.len) == 0) {
            return false;
        }
    }
    return c->name.len > 0;
}

static bool any_firm(const dpm_report_data *facts)
{
    for (size_t i = 0; i < facts->cause_count; i++) {
        if (facts->causes[i]->confidence != DPM_STRENGTH_WEAK && !is_old(facts, facts->causes[i]->id)) {
            return true;
        }
    }
    return false;
}

/* Critical: a cause that is not merely possible and, with --baseline, new or worse; or with --fail-on what that names. */
static int judge(const cli_run *r)
{
    const dpm_report_data *const facts = dpm_report_get_data(r->report);
    if (!report_read(r->report) || r->interrupted) {
        return CHECK_UNKNOWN;
    }
    if (r->o->fail_on ? report_fails(r->o, r->report) : any_firm(facts)) {
        return CHECK_CRITICAL;
    }
    return facts->incidents > facts->suppressed_incidents || facts->crash_count || !facts->complete ? CHECK_WARNING : CHECK_OK;
}

static int print_check(const cli_run *r)
{
    static const char *const words[] = {"OK", "WARNING", "CRITICAL", "UNKNOWN"};
    const dpm_report_data *const f = dpm_report_get_data(r->report);
    const dpm_write_options options = {.zone_minutes =
                                           zone_minutes_at(r->o->zone, f->last == DPM_NO_TIME ? platform_now() : f->last)};
    const int state = judge(r);
    dpm_error err = {0};
    printf("DPM %s - ", words[state]);
    if (state == CHECK_UNKNOWN) {
        fputs(r->interrupted ? "interrupted" : "no input could be read", stdout);
    } else if (dpm_report_write_headline(r->report, &options, put_words, NULL, &err) < 0) {
        print_dpm_error(&err);
        return CHECK_UNKNOWN;
    }
    if (state == CHECK_WARNING && !f->complete) {
        fputs(" Not everything was read.", stdout);
    }
    printf(" | incidents=%" PRIu64 ";;;0 causes=%zu;;;0 crashes=%zu;;;0 records=%" PRIu64 ";;;0 succeeded=%" PRIu64 ";;;0\n",
           f->incidents, f->cause_count, f->crash_count, f->records, f->tasks_succeeded);
    return finish(state) == state ? state : CHECK_UNKNOWN;
}

/* Of a run that was not cut short. */
static bool keep_state(const cli_run *r, const output_set *next)
{
    return next->count == 0 || r->interrupted || r->timed_out || (output_flush(next->items) && output_finish(next->items, true));
}

int cmd_check(const cli_options *o)
{
    cli_run r;
    output_set next = {0}; /* the next state, with --state */
    dpm_baseline *before = NULL;
    int state = CHECK_UNKNOWN;
    if (cli_run_open(&r, o) && baseline_begin(o, &before) && state_file_begin(o, &next) &&
        summaries_begin(&next, r.session, NULL) && state_file_use(o, r.session) && cli_run_add(&r) && cli_run_analyze(&r) &&
        summaries_end(&next, r.session) && keep_state(&r, &next) && baseline_redact(o, before, r.redactor) &&
        cli_run_redact(&r) && baseline_apply(o, before, r.redactor, r.report)) {
        state = print_check(&r);
    } else {
        puts("DPM UNKNOWN - dpmlog could not run");
    }
    outputs_end(next.items, next.count);
    dpm_baseline_free(before);
    cli_run_close(&r);
    return state;
}
