/* What the program says to people: messages on standard error, each beginning with "dpmlog: ", and safe text on any stream. */
#ifndef DPM_CLI_SAY_H
#define DPM_CLI_SAY_H

#include "base/status.h"
#include "dpmlog.h"

#include <stdio.h>

/* From now on names are replaced in what is said. NULL: not any more. */
void say_redacted(dpm_redactor *redactor);

/* One line on standard error. What it quotes is escaped. */
void print_error(const char *format, ...) PRINTF_LIKE(1, 2);
/* The message of an error. Returns false, for callers that then fail. */
bool print_dpm_error(const dpm_error *err);
/* "dpmlog: PATH is WHAT" */
void print_path_is(dpm_span path, dpm_span what);
/* "dpmlog: PATH: WHAT", or "dpmlog: KIND PATH: WHAT" */
void print_path_error(const char *kind, dpm_span path, dpm_span what);

void put_span(FILE *out, dpm_span text); /* safe for terminals */
void put_json(FILE *out, dpm_span text); /* quoted */
dpm_span word_span(const char *text);

/* Flush standard output: `code`, or CLI_USAGE and a message where it could not be written. A closed pipe is a quiet end, and
 * after CLI_USAGE the error was printed. */
int finish(int code);

#endif
