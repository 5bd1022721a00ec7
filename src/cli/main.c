/* dpmlog, the program: finds the command and hands the options over. */
#include "cli/cli.h"
#include "cli/commands.h"
#include "cli/config.h"
#include "cli/flags.h"
#include "cli/help.h"
#include "cli/platform.h"
#include "cli/say.h"

#include <ctype.h>
#include <string.h>

#define COMMAND(id, name, arguments, words, formats, run, summary) [COMMAND_##id] = (run),
static int (*const commands[COMMANDS])(const cli_options *o) = {
#include "cli/commands.def"
};
#undef COMMAND

enum { COMMAND_COLUMN = 26, CODE_COLUMN = 8 };

static void help_codes(void)
{
#define EXIT_CODE(name, value, meaning) {#value, meaning},
    static const char *const codes[][2] = {
#include "cli/exit_codes.def"
    };
#undef EXIT_CODE
    puts("\nExit codes");
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        char term[16];
        snprintf(term, sizeof term, "  %s", codes[i][0]);
        help_row(term, CODE_COLUMN, codes[i][1]);
    }
}

static void help_all(void)
{
    puts("Usage: dpmlog [COMMAND] [OPTION...] [PATH...]\n");
    help_text(
        "Reads the logs of Data Protection Manager and says what broke and why. PATH is a log, a folder, an archive, or - for "
        "standard input; without PATH, the local Temp folders of DPM are read.");
    puts("\nCommands");
    for (command_id id = 0; id < COMMANDS; id++) {
        const command *const c = command_at(id);
        char term[64];
        snprintf(term, sizeof term, "  %s %s", c->name, c->arguments);
        help_row(term, COMMAND_COLUMN, c->summary);
    }
    help_row("", 2, "Write ./NAME for a file that is named like a command.");
    help_options(FOR_ALL);
    help_codes();
    help_text("\nMore: dpmlog help COMMAND, man dpmlog");
}

static int help_of(command_id id)
{
    const command *const c = command_at(id);
    char text[256];
    printf("Usage: dpmlog %s [OPTION...] %s\n\n", c->name, c->arguments);
    snprintf(text, sizeof text, "%c%s.", toupper((unsigned char)c->summary[0]), c->summary + 1);
    help_text(text);
    help_options(1U << id);
    return CLI_DONE;
}

int cmd_help(const cli_options *o)
{
    if (o->operands.count == 0) {
        help_all();
        return CLI_DONE;
    }
    const command_id id = command_find(o->operands.items[0]);
    if (id == COMMANDS) {
        print_error("there is no command '%s'; 'dpmlog help' lists them", o->operands.items[0]);
        return CLI_USAGE;
    }
    return help_of(id);
}

/* The command, if the first argument names one before a `--`, else COMMANDS; it is taken off the arguments. */
static command_id take_command(cli_options *o)
{
    const command_id id = o->bare ? command_find(o->operands.items[0]) : COMMANDS;
    if (id < COMMANDS) {
        o->operands.items++;
        o->operands.count--;
        o->bare--;
    }
    return id;
}

/* A path that is not there and whose name is nearly a command's. */
static void hint(const cli_options *o)
{
    const char *names[COMMANDS];
    for (command_id id = 0; id < COMMANDS; id++) {
        names[id] = command_at(id)->name;
    }
    const char *const first = o->bare ? o->operands.items[0] : "";
    const bool word = *first && !strpbrk(first, "./\\") && platform_kind_of(first) == KIND_NONE;
    const char *const near = word ? nearest_word(first, names, COMMANDS) : NULL;
    if (near) {
        print_error("there is no '%s'; did you mean the command '%s'?", first, near);
    }
}

/* "0x800706BA", "-2147023174", "ID 43", "Error 319": what nobody names a file. */
static bool is_code(const char *word)
{
    static const char *const heads[] = {"ID ", "ID: ", "Error ", "error ", "id "};
    const char *digits = word;
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        digits = strncmp(word, heads[i], strlen(heads[i])) == 0 ? word + strlen(heads[i]) : digits;
    }
    if (digits != word) {
        return *digits && digits[strspn(digits, "0123456789")] == '\0';
    }
    if (word[0] == '0' && (word[1] == 'x' || word[1] == 'X')) {
        const size_t len = strspn(word + 2, "0123456789abcdefABCDEF");
        return len >= 4 && len <= 8 && word[2 + len] == '\0';
    }
    return word[0] == '-' && strlen(word) >= 9 && word[1 + strspn(word + 1, "0123456789")] == '\0';
}

/* Codes where paths are expected: `dpmlog code` is meant. */
static bool are_codes(const cli_options *o)
{
    for (size_t i = 0; i < o->operands.count; i++) {
        if (!is_code(o->operands.items[i]) || platform_kind_of(o->operands.items[i]) != KIND_NONE) {
            return false;
        }
    }
    return o->operands.count > 0 && o->given == 0;
}

/* Run a command, with what the configuration file sets for it. */
static int run_command(cli_options *o, command_id id, bool named)
{
    const int failed = id == COMMAND_CHECK ? CLI_NO_INPUT : CLI_USAGE; /* monitors take 2 for a failure of what is watched */
    config c = {0};
    int code = failed;
    o->formats = command_at(id)->formats;
    if (flags_fit(o, id) && (id == COMMAND_CONFIG || config_apply(&c, o, id)) && flags_fit(o, id)) {
        if (!named) {
            hint(o);
        }
        code = commands[id](o);
    }
    config_free(&c);
    return code;
}

static int run(cli_options *o)
{
    const command_id named = take_command(o);
    if (o->version) {
        printf("dpmlog %s\n", dpm_version());
        if (o->verbose) {
            printf("built with %s\n", dpm_libraries());
        }
        return CLI_DONE;
    }
    if (o->help) {
        return named < COMMANDS ? help_of(named) : cmd_help(&(cli_options){0});
    }
    if (named == COMMANDS && are_codes(o)) {
        return run_command(o, COMMAND_CODE, true);
    }
    return run_command(o, named < COMMANDS ? named : COMMAND_ANALYZE, named < COMMANDS);
}

int main(int argc, char **argv)
{
    cli_options o;
    platform_arguments(&argc, &argv);
    platform_keep_going();
    int code = argc > 1 && strcmp(argv[1], "check") == 0 ? CLI_NO_INPUT : CLI_USAGE; /* of a usage error: see cmd_check */
    const bool good = flags_parse(argc, argv, &o);
    const cli_words operands = o.operands;
    if (good) {
        code = run(&o);
    }
    o.operands = operands;
    flags_free(&o);
    return finish(code);
}
