/* dpmlog config, and the file that it shows. */
#include "cli/config.h"

#include "cli/flags.h"
#include "cli/help.h"
#include "cli/platform.h"
#include "cli/say.h"
#include "cli/values.h"

#include <stdlib.h>
#include <string.h>

enum { CONFIG_BYTES_MAX = 1 << 20 };

/* ---- where it is ---- */

/* The variables that name a folder of configurations, in the order in which they are tried, and what is below. */
static const struct place {
    const char *variable, *below;
} places[] = {
    {"XDG_CONFIG_HOME", "dpmlog/config"},
    {"HOME", ".config/dpmlog/config"},
    {"ProgramData", "dpmlog/config"},
};

/* Find the file that is used, if there is one. */
static void find_file(config *c, const cli_options *o)
{
    *c = (config){.path = o->config};
    for (size_t i = 0; !c->path && !o->no_config && i < sizeof places / sizeof *places; i++) {
        const char *const folder = getenv(places[i].variable);
        if (!folder || !*folder) {
            continue;
        }
        const int len = snprintf(c->found, sizeof c->found, "%s/%s", folder, places[i].below);
        c->path = len > 0 && (size_t)len < sizeof c->found && platform_kind_of(c->found) == KIND_FILE ? c->found : NULL;
        if (i == 0) {
            break; /* who sets the first one means it */
        }
    }
}

/* ---- what it says ---- */

typedef struct config_row {
    size_t line;
    char *name, *value;
} config_row;

static char *trim(char *text)
{
    text += strspn(text, " \t\r");
    size_t len = strlen(text);
    while (len && strchr(" \t\r", text[len - 1])) {
        text[--len] = '\0';
    }
    return text;
}

/* A row taken apart, in place; `row->name` is empty where there is nothing. */
static bool split(const config *c, char *text, config_row *row)
{
    text[strcspn(text, "#")] = '\0';
    char *const sign = strchr(text, '=');
    row->name = trim(text);
    if (!sign) {
        if (*row->name) {
            print_error("%s:%zu: is no row such as 'top = 20': it has no '='", c->path, row->line);
        }
        return !*row->name;
    }
    *sign = '\0';
    row->name = trim(text);
    row->value = trim(sign + 1);
    return true;
}

static bool find_flag(const config *c, const config_row *row, flag_id *out)
{
    const char *names[FLAGS];
    for (flag_id id = 0; id < FLAGS; id++) {
        names[id] = flag_at(id)->name;
        if (strcmp(names[id], row->name) == 0) {
            *out = id;
            return true;
        }
    }
    const char *const near = nearest_word(row->name, names, FLAGS);
    print_error("%s:%zu: there is no option '%s'%s%s%s", c->path, row->line, row->name, near ? "; did you mean " : "",
                near ? near : "", near ? "?" : "");
    return false;
}

/* "yes" turns an option without a value on, "no" leaves it. */
static bool take_switch(cli_options *o, flag_id id, const config_row *row, bool *good)
{
    static const char *const words[] = {"yes", "true", "on", "no", "false", "off"};
    size_t word = 0;
    while (word < 6 && !value_same_word(row->value, words[word])) {
        word++;
    }
    *good = word < 6;
    return word < 3 ? flags_take(o, id, NULL) : *good;
}

/* Put one row into the options. `given`: what the command line has. */
static bool apply_row(const config *c, cli_options *o, command_id id, uint64_t given, const config_row *row)
{
    flag_id which = FLAGS;
    bool good = true;
    if (!find_flag(c, row, &which)) {
        return false;
    }
    if (which == FLAG_HELP || which == FLAG_VERSION || which == FLAG_CONFIG || which == FLAG_NO_CONFIG) {
        print_error("%s:%zu: '%s' belongs on a command line", c->path, row->line, row->name);
        return false;
    }
    if ((given >> which & 1) || !(flag_at(which)->commands >> id & 1)) {
        return true;
    }
    const bool taken =
        flag_at(which)->values == VALUE_NONE ? take_switch(o, which, row, &good) : flags_take(o, which, row->value);
    if (!taken || !good) {
        print_error(good ? "in %s:%zu" : "%s:%zu: is not yes or no", c->path, row->line);
        return false;
    }
    if (which == FLAG_FORMAT && !(command_at(id)->formats >> o->format & 1)) {
        o->format = FORMAT_DEFAULT; /* a form of other commands */
    }
    return true;
}

/* Call `take` for each row. False as soon as it says so. */
static bool each_row(config *c, bool (*take)(void *context, const config_row *row), void *context)
{
    config_row row = {.line = 1};
    for (char *at = c->text.ptr; *at; row.line++) {
        char *const end = at + strcspn(at, "\n");
        const bool more = *end != '\0';
        *end = '\0';
        if (!split(c, at, &row) || (*row.name && !take(context, &row))) {
            return false;
        }
        at = end + more;
    }
    return true;
}

static bool read_file(config *c)
{
    static const char mark[] = "\xEF\xBB\xBF";
    const char *why = slurp(c->path, CONFIG_BYTES_MAX, &c->text);
    if (!why && memchr(c->text.ptr, '\0', c->text.len)) {
        why = "is no text: it has NUL characters (save it as UTF-8)";
    }
    if (why) {
        print_error("%s: %s", c->path, why);
        return false;
    }
    c->text.ptr[c->text.len] = '\0'; /* slurp has room left */
    if (strncmp(c->text.ptr, mark, sizeof mark - 1) == 0) {
        memset(c->text.ptr, ' ', sizeof mark - 1);
    }
    return true;
}

typedef struct applying {
    const config *c;
    cli_options *o;
    command_id id;
    uint64_t given;
} applying;

static bool apply(void *context, const config_row *row)
{
    const applying *const a = context;
    return apply_row(a->c, a->o, a->id, a->given, row);
}

bool config_apply(config *c, cli_options *o, command_id id)
{
    find_file(c, o);
    return !c->path || (read_file(c) && each_row(c, apply, &(applying){c, o, id, o->given}));
}

void config_free(config *c)
{
    free(c->text.ptr);
}

/* ---- dpmlog config ---- */

typedef struct showing {
    const config *c;
    bool set[FLAGS]; /* by the file */
} showing;

static bool show(void *context, const config_row *row)
{
    showing *const s = context;
    flag_id id = FLAGS;
    if (!find_flag(s->c, row, &id)) {
        return false;
    }
    s->set[id] = true;
    printf("%s = %s\n", row->name, row->value);
    return true;
}

static void put_unset(flag_id id)
{
    char help[FLAG_HELP_CAP];
    flag_help(id, FOR_ALL, help);
    printf("# %s = %s\n#     %s\n", flag_at(id)->name, flag_at(id)->argument ? flag_at(id)->argument : "no", help);
}

int cmd_config(const cli_options *o)
{
    config c;
    bool good = true;
    find_file(&c, o);
    showing s = {.c = &c};
    if (c.path) {
        good = read_file(&c);
        if (good) {
            printf("# %s\n", c.path);
        }
        good = good && each_row(&c, show, &s);
    } else {
        printf("# There is no configuration file. These rows can be the beginning of one%s%s:\n",
               *c.found ? ", which would be " : "", c.found);
    }
    for (flag_id id = 0; good && id < FLAGS; id++) {
        if (!s.set[id] && id != FLAG_HELP && id != FLAG_VERSION && id != FLAG_CONFIG && id != FLAG_NO_CONFIG) {
            put_unset(id);
        }
    }
    config_free(&c);
    return good ? CLI_DONE : CLI_USAGE;
}
