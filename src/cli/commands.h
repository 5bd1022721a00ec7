/* The commands, for everything that lists them. What runs them is in main.c. */
#ifndef DPM_CLI_COMMANDS_H
#define DPM_CLI_COMMANDS_H

#include <stdbool.h>
#include <stddef.h>

typedef struct command_info {
    const char *name, *summary;
    unsigned flags; /* bits of flags.h: which options it takes */
} command_info;

/* The `index`-th command; false past the end. */
bool command_at(size_t index, command_info *out);

#endif
