/* The command line: what getopt_long finds is put into cli_options. What each option is, is in flags.def. */
#include "cli/flags.h"

#include "cli/platform.h"
#include "cli/say.h"
#include "cli/values.h"

#include <ctype.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#define NONE NULL, VALUE_NONE
#define ANY NULL, VALUE_ANY
#define FILES NULL, VALUE_FILES
#define CLASSES NULL, VALUE_CLASSES
#define CLASSES_OR_ANY NULL, VALUE_CLASSES_OR_ANY
#define LEVELS NULL, VALUE_LEVELS
#define LISTED(list) NULL, VALUE_LISTED + LIST_##list
#define WORDS(...) (const char *const[]){__VA_ARGS__, NULL}, VALUE_WORDS
#define FLAG(id, letter, name, argument, values, group, commands, help) {name, argument, values, group, commands, letter, help},
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

/* The room doubles whenever the count is a power of two. */
static bool add_word(cli_words *words, const char *word)
{
    if ((words->count & (words->count - 1)) == 0) {
        const char **const items = realloc(words->items, (words->count ? 2 * words->count : 1) * sizeof *items);
        if (!items) {
            print_error("out of memory");
            return false;
        }
        words->items = items;
    }
    words->items[words->count++] = word;
    return true;
}

static const char *class_word(size_t i)
{
    return i < DPM_CLASSES ? dpm_class_name((dpm_class)i) : NULL;
}

static const char *listed_word(const char *const *words, size_t i)
{
    while (i && *words) {
        words++;
        i--;
    }
    return *words;
}

list_id flag_list_of(flag_id id)
{
    return flags[id].values >= VALUE_LISTED ? (list_id)(flags[id].values - VALUE_LISTED) : LISTS;
}

const char *flag_word(flag_id id, size_t i)
{
    switch (flags[id].values) {
    case VALUE_WORDS: return listed_word(flags[id].words, i);
    case VALUE_CLASSES: return class_word(i);
    case VALUE_CLASSES_OR_ANY:
        return i < DPM_CLASSES ? class_word(i) : i == FAIL_ON_ANY ? "any" : i == FAIL_ON_NEW ? "new" : NULL;
    case VALUE_LEVELS: return i < DPM_LEVELS ? dpm_level_name((dpm_level)i) : NULL;
    default: return NULL;
    }
}

const char *flag_list(flag_id id, unsigned bits, const char *first, char out[FLAG_LIST_CAP])
{
    size_t put = 0;
    out[0] = '\0';
    for (size_t i = 0; flag_word(id, i); i++) {
        if (bits >> i & 1) {
            const bool last = !flag_word(id, i + 1) || !(bits >> (i + 1));
            append(out, FLAG_LIST_CAP, !put ? "" : last ? " or " : ", ", flag_word(id, i));
            append(out, FLAG_LIST_CAP, put++ ? "" : first, "");
        }
    }
    return out;
}

/* Which of the option's words the value is; case is ignored. */
static bool take_word(flag_id id, const char *value, unsigned *out)
{
    char known[FLAG_LIST_CAP];
    for (size_t i = 0; flag_word(id, i); i++) {
        if (value_same_word(value, flag_word(id, i))) {
            *out = (unsigned)i;
            return true;
        }
    }
    print_error("--%s: '%s' is not one of %s", flags[id].name, value, flag_list(id, ~0U, "", known));
    return false;
}

static bool add_bit(flag_id id, const char *value, unsigned *bits)
{
    unsigned bit = 0;
    const bool good = take_word(id, value, &bit);
    *bits |= good ? 1U << bit : 0;
    return good;
}

static bool take_fail_on(const char *value, unsigned *bits)
{
    const bool good = add_bit(FLAG_FAIL_ON, value, bits);
    if (*bits >> FAIL_ON_ANY & 1) {
        *bits |= (1U << DPM_CLASSES) - 1;
    }
    return good;
}

static bool take_format(const char *value, cli_format *out)
{
    unsigned word = 0;
    const bool good = take_word(FLAG_FORMAT, value, &word);
    *out = (cli_format)(FORMAT_DEFAULT + 1 + word);
    return good;
}

static bool take_schema(const char *value, dpm_event_form *out)
{
    static const dpm_event_form forms[] = {DPM_EVENT_FORM_JSONL, DPM_EVENT_FORM_ECS, DPM_EVENT_FORM_OTLP};
    unsigned word = 0;
    const bool good = take_word(FLAG_SCHEMA, value, &word);
    *out = word < sizeof forms / sizeof *forms ? forms[word] : DPM_EVENT_FORM_JSONL;
    return good;
}

static bool take_color(const char *value, cli_color *out)
{
    unsigned word = 0;
    const bool good = take_word(FLAG_COLOR, value, &word);
    *out = (cli_color)word;
    return good;
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

bool flags_take(cli_options *o, flag_id id, const char *value)
{
    o->given |= UINT64_C(1) << id;
    switch (id) {
    case FLAG_SINCE: return take_time(id, value, &o->since);
    case FLAG_UNTIL: return take_time(id, value, &o->until);
    case FLAG_CLASS: return add_bit(id, value, &o->classes);
    case FLAG_LEVEL: return add_bit(id, value, &o->levels);
    case FLAG_CONTEXT: return need(id, value_unsigned(value, 0, 1000, &o->context), value, "a number from 0 to 1000");
    case FLAG_HOST: return add_word(&o->hosts, value);
    case FLAG_SERVER: return add_word(&o->servers, value);
    case FLAG_CAUSE: return add_word(&o->causes, value);
    case FLAG_CODE: return add_word(&o->codes, value);
    case FLAG_ID: return add_word(&o->ids, value);
    case FLAG_TASK: return (o->task = value) != NULL;
    case FLAG_PROCESS: return add_word(&o->processes, value);
    case FLAG_YEAR: return take_year(value, &o->year);
    case FLAG_ENCODING: o->encoding = value; return true;
    case FLAG_MAX_DEPTH: return need(id, value_unsigned(value, 1, 64, &o->max_depth), value, "a number from 1 to 64");
    case FLAG_MAX_EXPAND: return need(id, value_size(value, &o->max_expand), value, "a size, such as 500M or 20G");
    case FLAG_MAX_RATIO:
        return need(id, value_unsigned(value, 1, 1000000000, &o->max_ratio), value, "a number from 1 to 1000000000");
    case FLAG_MAX_MEMBERS:
        return need(id, value_unsigned(value, 1, 1000000000, &o->max_members), value, "a number from 1 to 1000000000");
    case FLAG_MAX_MEMORY: return need(id, value_size(value, &o->max_memory), value, "a size, such as 500M or 2G");
    case FLAG_MAX_TIME: return need(id, value_seconds(value, &o->max_time), value, "a time, such as 90s, 10m or 2h");
    case FLAG_RULES: return add_word(&o->rules, value);
    case FLAG_SITE: return add_word(&o->sites, value);
    case FLAG_STATE: return (o->state = value) != NULL;
    case FLAG_KEEP:
        o->keep_none = strcmp(value, "0") == 0;
        return o->keep_none || need(id, value_seconds(value, &o->keep), value, "a time, such as 30d or 12h, or 0");
    case FLAG_EXPECT: return (o->expect = value) != NULL;
    case FLAG_BASELINE: return (o->baseline = value) != NULL;
    case FLAG_DPM_VERSION: o->dpm_version = value; return true;
    case FLAG_FAIL_ON: return take_fail_on(value, &o->fail_on);
    case FLAG_JOBS: return need(id, value_unsigned(value, 1, 1024, &o->jobs), value, "a number from 1 to 1024");
    case FLAG_FORMAT: return take_format(value, &o->format);
    case FLAG_REDACT: return (o->redact = value) != NULL;
    case FLAG_REDACT_KEY: return (o->redact_key = value) != NULL;
    case FLAG_KEEP_GUIDS: return o->keep_guids = true;
    case FLAG_SCHEMA: return take_schema(value, &o->schema);
    case FLAG_OUTPUT: return add_word(&o->outputs, value);
    case FLAG_TOP: return need(id, value_unsigned(value, 1, 1000000, &o->top), value, "a number from 1 to 1000000");
    case FLAG_TZ: return need(id, value_zone(value, &o->zone), value, "a zone: UTC, +02:00, -0530, local");
    case FLAG_COLOR: return take_color(value, &o->color);
    case FLAG_FORCE: return o->force = true;
    case FLAG_LANGUAGE: return o->language = true;
    case FLAG_VERBOSE: return o->verbose = true;
    case FLAG_QUIET: return o->quiet = true;
    case FLAG_NO_PROGRESS: return o->no_progress = true;
    case FLAG_CONFIG: return (o->config = value) != NULL;
    case FLAG_NO_CONFIG: return o->no_config = true;
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
        const int has = flags[i].values ? required_argument : no_argument;
        t->longs[i] = (struct option){flags[i].name, has, NULL, LONG_BASE + (int)i};
        if (flags[i].letter) {
            *letter++ = flags[i].letter;
            if (flags[i].values) {
                *letter++ = ':';
            }
        }
    }
}

/* A command line being read. */
typedef struct parse {
    int argc;
    char **argv;
    unsigned commands; /* the command: its bit */
    cli_options *o;
} parse;

/* `name` abbreviates this option, and the command takes it. */
static bool begins(size_t i, const char *name, unsigned commands)
{
    return (flags[i].commands & commands) && strncmp(flags[i].name, name, strlen(name)) == 0;
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

/* A long option that getopt_long did not take: which one is meant, or is near? */
static void tell_unknown_long(const char *name, unsigned commands)
{
    const char *names[FLAGS];
    char possible[512] = "";
    size_t count = 0;
    for (size_t i = 0; i < FLAGS; i++) {
        names[i] = flags[i].name;
        if (begins(i, name, commands)) {
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

/* An abbreviation that is ambiguous among all options may fit only one that the command takes. */
static bool take_abbreviation(parse *p, const char *element)
{
    char name[64];
    const char *const stated = strchr(element, '=');
    size_t found = FLAGS, count = 0;
    snprintf(name, sizeof name, "%.*s", (int)strcspn(element + 2, "="), element + 2);
    for (size_t i = 0; i < FLAGS; i++) {
        if (begins(i, name, p->commands)) {
            found = i;
            count++;
        }
    }
    if (count != 1 || !*name) {
        tell_unknown_long(name, p->commands);
        return false;
    }
    if (!flags[found].values && stated) {
        print_error("--%s takes no value", flags[found].name);
        return false;
    }
    if (flags[found].values && !stated && optind == p->argc) {
        tell_missing(LONG_BASE + (int)found);
        return false;
    }
    return flags_take(p->o, (flag_id)found, !flags[found].values ? NULL : stated ? stated + 1 : p->argv[optind++]);
}

static bool take_unknown(parse *p, const char *element)
{
    if (!optopt) {
        return take_abbreviation(p, element);
    }
    if (optopt >= LONG_BASE) {
        print_error("--%s takes no value", flags[optopt - LONG_BASE].name);
    } else {
        print_error("there is no option -%c; 'dpmlog help' lists them", optopt);
    }
    return false;
}

/* -2147023174 is a code, not options. */
static bool negative_number(const char *word)
{
    return word[0] == '-' && word[1] && word[1 + strspn(word + 1, "0123456789")] == '\0';
}

typedef struct expansion {
    cli_options *o;
    bool good;
} expansion;

static void add_expanded(void *context, const char *path)
{
    expansion *const e = context;
    const size_t size = strlen(path) + 1;
    char *const own = malloc(size);
    if (own) {
        memcpy(own, path, size);
    }
    if (!own || !add_word(&e->o->expanded, own)) {
        free(own);
        e->good = false;
    } else {
        e->good = e->good && add_word(&e->o->operands, own);
    }
}

static bool add_operand(cli_options *o, const char *word)
{
    expansion e = {o, true};
    return platform_expand(word, add_expanded, &e) ? e.good : add_word(&o->operands, word);
}

/* One step of getopt_long. */
static bool step(parse *p, int option)
{
    if (option == 1) {
        const size_t before = p->o->operands.count;
        const bool good = add_operand(p->o, optarg);
        p->o->bare += p->o->operands.count - before;
        return good;
    }
    if (option == ':') { /* some say so of a value that is too much, too */
        return optopt >= LONG_BASE && !flags[optopt - LONG_BASE].values ? take_unknown(p, p->argv[optind - 1])
                                                                        : (tell_missing(optopt), false);
    }
    if (option == '?') {
        return take_unknown(p, p->argv[optind - 1]);
    }
    const flag *const f = option >= LONG_BASE ? &flags[option - LONG_BASE] : find_letter(option);
    return f && flags_take(p->o, (flag_id)(f - flags), optarg);
}

/* The bit of the command that is named, or of the one that runs when none is: of the first word that is no option. */
static unsigned find_commands(int argc, char **argv, const getopt_tables *tables)
{
    int option = 0;
    do {
        option = getopt_long(argc, argv, tables->letters, tables->longs, NULL);
    } while (option != 1 && option != -1);
    const command_id named = option == 1 ? command_find(optarg) : COMMANDS;
    optind = 0; /* begin again */
    return named < COMMANDS ? 1U << named : FOR_ANALYZE;
}

#define ALL_WORDS(o, all)                                                                                                        \
    cli_words *const all[] = {&(o)->hosts,   &(o)->processes, &(o)->rules, &(o)->outputs, &(o)->operands,                        \
                              &(o)->servers, &(o)->causes,    &(o)->codes, &(o)->ids,     &(o)->sites}

bool flags_parse(int argc, char **argv, cli_options *o)
{
    getopt_tables tables;
    *o = (cli_options){.schema = DPM_EVENT_FORM_JSONL};
    fill(&tables);
    opterr = 0;
    parse p = {argc, argv, find_commands(argc, argv, &tables), o};
    for (;;) {
        const int at = optind ? optind : 1;
        if (at < argc && negative_number(argv[at])) {
            o->bare++;
            if (!add_word(&o->operands, argv[at])) {
                return false;
            }
            optind = at + 1;
            continue;
        }
        const int option = getopt_long(argc, argv, tables.letters, tables.longs, NULL);
        if (option == -1) {
            break;
        }
        if (!step(&p, option)) {
            return false;
        }
    }
    bool good = true;
    while (good && optind < argc) {
        good = add_operand(o, argv[optind++]);
    }
    return good;
}

void flags_free(cli_options *o)
{
    for (size_t i = 0; i < o->expanded.count; i++) {
        free((char *)o->expanded.items[i]); /* ours: add_expanded made it */
    }
    free(o->expanded.items);
    ALL_WORDS(o, all);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        free(all[i]->items);
    }
}

bool flags_fit(const cli_options *o, command_id id)
{
    const char *const name = command_at(id)->name;
    for (size_t i = 0; i < FLAGS; i++) {
        if ((o->given >> i & 1) && !(flags[i].commands >> id & 1)) {
            print_error("--%s does not belong to '%s'; 'dpmlog help %s' lists what does", flags[i].name, name, name);
            return false;
        }
    }
    if ((o->fail_on >> FAIL_ON_NEW & 1) && !o->baseline) {
        print_error("--fail-on new needs --baseline: new since when?");
        return false;
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
