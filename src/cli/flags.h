/* The command line, read by the table in flags.def. */
#ifndef DPM_CLI_FLAGS_H
#define DPM_CLI_FLAGS_H

#include "cli/cli.h"
#include "cli/commands.h"
#include "cli/completion_lists.h"

#include <stddef.h>

/* Which commands take an option: bits. */
enum {
#define COMMAND(id, name, arguments, words, formats, run, summary) FOR_##id = 1 << COMMAND_##id,
#include "cli/commands.def"
#undef COMMAND
    FOR_EVENTS_TOO = FOR_ANALYZE | FOR_EVENTS | FOR_FOLLOW,                          /* what reports events */
    FOR_FILES = FOR_ANALYZE | FOR_EVENTS | FOR_INCIDENTS | FOR_TASK | FOR_SUMMARIZE, /* what reads logs and writes files */
    FOR_LOGS = FOR_FILES | FOR_FOLLOW,                                               /* what reads logs */
    FOR_ALL = (1 << COMMANDS) - 1
};

typedef enum flag_group { GROUP_SELECT, GROUP_JUDGE, GROUP_OUTPUT, GROUP_OTHER, FLAG_GROUPS } flag_group;

#define FLAG(id, letter, name, argument, values, group, commands, help) FLAG_##id,
typedef enum flag_id {
#include "cli/flags.def"
    FLAGS
} flag_id;
#undef FLAG

/* What the value of an option may be. */
typedef enum value_kind {
    VALUE_NONE,
    VALUE_ANY,
    VALUE_FILES,
    VALUE_WORDS,
    VALUE_CLASSES,
    VALUE_CLASSES_OR_ANY,
    VALUE_LEVELS,
    VALUE_LISTED /* anything; the completions offer a list: VALUE_LISTED + its list_id */
} value_kind;

/* One row of the table. */
typedef struct flag {
    const char *name, *argument;
    const char *const *words; /* of VALUE_WORDS; NULL ends them */
    unsigned values;          /* a value_kind */
    flag_group group;
    unsigned commands;
    char letter; /* or 0 */
    const char *help;
} flag;
const flag *flag_at(flag_id id);

/* The list that completes its values; LISTS: none does. */
list_id flag_list_of(flag_id id);
/* The `i`-th word that an option's value may be; NULL past the last one, and where it may be anything. */
const char *flag_word(flag_id id, size_t i);
/* Those words as "a, b or c", of them those whose bit is set; `first` follows the first one. Returns `out`. */
enum { FLAG_LIST_CAP = 512 };
const char *flag_list(flag_id id, unsigned bits, const char *first, char out[FLAG_LIST_CAP]);

/* Read the command line. False after an error, which has been printed. Free `o` with flags_free in either case. */
bool flags_parse(int argc, char **argv, cli_options *o);
void flags_free(cli_options *o);
/* Put the value of one option into `o`, which keeps the pointer. False after an error, already printed. */
bool flags_take(cli_options *o, flag_id id, const char *value);
/* True if the command takes every option that was given; otherwise prints which one it does not take. */
bool flags_fit(const cli_options *o, command_id id);
/* The word of `words` that `typed` was probably meant to be, or NULL. */
const char *nearest_word(const char *typed, const char *const *words, size_t count);

#endif
