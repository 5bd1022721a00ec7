/* Names for Windows: UTF-8 outside, UTF-16 inside, and the spelling that allows more than 260 characters. */
#ifndef DPM_OS_WIDE_WINDOWS_H
#define DPM_OS_WIDE_WINDOWS_H

#include <stdbool.h>
#include <stddef.h>
#include <wchar.h>

/* Room after a path for a folder's pattern and its NUL. */
enum { WIDE_ROOM = 8 };

/* To be freed. NULL: see GetLastError. */
wchar_t *wide_text(const char *text);
/* The same of a path, as \\?\C:\... or \\?\UNC\server\share\... where it is long, with WIDE_ROOM units free behind its end. */
wchar_t *wide_path(const char *path);
/* In UTF-8, to be freed; NULL without memory. */
char *narrow_text(const wchar_t *wide);

#endif
