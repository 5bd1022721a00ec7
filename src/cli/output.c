/* Where reports go. A file is written under a name of its own beside the one that was asked for, and renamed at the end. */
#include "cli/output.h"

#include "cli/platform.h"
#include "cli/say.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static bool ends_with(const char *text, const char *ending)
{
    const size_t len = strlen(text), end = strlen(ending);
    return len > end && strcmp(text + len - end, ending) == 0;
}

typedef struct format_name {
    const char *prefix, *ending;
    cli_format format; /* FORMAT_DEFAULT: not built yet */
} format_name;

static const format_name format_names[] = {
    {"text:", ".txt", FORMAT_TEXT},   {"json:", ".json", FORMAT_JSON},        {"html:", ".html", FORMAT_DEFAULT},
    {"csv:", ".csv", FORMAT_DEFAULT}, {"sqlite:", ".sqlite", FORMAT_DEFAULT},
};

static const format_name *name_format(const char *word, const char **path)
{
    const size_t count = sizeof format_names / sizeof *format_names;
    *path = word;
    for (size_t i = 0; i < count; i++) {
        const size_t len = strlen(format_names[i].prefix);
        if (strncmp(word, format_names[i].prefix, len) == 0) {
            *path = word + len;
            return &format_names[i];
        }
    }
    for (size_t i = 0; i < count; i++) {
        if (ends_with(word, format_names[i].ending)) {
            return &format_names[i];
        }
    }
    return NULL;
}

/* "report.json", "json:report", "-" */
static bool understand(const cli_options *o, const char *word, output *out)
{
    const char *path = word;
    const format_name *const name = name_format(word, &path);
    *out = (output){.format = name ? name->format : o->format, .path = strcmp(path, "-") == 0 ? NULL : path};
    if (name && name->format == FORMAT_DEFAULT) {
        say("--output %s: %.*s is not built yet; there is text and json", word, (int)strlen(name->prefix) - 1, name->prefix);
        return false;
    }
    if (out->format == FORMAT_DEFAULT && !out->path) {
        out->format = FORMAT_TEXT;
    }
    if (!*path || out->format == FORMAT_DEFAULT) {
        say("--output %s: the format cannot be told; write FILE.txt, FILE.json, text:FILE or json:FILE", word);
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
        say("%s: is a folder, not a file to write to", out->path);
        return false;
    }
    if (kind == KIND_FILE && is_input(o, out->path)) {
        say("%s: is one of the inputs and will not be overwritten", out->path);
        return false;
    }
    if (kind == KIND_FILE && !o->force) {
        say("%s: exists already; --force replaces it", out->path);
        return false;
    }
    out->file = kind == KIND_OTHER ? fopen(out->path, "wb") : platform_open_beside(out->path, &out->part);
    if (!out->file) {
        say("%s: cannot be written: %s", out->path, strerror(errno));
        return false;
    }
    return true;
}

static bool named_before(const output *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const bool both = list[i].path && list[count].path;
        if (both ? strcmp(list[i].path, list[count].path) == 0 : list[i].path == list[count].path) {
            say("--output: %s is named twice", list[count].path ? list[count].path : "standard output");
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
        say("out of memory");
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
        list[0] = (output){.format = o->format == FORMAT_JSON ? FORMAT_JSON : FORMAT_TEXT, .file = stdout};
        *count = 1;
    }
    return true;
}

typedef struct stream {
    FILE *file;
    int why; /* errno of the write that failed */
} stream;

static bool write_stream(void *context, const char *bytes, size_t len)
{
    stream *const s = context;
    errno = 0;
    const bool good = fwrite(bytes, 1, len, s->file) == len;
    s->why = good ? 0 : errno;
    return good;
}

/* True where that is no failure. */
static bool judge_unwritten(const output *out, int why)
{
    if (why == EPIPE) {
        return true;
    }
    say("cannot write %s: %s", out->path ? out->path : "to standard output", strerror(why ? why : EIO));
    return false;
}

bool output_report(output *out, const dpm_report *report, const dpm_write_options *options)
{
    dpm_error err = {0};
    stream to = {.file = out->file};
    const dpm_status status = out->format == FORMAT_JSON ? dpm_report_write_json(report, options, write_stream, &to, &err)
                                                         : dpm_report_write_text(report, options, write_stream, &to, &err);
    if (status < 0 && status != DPM_EIO) {
        say("%s", err.message);
        return false;
    }
    const bool good = status >= 0 && fflush(out->file) == 0;
    return good || judge_unwritten(out, status < 0 ? to.why : errno);
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
    bool good = platform_close(file);
    if (good && !platform_publish(out->part, out->path, force)) {
        good = false;
    }
    const int why = errno;
    if (!good) {
        remove(out->part);
        judge_unwritten(out, why);
    }
    free(out->part);
    out->part = NULL;
    return good;
}

void outputs_end(output *out, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (out[i].path && out[i].file) {
            fclose(out[i].file);
        }
        if (out[i].part) {
            remove(out[i].part);
            free(out[i].part);
        }
    }
    free(out);
}
