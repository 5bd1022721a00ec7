/* The only header through which the rest of dpmlog meets the operating system. Paths are bytes in the system's own
 * spelling on POSIX and UTF-8 on Windows. Errors come as a status with the system's words in `err`. */
#ifndef DPM_OS_OS_H
#define DPM_OS_OS_H

#include "base/status.h"
#include "base/strbuf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct os_file os_file;

typedef enum os_kind { OS_FILE, OS_FOLDER, OS_OTHER, OS_MISSING } os_kind;

typedef struct os_info {
    os_kind kind;
    uint64_t size;          /* bytes */
    int64_t mtime;          /* milliseconds since 1970, UTC */
    uint64_t device, inode; /* the file's identity, so that one named twice is read once */
} os_info;

/* Follows symbolic links. `kind` OS_MISSING is success. */
dpm_status os_stat(const char *path, os_info *out, dpm_error *err);

/* Open for reading, shared with writers, renamers and deleters. "-" is not special here. */
dpm_status os_open(os_file **out, const char *path, dpm_error *err);
/* Standard input. Closing it leaves the descriptor open. */
dpm_status os_open_stdin(os_file **out, dpm_error *err);
/* Read up to `cap` bytes; `*got` 0 at the end. A signal that comes while a pipe has nothing ends it with DPM_EIO, if its
 * handler was installed without SA_RESTART; the same holds for os_open. */
dpm_status os_read(os_file *file, void *buffer, size_t cap, size_t *got, dpm_error *err);
/* The same at an offset; the read position stays. Fails for pipes. */
dpm_status os_read_at(os_file *file, uint64_t offset, void *buffer, size_t cap, size_t *got, dpm_error *err);
/* What it was when it was opened; of standard input and temporary files nothing is known (OS_OTHER). */
const os_info *os_opened(const os_file *file);
dpm_status os_file_info(os_file *file, os_info *out, dpm_error *err);
void os_close(os_file *file);
/* A path by which this process and its children open the same file again, from its beginning. False: there is none. */
bool os_file_path(os_file *file, char *out, size_t cap);

/* A new empty file that has no name and ends with its handle, however the process ends. Written from its beginning on, in one
 * go; then read with os_read_at. */
dpm_status os_temp_file(os_file **out, dpm_error *err);
dpm_status os_write(os_file *file, const void *bytes, size_t len, dpm_error *err);

/* The names in a folder (files and folders, no "." and ".."), sorted by bytes, each ended by a NUL in `names`. */
dpm_status os_list(const char *path, strbuf *names, size_t *count, dpm_error *err);
/* End a path, which is not empty, so that a name can follow: "logs" in "logs/". */
void os_path_end(strbuf *path);
/* `path` itself is a symbolic link. */
bool os_is_link(const char *path);

/* Load a shared library, which stays loaded, and fill `table`, `count` pointers to functions, with those that `names` names. So a
 * start does not pay for a library that few runs need. DPM_ELIMIT where it is not there or lacks one. */
#define OS_NAME(library) OS_QUOTE(library) /* of a macro that the build defines without quotes */
#define OS_QUOTE(word) #word
dpm_status os_load(const char *library, const char *const *names, size_t count, void *table, dpm_error *err);
/* A locale whose characters are UTF-8, for libraries that ask the thread's; NULL where the system has none, which the others
 * take too. os_locale_use makes it that of this thread and returns the one before, for os_locale_restore. */
typedef struct os_locale os_locale;
os_locale *os_locale_utf8(void);
void *os_locale_use(os_locale *locale);
void os_locale_restore(void *before);
void os_locale_free(os_locale *locale);

/* 64 bits that outsiders cannot know. */
uint64_t os_seed(void);
/* Bytes that cannot be guessed; DPM_EIO where the system has none. */
dpm_status os_random(void *bytes, size_t len, dpm_error *err);
/* Milliseconds since 1970, UTC. */
int64_t os_now(void);
/* Nanoseconds of a clock that cannot be set. */
uint64_t os_ticks(void);
unsigned os_cores(void);

#endif
