/* dpmlog merge: summaries in, one report out. */
#include "cli/cli.h"
#include "cli/output.h"
#include "cli/reading.h"
#include "cli/reports.h"
#include "cli/say.h"
#include "cli/values.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { READ_BYTES = 1 << 20 };

typedef struct bytes {
    char *ptr;
    size_t len, cap;
} bytes;

static bool room(bytes *b, size_t more)
{
    if (b->cap - b->len >= more) {
        return true;
    }
    const size_t cap = 2 * b->cap + more;
    char *const ptr = realloc(b->ptr, cap);
    if (ptr) {
        b->ptr = ptr;
        b->cap = cap;
    }
    return ptr != NULL;
}

/* All of a file; "-" is standard input. NULL, or why not. */
static const char *slurp(const char *path, bytes *out)
{
    const bool standard = strcmp(path, "-") == 0;
    errno = 0;
    FILE *const file = standard ? stdin : fopen(path, "rb");
    if (!file) {
        return strerror(errno);
    }
    size_t got = 0;
    bool good = true;
    do {
        good = room(out, READ_BYTES);
        got = good ? fread(out->ptr + out->len, 1, READ_BYTES, file) : 0;
        out->len += got;
    } while (got);
    const char *const why = !good ? "out of memory" : ferror(file) ? strerror(errno) : NULL;
    if (!standard) {
        fclose(file);
    }
    return why;
}

/* What cannot be read is reported, on standard error and in the report, and stops nothing. */
static bool add(dpm_merge *merge, const char *path, size_t *good)
{
    bytes text = {0};
    dpm_error err = {0};
    const char *why = slurp(path, &text);
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

static int merge_paths(const cli_options *o, dpm_merge *merge, output *outputs, size_t count)
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
    const int code =
        dpm_merge_report(merge, &report, &err) < 0 ? (print_dpm_error(&err), CLI_USAGE) : write_all(o, report, outputs, count);
    dpm_report_free(report);
    return code;
}

int cmd_merge(const cli_options *o)
{
    output *outputs = NULL;
    size_t count = 0;
    dpm_merge *merge = NULL;
    dpm_error err = {0};
    int code = CLI_USAGE;
    if (outputs_begin(o, &outputs, &count) && (dpm_merge_new(&merge, &err) >= 0 || print_dpm_error(&err))) {
        code = merge_paths(o, merge, outputs, count);
    }
    outputs_end(outputs, count);
    dpm_merge_free(merge);
    return code;
}
