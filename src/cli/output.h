/* Where reports go: standard output, and files that appear whole or not at all. */
#ifndef DPM_CLI_OUTPUT_H
#define DPM_CLI_OUTPUT_H

#include "cli/cli.h"

#include <stdio.h>

typedef struct output {
    cli_format format;
    const char *path; /* NULL: standard output */
    FILE *file;
    char *part; /* the name under which it is written; NULL where it is written in place */
    dpm_database *database;
    int why;    /* errno of the write that failed */
    bool state; /* it is the next state: it replaces the one before */
} output;

/* True if the command writes the format that was asked for; otherwise prints which ones it writes. */
bool format_fits(const cli_options *o);

/* Understand the outputs of `o` and open them, before anything is analyzed. `*out` is to be closed and freed by outputs_end.
 * False after an error, which has been printed. */
bool outputs_begin(const cli_options *o, output **out, size_t *count);
/* A dpm_write_fn: `context` is the output. */
bool output_write(void *context, const char *bytes, size_t len);
/* What was written is out. False where that failed, already printed; a closed pipe is no failure. */
bool output_flush(output *out);
/* Several outputs. */
typedef struct output_set {
    output *items;
    size_t count;
} output_set;
/* Let the session write to those that are summaries, if there are any; `set` must live until summaries_end. False after an error,
 * already printed. */
bool summaries_begin(output_set *set, dpm_session *session, dpm_redactor *redactor);
/* A dpm_write_fn: `context` is the set. */
bool summaries_write(void *context, const char *bytes, size_t len);
/* Some of them are. */
bool summaries_any(const output_set *set);
/* After the run. */
bool summaries_end(const output_set *set, dpm_session *session);
/* Write one report. False where that failed, already printed; a pipe that has no reader is no failure. */
bool output_report(output *out, const dpm_report *report, const dpm_write_options *options);
/* The same for the table of a fleet. */
bool output_fleet(output *out, const dpm_fleet *fleet, const dpm_write_options *options);
/* Give a file its name. False after an error, already printed. */
bool output_finish(output *out, bool force);
/* Give up what has not been finished. */
void outputs_end(output *out, size_t count);

#endif
