/* What the completions ask dpmlog for: lists of names that no table of options holds. */
#ifndef DPM_CLI_COMPLETION_LISTS_H
#define DPM_CLI_COMPLETION_LISTS_H

#include "cli/cli.h"

/* A command that completes by a list has "@causes" as its words. */
typedef enum list_id { LIST_CAUSES, LIST_VERSIONS, LIST_HOSTS, LIST_TASKS, LISTS } list_id;

const char *list_name(list_id id);
/* Whether the list is made of the logs that the command line names. */
bool list_of_logs(list_id id);
/* The list of that name; LISTS where there is none. */
list_id list_find(const char *name);
/* Print it, a name a line; the operands after the first are logs. The exit code. */
int list_print(list_id id, const cli_options *o);

#endif
