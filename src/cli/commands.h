/* The commands by name. The table is commands.def; main.c runs them. */
#ifndef DPM_CLI_COMMANDS_H
#define DPM_CLI_COMMANDS_H

#include <stdbool.h>

#define COMMAND(id, name, arguments, words, formats, run, summary) COMMAND_##id,
typedef enum command_id {
#include "cli/commands.def"
    COMMANDS
} command_id;
#undef COMMAND

/* One row of the table. */
typedef struct command {
    const char *name, *arguments;
    const char
        *words; /* what the first argument may be, separated by blanks, or "@" and a list (completion_lists.h); NULL: anything */
    unsigned formats; /* bits of cli_format: what it writes */
    const char *summary;
} command;
const command *command_at(command_id id);
/* The command of this name; COMMANDS if there is none. */
command_id command_find(const char *name);

#endif
