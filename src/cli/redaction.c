/* --redact: the map of what is replaced. A row is a word, a TAB, and what the word stands for. */
#include "cli/redaction.h"

#include "cli/platform.h"
#include "cli/say.h"
#include "cli/slurp.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const char key_word[] = "key";
enum { MAP_BYTES_MAX = 256 << 20 }; /* names of some million things */

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
    bytes map = {0};
    const char *const why = slurp(path, MAP_BYTES_MAX, &map);
    size_t number = 0;
    bool good = !why;
    if (why) {
        print_error("%s: cannot be read: %s", path, why);
    }
    for (size_t at = 0; good && at < map.len; number++) {
        char *const row = map.ptr + at, *const end = memchr(row, '\n', map.len - at);
        at = end ? (size_t)(end - map.ptr) + 1 : map.len;
        *(end ? end : map.ptr + map.len) = '\0'; /* slurp has room left */
        good = take_row(redactor, row);
    }
    if (!why && !good) {
        print_error("%s:%zu: is not a row of a map: a word such as HOST-BCDFGHJKLM, a TAB, and what it stands for", path, number);
    }
    free(map.ptr);
    return good;
}

/* All of a file is the key, so that two sites that have it give the same names. */
static bool take_key_file(const char *path, dpm_redactor *redactor)
{
    enum { KEY_MIN = 16, KEY_MAX = 64 << 10 };
    char *const text = malloc(KEY_MAX);
    FILE *const in = text ? platform_open(path, false) : NULL;
    const size_t len = in ? fread(text, 1, KEY_MAX, in) : 0;
    const bool good = len >= KEY_MIN && len < KEY_MAX;
    if (good) {
        unsigned char key[DPM_REDACT_KEY];
        dpm_redactor_key_of((dpm_span){text, len}, key);
        dpm_redactor_set_key(redactor, key);
    } else if (!in || ferror(in)) {
        print_error("--redact-key %s: cannot be read: %s", path, platform_words(errno));
    } else {
        print_error("--redact-key %s: a key has %d bytes at least and less than 64 KiB", path, KEY_MIN);
    }
    if (in) {
        fclose(in);
    }
    free(text);
    return good;
}

/* A map that was made with another key would give two names to one thing. */
static bool load_keyed(const cli_options *o, dpm_redactor *redactor)
{
    unsigned char key[DPM_REDACT_KEY], own[DPM_REDACT_KEY];
    if (!take_key_file(o->redact_key, redactor)) {
        return false;
    }
    dpm_redactor_get_key(redactor, key);
    if (platform_kind_of(o->redact) == KIND_NONE) {
        return true;
    }
    if (!load(o->redact, redactor)) {
        return false;
    }
    dpm_redactor_get_key(redactor, own);
    if (memcmp(key, own, sizeof key) != 0) {
        print_error("--redact %s: this map was made with another key than that of --redact-key", o->redact);
        return false;
    }
    return true;
}

static bool fill(const cli_options *o, dpm_redactor *redactor)
{
    const platform_kind kind = o->redact ? platform_kind_of(o->redact) : KIND_NONE;
    if (kind == KIND_FOLDER || kind == KIND_OTHER) {
        print_error("--redact %s: is not a file that can hold the map", o->redact);
        return false;
    }
    dpm_redactor_keep_guids(redactor, o->keep_guids);
    if (o->redact_key) {
        return o->redact ? load_keyed(o, redactor) : take_key_file(o->redact_key, redactor);
    }
    return kind == KIND_NONE || load(o->redact, redactor);
}

bool redaction_make(const cli_options *o, dpm_redactor **out)
{
    dpm_error err = {0};
    if ((dpm_redactor_new(out, &err) < 0 && !print_dpm_error(&err)) || !fill(o, *out)) {
        return false;
    }
    say_redacted(*out);
    return true;
}

bool redaction_begin(const cli_options *o, dpm_redactor **out)
{
    *out = NULL;
    if (o->redact) {
        return redaction_make(o, out);
    }
    if (o->redact_key || o->keep_guids) {
        print_error("--redact-key and --keep-guids go with --redact");
        return false;
    }
    return true;
}

void redaction_free(dpm_redactor *redactor)
{
    if (redactor) {
        say_redacted(NULL);
    }
    dpm_redactor_free(redactor);
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
    if (!redactor || !o->redact) {
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
        print_error("--redact %s: the map cannot be written: %s", o->redact, platform_words(why));
    }
    return good;
}
