/* dpmlog ls: what is in files, folders and archives, and what of it would be read. */
#include "cli/cli.h"
#include "cli/folders.h"
#include "cli/output.h"
#include "cli/platform.h"
#include "cli/reading.h"
#include "cli/redaction.h"
#include "cli/say.h"
#include "cli/values.h"
#include "cli/wrap.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { NAME_COLUMNS = 64 /* a longer name moves its own line only */, NARROW = 80, BELOW = 4 };

/* The paths to list: operands, or the folders of DPM. */
typedef struct paths {
    char **items;
    size_t count;
    bool failed;
} paths;

static void add_path(void *context, const char *path)
{
    paths *const p = context;
    const size_t len = strlen(path) + 1;
    char **const items = realloc(p->items, (p->count + 1) * sizeof *items);
    if (items) {
        p->items = items;
    }
    char *const copy = items ? malloc(len) : NULL;
    if (!copy) {
        p->failed = true;
        return;
    }
    memcpy(copy, path, len);
    p->items[p->count++] = copy;
}

static void free_paths(paths *p)
{
    for (size_t i = 0; i < p->count; i++) {
        free(p->items[i]);
    }
    free(p->items);
}

/* ---- text ---- */

static void size_text(uint64_t bytes, char out[16])
{
    static const char *const units[] = {"B", "kB", "MB", "GB", "TB", "PB"};
    double value = (double)bytes;
    size_t unit = 0;
    while (value >= 999.95 && unit + 1 < sizeof units / sizeof *units) {
        value /= 1000;
        unit++;
    }
    snprintf(out, 16, unit ? "%.1f %s" : "%.0f %s", value, units[unit]);
}

/* Of the second of two times that may be of one day, only the time. */
static void time_text(const cli_options *o, int64_t ms, const char *day_before, char out[32])
{
    const int64_t local = ms / 1000 + (int64_t)zone_minutes_at(o->zone, ms) * 60;
    const time_t seconds = (time_t)local;
    const struct tm *const t = gmtime(&seconds);
    if (!t || strftime(out, 32, "%Y-%m-%d %H:%M:%S", t) == 0) {
        snprintf(out, 32, "?");
    }
    if (day_before && strncmp(day_before, out, 11) == 0) {
        memmove(out, out + 11, strlen(out + 11) + 1);
    }
}

static void print_span(const cli_options *o, const dpm_entry *e)
{
    char first[32];
    if (e->first == DPM_NO_TIME) {
        return;
    }
    time_text(o, e->first, NULL, first);
    printf("  %s", first);
    if (e->last != DPM_NO_TIME) {
        char last[32];
        time_text(o, e->last, first, last);
        printf(" - %s", last);
    }
}

static void print_who(const dpm_entry *e)
{
    if (e->process.len) {
        fputs("  ", stdout);
        put_span(stdout, e->process);
    }
    if (e->host.len) {
        fputs(e->process.len ? " on " : "  on ", stdout);
        put_span(stdout, e->host);
    }
    if (e->encoding.len) {
        fputs("  ", stdout);
        put_span(stdout, e->encoding);
    }
}

/* Something with a host, a process and times. */
static bool is_read(const dpm_entry *e)
{
    return e->kind == DPM_ENTRY_KIND_LOG || e->kind == DPM_ENTRY_KIND_ALERT || e->kind == DPM_ENTRY_KIND_EVENTS ||
           e->kind == DPM_ENTRY_KIND_SETUP || e->kind == DPM_ENTRY_KIND_SETTINGS;
}

static const char *kind_word(const dpm_entry *e)
{
    return e->kind == DPM_ENTRY_KIND_OTHER ? "-" : dpm_entry_kind_name(e->kind);
}

static bool count_bytes(void *context, const char *bytes, size_t len)
{
    size_t *const columns = context;
    for (size_t i = 0; i < len; i++) {
        *columns += (bytes[i] & 0xC0) != 0x80; /* not of wide characters: they are rare in names of logs */
    }
    return true;
}

static size_t name_columns(const dpm_entry *e)
{
    size_t columns = 2 * (size_t)e->depth;
    dpm_escape(e->name, DPM_ESCAPE_TERMINAL, count_bytes, &columns);
    return columns;
}

static void print_skipped(const dpm_entry *e, size_t indent)
{
    if (!e->skipped.len) {
        fputc('\n', stdout);
        return;
    }
    if (indent) {
        printf("\n%*sskipped: ", (int)indent, "");
        wrap_span(e->skipped, indent, indent + strlen("skipped: "));
    } else {
        fputs("  skipped: ", stdout);
        put_span(stdout, e->skipped);
        fputc('\n', stdout);
    }
}

/* On a narrow terminal what there is to say of a name stands below it. */
static void print_narrow(const cli_options *o, const dpm_entry *e)
{
    const size_t indent = 2 * (size_t)e->depth + BELOW;
    char size[16];
    size_text(e->bytes, size);
    printf("%*s", (int)(2 * e->depth), "");
    put_span(stdout, e->name);
    printf("\n%*s%s  %s", (int)indent, "", e->format.len ? e->format.ptr : kind_word(e), size);
    if (is_read(e)) {
        print_who(e);
        if (e->first != DPM_NO_TIME) {
            printf("\n%*s", (int)indent - 2, "");
            print_span(o, e);
        }
    }
    print_skipped(e, indent);
}

static void print_entry(const cli_options *o, const dpm_entry *e, size_t width)
{
    char size[16] = "";
    const size_t columns = name_columns(e);
    if (e->bytes || !e->skipped.len) {
        size_text(e->bytes, size);
    }
    printf("%*s", (int)(2 * e->depth), "");
    put_span(stdout, e->name);
    printf("%*s", (int)(columns < width ? width - columns : 0), "");
    printf("  %-8s%9s", e->format.len ? e->format.ptr : kind_word(e), size);
    if (is_read(e)) {
        print_who(e);
        print_span(o, e);
    }
    print_skipped(e, 0);
}

static void print_text(const cli_options *o, const dpm_entry *entries, size_t count)
{
    size_t width = 0;
    for (size_t i = 0; i < count; i++) {
        const size_t columns = name_columns(&entries[i]);
        width = columns > width && columns <= NAME_COLUMNS ? columns : width;
    }
    const unsigned columns = platform_columns(stdout);
    for (size_t i = 0; i < count; i++) {
        if (columns && columns < NARROW) {
            print_narrow(o, &entries[i]);
        } else {
            print_entry(o, &entries[i], width);
        }
    }
}

/* ---- json ---- */

static void json_time(const char *key, int64_t ms)
{
    const time_t seconds = (time_t)(ms / 1000);
    const struct tm *const t = ms == DPM_NO_TIME ? NULL : gmtime(&seconds);
    char text[32] = "";
    if (t && strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", t) > 0) {
        snprintf(text + strlen(text), 8, ".%03dZ", (int)(ms % 1000));
    }
    printf(", \"%s\": \"%s\"", key, text);
}

static void json_word(const char *key, dpm_span word)
{
    printf(", \"%s\": ", key);
    put_json(stdout, word);
}

static void print_json(const dpm_entry *entries, size_t count)
{
    fputs("{\n  \"schema\": \"dpmlog.listing/1\",\n  \"entries\": [", stdout);
    for (size_t i = 0; i < count; i++) {
        const dpm_entry *const e = &entries[i];
        fputs(i ? ",\n    { \"path\": " : "\n    { \"path\": ", stdout);
        put_json(stdout, e->path);
        printf(", \"kind\": \"%s\", \"format\": \"%s\"", dpm_entry_kind_name(e->kind), e->format.len ? e->format.ptr : "");
        printf(", \"depth\": %u, \"bytes\": %" PRIu64, e->depth, e->bytes);
        json_word("host", e->host);
        json_word("process", e->process);
        json_word("encoding", e->encoding);
        json_time("first", e->first);
        json_time("last", e->last);
        printf(", \"year_basis\": \"%s\"", dpm_year_basis_name(e->year_basis));
        json_word("skipped", e->skipped);
        fputs(" }", stdout);
    }
    fputs(count ? "\n  ]\n}\n" : "]\n}\n", stdout);
}

/* ---- redacted ---- */

typedef struct shown_list {
    dpm_entry *items;
    char **texts;
    size_t count, text_count;
} shown_list;

enum { ENTRY_TEXTS = 5 };

static bool keep(shown_list *list, dpm_span text, dpm_span *out)
{
    char *const copy = malloc(text.len + 1);
    if (copy && text.len) {
        memcpy(copy, text.ptr, text.len);
    }
    list->texts[list->text_count++] = copy;
    *out = (dpm_span){copy, copy ? text.len : 0};
    return copy != NULL;
}

static void free_shown(shown_list *list)
{
    for (size_t i = 0; i < list->text_count; i++) {
        free(list->texts[i]);
    }
    free(list->texts);
    free(list->items);
}

/* Copies of the entries with replacements. False: out of memory. */
static bool redact_entries(shown_list *list, dpm_redactor *r, const dpm_entry *entries, size_t count)
{
    *list = (shown_list){.items = calloc(count + 1, sizeof *list->items),
                         .texts = calloc(ENTRY_TEXTS * count + 1, sizeof *list->texts),
                         .count = count};
    bool good = list->items && list->texts;
    for (size_t i = 0; i < count && good; i++) {
        dpm_redactor_learn_host(r, entries[i].host);
    }
    for (size_t i = 0; i < count && good; i++) {
        dpm_entry *const e = &list->items[i];
        *e = entries[i];
        good = keep(list, dpm_redact_path(r, e->path), &e->path) && keep(list, dpm_redact_path(r, e->name), &e->name) &&
               keep(list, dpm_redact_text(r, e->host), &e->host) && keep(list, dpm_redact_text(r, e->process), &e->process) &&
               keep(list, dpm_redact_text(r, e->skipped), &e->skipped);
    }
    return good;
}

/* ---- the command ---- */

static int judge(const dpm_entry *entries, size_t count)
{
    size_t read = 0, skipped = 0;
    for (size_t i = 0; i < count; i++) {
        const bool left_out = entries[i].skipped.len > 0;
        skipped += left_out;
        read += !left_out || entries[i].bytes;
    }
    return count && !read ? CLI_NO_INPUT : skipped ? CLI_INCOMPLETE : CLI_DONE;
}

static int print_listing(const cli_options *o, const dpm_listing *listing)
{
    size_t count;
    const dpm_entry *const entries = dpm_listing_entries(listing, &count);
    shown_list shown = {0};
    dpm_redactor *redactor = NULL;
    int code = CLI_USAGE;
    if (!redaction_begin(o, &redactor)) {
        return code;
    }
    if (redactor && !redact_entries(&shown, redactor, entries, count)) {
        print_error("out of memory");
    } else if (redaction_end(o, redactor)) {
        code = judge(entries, count);
        if (o->format == FORMAT_JSON) {
            print_json(redactor ? shown.items : entries, count);
        } else {
            print_text(o, redactor ? shown.items : entries, count);
        }
    }
    redaction_free(redactor);
    free_shown(&shown);
    return code;
}

static int list(const cli_options *o, const char *const *items, size_t count)
{
    dpm_session_options options;
    dpm_listing *listing;
    dpm_error err = {0};
    if (!session_options(o, &options)) {
        return CLI_USAGE;
    }
    if (dpm_listing_new(&listing, items, count, &options, &err) < 0) {
        print_error("%s", err.message);
        return CLI_USAGE;
    }
    const int code = print_listing(o, listing);
    dpm_listing_free(listing);
    return code;
}

int cmd_ls(const cli_options *o)
{
    if (!format_fits(o)) {
        return CLI_USAGE;
    }
    if (o->operands.count) {
        return list(o, o->operands.items, o->operands.count);
    }
    paths found = {0};
    int code = folders_each(add_path, &found) ? CLI_DONE : CLI_NO_INPUT;
    if (found.failed) {
        print_error("out of memory");
        code = CLI_USAGE;
    } else if (code == CLI_DONE) {
        code = list(o, (const char *const *)found.items, found.count);
    }
    free_paths(&found);
    return code;
}
