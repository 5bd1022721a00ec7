/* What is done with a report, whoever made it. */
#ifndef DPM_CLI_REPORTS_H
#define DPM_CLI_REPORTS_H

#include "cli/cli.h"
#include "cli/output.h"

/* Write it to one output, and give a file its name. False after an error, already printed. */
bool fleet_write(const cli_options *o, output *out, const dpm_fleet *fleet);
bool report_write(const cli_options *o, output *out, const dpm_report *report);
/* Where all of it went to files: its first sentence, and their names. */
void report_tell(const cli_options *o, const output *outputs, size_t count, const dpm_report *report);
/* The report has a cause that --fail-on names. */
bool report_fails(const cli_options *o, const dpm_report *report);

#endif
