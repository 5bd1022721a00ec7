/* dpmlog analyze: read the paths, print the report, and say in the exit code what came of it. */
#include "cli/cli.h"
#include "cli/output.h"
#include "cli/platform.h"
#include "cli/reading.h"
#include "cli/say.h"
#include "cli/values.h"

static dpm_write_options write_options(const reading *r, const output *out)
{
    const dpm_facts *const facts = dpm_report_facts(r->report);
    return (dpm_write_options){
        .top = r->o->top,
        .verbose = r->o->verbose,
        .zone_minutes = zone_minutes_at(r->o->zone, facts->last == DPM_NO_TIME ? platform_now() : facts->last),
        .color = !out->path && use_color(r->o),
        .width = out->path ? 0 : platform_columns(stdout),
    };
}

static bool write_outputs(const reading *r, output *outputs, size_t count)
{
    const bool anything = reading_any(r) || r->interrupted;
    bool good = true;
    for (size_t i = 0; i < count; i++) {
        output *const out = &outputs[i];
        if (!anything && !out->path && out->format == FORMAT_TEXT) {
            continue; /* what there is to say has been said */
        }
        const dpm_write_options options = write_options(r, out);
        good = output_report(out, r->report, &options) && output_finish(out, r->o->force) && good;
    }
    return good;
}

static bool fail_on_met(const reading *r)
{
    const dpm_facts *const facts = dpm_report_facts(r->report);
    for (size_t i = 0; i < facts->cause_count; i++) {
        if (r->o->fail_on >> facts->causes[i].cls & 1) {
            return true;
        }
    }
    return false;
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

static int conclude(reading *r, output *outputs, size_t count)
{
    reading_tell(r, "the report is");
    if (!reading_redact(r) || !write_outputs(r, outputs, count)) {
        return CLI_USAGE;
    }
    const int code = reading_code(r);
    return (code == CLI_DONE || code == CLI_INCOMPLETE) && fail_on_met(r) ? CLI_FAIL_ON : code;
}

int cmd_analyze(const cli_options *o)
{
    reading r;
    output *outputs = NULL;
    size_t count = 0;
    int code = CLI_USAGE;
    if (reading_open(&r, o) && outputs_begin(o, WRITES_REPORTS, &outputs, &count)) {
        output_list list = {outputs, count, r.redactor};
        if (any_database(&list)) {
            dpm_session_on_event(r.session, feed_databases, &list);
        }
        code = !reading_add(&r) ? CLI_NO_INPUT : reading_run(&r) ? conclude(&r, outputs, count) : CLI_USAGE;
    }
    outputs_end(outputs, count);
    reading_close(&r);
    return code;
}
