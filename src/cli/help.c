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

static void put_option(const flag *f)
{
    char term[64];
    const char letter[] = {'-', f->letter, ',', ' ', '\0'};
    snprintf(term, sizeof term, "  %s--%s%s%s", f->letter ? letter : "    ", f->name, f->argument ? " " : "",
             f->argument ? f->argument : "");
    help_row(term, OPTION_COLUMN, f->help);
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
                put_option(f);
            }
        }
    }
}
