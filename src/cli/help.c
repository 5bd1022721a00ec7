/* Help, made of the table of options. */
#include "cli/help.h"

#include "cli/flags.h"
#include "cli/platform.h"
#include "cli/wrap.h"

#include <stdio.h>
#include <string.h>

enum { USUAL_COLUMNS = 100, NARROW = 60, BELOW = 8, OPTION_COLUMN = 26 };

static size_t width(void)
{
    const unsigned columns = platform_columns(stdout);
    return columns ? columns : USUAL_COLUMNS;
}

void help_text(const char *text)
{
    wrap_words(text, width(), 0, 0);
}

void help_row(const char *term, size_t column, const char *text)
{
    const size_t len = strlen(term);
    if (width() < NARROW || len + 1 > column) {
        printf("%s\n%*s", term, BELOW, "");
        wrap_words(text, width(), BELOW, BELOW);
        return;
    }
    printf("%-*s", (int)column, term);
    wrap_words(text, width(), column, column);
}

/* The words of an option that some commands take: bits. */
static unsigned taken_words(flag_id id, unsigned commands)
{
    unsigned formats = 0;
    for (command_id c = 0; c < COMMANDS; c++) {
        formats |= commands >> c & 1 ? command_at(c)->formats : 0;
    }
    return id == FLAG_FORMAT ? formats >> (FORMAT_DEFAULT + 1) : ~0U;
}

void flag_help(flag_id id, unsigned commands, char out[FLAG_HELP_CAP])
{
    char list[FLAG_LIST_CAP];
    const char *const help = flag_at(id)->help, *const mark = strstr(help, "%s");
    const int before = mark ? (int)(mark - help) : (int)strlen(help);
    snprintf(out, FLAG_HELP_CAP, "%.*s%s%s", before, help,
             mark ? flag_list(id, taken_words(id, commands), " (default)", list) : "", mark ? mark + 2 : "");
}

static void put_option(flag_id id, unsigned commands)
{
    const flag *const f = flag_at(id);
    char term[64], help[FLAG_HELP_CAP];
    const char letter[] = {'-', f->letter, ',', ' ', '\0'};
    snprintf(term, sizeof term, "  %s--%s%s%s", f->letter ? letter : "    ", f->name, f->argument ? " " : "",
             f->argument ? f->argument : "");
    flag_help(id, commands, help);
    help_row(term, OPTION_COLUMN, help);
}

void help_options(unsigned commands)
{
    static const char *const titles[FLAG_GROUPS] = {"What is read", "How it is judged", "Output", "Other"};
    for (flag_group group = 0; group < FLAG_GROUPS; group++) {
        bool titled = false;
        for (flag_id id = 0; id < FLAGS; id++) {
            const flag *const f = flag_at(id);
            if (f->group == group && (f->commands & commands)) {
                if (!titled) {
                    printf("\n%s\n", titles[group]);
                }
                titled = true;
                put_option(id, commands);
            }
        }
    }
}
