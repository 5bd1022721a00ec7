/* dpmlog, the program: finds the command and hands the options over. */
#include "cli/cli.h"
#include "cli/flags.h"
#include "cli/help.h"
#include "cli/platform.h"
#include "cli/say.h"

#include <string.h>

typedef struct command {
    const char *name, *arguments, *summary;
    unsigned flags;
    int (*run)(const cli_options *o);
} command;

static int cmd_help(const cli_options *o);

#define COMMAND(name, arguments, flags, summary) {#name, arguments, summary, flags, cmd_##name},
static const command commands[] = {
#include "cli/commands.def"
};
#undef COMMAND

enum { COMMANDS = sizeof commands / sizeof *commands, COMMAND_COLUMN = 26, CODE_COLUMN = 8 };

static const command *find_command(const char *name)
{
    for (size_t i = 0; i < COMMANDS; i++) {
        if (strcmp(commands[i].name, name) == 0) {
            return &commands[i];
        }
    }
    return NULL;
}

static void help_all(void)
{
    puts("Usage: dpmlog [COMMAND] [OPTION...] [PATH...]\n");
    help_text(
        "Reads the logs of Data Protection Manager and says what broke and why. PATH is a log, a folder, an archive, or - for "
        "standard input; without PATH, the local Temp folders of DPM are read.");
    puts("\nCommands");
    for (size_t i = 0; i < COMMANDS; i++) {
        char term[64];
        snprintf(term, sizeof term, "  %s %s", commands[i].name, commands[i].arguments);
        help_row(term, COMMAND_COLUMN, commands[i].summary);
    }
    help_row("", 2, "Write ./NAME for a file that is named like a command.");
    help_options(FOR_ALL);
    puts("\nExit codes");
    static const char *const codes[][2] = {
        {"  0", "everything was read, whatever was found"},
        {"  1", "--fail-on was met"},
        {"  2", "usage or rule error, or the output could not be written"},
        {"  3", "nothing could be read"},
        {"  4", "something was skipped, damaged or cut short"},
        {"  130", "interrupted"},
    };
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        help_row(codes[i][0], CODE_COLUMN, codes[i][1]);
    }
    help_text("\nMore: dpmlog help COMMAND, man dpmlog");
}

static int help_of(const command *c)
{
    char text[256];
    printf("Usage: dpmlog %s [OPTION...] %s\n\n", c->name, c->arguments);
    snprintf(text, sizeof text, "Prints %s.", c->summary);
    help_text(text);
    help_options(c->flags);
    return CLI_DONE;
}

static int cmd_help(const cli_options *o)
{
    if (o->operands.count == 0) {
        help_all();
        return CLI_DONE;
    }
    const command *const c = find_command(o->operands.items[0]);
    if (!c) {
        print_error("there is no command '%s'; 'dpmlog help' lists them", o->operands.items[0]);
        return CLI_USAGE;
    }
    return help_of(c);
}

/* The command, if the first argument names one before a `--`; it is taken off the arguments. */
static const command *take_command(cli_options *o)
{
    const command *const c = o->bare ? find_command(o->operands.items[0]) : NULL;
    if (c) {
        o->operands.items++;
        o->operands.count--;
        o->bare--;
    }
    return c;
}

/* A path that is not there and whose name is nearly a command's. */
static void hint(const cli_options *o)
{
    const char *names[COMMANDS];
    for (size_t i = 0; i < COMMANDS; i++) {
        names[i] = commands[i].name;
    }
    const char *const first = o->bare ? o->operands.items[0] : "";
    const bool word = *first && !strpbrk(first, "./\\") && platform_kind_of(first) == KIND_NONE;
    const char *const near = word ? nearest_word(first, names, COMMANDS) : NULL;
    if (near) {
        print_error("there is no '%s'; did you mean the command '%s'?", first, near);
    }
}

static int run(cli_options *o)
{
    const command *const named = take_command(o);
    const command *const c = named ? named : &commands[0];
    if (o->version) {
        printf("dpmlog %s\n", dpm_version());
        return CLI_DONE;
    }
    if (o->help) {
        return named ? help_of(c) : cmd_help(&(cli_options){0});
    }
    if (!flags_fit(o, c->name, c->flags)) {
        return CLI_USAGE;
    }
    if (!named) {
        hint(o);
    }
    return c->run(o);
}

int main(int argc, char **argv)
{
    cli_options o;
    platform_keep_going();
    int code = CLI_USAGE;
    const bool good = flags_parse(argc, argv, &o);
    const cli_words operands = o.operands;
    if (good) {
        code = run(&o);
    }
    o.operands = operands;
    flags_free(&o);
    return finish(code);
}
