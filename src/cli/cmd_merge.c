/* dpmlog merge: summaries in; out comes the report of their logs, or, of several sites, the table of these. */
#include "cli/compared.h"
#include "cli/cli.h"
#include "cli/output.h"
#include "cli/platform.h"
#include "cli/reading.h"
#include "cli/reports.h"
#include "cli/say.h"
#include "cli/slurp.h"
#include "cli/values.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

typedef struct merge_run {
    const cli_options *o;
    cli_run r;
    dpm_fleet *fleet;
    dpm_baseline *before;
    output_set set;
    const char *only; /* the one site that is asked for; NULL: all */
    bool failed_on;   /* --fail-on holds for some site */
} merge_run;

/* ---- what is there ---- */

/* What cannot be read is told, on standard error and in the report, and stops nothing. */
static bool add(merge_run *m, const char *path, dpm_span site)
{
    dpm_error err = {0};
    dpm_span other = {0};
    const dpm_status status = dpm_fleet_add(m->fleet, path, site, &other, &err);
    if (status < 0) {
        print_dpm_error(&err);
    } else if (other.len && !m->o->quiet) {
        print_error("%s says that it is of %.*s; it is taken for %.*s, as asked", path, (int)other.len, other.ptr, (int)site.len,
                    site.ptr);
    }
    return status >= 0;
}

/* "NAME=FILE" adds a file, "NAME" picks a site. */
static bool take_site(merge_run *m, const char *word, bool *named)
{
    const char *const sign = strchr(word, '=');
    if (sign) {
        *named = true;
        (void)add(m, sign + 1, (dpm_span){word, (size_t)(sign - word)});
        return true;
    }
    if (m->only && strcmp(m->only, word) != 0) {
        print_error("--site %s: the report is of one site or of all; %s was asked for already", word, m->only);
        return false;
    }
    m->only = word;
    return true;
}

static bool add_all(merge_run *m)
{
    bool named = m->o->operands.count > 0;
    for (size_t i = 0; i < m->o->sites.count; i++) {
        if (!take_site(m, m->o->sites.items[i], &named)) {
            return false;
        }
    }
    for (size_t i = 0; i < m->o->operands.count; i++) {
        m->r.failed[i] = !add(m, m->o->operands.items[i], (dpm_span){0});
    }
    if (!named) {
        (void)add(m, "-", (dpm_span){0});
    }
    return true;
}

/* A name in a line; blank lines and those that begin with # are passed over. */
static bool expect_all(merge_run *m)
{
    bytes text = {0};
    dpm_error err = {0};
    bool good = true;
    if (!m->o->expect) {
        return true;
    }
    const char *const why = slurp(m->o->expect, 16 << 20, &text);
    if (why) {
        print_error("%s: %s", m->o->expect, why);
    }
    for (char *line = why ? NULL : text.ptr, *const end = why ? NULL : text.ptr + text.len; good && line && line < end;) {
        char *const stop = memchr(line, '\n', (size_t)(end - line));
        const size_t len = stop ? (size_t)(stop - line) : (size_t)(end - line);
        const size_t blank = strspn(line, " \t\r\n");
        if (blank < len && line[0] != '#') {
            good = dpm_fleet_expect(m->fleet, (dpm_span){line, len}, &err) >= 0 || print_dpm_error(&err);
        }
        line += len + 1;
    }
    free(text.ptr);
    return good && !why;
}

static bool find_site(const merge_run *m, size_t *out)
{
    const size_t count = dpm_fleet_count(m->fleet);
    for (size_t i = 0; i < count; i++) {
        const dpm_span name = dpm_fleet_name(m->fleet, i);
        if (name.len == strlen(m->only) && memcmp(name.ptr, m->only, name.len) == 0) {
            *out = i;
            return true;
        }
    }
    print_error("--site %s: no summary is of this site; there are %zu sites:", m->only, count);
    for (size_t i = 0; i < count && i < 20; i++) {
        const dpm_span name = dpm_fleet_name(m->fleet, i);
        print_error("  %.*s", (int)name.len, name.ptr);
    }
    return false;
}

/* ---- one site ---- */

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

static int report_site(merge_run *m, size_t index)
{
    cli_run *const r = &m->r;
    dpm_error err = {0};
    if (dpm_fleet_report(m->fleet, index, &r->report, &err) < 0) {
        print_dpm_error(&err);
        return CLI_USAGE;
    }
    if (!baseline_redact(m->o, m->before, r->redactor) || !cli_run_redact(r) ||
        !baseline_apply(m->o, m->before, r->redactor, r->report)) {
        return CLI_USAGE;
    }
    return write_all(r, m->set.items, m->set.count);
}

/* ---- several sites ---- */

static bool look(void *context, dpm_span site, dpm_report *report)
{
    merge_run *const m = context;
    const dpm_report_data *const facts = dpm_report_get_data(report);
    for (size_t i = 0; i < facts->skipped_count && !m->o->quiet; i++) {
        print_path_error("skipped", facts->skipped[i]->path, facts->skipped[i]->reason);
    }
    (void)site;
    m->failed_on |= report_fails(m->o, report);
    return true;
}

static bool has_table(cli_format format)
{
    return format == FORMAT_TEXT || format == FORMAT_JSON || format == FORMAT_CSV || format == FORMAT_HTML ||
           format == FORMAT_SUMMARY;
}

static bool forms_fit(const merge_run *m)
{
    for (size_t i = 0; i < m->set.count; i++) {
        if (!has_table(m->set.items[i].format)) {
            print_error(
                "there are %zu sites, and this format is that of one: pick it by --site NAME, or write text, json, csv or html",
                dpm_fleet_count(m->fleet));
            return false;
        }
    }
    if (m->r.redactor) {
        print_error("--redact: there are %zu sites; redact their summaries when they are made (dpmlog summarize --redact)",
                    dpm_fleet_count(m->fleet));
        return false;
    }
    return true;
}

static int report_fleet(merge_run *m)
{
    dpm_error err = {0};
    const dpm_span name = m->o->baseline ? word_span(m->o->baseline) : (dpm_span){0};
    if (!forms_fit(m)) {
        return CLI_USAGE;
    }
    if (dpm_fleet_run(m->fleet, m->before, name, look, m, &err) < 0) {
        print_dpm_error(&err);
        return CLI_USAGE;
    }
    const dpm_fleet_data *const data = dpm_fleet_get_data(m->fleet);
    for (size_t i = 0; i < m->set.count; i++) {
        if (!fleet_write(m->o, &m->set.items[i], m->fleet)) {
            return CLI_USAGE;
        }
    }
    const bool fresh = data->baseline.row_count && data->baseline.rows[0]->change <= DPM_CHANGE_WORSE;
    m->failed_on |= (m->o->fail_on >> FAIL_ON_NEW & 1) && fresh;
    return m->failed_on ? CLI_FAIL_ON : data->complete ? CLI_DONE : CLI_INCOMPLETE;
}

/* ---- the whole ---- */

/* Summaries are joined before anything is judged. */
static bool join(merge_run *m)
{
    dpm_error err = {0};
    if (!summaries_any(&m->set)) {
        return true;
    }
    if (m->r.redactor) {
        print_error("-f summary --redact: a summary is redacted when it is made of logs: dpmlog summarize --redact");
        return false;
    }
    return dpm_fleet_write_summary(m->fleet, summaries_write, &m->set, &err) >= 0 || print_dpm_error(&err);
}

static int merge(merge_run *m)
{
    size_t index = 0;
    if (!add_all(m) || !expect_all(m)) {
        return CLI_USAGE;
    }
    if (dpm_fleet_count(m->fleet) == 0) {
        print_error("no summary could be read");
        return CLI_NO_INPUT;
    }
    if (m->only && !find_site(m, &index)) {
        return CLI_NO_INPUT;
    }
    if (!join(m)) {
        return CLI_USAGE;
    }
    const bool one = m->only || (dpm_fleet_count(m->fleet) == 1 && !m->o->expect);
    const int code = one ? report_site(m, index) : report_fleet(m);
    const uint64_t repeated = dpm_fleet_repeated(m->fleet);
    if (repeated && !m->o->quiet) {
        print_error("%" PRIu64 " log%s in more than one summary, and count%s once", repeated, repeated == 1 ? " is" : "s are",
                    repeated == 1 ? "s" : "");
    }
    return code;
}

int cmd_merge(const cli_options *o)
{
    merge_run m = {.o = o};
    dpm_error err = {0};
    dpm_session_options options = {0};
    int code = CLI_USAGE;
    if (cli_run_open(&m.r, o) && session_options(o, &options) && baseline_begin(o, &m.before) &&
        outputs_begin(o, &m.set.items, &m.set.count) &&
        (dpm_fleet_new(&m.fleet, m.r.rules, &options, &err) >= 0 || print_dpm_error(&err))) {
        code = merge(&m);
    }
    outputs_end(m.set.items, m.set.count);
    dpm_baseline_free(m.before);
    dpm_fleet_free(m.fleet);
    cli_run_close(&m.r);
    return code;
}
