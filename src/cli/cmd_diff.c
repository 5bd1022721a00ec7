/* dpmlog diff: what is new, gone, worse or better between two summaries, or the logs themselves. */
#include "cli/cli.h"
#include "cli/output.h"
#include "cli/platform.h"
#include "cli/reading.h"
#include "cli/say.h"
#include "cli/values.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const char head[] = "dpmlog.summary/";

/* All of a file that begins as a summary does; NULL: it does not. */
static char *read_summary(const char *path, size_t *len)
{
    FILE *const file = platform_kind_of(path) == KIND_FILE ? fopen(path, "rb") : NULL;
    char begin[sizeof head - 1];
    char *text = NULL;
    *len = 0;
    if (file && fread(begin, 1, sizeof begin, file) == sizeof begin && memcmp(begin, head, sizeof begin) == 0) {
        size_t cap = 0;
        rewind(file);
        for (bool more = true; more;) {
            if (*len == cap) {
                char *const wider = realloc(text, cap = 2 * cap + (1 << 20));
                if (!wider) {
                    break;
                }
                text = wider;
            }
            const size_t got = fread(text + *len, 1, cap - *len, file);
            *len += got;
            more = got > 0;
        }
    }
    if (file) {
        fclose(file);
    }
    return text;
}

/* The report of one side: of a summary, or of logs. False after an error, already printed. */
static bool take_summary(const char *path, const char *text, size_t len, dpm_report **out)
{
    dpm_merge *merge = NULL;
    dpm_error err = {0};
    const bool good = dpm_merge_new(&merge, &err) >= 0 && dpm_merge_add(merge, (dpm_span){text, len}, &err) >= 0 &&
                      dpm_merge_report(merge, out, &err) >= 0;
    if (!good) {
        print_error("%s: %s", path, err.message); /* of another version, or damaged */
    }
    dpm_merge_free(merge);
    return good;
}

static bool take_logs(const cli_options *o, const char *path, dpm_report **out)
{
    cli_options one = *o;
    const char *paths[] = {path};
    cli_run r;
    one.operands = (cli_words){paths, 1};
    bool good = cli_run_open(&r, &one) && cli_run_add(&r) && cli_run_analyze(&r);
    if (good) {
        cli_run_report_gaps(&r, "the comparison is");
        good = report_read(r.report) && !r.interrupted;
        *out = r.report;
        r.report = NULL;
    }
    cli_run_close(&r);
    return good;
}

static bool take_side(const cli_options *o, const char *path, dpm_report **out)
{
    size_t len = 0;
    char *const text = read_summary(path, &len);
    const bool good = text ? take_summary(path, text, len, out) : take_logs(o, path, out);
    free(text);
    return good;
}

static int write_diff(const cli_options *o, const dpm_report *before, const dpm_report *after, output *outputs, size_t count)
{
    const dpm_report_data *const facts = dpm_report_get_data(after);
    const dpm_write_options options = {.zone_minutes =
                                           zone_minutes_at(o->zone, facts->last == DPM_NO_TIME ? platform_now() : facts->last)};
    bool worse = false;
    for (size_t i = 0; i < count; i++) {
        dpm_error err = {0};
        const dpm_status status = dpm_report_write_diff(before, after, outputs[i].format == FORMAT_JSON, &options, &worse,
                                                        output_write, &outputs[i], &err);
        if ((status < 0 && status != DPM_EIO && !print_dpm_error(&err)) || !output_flush(&outputs[i]) ||
            !output_finish(&outputs[i], o->force)) {
            return CLI_USAGE;
        }
    }
    return worse ? CLI_FAIL_ON : facts->complete && dpm_report_get_data(before)->complete ? CLI_DONE : CLI_INCOMPLETE;
}

int cmd_diff(const cli_options *o)
{
    dpm_report *sides[2] = {NULL, NULL};
    output *outputs = NULL;
    size_t count = 0;
    int code = CLI_USAGE;
    if (o->operands.count != 2) {
        print_error("diff needs two: a summary or logs of before, and of after");
        return code;
    }
    if (outputs_begin(o, &outputs, &count)) {
        const bool good = take_side(o, o->operands.items[0], &sides[0]) && take_side(o, o->operands.items[1], &sides[1]);
        code = good ? write_diff(o, sides[0], sides[1], outputs, count) : CLI_NO_INPUT;
    }
    outputs_end(outputs, count);
    dpm_report_free(sides[0]);
    dpm_report_free(sides[1]);
    return code;
}
