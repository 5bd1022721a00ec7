/* The list of commands, from the one table commands.def. */
#include "cli/commands.h"

#include "cli/flags.h"

#define COMMAND(name, arguments, flags, summary) {#name, summary, flags},
static const command_info commands[] = {
#include "cli/commands.def"
};
#undef COMMAND

bool command_at(size_t index, command_info *out)
{
    const bool found = index < sizeof commands / sizeof *commands;
    if (found) {
        *out = commands[index];
    }
    return found;
}
