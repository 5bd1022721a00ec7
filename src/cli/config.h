/* The configuration file: options that are in force unless the command line gives them. A row is "option = value", by the
 * option's long name; '#' begins a comment.
 *
 *     top = 20
 *     tz = local
 *     verbose = yes      # of an option without a value
 *     rules = /etc/dpmlog/rules
 */
#ifndef DPM_CLI_CONFIG_H
#define DPM_CLI_CONFIG_H

#include "cli/cli.h"
#include "cli/commands.h"
#include "cli/slurp.h"

enum { CONFIG_PATH_CAP = 4096 };

typedef struct config {
    const char *path;            /* NULL: there is no file */
    char found[CONFIG_PATH_CAP]; /* where that is at a usual place */
    bytes text;                  /* of the file; values of options point into it */
} config;

/* Read --config, or the file at its usual place if there is one, and put into `o` what the command takes and was not given.
 * False after an error, already printed. Free it with config_free in either case, when `o` is no longer used. */
bool config_apply(config *c, cli_options *o, command_id id);
void config_free(config *c);

#endif
