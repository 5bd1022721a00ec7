/* What the program asks of the system, beyond the C library: terminals, interruption, clocks, and files that appear whole. */
#ifndef DPM_CLI_PLATFORM_H
#define DPM_CLI_PLATFORM_H

#include "dpmlog.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/* Replace what main was given by the same in UTF-8, where the system has it better. */
void platform_arguments(int *argc, char ***argv);
bool platform_is_terminal(FILE *stream);
/* It is a terminal that takes colours and can clear a line. */
bool platform_styled(FILE *stream);
/* Columns of the terminal that a stream goes to; 0 where it is no terminal. */
unsigned platform_columns(FILE *stream);
/* A closed pipe gives EPIPE, and a file that grew too large EFBIG, instead of ending the program. */
void platform_keep_going(void);
/* `stream` is a pipe that has no reader. */
bool platform_reader_gone(FILE *stream);
/* An interruption stops `session`; the second one ends the program, as the first does where `session` is NULL: with 130, and
 * what platform_open_beside and platform_open_private made is removed, if it has not been published. */
void platform_on_interrupt(dpm_session *session);

/* Stop the session of platform_on_interrupt after this many seconds; 0: not any more. True if it was stopped so. */
bool platform_stop_after(unsigned seconds);

/* From now on an interruption is noted, and the second one ends the program. */
void platform_watch_interrupt(void);
bool platform_interrupted(void);
/* Wait, or until an interruption. */
void platform_sleep(unsigned ms);

/* Milliseconds since 1970, and milliseconds that only go forward. */
int64_t platform_now(void);
int64_t platform_ticks(void);
/* How far local time was east of UTC, in minutes, at a time. */
int32_t platform_local_minutes(int64_t ms);

typedef enum platform_kind { KIND_NONE, KIND_FILE, KIND_FOLDER, KIND_OTHER } platform_kind;
platform_kind platform_kind_of(const char *path);
bool platform_same_file(const char *a, const char *b);
/* Open a file to be read, or to be written in place. NULL with errno. */
FILE *platform_open(const char *path, bool writes);
/* What an errno of these functions means. */
const char *platform_words(int why);
/* Create a file of a new name in the folder of `path`; `*name` goes to platform_publish or
 * platform_discard. NULL with errno. */
FILE *platform_open_beside(const char *path, char **name);
/* The same for its owner alone. */
FILE *platform_open_private(const char *path, char **name);
/* Close a file whose bytes are to outlast a power failure. False with errno. */
bool platform_close(FILE *stream);
/* Give `name` the name `path`, at once and whole. Without `replace` an existing file stays: EEXIST. False with errno: then the
 * file is removed. `name` is freed. */
bool platform_publish(char *name, const char *path, bool replace);
/* Remove a file that platform_open_beside or platform_open_private made, and free its name. NULL is allowed. */
void platform_discard(char *name);
/* Hold a lock that other runs respect until this one ends. False: another process holds it, `*holder` says which; or with errno,
 * and `*holder` 0. */
bool platform_lock(const char *path, long *holder);
/* The name of this machine; empty where it has none. Static. */
const char *platform_machine(void);
/* Make a folder and those above it; one that is there is well. False with errno. */
bool platform_make_folder(const char *path);
/* Say of a file that it was written at this time. */
void platform_set_time(const char *path, int64_t ms);
/* Call `found` for each entry of a folder whose name begins with `prefix`. */
void platform_each(const char *folder, const char *prefix, void (*found)(void *context, const char *path), void *context);
/* Call `found` for each file that a word with wildcards means, where shells leave that to programs. False: it means itself. */
bool platform_expand(const char *word, void (*found)(void *context, const char *path), void *context);
/* Write the separators of a path as those are that the system put into it. */
void platform_spell(char *path);
/* Call `found` for each folder that programs are installed in (%ProgramFiles%). */
void platform_each_programs(void (*found)(void *context, const char *path), void *context);
/* Call `found` for each folder that an installer of DPM, MABS or MARS has noted as its own. */
void platform_each_installed(void (*found)(void *context, const char *path), void *context);

#endif
