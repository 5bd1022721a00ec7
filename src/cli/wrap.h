/* Text cut into lines at its words. */
#ifndef DPM_CLI_WRAP_H
#define DPM_CLI_WRAP_H

#include "dpmlog.h"

/* Our own words to standard output, and a line end; the cursor is at `column`, further lines begin at `indent`. `width` 0:
 * one line. */
void wrap_words(const char *text, size_t width, size_t indent, size_t column);
/* The same for text from elsewhere, escaped, to the width of the terminal. */
void wrap_span(dpm_span text, size_t indent, size_t column);

#endif
