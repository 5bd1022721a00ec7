/* dpmlog, the program: finds the command and hands the options over. */
#include "cli/cli.h"
#include "cli/commands.h"
#include "cli/flags.h"
#include "cli/platform.h"
#include "cli/say.h"

#include <string.h>

typedef struct command {
    const char *name, *arguments, *summary;
    unsigned flags;
    int (*run)(const cli_options *o); /* NULL: not built yet */
} command;

static int cmd_help(const cli_options *o);

static const command commands[] = {
    {"analyze", "PATH...", "ranked root causes (the command when none is named)", FOR_ANALYZE, cmd_analyze},
    {"events", "PATH...", "the classified events, one a line, in order", FOR_EVENTS, cmd_events},
    {"task", "GUID PATH...", "every record of one task, over all logs, as one timeline", FOR_TASK, cmd_task},
    {"follow", "PATH...", "the same events as they are written, across rotation", FOR_FOLLOW, cmd_follow},
    {"code", "CODE...", "what 0x800706BA, -2147023174 or a DPM error ID means, its causes and fixes", FOR_CODE, cmd_code},
    {"rules", "list | check | test | explain | bench", "the rules in force: whether they are right, what they take, what they cost", FOR_RULES, cmd_rules},
    {"fix", "CAUSE", "a fix as a registry file, as commands, or as steps; nothing is changed", FOR_FIX, cmd_fix},
    {"ls", "PATH...", "what lies in files, folders and archives, nothing analysed", FOR_LS, cmd_ls},
    {"completions", "SHELL", "what makes bash, zsh, fish or powershell complete all this", FOR_COMPLETIONS, cmd_completions},
    {"help", "[COMMAND]", "this text, or that of a command", FOR_ALL, cmd_help},
    {"summarize", "PATH...", "mergeable partial summaries", 0, NULL},
    {"merge", "FILE...", "one report from partial summaries", 0, NULL},
};

enum { COMMANDS = sizeof commands / sizeof *commands };

bool command_at(size_t index, command_info *out)
{
    for (size_t i = 0; i < COMMANDS; i++) {
        if (commands[i].run && index-- == 0) {
            *out = (command_info){commands[i].name, commands[i].summary, commands[i].flags};
            return true;
        }
    }
    return false;
}

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
    fputs("Usage: dpmlog [COMMAND] [OPTION...] [PATH...]\n\n"
          "Reads the logs of Data Protection Manager and says what broke and why.\n"
          "PATH is a log, a folder, or - for standard input; with none, the local Temp folders of DPM, if any.\n\n"
          "Commands\n",
          stdout);
    for (size_t i = 0; i < COMMANDS; i++) {
        if (commands[i].run) {
            char left[48];
            snprintf(left, sizeof left, "%s %s", commands[i].name, commands[i].arguments);
            printf("  %-27s %s\n", left, commands[i].summary);
        }
    }
    fputs("  Not built yet:", stdout);
    const char *separator = " ";
    for (size_t i = 0; i < COMMANDS; i++) {
        if (!commands[i].run) {
            printf("%s%s", separator, commands[i].name);
            separator = ", ";
        }
    }
    fputs(". A file of a command's name is ./NAME.\n", stdout);
    flags_help(stdout, FOR_ALL);
    fputs("\nExit codes: 0 all was read, 1 --fail-on was met, 2 usage or rule error, 3 nothing could be read,\n"
          "4 something was skipped or damaged, 130 interrupted. More: man dpmlog\n",
          stdout);
}

static int not_built(const command *c)
{
    say("'%s' is not built yet; a file of that name is ./%s", c->name, c->name);
    return CLI_USAGE;
}

static int help_of(const command *c)
{
    if (!c->run) {
        return not_built(c);
    }
    printf("Usage: dpmlog %s [OPTION...] %s\n\nPrints %s.\n", c->name, c->arguments, c->summary);
    flags_help(stdout, c->flags);
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
        say("there is no command '%s'; 'dpmlog help' lists them", o->operands.items[0]);
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
        say("there is no '%s'; did you mean the command '%s'?", first, near);
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
    if (!c->run) {
        return not_built(c);
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
