/* The commands by name. */
#include "cli/commands.h"

#include "cli/cli.h"

#include <string.h>

#define COMMAND(id, name, arguments, words, formats, run, summary) {name, arguments, words, formats, summary},
static const command commands[COMMANDS] = {
#include "cli/commands.def"
};
#undef COMMAND

const command *command_at(command_id id)
{
    return &commands[id];
}

command_id command_find(const char *name)
{
    command_id id = 0;
    while (id < COMMANDS && strcmp(commands[id].name, name) != 0) {
        id++;
    }
    return id;
}
