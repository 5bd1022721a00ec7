/* --redact: the map of what is replaced, kept in a file for its owner alone. */
#ifndef DPM_CLI_REDACTION_H
#define DPM_CLI_REDACTION_H

#include "cli/cli.h"

/* Make a redactor with the map that is there already, if --redact was given; otherwise `*out` is NULL. What is said is redacted
 * from now on. False after an error, already printed. */
bool redaction_begin(const cli_options *o, dpm_redactor **out);
/* The same, whether --redact was given or not. */
bool redaction_make(const cli_options *o, dpm_redactor **out);
/* NULL is allowed. */
void redaction_free(dpm_redactor *redactor);
/* Write the map. False after an error, already printed. */
bool redaction_end(const cli_options *o, const dpm_redactor *redactor);

#endif
