/* Reports on their way out. */
#include "cli/reports.h"

#include "cli/platform.h"
#include "cli/reading.h"
#include "cli/say.h"
#include "cli/values.h"

static dpm_write_options options_for(const cli_options *o, const output *out, int64_t last)
{
    const int64_t at = last == DPM_NO_TIME ? platform_now() : last;
    return (dpm_write_options){
        .top = o->top,
        .verbose = o->verbose,
        .brief = !out->path && !o->verbose && !o->top,
        .zone_minutes = zone_minutes_at(o->zone, at),
        .local_minutes = zone_minutes_at((cli_zone){.local = true}, at),
        .color = !out->path && use_color(o),
        .width = out->path ? 0 : platform_columns(stdout),
    };
}

bool report_write(const cli_options *o, output *out, const dpm_report *report)
{
    const dpm_write_options options = options_for(o, out, dpm_report_get_data(report)->last);
    return output_report(out, report, &options) && output_finish(out, o->force);
}

bool fleet_write(const cli_options *o, output *out, const dpm_fleet *fleet)
{
    const dpm_write_options options = options_for(o, out, dpm_fleet_get_data(fleet)->last);
    return output_fleet(out, fleet, &options) && output_finish(out, o->force);
}

static bool put_bytes(void *context, const char *bytes, size_t len)
{
    return fwrite(bytes, 1, len, context) == len;
}

void report_tell(const cli_options *o, const output *outputs, size_t count, const dpm_report *report)
{
    const dpm_report_data *const facts = dpm_report_get_data(report);
    const int64_t at = facts->last == DPM_NO_TIME ? platform_now() : facts->last;
    const dpm_write_options options = {.zone_minutes = zone_minutes_at(o->zone, at)};
    for (size_t i = 0; i < count; i++) {
        if (!outputs[i].path) {
            return;
        }
    }
    if (o->quiet || !report_read(report) || dpm_report_write_headline(report, &options, put_bytes, stdout, NULL) < 0) {
        return;
    }
    putchar('\n');
    for (size_t i = 0; i < count && !outputs[i].state; i++) {
        fputs(i ? ", " : "written: ", stdout);
        put_span(stdout, word_span(outputs[i].path));
    }
    putchar('\n');
}

bool report_fails(const cli_options *o, const dpm_report *report)
{
    const dpm_report_data *const facts = dpm_report_get_data(report);
    if (o->fail_on >> FAIL_ON_NEW & 1 && facts->baseline.row_count && facts->baseline.rows[0]->change <= DPM_CHANGE_WORSE) {
        return true;
    }
    for (size_t i = 0; i < facts->cause_count; i++) {
        if (o->fail_on >> facts->causes[i]->cls & 1) {
            return true;
        }
    }
    return false;
}
