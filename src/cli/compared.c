/* --baseline, and the two sides of diff. */
#include "cli/compared.h"

#include "cli/platform.h"
#include "cli/say.h"
#include "cli/slurp.h"

#include <stdlib.h>
#include <string.h>

enum { COMPARED_BYTES_MAX = 256 << 20 }; /* the library reads less of JSON */

static bool is_summary(dpm_span text)
{
    static const char summary[] = "dpmlog.summary/";
    return text.len >= sizeof summary - 1 && memcmp(text.ptr, summary, sizeof summary - 1) == 0;
}

bool baseline_is(const char *path)
{
    char begin[256] = "";
    FILE *const file = platform_kind_of(path) == KIND_FILE ? platform_open(path, false) : NULL;
    if (!file) {
        return false;
    }
    const size_t got = fread(begin, 1, sizeof begin - 1, file);
    fclose(file);
    const char *const at = begin + strspn(begin, " \t\r\n");
    return got && (*at == '{' || is_summary((dpm_span){begin, got}));
}

/* What a damaged summary lacks would look new. */
static bool is_whole(const dpm_report *report, const char *path)
{
    const dpm_report_data *const facts = dpm_report_get_data(report);
    for (size_t i = 0; i < facts->skipped_count; i++) {
        const dpm_span skipped = facts->skipped[i]->path;
        if (skipped.len == strlen(path) && memcmp(skipped.ptr, path, skipped.len) == 0) {
            print_path_error("", skipped, facts->skipped[i]->reason);
            return false;
        }
    }
    return true;
}

/* Of the report that a summary gives. */
static bool read_summary(const cli_options *o, const char *path, dpm_baseline **out)
{
    dpm_rules *rules = NULL;
    dpm_session *session = NULL;
    dpm_report *report = NULL;
    dpm_error err = {0};
    const bool good = dpm_rules_load(&rules, o->rules.items, o->rules.count, &err) >= 0 &&
                      dpm_session_new(&session, rules, NULL, &err) >= 0 && dpm_session_add_summary(session, path, &err) >= 0 &&
                      dpm_session_run(session, &err) >= 0 && dpm_session_report(session, &report, &err) >= 0 &&
                      dpm_baseline_of(out, report, &err) >= 0;
    const bool whole = good && is_whole(report, path);
    if (!good) {
        print_dpm_error(&err);
    } else if (!whole) {
        dpm_baseline_free(*out);
        *out = NULL;
    }
    dpm_report_free(report);
    dpm_session_free(session);
    dpm_rules_free(rules);
    return whole;
}

bool baseline_read(const cli_options *o, const char *path, dpm_baseline **out)
{
    dpm_error err = {0};
    bytes text = {0};
    const char *why = slurp(path, COMPARED_BYTES_MAX, &text);
    if (!why && is_summary((dpm_span){text.ptr, text.len})) {
        free(text.ptr);
        return read_summary(o, path, out);
    }
    if (!why && dpm_baseline_read(out, (dpm_span){text.ptr, text.len}, &err) < 0) {
        why = err.message;
    }
    free(text.ptr);
    if (why) {
        print_error("%s: %s", path, why);
    }
    return !why;
}

bool baseline_begin(const cli_options *o, dpm_baseline **out)
{
    *out = NULL;
    return !o->baseline || baseline_read(o, o->baseline, out);
}

bool baseline_redact(const cli_options *o, dpm_baseline *before, dpm_redactor *redactor)
{
    dpm_error err = {0};
    if (!before || !redactor) {
        return true;
    }
    (void)dpm_redact_path(redactor, word_span(o->baseline)); /* so that the map has it */
    return dpm_redact_baseline(redactor, before, &err) >= 0 || print_dpm_error(&err);
}

bool baseline_apply(const cli_options *o, const dpm_baseline *before, dpm_redactor *redactor, dpm_report *report)
{
    dpm_error err = {0};
    if (!before) {
        return true;
    }
    const dpm_span name = redactor ? dpm_redact_path(redactor, word_span(o->baseline)) : word_span(o->baseline);
    return dpm_report_compare(report, before, name, &err) >= 0 || print_dpm_error(&err);
}
