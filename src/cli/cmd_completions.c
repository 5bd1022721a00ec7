/* dpmlog completions: scripts for shells, made from the tables of commands and options. */
#include "cli/cli.h"
#include "cli/commands.h"
#include "cli/completion_lists.h"
#include "cli/flags.h"
#include "cli/help.h"
#include "cli/say.h"

#include <stdio.h>
#include <string.h>

/* ---- pieces ---- */

static bool has_words(flag_id id)
{
    return flag_word(id, 0) != NULL;
}

static void put_words(flag_id id, const char *separator)
{
    for (size_t i = 0; flag_word(id, i); i++) {
        printf("%s%s", i ? separator : "", flag_word(id, i));
    }
}

/* Text in single quotes, where `escapes` holds pairs: a character, and what stands for it. */
static void put_quoted(const char *text, const char *const *escapes)
{
    for (; *text; text++) {
        const char *put = NULL;
        for (size_t i = 0; escapes[i]; i += 2) {
            put = *text == escapes[i][0] ? escapes[i + 1] : put;
        }
        if (put) {
            fputs(put, stdout);
        } else {
            putchar(*text);
        }
    }
}

static void put_help(flag_id id, unsigned commands, const char *const *escapes)
{
    char help[FLAG_HELP_CAP];
    flag_help(id, commands, help);
    put_quoted(help, escapes);
}

static void put_commands(const char *separator)
{
    for (command_id id = 0; id < COMMANDS; id++) {
        printf("%s%s", id ? separator : "", command_at(id)->name);
    }
}

/* The call that prints a list. `paths`: how the shell spells the logs that the command line names. */
static void put_list_call(list_id id, const char *paths)
{
    printf("dpmlog completions %s", list_name(id));
    if (list_of_logs(id)) {
        printf(" %s", paths);
    }
}

/* The list that completes the first argument of a command; LISTS: none does. */
static list_id argument_list(command_id id)
{
    const char *const words = command_at(id)->words;
    return words && words[0] == '@' ? list_find(words + 1) : LISTS;
}

/* ---- bash ---- */

static void bash_values(void)
{
    for (flag_id id = 0; id < FLAGS; id++) {
        const flag *const f = flag_at(id);
        if (f->values == VALUE_NONE) {
            continue;
        }
        printf("        --%s", f->name);
        if (f->letter) {
            printf(" | -%c", f->letter);
        }
        if (has_words(id)) {
            fputs(") mapfile -t COMPREPLY < <(compgen -W '", stdout);
            put_words(id, " ");
            fputs("' -- \"$cur\"); return ;;\n", stdout);
        } else if (flag_list_of(id) < LISTS) {
            fputs(") mapfile -t COMPREPLY < <(compgen -W \"$(", stdout);
            put_list_call(flag_list_of(id), "\"${paths[@]}\"");
            fputs(" 2>/dev/null)\" -- \"$cur\"); return ;;\n", stdout);
        } else {
            fputs(f->values == VALUE_FILES ? ") mapfile -t COMPREPLY < <(compgen -f -- \"$cur\"); return ;;\n" : ") return ;;\n",
                  stdout);
        }
    }
}

static void bash_options(void)
{
    for (command_id c = 0; c < COMMANDS; c++) {
        printf("        %s) words='", command_at(c)->name);
        const char *separator = "";
        for (flag_id id = 0; id < FLAGS; id++) {
            if (flag_at(id)->commands >> c & 1) {
                printf("%s--%s", separator, flag_at(id)->name);
                separator = " ";
            }
        }
        fputs("' ;;\n", stdout);
    }
}

static void print_bash(void)
{
    fputs("# bash completion for dpmlog\n"
          "_dpmlog() {\n"
          "    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} command=analyze word paths=() words=\n"
          "    for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n"
          "        case $word in ",
          stdout);
    put_commands(" | ");
    fputs(") command=$word; break ;; esac\n"
          "    done\n"
          "    for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do [[ -e $word ]] && paths+=(\"$word\"); done\n"
          "    COMPREPLY=()\n"
          "    case $prev in\n",
          stdout);
    bash_values();
    fputs("    esac\n"
          "    case $command in\n",
          stdout);
    bash_options();
    fputs("    esac\n"
          "    if [[ $cur == -* ]]; then\n"
          "        mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$cur\")\n"
          "        return\n"
          "    fi\n"
          "    words=\n"
          "    if ((COMP_CWORD == 1)) || { [[ $command == help ]] && ((COMP_CWORD == 2)); }; then words='",
          stdout);
    put_commands(" ");
    fputs("'; fi\n", stdout);
    for (command_id c = 0; c < COMMANDS; c++) {
        if (argument_list(c) < LISTS) {
            printf("    [[ $command == %s ]] && words=$(", command_at(c)->name);
            put_list_call(argument_list(c), "\"${paths[@]}\"");
            fputs(" 2>/dev/null)\n", stdout);
        } else if (command_at(c)->words) {
            printf("    [[ $command == %s ]] && words='%s'\n", command_at(c)->name, command_at(c)->words);
        }
    }
    fputs("    mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$cur\"; compgen -f -- \"$cur\")\n"
          "}\n"
          "complete -o filenames -F _dpmlog dpmlog\n",
          stdout);
}

/* ---- zsh ---- */

static const char *const zsh_escapes[] = {"'", "'\\''", "[", "\\[", "]", "\\]", ":", "\\:", NULL};

static void zsh_option(flag_id id, unsigned commands)
{
    const flag *const f = flag_at(id);
    if (f->letter) {
        printf("            '*'{-%c,--%s}'[", f->letter, f->name);
    } else {
        printf("            '*--%s[", f->name);
    }
    put_help(id, commands, zsh_escapes);
    fputs("]", stdout);
    if (f->values != VALUE_NONE) {
        printf(":%s:", f->argument);
    }
    if (f->values == VALUE_FILES) {
        fputs("_files", stdout);
    } else if (has_words(id)) {
        fputs("(", stdout);
        put_words(id, " ");
        fputs(")", stdout);
    } else if (flag_list_of(id) < LISTS) {
        fputs("{compadd -- $(", stdout);
        put_list_call(flag_list_of(id), "$paths");
        fputs(" 2>/dev/null)}", stdout);
    }
    fputs("' \\\n", stdout);
}

static void print_zsh(void)
{
    fputs("#compdef dpmlog\n"
          "_dpmlog() {\n"
          "    local -a commands paths\n"
          "    local command=analyze word\n"
          "    commands=(\n",
          stdout);
    for (command_id c = 0; c < COMMANDS; c++) {
        printf("        '%s:", command_at(c)->name);
        put_quoted(command_at(c)->summary, zsh_escapes);
        fputs("'\n", stdout);
    }
    fputs("    )\n"
          "    for word in ${words[2,CURRENT-1]}; do\n"
          "        case $word in (",
          stdout);
    put_commands("|");
    fputs(") command=$word; break;; esac\n"
          "    done\n"
          "    for word in ${words[2,CURRENT-1]}; do [[ -e $word ]] && paths+=($word); done\n"
          "    (( CURRENT == 2 )) && _describe command commands\n"
          "    case $command in\n",
          stdout);
    for (command_id c = 0; c < COMMANDS; c++) {
        printf("        (%s) _arguments -S \\\n", command_at(c)->name);
        for (flag_id id = 0; id < FLAGS; id++) {
            if (flag_at(id)->commands >> c & 1) {
                zsh_option(id, 1U << c);
            }
        }
        if (argument_list(c) < LISTS) {
            fputs("            '2:name:{compadd -- $(", stdout);
            put_list_call(argument_list(c), "$paths");
            fputs(" 2>/dev/null)}' \\\n", stdout);
        }
        fputs("            '*:path:_files' ;;\n", stdout);
    }
    fputs("    esac\n"
          "}\n"
          "if [ \"$funcstack[1]\" = _dpmlog ]; then _dpmlog \"$@\"; else compdef _dpmlog dpmlog; fi\n",
          stdout);
}

/* ---- fish ---- */

static const char *const fish_escapes[] = {"'", "\\'", "\\", "\\\\", NULL};

/* The commands that take an option, as a condition; analyze needs no name. */
static void fish_condition(const flag *f)
{
    const bool analyze = f->commands & FOR_ANALYZE;
    fputs(analyze ? "-n 'not __fish_seen_subcommand_from" : "-n '__fish_seen_subcommand_from", stdout);
    for (command_id c = 0; c < COMMANDS; c++) {
        if ((f->commands >> c & 1) != analyze) {
            printf(" %s", command_at(c)->name);
        }
    }
    fputs("'", stdout);
}

static bool everywhere(const flag *f)
{
    return (f->commands & FOR_ALL) == FOR_ALL;
}

static void print_fish(void)
{
    fputs("# fish completion for dpmlog\n"
          "function __dpmlog_paths\n"
          "    for word in (commandline -opc)[2..-1]\n"
          "        test -e $word; and echo $word\n"
          "    end\n"
          "end\n",
          stdout);
    for (command_id c = 0; c < COMMANDS; c++) {
        printf("complete -c dpmlog -n __fish_use_subcommand -a %s -d '", command_at(c)->name);
        put_quoted(command_at(c)->summary, fish_escapes);
        fputs("'\n", stdout);
    }
    for (flag_id id = 0; id < FLAGS; id++) {
        const flag *const f = flag_at(id);
        fputs("complete -c dpmlog ", stdout);
        if (!everywhere(f)) {
            fish_condition(f);
            fputs(" ", stdout);
        }
        printf("-l %s", f->name);
        if (f->letter) {
            printf(" -s %c", f->letter);
        }
        fputs(f->values == VALUE_NONE ? "" : f->values == VALUE_FILES ? " -r -F" : " -x", stdout);
        if (has_words(id)) {
            fputs(" -a '", stdout);
            put_words(id, " ");
            fputs("'", stdout);
        } else if (flag_list_of(id) < LISTS) {
            fputs(" -a '(", stdout);
            put_list_call(flag_list_of(id), "(__dpmlog_paths)");
            fputs(" 2>/dev/null)'", stdout);
        }
        fputs(" -d '", stdout);
        put_help(id, FOR_ALL, fish_escapes);
        fputs("'\n", stdout);
    }
    for (command_id c = 0; c < COMMANDS; c++) {
        if (argument_list(c) < LISTS) {
            printf("complete -c dpmlog -n '__fish_seen_subcommand_from %s' -a '(", command_at(c)->name);
            put_list_call(argument_list(c), "(__dpmlog_paths)");
            fputs(" 2>/dev/null)'\n", stdout);
        } else if (command_at(c)->words) {
            printf("complete -c dpmlog -n '__fish_seen_subcommand_from %s'%s -a '%s'\n", command_at(c)->name,
                   c == COMMAND_COMPLETIONS ? " -x" : "", command_at(c)->words);
        }
    }
}

/* ---- PowerShell ---- */

static void power_list(const char *name, void (*put)(void))
{
    printf("    %s = @(", name);
    put();
    fputs(")\n", stdout);
}

static void power_commands(void)
{
    fputs("'", stdout);
    put_commands("', '");
    fputs("'", stdout);
}

/* 'bash', 'zsh', ... */
static void power_words(const char *words)
{
    putchar('\'');
    for (; *words; words++) {
        fputs(*words == ' ' ? "', '" : (const char[]){*words, '\0'}, stdout);
    }
    putchar('\'');
}

static void print_power(void)
{
    fputs("# PowerShell completion for dpmlog\n"
          "Register-ArgumentCompleter -Native -CommandName dpmlog -ScriptBlock {\n"
          "    param($wordToComplete, $commandAst, $cursorPosition)\n",
          stdout);
    power_list("$commands", power_commands);
    fputs("    $options = @{\n", stdout);
    for (command_id c = 0; c < COMMANDS; c++) {
        printf("        '%s' = @(", command_at(c)->name);
        const char *separator = "";
        for (flag_id id = 0; id < FLAGS; id++) {
            if (flag_at(id)->commands >> c & 1) {
                printf("%s'--%s'", separator, flag_at(id)->name);
                separator = ", ";
            }
        }
        fputs(")\n", stdout);
    }
    fputs("    }\n    $values = @{\n", stdout);
    for (flag_id id = 0; id < FLAGS; id++) {
        if (has_words(id)) {
            printf("        '--%s' = @('", flag_at(id)->name);
            put_words(id, "', '");
            fputs("')\n", stdout);
        }
    }
    printf("        'completions' = @(");
    power_words(command_at(COMMAND_COMPLETIONS)->words);
    fputs(")\n    }\n    $lists = @{\n", stdout);
    for (flag_id id = 0; id < FLAGS; id++) {
        if (flag_list_of(id) < LISTS) {
            printf("        '--%s' = '%s'\n", flag_at(id)->name, list_name(flag_list_of(id)));
        }
    }
    for (command_id c = 0; c < COMMANDS; c++) {
        if (argument_list(c) < LISTS) {
            printf("        '%s' = '%s'\n", command_at(c)->name, list_name(argument_list(c)));
        }
    }
    fputs("    }\n"
          "    $elements = @($commandAst.CommandElements | ForEach-Object { \"$_\" })\n"
          "    $command = @($elements | Select-Object -Skip 1 | Where-Object { $commands -contains $_ }) + 'analyze' | "
          "Select-Object -First 1\n"
          "    $before = @($elements | Where-Object { $_ -ne $wordToComplete }) | Select-Object -Last 1\n"
          "    $paths = @($elements | Select-Object -Skip 1 | Where-Object { Test-Path -LiteralPath $_ })\n"
          "    $words = if ($values.ContainsKey($before)) { $values[$before] }\n"
          "             elseif ($lists.ContainsKey($before)) { & dpmlog completions $lists[$before] $paths 2>$null } elseif "
          "($wordToComplete -like '-*') { "
          "$options[$command] }\n"
          "             elseif ($elements.Count -le 2) { $commands } else { @() }\n"
          "    $words | Where-Object { $_ -like \"$wordToComplete*\" } |\n"
          "        ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }\n"
          "}\n",
          stdout);
}

int cmd_completions(const cli_options *o)
{
    static const struct {
        const char *shell;
        void (*print)(void);
    } shells[] = {{"bash", print_bash}, {"zsh", print_zsh}, {"fish", print_fish}, {"powershell", print_power}};
    if (o->operands.count && list_find(o->operands.items[0]) < LISTS) {
        return list_print(list_find(o->operands.items[0]), o);
    }
    for (size_t i = 0; o->operands.count == 1 && i < sizeof shells / sizeof *shells; i++) {
        if (strcmp(o->operands.items[0], shells[i].shell) == 0) {
            shells[i].print();
            return CLI_DONE;
        }
    }
    print_error("completions needs the name of a shell: bash, zsh, fish or powershell");
    return CLI_USAGE;
}
