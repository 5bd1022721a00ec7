/* Names for Windows. */
#ifdef _WIN32
#define WIN32_LEAN_AND_MEAN
#define NOMINMAX

#include "os/wide_windows.h"

#include <stdlib.h>
#include <string.h>
#include <windows.h>

enum { SHORT_PATH = 240 }; /* longer paths need the \\?\ spelling */

wchar_t *wide_text(const char *text)
{
    const int len = MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, text, -1, NULL, 0);
    wchar_t *const wide = len > 0 ? malloc(((size_t)len + WIDE_ROOM) * sizeof *wide) : NULL;
    if (wide) {
        MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, text, -1, wide, len);
    } else if (len > 0) {
        SetLastError(ERROR_NOT_ENOUGH_MEMORY);
    }
    return wide;
}

/* After \\?\ the system takes a name as it is. */
static void use_backslashes(wchar_t *wide)
{
    for (; *wide; wide++) {
        *wide = *wide == L'/' ? L'\\' : *wide;
    }
}

/* Takes over `wide`. */
static wchar_t *lengthen(wchar_t *wide)
{
    if (wide && wcsncmp(wide, L"\\\\?\\", 4) == 0) {
        use_backslashes(wide);
        return wide;
    }
    if (!wide || wcslen(wide) < SHORT_PATH) {
        return wide;
    }
    const DWORD need = GetFullPathNameW(wide, 0, NULL, NULL);
    wchar_t *const full = need ? malloc(((size_t)need + 8 + WIDE_ROOM) * sizeof *full) : NULL;
    if (full) {
        const DWORD len = GetFullPathNameW(wide, need, full + 8, NULL);
        const bool share = wcsncmp(full + 8, L"\\\\", 2) == 0;
        const wchar_t *const prefix = share ? L"\\\\?\\UNC" : L"\\\\?\\";
        const wchar_t *const rest = full + 8 + (share ? 1 : 0);
        const size_t prefix_len = wcslen(prefix);
        memmove(full + prefix_len, rest, (len + 1 - (share ? 1u : 0u)) * sizeof *full);
        memcpy(full, prefix, prefix_len * sizeof *full);
    }
    free(wide);
    return full;
}

wchar_t *wide_path(const char *path)
{
    return lengthen(wide_text(path));
}

char *narrow_text(const wchar_t *wide)
{
    const int len = WideCharToMultiByte(CP_UTF8, 0, wide, -1, NULL, 0, NULL, NULL);
    char *const text = len > 0 ? malloc((size_t)len) : NULL;
    if (text) {
        WideCharToMultiByte(CP_UTF8, 0, wide, -1, text, len, NULL, NULL);
    }
    return text;
}

#else
typedef int wide_windows_is_not_used_here; /* ISO C wants a declaration in every file */
#endif
