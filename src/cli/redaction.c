/* --redact: the map of what is replaced. A row is a word, a TAB, and what the word stands for. */
#define _POSIX_C_SOURCE 200809L /* getline */

#include "cli/redaction.h"

#include "cli/platform.h"
#include "cli/say.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const char key_word[] = "key";

static int hex_value(char c)
{
    static const char digits[] = "0123456789abcdef";
    const char *const at = c ? strchr(digits, c | 0x20) : NULL;
    return at ? (int)(at - digits) : -1;
}

static bool take_key(dpm_redactor *redactor, const char *hex)
{
    unsigned char key[DPM_REDACT_KEY];
    if (strlen(hex) != 2 * sizeof key) {
        return false;
    }
    for (size_t i = 0; i < sizeof key; i++) {
        const int high = hex_value(hex[2 * i]), low = hex_value(hex[2 * i + 1]);
        if (high < 0 || low < 0) {
            return false;
        }
        key[i] = (unsigned char)(high << 4 | low);
    }
    dpm_redactor_set_key(redactor, key);
    return true;
}

/* Control characters are written to a map as %0A, and so does '%'. */
static void undo_escapes(char *text)
{
    char *to = text;
    for (const char *at = text; *at;) {
        const bool escaped = at[0] == '%' && hex_value(at[1]) >= 0 && hex_value(at[2]) >= 0;
        *to++ = escaped ? (char)((unsigned)hex_value(at[1]) << 4 | (unsigned)hex_value(at[2])) : *at;
        at += escaped ? 3 : 1;
    }
    *to = '\0';
}

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
    *tab = '\0';
    if (strcmp(row, key_word) == 0) {
        return take_key(redactor, tab + 1);
    }
    undo_escapes(tab + 1);
    return dpm_redactor_put(redactor, word_span(tab + 1), word_span(row));
}

static bool load(const char *path, dpm_redactor *redactor)
{
    FILE *const in = fopen(path, "rb");
    char *row = NULL;
    size_t number = 0, cap = 0;
    bool good = in != NULL;
    while (good && getline(&row, &cap, in) > 0) {
        number++;
        good = take_row(redactor, row);
    }
    if (!in) {
        print_error("%s: cannot be read: %s", path, strerror(errno));
    } else if (!good) {
        print_error("%s:%zu: is not a row of a map: a word such as HOST-BCDFGHJKLM, a TAB, and what it stands for", path, number);
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

static void write_original(FILE *file, dpm_span text)
{
    for (size_t i = 0; i < text.len; i++) {
        const unsigned char c = (unsigned char)text.ptr[i];
        if (c < ' ' || c == '%') {
            fprintf(file, "%%%02X", c);
        } else {
            fputc(c, file);
        }
    }
}

static bool write_row(void *file, dpm_span original, dpm_span word)
{
    fwrite(word.ptr, 1, word.len, file);
    fputc('\t', file);
    write_original(file, original);
    return fputc('\n', file) != EOF;
}

static bool write_rows(FILE *file, const dpm_redactor *redactor)
{
    unsigned char key[DPM_REDACT_KEY];
    dpm_redactor_get_key(redactor, key);
    fprintf(file, "# the pseudonyms that dpmlog --redact used; keep this file private\n%s\t", key_word);
    for (size_t i = 0; i < sizeof key; i++) {
        fprintf(file, "%02x", key[i]);
    }
    fputc('\n', file);
    return dpm_redactor_each(redactor, write_row, file) && !ferror(file);
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
