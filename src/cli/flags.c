/* The command line: what getopt_long finds is put into cli_options. What each option is, is in flags.def. */
#include "cli/flags.h"

#include "cli/output.h"
#include "cli/platform.h"
#include "cli/say.h"
#include "cli/values.h"

#include <ctype.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#define FLAG(id, letter, name, argument, group, commands, help) {letter, name, argument, group, commands, help},
static const flag flags[FLAGS] = {
#include "cli/flags.def"
};
#undef FLAG

const flag *flag_at(flag_id id)
{
    return &flags[id];
}

enum { LONG_BASE = 256 }; /* getopt values of options: LONG_BASE + id */

static bool wrong(flag_id id, const char *value, const char *wanted)
{
    print_error("--%s: '%s' is not %s", flags[id].name, value, wanted);
    return false;
}

static bool need(flag_id id, bool good, const char *value, const char *wanted)
{
    return good || wrong(id, value, wanted);
}

/* Onto the text in `out`, as much as fits. */
static void append(char *out, size_t cap, const char *separator, const char *word)
{
    const size_t len = strlen(out);
    snprintf(out + len, cap - len, "%s%s", separator, word);
}

static bool add_word(cli_words *words, const char *word)
{
    words->items[words->count++] = word;
    return true;
}

static bool take_class(flag_id id, const char *value, unsigned *bits)
{
    dpm_class cls = DPM_CLASS_OTHER;
    if (id == FLAG_FAIL_ON && strcmp(value, "any") == 0) {
        *bits = ~0U;
        return true;
    }
    if (!dpm_class_find(word_span(value), &cls)) {
        char known[256];
        snprintf(known, sizeof known, "%sa class: ", id == FLAG_FAIL_ON ? "'any' or " : "");
        for (dpm_class c = 0; c < DPM_CLASSES; c++) {
            append(known, sizeof known, c ? ", " : "", dpm_class_name(c));
        }
        return wrong(id, value, known);
    }
    *bits |= 1U << cls;
    return true;
}

static bool take_level(const char *value, unsigned *bits)
{
    dpm_level level = DPM_LEVEL_OTHER;
    if (!dpm_level_find(word_span(value), &level)) {
        return wrong(FLAG_LEVEL, value, "a level: CRITICAL, FATAL, WARNING, NORMAL, OTHER");
    }
    *bits |= 1U << level;
    return true;
}

static bool take_format(const char *value, cli_format *out)
{
    *out = format_find(value);
    return need(FLAG_FORMAT, *out != FORMAT_DEFAULT, value, "a format: text, json, jsonl, csv, html, sqlite, summary");
}

static bool take_schema(const char *value, dpm_event_form *out)
{
    static const struct {
        const char *name;
        dpm_event_form form;
    } schemas[] = {{"dpmlog", DPM_EVENT_FORM_JSONL}, {"ecs", DPM_EVENT_FORM_ECS}, {"otlp", DPM_EVENT_FORM_OTLP}};
    for (size_t i = 0; i < sizeof schemas / sizeof *schemas; i++) {
        if (strcmp(value, schemas[i].name) == 0) {
            *out = schemas[i].form;
            return true;
        }
    }
    return wrong(FLAG_SCHEMA, value, "a schema: dpmlog, ecs, otlp");
}

static bool take_color(const char *value, cli_color *out)
{
    static const char *const words[] = {"auto", "always", "never"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(value, words[i]) == 0) {
            *out = (cli_color)i;
            return true;
        }
    }
    return wrong(FLAG_COLOR, value, "one of auto, always, never");
}

static bool take_time(flag_id id, const char *value, const char **out)
{
    int64_t unused = 0;
    *out = value; /* read once the zone is known */
    return need(id, value_time(value, (cli_zone){0}, 0, &unused), value,
                "a time: 2016-06-01, 2016-06-01T20:55:45Z, or -24h, -7d (s, m, h, d, w)");
}

static bool take_year(const char *value, int *out)
{
    unsigned year = 0;
    const bool good = value_unsigned(value, 1990, 2199, &year);
    *out = (int)year;
    return need(FLAG_YEAR, good, value, "a year from 1990 to 2199");
}

static bool take(cli_options *o, flag_id id, const char *value)
{
    o->given |= UINT64_C(1) << id;
    switch (id) {
    case FLAG_SINCE: return take_time(id, value, &o->since);
    case FLAG_UNTIL: return take_time(id, value, &o->until);
    case FLAG_CLASS: return take_class(id, value, &o->classes);
    case FLAG_LEVEL: return take_level(value, &o->levels);
    case FLAG_HOST: return add_word(&o->hosts, value);
    case FLAG_PROCESS: return add_word(&o->processes, value);
    case FLAG_YEAR: return take_year(value, &o->year);
    case FLAG_MAX_DEPTH: return need(id, value_unsigned(value, 1, 64, &o->max_depth), value, "a number from 1 to 64");
    case FLAG_MAX_EXPAND: return need(id, value_size(value, &o->max_expand), value, "a size, such as 500M or 20G");
    case FLAG_RULES: return add_word(&o->rules, value);
    case FLAG_DPM_VERSION: o->dpm_version = value; return true;
    case FLAG_FAIL_ON: return take_class(id, value, &o->fail_on);
    case FLAG_JOBS: return need(id, value_unsigned(value, 1, 1024, &o->jobs), value, "a number from 1 to 1024");
    case FLAG_FORMAT: return take_format(value, &o->format);
    case FLAG_REDACT: return (o->redact = value) != NULL;
    case FLAG_SCHEMA: return take_schema(value, &o->schema);
    case FLAG_OUTPUT: return add_word(&o->outputs, value);
    case FLAG_TOP: return need(id, value_unsigned(value, 1, 1000000, &o->top), value, "a number from 1 to 1000000");
    case FLAG_TZ: return need(id, value_zone(value, &o->zone), value, "a zone: UTC, +02:00, -0530, local");
    case FLAG_COLOR: return take_color(value, &o->color);
    case FLAG_FORCE: return o->force = true;
    case FLAG_VERBOSE:
    case FLAG_EXPLAIN: return o->verbose = true;
    case FLAG_QUIET: return o->quiet = true;
    case FLAG_NO_PROGRESS: return o->no_progress = true;
    case FLAG_HELP: return o->help = true;
    case FLAG_VERSION: return o->version = true;
    case FLAGS: break;
    }
    return false;
}

/* ---- getopt_long ---- */

typedef struct getopt_tables {
    struct option longs[FLAGS + 1];
    char letters[2 * FLAGS + 3];
} getopt_tables;

/* "-:" hands out arguments in their order among the options, and tells a missing value from an unknown option. */
static void fill(getopt_tables *t)
{
    memset(t, 0, sizeof *t);
    char *letter = t->letters;
    *letter++ = '-';
    *letter++ = ':';
    for (size_t i = 0; i < FLAGS; i++) {
        const int has = flags[i].argument ? required_argument : no_argument;
        t->longs[i] = (struct option){flags[i].name, has, NULL, LONG_BASE + (int)i};
        if (flags[i].letter) {
            *letter++ = flags[i].letter;
            if (flags[i].argument) {
                *letter++ = ':';
            }
        }
    }
}

static const flag *find_letter(int letter)
{
    for (size_t i = 0; i < FLAGS; i++) {
        if (flags[i].letter && flags[i].letter == letter) {
            return &flags[i];
        }
    }
    return NULL;
}

static void tell_missing(int option)
{
    const flag *const f = option >= LONG_BASE ? &flags[option - LONG_BASE] : find_letter(option);
    if (f) {
        print_error("--%s needs a value: %s, %s", f->name, f->argument, f->help);
    }
}

/* A long option that getopt_long did not take: which is it near to, or which may be meant? */
static void tell_unknown_long(const char *typed)
{
    const char *names[FLAGS];
    char name[64], possible[512] = "";
    size_t count = 0;
    snprintf(name, sizeof name, "%.*s", (int)strcspn(typed + 2, "="), typed + 2);
    for (size_t i = 0; i < FLAGS; i++) {
        names[i] = flags[i].name;
        if (strncmp(flags[i].name, name, strlen(name)) == 0) {
            append(possible, sizeof possible, count++ ? ", --" : "--", flags[i].name);
        }
    }
    const char *const near = nearest_word(name, names, FLAGS);
    if (count > 1) {
        print_error("option --%s is ambiguous: %s", name, possible);
    } else if (near) {
        print_error("there is no option --%s; did you mean --%s?", name, near);
    } else {
        print_error("there is no option --%s; 'dpmlog help' lists them", name);
    }
}

static void tell_unknown(const char *element)
{
    if (optopt >= LONG_BASE) {
        print_error("--%s takes no value", flags[optopt - LONG_BASE].name);
    } else if (optopt) {
        print_error("there is no option -%c; 'dpmlog help' lists them", optopt);
    } else {
        tell_unknown_long(element);
    }
}

/* -2147023174 is a code, not options. */
static bool negative_number(const char *word)
{
    return word[0] == '-' && word[1] && word[1 + strspn(word + 1, "0123456789")] == '\0';
}

/* One step of getopt_long. */
static bool step(cli_options *o, int option, char **argv)
{
    if (option == 1) {
        o->bare++;
        return add_word(&o->operands, optarg);
    }
    if (option == ':') {
        tell_missing(optopt);
        return false;
    }
    if (option == '?') {
        tell_unknown(argv[optind - 1]);
        return false;
    }
    const flag *const f = option >= LONG_BASE ? &flags[option - LONG_BASE] : find_letter(option);
    return f && take(o, (flag_id)(f - flags), optarg);
}

static bool make_room(cli_options *o, size_t count)
{
    cli_words *const all[] = {&o->hosts, &o->processes, &o->rules, &o->outputs, &o->operands};
    bool good = true;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        all[i]->items = calloc(count, sizeof *all[i]->items);
        good = good && all[i]->items;
    }
    if (!good) {
        print_error("out of memory");
    }
    return good;
}

bool flags_parse(int argc, char **argv, cli_options *o)
{
    getopt_tables tables;
    *o = (cli_options){.schema = DPM_EVENT_FORM_JSONL};
    fill(&tables);
    if (!make_room(o, (size_t)argc + 1)) {
        return false;
    }
    opterr = 0;
    for (;;) {
        if (optind < argc && negative_number(argv[optind])) {
            o->bare++;
            add_word(&o->operands, argv[optind++]);
            continue;
        }
        const int option = getopt_long(argc, argv, tables.letters, tables.longs, NULL);
        if (option == -1) {
            break;
        }
        if (!step(o, option, argv)) {
            return false;
        }
    }
    while (optind < argc) {
        add_word(&o->operands, argv[optind++]);
    }
    return true;
}

void flags_free(cli_options *o)
{
    cli_words *const all[] = {&o->hosts, &o->processes, &o->rules, &o->outputs, &o->operands};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        free(all[i]->items);
    }
}

bool flags_fit(const cli_options *o, const char *command, unsigned commands)
{
    for (size_t i = 0; i < FLAGS; i++) {
        if ((o->given >> i & 1) && !(flags[i].commands & commands)) {
            print_error("--%s does not belong to '%s'; 'dpmlog help %s' lists what does", flags[i].name, command, command);
            return false;
        }
    }
    return true;
}

/* ---- words that are nearly right ---- */

enum { WORD_MAX = 24, FAR = 3 };

/* How many letters must be put in, taken out or changed: rows of the usual table. */
static size_t distance(const char *a, const char *b)
{
    const size_t len = strlen(b);
    size_t row[WORD_MAX + 1];
    if (strlen(a) > WORD_MAX || len > WORD_MAX) {
        return FAR;
    }
    for (size_t j = 0; j <= len; j++) {
        row[j] = j;
    }
    for (size_t i = 1; a[i - 1]; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= len; j++) {
            const size_t change = diagonal + (a[i - 1] != b[j - 1]);
            const size_t shift = 1 + (row[j] < row[j - 1] ? row[j] : row[j - 1]);
            diagonal = row[j];
            row[j] = change < shift ? change : shift;
        }
    }
    return row[len];
}

const char *nearest_word(const char *typed, const char *const *words, size_t count)
{
    const char *near = NULL;
    size_t best = strlen(typed) < 4 ? 2 : FAR; /* short words are near to too many */
    for (size_t i = 0; i < count; i++) {
        const size_t d = distance(typed, words[i]);
        if (d < best) {
            best = d;
            near = words[i];
        }
    }
    return near;
}
