/* Help as it is printed: rows of a term and what it means, cut into lines at words. */
#ifndef DPM_CLI_HELP_H
#define DPM_CLI_HELP_H

#include "cli/flags.h"

/* A term, and its text from `column` on. On a narrow terminal the text is below the term. */
void help_row(const char *term, size_t column, const char *text);
/* A paragraph. */
void help_text(const char *text);
/* The options of some commands (bits of flags.h), by groups. */
void help_options(unsigned commands);
/* What the help of some commands says of one option, its values listed. */
enum { FLAG_HELP_CAP = 640 };
void flag_help(flag_id id, unsigned commands, char out[FLAG_HELP_CAP]);

#endif
