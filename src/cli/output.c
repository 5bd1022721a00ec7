/* Where reports go. A file is written under a name of its own beside the one that was asked for, and renamed at the end. */
#include "cli/output.h"

#include "cli/flags.h"
#include "cli/platform.h"
#include "cli/say.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const char *format_name(cli_format format)
{
    return flag_word(FLAG_FORMAT, (size_t)format - (FORMAT_DEFAULT + 1));
}

/* Files end in the name of their format, but those of text in .txt. */
static bool has_ending(const char *path, cli_format format)
{
    const char *const ending = format == FORMAT_TEXT ? "txt" : format_name(format);
    const size_t len = strlen(path), end = strlen(ending);
    return len > end + 1 && path[len - end - 1] == '.' && strcmp(path + len - end, ending) == 0;
}

/* "text, json or csv" */
static const char *list_formats(unsigned formats, char out[FLAG_LIST_CAP])
{
    return flag_list(FLAG_FORMAT, formats >> (FORMAT_DEFAULT + 1), "", out);
}

bool format_fits(const cli_options *o)
{
    char known[FLAG_LIST_CAP];
    if (o->format == FORMAT_DEFAULT || o->formats >> o->format & 1) {
        return true;
    }
    print_error("--format %s: this command writes %s", format_name(o->format), list_formats(o->formats, known));
    return false;
}

/* The format that a name's prefix or its ending says; FORMAT_DEFAULT: neither does. */
static cli_format name_format(const char *word, const char **path)
{
    *path = word;
    for (cli_format f = FORMAT_DEFAULT + 1; f < FORMATS; f++) {
        const size_t len = strlen(format_name(f));
        if (strncmp(word, format_name(f), len) == 0 && word[len] == ':') {
            *path = word + len + 1;
            return f;
        }
    }
    for (cli_format f = FORMAT_DEFAULT + 1; f < FORMATS; f++) {
        if (has_ending(word, f)) {
            return f;
        }
    }
    return FORMAT_DEFAULT;
}

/* "report.json", "json:report", "-" */
static bool understand(const cli_options *o, const char *word, output *out)
{
    const char *path = word;
    char known[FLAG_LIST_CAP];
    const cli_format named = name_format(word, &path);
    *out = (output){.format = named ? named : o->format, .path = strcmp(path, "-") == 0 ? NULL : path};
    if (out->format == FORMAT_DEFAULT && !out->path) {
        out->format = FORMAT_TEXT;
    }
    if (!*path || out->format == FORMAT_DEFAULT) {
        print_error("--output %s: cannot infer the format; write FILE.txt, FILE.json, text:FILE or json:FILE", word);
        return false;
    }
    if (!(o->formats >> out->format & 1)) {
        print_error("--output %s: this command writes %s", word, list_formats(o->formats, known));
        return false;
    }
    if (out->format == FORMAT_SQLITE && !out->path) {
        print_error("--output %s: a database cannot be written to standard output; name a file", word);
        return false;
    }
    return true;
}

/* A report must not take the place of a log that it is about. */
static bool is_input(const cli_options *o, const char *path)
{
    for (size_t i = 0; i < o->operands.count; i++) {
        if (platform_same_file(o->operands.items[i], path)) {
            return true;
        }
    }
    return false;
}

static bool open_file(const cli_options *o, output *out)
{
    const platform_kind kind = platform_kind_of(out->path);
    if (kind == KIND_FOLDER) {
        print_error("%s: is a folder, not a file to write to", out->path);
        return false;
    }
    if (kind == KIND_FILE && is_input(o, out->path)) {
        print_error("%s: is one of the inputs and will not be overwritten", out->path);
        return false;
    }
    if (kind == KIND_FILE && !o->force) {
        print_error("%s: exists already; --force replaces it", out->path);
        return false;
    }
    if (kind == KIND_OTHER && out->format == FORMAT_SQLITE) {
        print_error("%s: is not a file that can hold a database", out->path);
        return false;
    }
    out->file = kind == KIND_OTHER ? platform_open(out->path, true) : platform_open_beside(out->path, &out->part);
    if (!out->file) {
        print_error("%s: cannot be written: %s", out->path, platform_words(errno));
        return false;
    }
    dpm_error err = {0};
    if (out->format == FORMAT_SQLITE && dpm_database_new(&out->database, out->part, &err) < 0) {
        print_error("%s: %s", out->path, err.message);
        return false;
    }
    return true;
}

static bool named_before(const output *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const bool both = list[i].path && list[count].path;
        if (both ? strcmp(list[i].path, list[count].path) == 0 : list[i].path == list[count].path) {
            print_error("--output: %s is named twice", list[count].path ? list[count].path : "standard output");
            return true;
        }
    }
    return false;
}

bool outputs_begin(const cli_options *o, output **out, size_t *count)
{
    const size_t named = o->outputs.count;
    output *const list = calloc(named + 1, sizeof *list);
    *out = list;
    *count = 0;
    if (!list) {
        print_error("out of memory");
        return false;
    }
    if (!format_fits(o)) {
        return false;
    }
    for (size_t i = 0; i < named; i++) {
        if (!understand(o, o->outputs.items[i], &list[i]) || named_before(list, i)) {
            return false;
        }
    }
    for (size_t i = 0; i < named; i++) {
        *count = i + 1;
        if (list[i].path ? !open_file(o, &list[i]) : (list[i].file = stdout) == NULL) {
            return false;
        }
    }
    if (named == 0) {
        list[0] = (output){.format = o->format ? o->format : FORMAT_TEXT, .file = stdout};
        if (list[0].format == FORMAT_SQLITE) {
            print_error("-f sqlite: a database cannot be written to standard output; name a file with -o");
            return false;
        }
        *count = 1;
    }
    return true;
}

bool output_write(void *context, const char *bytes, size_t len)
{
    output *const out = context;
    errno = 0;
    const bool good = fwrite(bytes, 1, len, out->file) == len;
    out->why = good ? 0 : errno ? errno : EIO;
    return good;
}

/* ---- summaries ---- */

bool summaries_any(const output_set *set)
{
    for (size_t i = 0; i < set->count; i++) {
        if (set->items[i].format == FORMAT_SUMMARY) {
            return true;
        }
    }
    return false;
}

/* What one output cannot take, the others do. */
bool summaries_write(void *context, const char *bytes, size_t len)
{
    const output_set *const set = context;
    for (size_t i = 0; i < set->count; i++) {
        output *const out = &set->items[i];
        if (out->format == FORMAT_SUMMARY && !out->why) {
            (void)output_write(out, bytes, len);
        }
    }
    return true;
}

bool summaries_begin(output_set *set, dpm_session *session, dpm_redactor *redactor)
{
    dpm_error err = {0};
    if (!summaries_any(set)) {
        return true;
    }
    return (dpm_session_write_summary(session, summaries_write, set, &err) >= 0 &&
            (!redactor || dpm_session_redact_summary(session, redactor, &err) >= 0)) ||
           print_dpm_error(&err);
}

bool summaries_end(const output_set *set, dpm_session *session)
{
    dpm_error err = {0};
    return !summaries_any(set) || dpm_session_end_summary(session, &err) >= 0 || print_dpm_error(&err);
}

/* True where that is no failure. */
static bool judge_unwritten(const output *out, int why)
{
    if (why == EPIPE || (!out->path && platform_reader_gone(stdout))) {
        return true;
    }
    print_error("cannot write %s: %s", out->path ? out->path : "to standard output", platform_words(why ? why : EIO));
    return false;
}

static dpm_status write_report(output *out, const dpm_report *report, const dpm_write_options *options, dpm_error *err)
{
    switch (out->format) {
    case FORMAT_JSON: return dpm_report_write_json(report, options, output_write, out, err);
    case FORMAT_CSV: return dpm_report_write_csv(report, options, output_write, out, err);
    case FORMAT_HTML: return dpm_report_write_html(report, options, output_write, out, err);
    case FORMAT_MD: return dpm_report_write_markdown(report, options, output_write, out, err);
    case FORMAT_MAIL: return dpm_report_write_mail(report, options, output_write, out, err);
    case FORMAT_PROM: return dpm_report_write_prometheus(report, options, output_write, out, err);
    case FORMAT_SARIF: return dpm_report_write_sarif(report, options, output_write, out, err);
    case FORMAT_SUMMARY: return DPM_OK; /* written while logs were read: see summaries_begin */
    default: return dpm_report_write_text(report, options, output_write, out, err);
    }
}

static dpm_status write_fleet(output *out, const dpm_fleet *fleet, const dpm_write_options *options, dpm_error *err)
{
    switch (out->format) {
    case FORMAT_JSON: return dpm_fleet_write_json(fleet, options, output_write, out, err);
    case FORMAT_CSV: return dpm_fleet_write_csv(fleet, options, output_write, out, err);
    case FORMAT_HTML: return dpm_fleet_write_html(fleet, options, output_write, out, err);
    case FORMAT_SUMMARY: return DPM_OK; /* written before */
    default: return dpm_fleet_write_text(fleet, options, output_write, out, err);
    }
}

static bool check_written(output *out, dpm_status status, const dpm_error *err)
{
    if (status < 0 && status != DPM_EIO) {
        print_error("%s", err->message);
        return false;
    }
    return output_flush(out);
}

bool output_fleet(output *out, const dpm_fleet *fleet, const dpm_write_options *options)
{
    dpm_error err = {0};
    return check_written(out, write_fleet(out, fleet, options, &err), &err);
}

bool output_report(output *out, const dpm_report *report, const dpm_write_options *options)
{
    dpm_error err = {0};
    if (out->database) {
        const bool good = dpm_database_finish(out->database, report, &err) >= 0;
        if (!good) {
            print_error("%s: %s", out->path, err.message);
        }
        return good;
    }
    return check_written(out, write_report(out, report, options, &err), &err);
}

bool output_flush(output *out)
{
    if (out->why == 0) {
        errno = 0;
        out->why = fflush(out->file) == 0 ? 0 : errno ? errno : EIO;
    }
    return out->why == 0 || judge_unwritten(out, out->why);
}

bool output_finish(output *out, bool force)
{
    if (!out->path) {
        return true;
    }
    FILE *const file = out->file;
    out->file = NULL;
    if (!out->part) {
        return fclose(file) == 0 || judge_unwritten(out, errno);
    }
    char *const part = out->part;
    out->part = NULL;
    const bool closed = platform_close(file);
    const int why = errno;
    if (!closed) {
        platform_discard(part);
        return judge_unwritten(out, why);
    }
    return platform_publish(part, out->path, force || out->state) || judge_unwritten(out, errno);
}

void outputs_end(output *out, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        dpm_database_free(out[i].database);
        if (out[i].path && out[i].file) {
            fclose(out[i].file);
        }
        platform_discard(out[i].part);
    }
    free(out);
}
