/* The command line, read by the table in flags.def. */
#ifndef DPM_CLI_FLAGS_H
#define DPM_CLI_FLAGS_H

#include "cli/cli.h"

/* Which commands take an option: bits. */
enum {
    FOR_ANALYZE = 1,
    FOR_CODE = 2,
    FOR_RULES = 4,
    FOR_EVENTS = 8,
    FOR_TASK = 16,
    FOR_FOLLOW = 32,
    FOR_EVENTS_TOO = FOR_ANALYZE | FOR_EVENTS | FOR_FOLLOW, /* what tells of events */
    FOR_SUMMARIZE = 512,
    FOR_MERGE = 1024,
    FOR_FILES = FOR_ANALYZE | FOR_EVENTS | FOR_TASK | FOR_SUMMARIZE, /* what reads logs and writes files */
    FOR_LOGS = FOR_FILES | FOR_FOLLOW,                               /* what reads logs */
    FOR_LS = 64,
    FOR_FIX = 128,
    FOR_COMPLETIONS = 256,
    FOR_ALL = 2047
};

typedef enum flag_group { GROUP_SELECT, GROUP_JUDGE, GROUP_OUTPUT, GROUP_OTHER, FLAG_GROUPS } flag_group;

#define FLAG(id, letter, name, argument, group, commands, help) FLAG_##id,
typedef enum flag_id {
#include "cli/flags.def"
    FLAGS
} flag_id;
#undef FLAG

/* One row of the table. */
typedef struct flag {
    char letter;
    const char *name, *argument;
    flag_group group;
    unsigned commands;
    const char *help;
} flag;
const flag *flag_at(flag_id id);

/* Read all of it. False after an error, which has been told. `o` is to be freed in either case. */
bool flags_parse(int argc, char **argv, cli_options *o);
void flags_free(cli_options *o);
/* Every option that was given belongs to the command; otherwise that is told. */
bool flags_fit(const cli_options *o, const char *command, unsigned commands);
/* The word of `words` that `typed` was probably meant to be, or NULL. */
const char *nearest_word(const char *typed, const char *const *words, size_t count);

#endif
