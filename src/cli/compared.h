/* What is compared with: a report in JSON or a summary, kept in a file. */
#ifndef DPM_CLI_COMPARED_H
#define DPM_CLI_COMPARED_H

#include "cli/cli.h"

/* Whether a file begins as one of the two does. */
bool baseline_is(const char *path);
/* Read it. False after an error, already printed. */
bool baseline_read(const cli_options *o, const char *path, dpm_baseline **out);
/* Read --baseline, if it was given; otherwise `*out` is NULL. False after an error, already printed. */
bool baseline_begin(const cli_options *o, dpm_baseline **out);
/* Replace its names; before the map is written. NULL as either is allowed. False after an error, already printed. */
bool baseline_redact(const cli_options *o, dpm_baseline *before, dpm_redactor *redactor);
/* Compare the report with the baseline, both redacted or neither; with NULL, nothing happens. False after an error, already
 * printed. */
bool baseline_apply(const cli_options *o, const dpm_baseline *before, dpm_redactor *redactor, dpm_report *report);

#endif
