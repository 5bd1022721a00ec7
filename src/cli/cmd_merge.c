/* dpmlog merge: summaries in, one report out. */
#include "cli/compared.h"
#include "cli/cli.h"
#include "cli/output.h"
#include "cli/reading.h"
#include "cli/redaction.h"
#include "cli/reports.h"
#include "cli/say.h"
#include "cli/slurp.h"
#include "cli/values.h"

#include <stdlib.h>
#include <string.h>

/* What cannot be read is reported, on standard error and in the report, and stops nothing. */
static bool add(dpm_merge *merge, const char *path, size_t *good)
{
    bytes text = {0};
    dpm_error err = {0};
    const char *why = slurp(path, SIZE_MAX, &text);
    dpm_status status = DPM_OK;
    if (!why) {
        status = dpm_merge_add(merge, (dpm_span){text.ptr, text.len}, &err);
        why = status < 0 ? err.message : NULL;
    }
    free(text.ptr);
    if (!why) {
        (*good)++;
        return true;
    }
    print_error("%s: %s", path, why);
    return status != DPM_ENOMEM && dpm_merge_skip(merge, word_span(path), word_span(why), &err) >= 0;
}

/* Replace in the report what --redact asks for, and compare it with --baseline. False after an error, already printed. */
static bool prepare(const cli_options *o, dpm_redactor *redactor, dpm_baseline *before, dpm_report *report)
{
    dpm_error err = {0};
    if (redactor && dpm_redact_report(redactor, report, &err) < 0) {
        return print_dpm_error(&err);
    }
    return baseline_redact(o, before, redactor) && redaction_end(o, redactor) && baseline_apply(o, before, redactor, report);
}

static int write_all(const cli_options *o, const dpm_report *report, output *outputs, size_t count)
{
    const dpm_report_data *const facts = dpm_report_get_data(report);
    const bool anything = report_read(report);
    if (!anything) {
        print_error("no input could be read when the summaries were made");
    }
    for (size_t i = 0; i < count; i++) {
        if (!anything && !outputs[i].path && outputs[i].format == FORMAT_TEXT) {
            continue; /* what there is to say has been said */
        }
        if (!report_write(o, &outputs[i], report)) {
            return CLI_USAGE;
        }
    }
    report_tell(o, outputs, count, report);
    return !anything ? CLI_NO_INPUT : report_fails(o, report) ? CLI_FAIL_ON : !facts->complete ? CLI_INCOMPLETE : CLI_DONE;
}

static int merge_paths(const cli_options *o, dpm_redactor *redactor, dpm_baseline *before, dpm_merge *merge, output *outputs,
                       size_t count)
{
    static const char *const standard[] = {"-"};
    const bool named = o->operands.count > 0;
    const size_t paths = named ? o->operands.count : 1;
    size_t good = 0;
    for (size_t i = 0; i < paths; i++) {
        if (!add(merge, named ? o->operands.items[i] : standard[0], &good)) {
            print_error("out of memory");
            return CLI_USAGE;
        }
    }
    if (!good) {
        print_error("no summary could be read");
        return CLI_NO_INPUT;
    }
    dpm_error err = {0};
    dpm_report *report = NULL;
    int code = CLI_USAGE;
    if (dpm_merge_report(merge, &report, &err) < 0) {
        print_dpm_error(&err);
    } else if (prepare(o, redactor, before, report)) {
        code = write_all(o, report, outputs, count);
    }
    dpm_report_free(report);
    return code;
}

int cmd_merge(const cli_options *o)
{
    output *outputs = NULL;
    size_t count = 0;
    dpm_merge *merge = NULL;
    dpm_baseline *before = NULL;
    dpm_redactor *redactor = NULL;
    dpm_error err = {0};
    int code = CLI_USAGE;
    if (redaction_begin(o, &redactor) && baseline_begin(o, &before) && outputs_begin(o, &outputs, &count) &&
        (dpm_merge_new(&merge, &err) >= 0 || print_dpm_error(&err))) {
        code = merge_paths(o, redactor, before, merge, outputs, count);
    }
    outputs_end(outputs, count);
    dpm_baseline_free(before);
    dpm_merge_free(merge);
    redaction_free(redactor);
    return code;
}
