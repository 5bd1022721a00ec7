/* dpmlog diff: what is new, gone, worse or better between two runs: reports in JSON, summaries, or the logs themselves. */
#include "cli/compared.h"
#include "cli/cli.h"
#include "cli/output.h"
#include "cli/platform.h"
#include "cli/reading.h"
#include "cli/redaction.h"
#include "cli/say.h"
#include "cli/values.h"

static bool take_logs(const cli_options *o, const char *path, dpm_baseline **out)
{
    cli_options one = *o;
    one.redact = one.redact_key = NULL; /* both sides are redacted by one redactor */
    one.keep_guids = false;
    const char *paths[] = {path};
    cli_run r;
    dpm_error err = {0};
    one.operands = (cli_words){paths, 1};
    bool good = cli_run_open(&r, &one) && cli_run_add(&r) && cli_run_analyze(&r);
    if (good) {
        cli_run_report_gaps(&r, "the comparison is");
        good = report_read(r.report) && !r.interrupted && (dpm_baseline_of(out, r.report, &err) >= 0 || print_dpm_error(&err));
    }
    cli_run_close(&r);
    return good;
}

static bool take_side(const cli_options *o, const char *path, dpm_baseline **out)
{
    return baseline_is(path) ? baseline_read(o, path, out) : take_logs(o, path, out);
}

static bool redact_sides(const cli_options *o, dpm_redactor *redactor, dpm_baseline *before, dpm_baseline *after)
{
    dpm_error err = {0};
    if (redactor && (dpm_redact_baseline(redactor, before, &err) < 0 || dpm_redact_baseline(redactor, after, &err) < 0)) {
        return print_dpm_error(&err);
    }
    return redaction_end(o, redactor);
}

static dpm_diff_form form_of(cli_format format)
{
    switch (format) {
    case FORMAT_JSON: return DPM_DIFF_FORM_JSON;
    case FORMAT_HTML: return DPM_DIFF_FORM_HTML;
    default: return DPM_DIFF_FORM_TEXT;
    }
}

static int write_diff(const cli_options *o, const dpm_baseline *before, const dpm_baseline *after, output *outputs, size_t count)
{
    const int64_t last = dpm_baseline_last(after);
    const dpm_write_options options = {.zone_minutes = zone_minutes_at(o->zone, last == DPM_NO_TIME ? platform_now() : last)};
    bool worse = false;
    for (size_t i = 0; i < count; i++) {
        dpm_error err = {0};
        const dpm_status status =
            dpm_diff_write(before, after, form_of(outputs[i].format), &options, &worse, output_write, &outputs[i], &err);
        if ((status < 0 && status != DPM_EIO && !print_dpm_error(&err)) || !output_flush(&outputs[i]) ||
            !output_finish(&outputs[i], o->force)) {
            return CLI_USAGE;
        }
    }
    return worse ? CLI_FAIL_ON : dpm_baseline_complete(before) && dpm_baseline_complete(after) ? CLI_DONE : CLI_INCOMPLETE;
}

int cmd_diff(const cli_options *o)
{
    dpm_baseline *before = NULL, *after = NULL;
    dpm_redactor *redactor = NULL;
    output *outputs = NULL;
    size_t count = 0;
    int code = CLI_USAGE;
    if (o->operands.count != 2) {
        print_error("diff needs two: a report in JSON, a summary or logs of before, and of after");
        return code;
    }
    if (redaction_begin(o, &redactor) && outputs_begin(o, &outputs, &count)) {
        const bool good = take_side(o, o->operands.items[0], &before) && take_side(o, o->operands.items[1], &after);
        code = !good                                      ? CLI_NO_INPUT
               : redact_sides(o, redactor, before, after) ? write_diff(o, before, after, outputs, count)
                                                          : CLI_USAGE;
    }
    outputs_end(outputs, count);
    dpm_baseline_free(before);
    dpm_baseline_free(after);
    redaction_free(redactor);
    return code;
}
