/* What the commands that read logs have in common: rules, a session, its paths, its report, and what came of it. */
#ifndef DPM_CLI_READING_H
#define DPM_CLI_READING_H

#include "cli/cli.h"

typedef struct cli_run {
    const cli_options *o;
    dpm_rules *rules;
    dpm_session *session;
    dpm_report *report;
    dpm_redactor *redactor; /* NULL: nothing is replaced */
    bool *failed;           /* by operand: it could not be added, already printed */
    bool learn;             /* with --redact: read twice, since records are written as they are met */
    bool interrupted, timed_out;
} cli_run;

/* The options as sessions take them. False after an error, already printed. */
bool session_options(const cli_options *o, dpm_session_options *out);
/* The version that --dpm-version means: NULL where it was not given. False after an error, already printed. */
bool find_dpm_version(const dpm_rules *rules, const char *word, const char **out);
/* Load the rules and make the session. False after an error, already printed. The reading is to be closed in either case. */
bool cli_run_open(cli_run *r, const cli_options *o);
void cli_run_close(cli_run *r);
/* Add the operands, or the folders of DPM where there is none. False where there is nothing to add. */
bool cli_run_add(cli_run *r);
/* Read these for what the names of machines and tasks are. False after an error, already printed. */
bool cli_run_learn(cli_run *r, cli_words paths);
/* Run the session and take its report. False after an error, already printed. */
bool cli_run_analyze(cli_run *r);
/* Something was read: an empty log was, one that failed before its first byte was not. */
bool report_read(const dpm_report *report);
/* Say what was not read, or not whole, by name, and what there is to say of the whole. `partial`: what an interruption left. */
void cli_run_report_gaps(const cli_run *r, const char *partial);
/* Replace in the report what --redact asks for, once everything was read. False after an error, already printed. */
bool cli_run_redact(cli_run *r);
/* The exit code, but for --fail-on and outputs that failed. */
int cli_run_exit_code(const cli_run *r);

/* Colours are wanted on standard output. */
bool use_color(const cli_options *o);

#endif
