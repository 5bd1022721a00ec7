/* dpmlog completions: scripts for shells, made from the tables of commands and options. */
#include "cli/cli.h"
#include "cli/commands.h"
#include "cli/flags.h"
#include "cli/say.h"

#include <stdio.h>
#include <string.h>

/* ---- the values of an option ---- */

typedef enum value_kind { VALUE_NONE, VALUE_FREE, VALUE_FILE, VALUE_WORDS } value_kind;

static const char *class_word(size_t i)
{
    return i < DPM_CLASSES ? dpm_class_name((dpm_class)i) : NULL;
}

static const char *fail_word(size_t i)
{
    return i == 0 ? "any" : class_word(i - 1);
}

static const char *level_word(size_t i)
{
    return i < DPM_LEVELS ? dpm_level_name((dpm_level)i) : NULL;
}

static const char *listed(const char *const *words, size_t count, size_t i)
{
    return i < count ? words[i] : NULL;
}

static const char *format_word(size_t i)
{
    static const char *const words[] = {"text", "json", "jsonl", "csv", "html", "sqlite", "summary"};
    return listed(words, sizeof words / sizeof *words, i);
}

static const char *schema_word(size_t i)
{
    static const char *const words[] = {"dpmlog", "ecs", "otlp"};
    return listed(words, sizeof words / sizeof *words, i);
}

static const char *color_word(size_t i)
{
    static const char *const words[] = {"auto", "always", "never"};
    return listed(words, sizeof words / sizeof *words, i);
}

typedef const char *(*word_at)(size_t i);

static value_kind value_of(flag_id id, word_at *words)
{
    *words = id == FLAG_CLASS     ? class_word
             : id == FLAG_FAIL_ON ? fail_word
             : id == FLAG_LEVEL   ? level_word
             : id == FLAG_FORMAT  ? format_word
             : id == FLAG_SCHEMA  ? schema_word
             : id == FLAG_COLOR   ? color_word
                                  : NULL;
    return !flag_at(id)->argument                                       ? VALUE_NONE
           : *words                                                     ? VALUE_WORDS
           : id == FLAG_OUTPUT || id == FLAG_RULES || id == FLAG_REDACT ? VALUE_FILE
                                                                        : VALUE_FREE;
}

/* ---- pieces ---- */

static void put_words(word_at words, const char *separator)
{
    for (size_t i = 0; words(i); i++) {
        printf("%s%s", i ? separator : "", words(i));
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

static void put_commands(const char *separator)
{
    command_info c;
    for (size_t i = 0; command_at(i, &c); i++) {
        printf("%s%s", i ? separator : "", c.name);
    }
}

/* ---- bash ---- */

static void bash_values(void)
{
    for (flag_id id = 0; id < FLAGS; id++) {
        const flag *const f = flag_at(id);
        word_at words;
        const value_kind kind = value_of(id, &words);
        if (kind == VALUE_NONE) {
            continue;
        }
        printf("        --%s", f->name);
        if (f->letter) {
            printf(" | -%c", f->letter);
        }
        fputs(kind == VALUE_FILE   ? ") mapfile -t COMPREPLY < <(compgen -f -- \"$cur\"); return ;;\n"
              : kind == VALUE_FREE ? ") return ;;\n"
                                   : ") mapfile -t COMPREPLY < <(compgen -W '",
              stdout);
        if (kind == VALUE_WORDS) {
            put_words(words, " ");
            fputs("' -- \"$cur\"); return ;;\n", stdout);
        }
    }
}

static void bash_options(void)
{
    command_info c;
    for (size_t i = 0; command_at(i, &c); i++) {
        printf("        %s) words='", c.name);
        const char *separator = "";
        for (flag_id id = 0; id < FLAGS; id++) {
            if (flag_at(id)->commands & c.flags) {
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
          "    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} command=analyze word words=\n"
          "    for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n"
          "        case $word in ",
          stdout);
    put_commands(" | ");
    fputs(") command=$word; break ;; esac\n"
          "    done\n"
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
    fputs("'; fi\n"
          "    [[ $command == completions ]] && words='bash zsh fish powershell'\n"
          "    [[ $command == rules ]] && words='list check test explain'\n"
          "    mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$cur\"; compgen -f -- \"$cur\")\n"
          "}\n"
          "complete -o filenames -F _dpmlog dpmlog\n",
          stdout);
}

/* ---- zsh ---- */

static const char *const zsh_escapes[] = {"'", "'\\''", "[", "\\[", "]", "\\]", ":", "\\:", NULL};

static void zsh_option(flag_id id)
{
    const flag *const f = flag_at(id);
    word_at words;
    const value_kind kind = value_of(id, &words);
    if (f->letter) {
        printf("            '*'{-%c,--%s}'[", f->letter, f->name);
    } else {
        printf("            '*--%s[", f->name);
    }
    put_quoted(f->help, zsh_escapes);
    fputs("]", stdout);
    if (kind != VALUE_NONE) {
        printf(":%s:", f->argument);
    }
    if (kind == VALUE_FILE) {
        fputs("_files", stdout);
    } else if (kind == VALUE_WORDS) {
        fputs("(", stdout);
        put_words(words, " ");
        fputs(")", stdout);
    }
    fputs("' \\\n", stdout);
}

static void print_zsh(void)
{
    command_info c;
    fputs("#compdef dpmlog\n"
          "_dpmlog() {\n"
          "    local -a commands\n"
          "    local command=analyze word\n"
          "    commands=(\n",
          stdout);
    for (size_t i = 0; command_at(i, &c); i++) {
        printf("        '%s:", c.name);
        put_quoted(c.summary, zsh_escapes);
        fputs("'\n", stdout);
    }
    fputs("    )\n"
          "    for word in ${words[2,CURRENT-1]}; do\n"
          "        case $word in (",
          stdout);
    put_commands("|");
    fputs(") command=$word; break;; esac\n"
          "    done\n"
          "    (( CURRENT == 2 )) && _describe command commands\n"
          "    case $command in\n",
          stdout);
    for (size_t i = 0; command_at(i, &c); i++) {
        printf("        (%s) _arguments -S \\\n", c.name);
        for (flag_id id = 0; id < FLAGS; id++) {
            if (flag_at(id)->commands & c.flags) {
                zsh_option(id);
            }
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
    command_info c;
    const bool analyze = f->commands & FOR_ANALYZE;
    fputs(analyze ? "-n 'not __fish_seen_subcommand_from" : "-n '__fish_seen_subcommand_from", stdout);
    for (size_t i = 0; command_at(i, &c); i++) {
        if (((f->commands & c.flags) != 0) != analyze) {
            printf(" %s", c.name);
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
    command_info c;
    fputs("# fish completion for dpmlog\n", stdout);
    for (size_t i = 0; command_at(i, &c); i++) {
        printf("complete -c dpmlog -n __fish_use_subcommand -a %s -d '", c.name);
        put_quoted(c.summary, fish_escapes);
        fputs("'\n", stdout);
    }
    for (flag_id id = 0; id < FLAGS; id++) {
        const flag *const f = flag_at(id);
        word_at words;
        const value_kind kind = value_of(id, &words);
        fputs("complete -c dpmlog ", stdout);
        if (!everywhere(f)) {
            fish_condition(f);
            fputs(" ", stdout);
        }
        printf("-l %s", f->name);
        if (f->letter) {
            printf(" -s %c", f->letter);
        }
        fputs(kind == VALUE_NONE ? "" : kind == VALUE_FILE ? " -r -F" : " -x", stdout);
        if (kind == VALUE_WORDS) {
            fputs(" -a '", stdout);
            put_words(words, " ");
            fputs("'", stdout);
        }
        fputs(" -d '", stdout);
        put_quoted(f->help, fish_escapes);
        fputs("'\n", stdout);
    }
    fputs("complete -c dpmlog -n '__fish_seen_subcommand_from completions' -x -a 'bash zsh fish powershell'\n"
          "complete -c dpmlog -n '__fish_seen_subcommand_from rules' -a 'list check test explain'\n",
          stdout);
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

static void print_power(void)
{
    command_info c;
    fputs("# PowerShell completion for dpmlog\n"
          "Register-ArgumentCompleter -Native -CommandName dpmlog -ScriptBlock {\n"
          "    param($wordToComplete, $commandAst, $cursorPosition)\n",
          stdout);
    power_list("$commands", power_commands);
    fputs("    $options = @{\n", stdout);
    for (size_t i = 0; command_at(i, &c); i++) {
        printf("        '%s' = @(", c.name);
        const char *separator = "";
        for (flag_id id = 0; id < FLAGS; id++) {
            if (flag_at(id)->commands & c.flags) {
                printf("%s'--%s'", separator, flag_at(id)->name);
                separator = ", ";
            }
        }
        fputs(")\n", stdout);
    }
    fputs("    }\n    $values = @{\n", stdout);
    for (flag_id id = 0; id < FLAGS; id++) {
        word_at words;
        if (value_of(id, &words) == VALUE_WORDS) {
            printf("        '--%s' = @('", flag_at(id)->name);
            put_words(words, "', '");
            fputs("')\n", stdout);
        }
    }
    fputs("        'completions' = @('bash', 'zsh', 'fish', 'powershell')\n"
          "    }\n"
          "    $elements = @($commandAst.CommandElements | ForEach-Object { \"$_\" })\n"
          "    $command = @($elements | Select-Object -Skip 1 | Where-Object { $commands -contains $_ }) + 'analyze' | "
          "Select-Object -First 1\n"
          "    $before = @($elements | Where-Object { $_ -ne $wordToComplete }) | Select-Object -Last 1\n"
          "    $words = if ($values.ContainsKey($before)) { $values[$before] } elseif ($wordToComplete -like '-*') { "
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
    for (size_t i = 0; o->operands.count == 1 && i < sizeof shells / sizeof *shells; i++) {
        if (strcmp(o->operands.items[0], shells[i].shell) == 0) {
            shells[i].print();
            return CLI_DONE;
        }
    }
    print_error("completions needs the name of a shell: bash, zsh, fish or powershell");
    return CLI_USAGE;
}
