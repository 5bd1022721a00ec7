/* --redact: the map of what is replaced. A row is a word, a TAB, and what the word stands for. */
#include "cli/redaction.h"

#include "cli/platform.h"
#include "cli/say.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { ROW_MAX = 70000 };

static bool take_row(dpm_redactor *redactor, char *row)
{
    row[strcspn(row, "\n")] = '\0';
    char *const tab = strchr(row, '\t');
    if (row[0] == '#' || row[0] == '\0') {
        return true;
    }
    if (!tab) {
        return false;
    }
    const dpm_span word = {row, (size_t)(tab - row)};
    return dpm_redactor_put(redactor, word_span(tab + 1), word);
}

static bool load(const char *path, dpm_redactor *redactor)
{
    FILE *const in = fopen(path, "rb");
    char *const row = malloc(ROW_MAX);
    bool good = in && row;
    size_t number = 0;
    while (good && fgets(row, ROW_MAX, in)) {
        number++;
        good = take_row(redactor, row);
    }
    if (!in) {
        print_error("%s: cannot be read: %s", path, strerror(errno));
    } else if (!good) {
        print_error("%s:%zu: is not a row of a map: a word such as host-1, a TAB, and what it stands for", path, number);
    }
    if (in) {
        fclose(in);
    }
    free(row);
    return good;
}

bool redaction_begin(const cli_options *o, dpm_redactor **out)
{
    dpm_error err = {0};
    *out = NULL;
    if (!o->redact) {
        return true;
    }
    const platform_kind kind = platform_kind_of(o->redact);
    if (kind == KIND_FOLDER || kind == KIND_OTHER) {
        print_error("--redact %s: is not a file that can hold the map", o->redact);
        return false;
    }
    return (dpm_redactor_new(out, &err) >= 0 || print_dpm_error(&err)) && (kind == KIND_NONE || load(o->redact, *out));
}

static bool write_rows(FILE *file, const dpm_redactor *redactor)
{
    dpm_span word = {0};
    fputs("# the pseudonyms that dpmlog --redact used; keep this file private\n", file);
    for (size_t i = 0;; i++) {
        const dpm_span original = dpm_redactor_entry(redactor, i, &word);
        if (!original.len) {
            return !ferror(file);
        }
        if (memchr(original.ptr, '\n', original.len) == NULL) { /* a folder can have such a name */
            fwrite(word.ptr, 1, word.len, file);
            fputc('\t', file);
            fwrite(original.ptr, 1, original.len, file);
            fputc('\n', file);
        }
    }
}

bool redaction_end(const cli_options *o, const dpm_redactor *redactor)
{
    char *part = NULL;
    if (!redactor) {
        return true;
    }
    FILE *const file = platform_open_private(o->redact, &part);
    bool good = file && write_rows(file, redactor);
    int why = errno;
    if (file && !platform_close(file)) {
        good = false;
        why = errno;
    }
    if (!good) {
        platform_discard(part);
    } else if (!platform_publish(part, o->redact, true)) {
        good = false;
        why = errno;
    }
    if (!good) {
        print_error("--redact %s: the map cannot be written: %s", o->redact, strerror(why));
    }
    return good;
}
