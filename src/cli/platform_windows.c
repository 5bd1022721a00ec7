/* platform.h for Windows: files, locks, clocks, folders. The console is in console_windows.c. */
#ifdef _WIN32
#define WIN32_LEAN_AND_MEAN
#define NOMINMAX
#ifndef _WIN32_WINNT
#define _WIN32_WINNT 0x0601
#endif

#include "base/strbuf.h"
#include "cli/console_windows.h"
#include "cli/platform.h"
#include "os/wide_windows.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <io.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

#include <sddl.h>

/* RtlGenRandom, which no header declares under that name. */
BOOLEAN NTAPI SystemFunction036(PVOID buffer, ULONG len);

#ifndef RRF_SUBKEY_WOW6464KEY
#define RRF_SUBKEY_WOW6464KEY 0x00010000
#endif

#define SHARE_ALL (FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE)
enum { FULL_ACCESS_CAP = 4096, EPOCH_MS_HIGH = 11644473, TICKS_PER_MS = 10000 };

/* ---- errors ---- */

/* The C library has no word for a file that another program holds open: EBUSY is ours. */
static const struct {
    DWORD code;
    int why;
} errors[] = {
    {ERROR_FILE_NOT_FOUND, ENOENT},
    {ERROR_PATH_NOT_FOUND, ENOENT},
    {ERROR_BAD_NETPATH, ENOENT},
    {ERROR_BAD_NET_NAME, ENOENT},
    {ERROR_INVALID_NAME, EINVAL},
    {ERROR_ACCESS_DENIED, EACCES},
    {ERROR_WRITE_PROTECT, EROFS},
    {ERROR_SHARING_VIOLATION, EBUSY},
    {ERROR_LOCK_VIOLATION, EBUSY},
    {ERROR_USER_MAPPED_FILE, EBUSY},
    {ERROR_FILE_EXISTS, EEXIST},
    {ERROR_ALREADY_EXISTS, EEXIST},
    {ERROR_DISK_FULL, ENOSPC},
    {ERROR_HANDLE_DISK_FULL, ENOSPC},
    {ERROR_NOT_ENOUGH_MEMORY, ENOMEM},
    {ERROR_OUTOFMEMORY, ENOMEM},
    {ERROR_BROKEN_PIPE, EPIPE},
    {ERROR_NO_DATA, EPIPE},
    {ERROR_FILE_TOO_LARGE, EFBIG},
    {ERROR_DIRECTORY, ENOTDIR},
    {ERROR_FILENAME_EXCED_RANGE, ENAMETOOLONG},
    {ERROR_NO_UNICODE_TRANSLATION, EILSEQ},
    {ERROR_DIR_NOT_EMPTY, ENOTEMPTY},
};

static void set_errno(DWORD code)
{
    errno = EIO;
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++) {
        if (errors[i].code == code) {
            errno = errors[i].why;
        }
    }
}

const char *platform_words(int why)
{
    /* a write that failed leaves EINVAL or EIO in errno where the system knew more */
    return why == EBUSY ? "it is open in another program" : strerror(why);
}

/* ---- names ---- */

platform_kind platform_kind_of(const char *path)
{
    wchar_t *const wide = wide_path(path);
    if (!wide) {
        return KIND_NONE;
    }
    const HANDLE handle =
        CreateFileW(wide, FILE_READ_ATTRIBUTES, SHARE_ALL, NULL, OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS, NULL);
    const bool device = handle != INVALID_HANDLE_VALUE && GetFileType(handle) != FILE_TYPE_DISK;
    if (handle != INVALID_HANDLE_VALUE) {
        CloseHandle(handle);
    }
    const DWORD attributes = GetFileAttributesW(wide);
    free(wide);
    return device                                  ? KIND_OTHER
           : attributes == INVALID_FILE_ATTRIBUTES ? KIND_NONE
           : attributes & FILE_ATTRIBUTE_DIRECTORY ? KIND_FOLDER
                                                   : KIND_FILE;
}

static bool identity(const char *path, BY_HANDLE_FILE_INFORMATION *out)
{
    wchar_t *const wide = wide_path(path);
    const HANDLE handle =
        wide ? CreateFileW(wide, FILE_READ_ATTRIBUTES, SHARE_ALL, NULL, OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS, NULL)
             : INVALID_HANDLE_VALUE;
    const bool good = handle != INVALID_HANDLE_VALUE && GetFileInformationByHandle(handle, out);
    if (handle != INVALID_HANDLE_VALUE) {
        CloseHandle(handle);
    }
    free(wide);
    return good;
}

bool platform_same_file(const char *a, const char *b)
{
    BY_HANDLE_FILE_INFORMATION x, y;
    return identity(a, &x) && identity(b, &y) && x.dwVolumeSerialNumber == y.dwVolumeSerialNumber &&
           x.nFileIndexHigh == y.nFileIndexHigh && x.nFileIndexLow == y.nFileIndexLow;
}

/* ---- files ---- */

static FILE *stream_of(HANDLE handle, bool writes)
{
    const int file = _open_osfhandle((intptr_t)handle, _O_BINARY | (writes ? 0 : _O_RDONLY));
    FILE *const stream = file >= 0 ? _fdopen(file, writes ? "wb" : "rb") : NULL;
    if (!stream) {
        const int why = errno;
        if (file >= 0) {
            _close(file);
        } else {
            CloseHandle(handle);
        }
        errno = why;
    }
    return stream;
}

FILE *platform_open(const char *path, bool writes)
{
    wchar_t *const wide = wide_path(path);
    if (!wide) {
        set_errno(GetLastError());
        return NULL;
    }
    const HANDLE handle = CreateFileW(wide, writes ? GENERIC_WRITE : GENERIC_READ, SHARE_ALL, NULL,
                                      writes ? OPEN_ALWAYS : OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, NULL);
    const DWORD code = GetLastError();
    free(wide);
    if (handle == INVALID_HANDLE_VALUE) {
        set_errno(code);
        errno = platform_kind_of(path) == KIND_FOLDER ? EISDIR : errno;
        return NULL;
    }
    return stream_of(handle, writes);
}

/* A new name beside `path`. */
static char *name_part(const char *path)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz012345";
    unsigned char random[6] = {0};
    const size_t cap = strlen(path) + sizeof ".part-XXXXXX";
    char *const own = malloc(cap);
    if (own && SystemFunction036(random, sizeof random)) {
        snprintf(own, cap, "%s.part-%c%c%c%c%c%c", path, letters[random[0] % 32], letters[random[1] % 32],
                 letters[random[2] % 32], letters[random[3] % 32], letters[random[4] % 32], letters[random[5] % 32]);
    } else if (own) {
        snprintf(own, cap, "%s.part-%06lx", path, GetCurrentProcessId() & 0xFFFFFF);
    }
    return own;
}

static FILE *open_part(const char *path, char **name, SECURITY_ATTRIBUTES *rights)
{
    char *const own = name_part(path);
    wchar_t *const wide = own ? wide_path(own) : NULL;
    const HANDLE handle =
        wide ? CreateFileW(wide, GENERIC_READ | GENERIC_WRITE, SHARE_ALL, rights, CREATE_NEW, FILE_ATTRIBUTE_NORMAL, NULL)
             : INVALID_HANDLE_VALUE;
    const DWORD code = GetLastError();
    if (handle == INVALID_HANDLE_VALUE) {
        free(wide);
        free(own);
        set_errno(code);
        return NULL;
    }
    FILE *const stream = stream_of(handle, true);
    if (stream) {
        console_keep_part(NULL, own);
        *name = own;
    } else {
        DeleteFileW(wide);
        free(own);
    }
    free(wide);
    return stream;
}

FILE *platform_open_beside(const char *path, char **name)
{
    return open_part(path, name, NULL);
}

/* For its owner, the system and administrators; nothing is inherited from the folder. */
FILE *platform_open_private(const char *path, char **name)
{
    SECURITY_ATTRIBUTES rights = {.nLength = sizeof rights};
    if (!ConvertStringSecurityDescriptorToSecurityDescriptorW(L"D:P(A;;FA;;;OW)(A;;FA;;;SY)(A;;FA;;;BA)", SDDL_REVISION_1,
                                                              &rights.lpSecurityDescriptor, NULL)) {
        set_errno(GetLastError());
        return NULL;
    }
    FILE *const stream = open_part(path, name, &rights);
    const int why = errno;
    LocalFree(rights.lpSecurityDescriptor);
    errno = why;
    return stream;
}

bool platform_close(FILE *stream)
{
    bool good = fflush(stream) == 0 && !ferror(stream);
    good = good && (_commit(_fileno(stream)) == 0 || errno == EBADF || errno == EINVAL);
    const int why = errno;
    const bool closed = fclose(stream) == 0;
    if (!good) {
        errno = why;
    }
    return good && closed;
}

/* A file that somebody reads, as a run reads the state before, cannot be replaced, but it can be renamed if its readers share
 * that; it goes when the last of them closes it. */
static bool replace_open(const wchar_t *from, const wchar_t *to)
{
    const size_t len = wcslen(to);
    const DWORD attributes = GetFileAttributesW(to);
    if (attributes == INVALID_FILE_ATTRIBUTES || (attributes & (FILE_ATTRIBUTE_READONLY | FILE_ATTRIBUTE_DIRECTORY))) {
        return false;
    }
    wchar_t *const aside = malloc((len + sizeof ".replaced") * sizeof *aside);
    if (!aside) {
        return false;
    }
    memcpy(aside, to, len * sizeof *aside);
    wcscpy(aside + len, L".replaced");
    bool good = MoveFileExW(to, aside, MOVEFILE_REPLACE_EXISTING);
    if (good && !MoveFileExW(from, to, MOVEFILE_WRITE_THROUGH)) {
        MoveFileExW(aside, to, 0);
        good = false;
    }
    if (good) {
        DeleteFileW(aside);
    }
    free(aside);
    return good;
}

bool platform_publish(char *name, const char *path, bool replace)
{
    wchar_t *const from = wide_path(name), *const to = wide_path(path);
    const DWORD flags = MOVEFILE_WRITE_THROUGH | (replace ? MOVEFILE_REPLACE_EXISTING : 0);
    bool good = from && to && MoveFileExW(from, to, flags);
    DWORD code = GetLastError();
    if (!good && from && to && replace && (code == ERROR_ACCESS_DENIED || code == ERROR_SHARING_VIOLATION)) {
        good = replace_open(from, to);
    }
    if (!good && to && code == ERROR_ACCESS_DENIED && replace && platform_kind_of(path) == KIND_FILE) {
        const DWORD attributes = GetFileAttributesW(to);
        code = attributes & FILE_ATTRIBUTE_READONLY ? code : ERROR_SHARING_VIOLATION; /* what Excel holds open */
    }
    free(from);
    free(to);
    if (good) {
        console_keep_part(name, NULL);
        free(name);
    } else {
        platform_discard(name);
        set_errno(code);
    }
    return good;
}

void platform_discard(char *name)
{
    if (name) {
        wchar_t *const wide = wide_path(name);
        if (wide) {
            DeleteFileW(wide);
        }
        free(wide);
        console_keep_part(name, NULL);
        free(name);
    }
}

/* The lock is on a byte far behind the number of the process, which others read. */
bool platform_lock(const char *path, long *holder)
{
    OVERLAPPED at = {.OffsetHigh = 1};
    char text[24] = "";
    DWORD done = 0;
    *holder = 0;
    wchar_t *const wide = wide_path(path);
    const HANDLE file = wide ? CreateFileW(wide, GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL,
                                           OPEN_ALWAYS, FILE_ATTRIBUTE_NORMAL, NULL)
                             : INVALID_HANDLE_VALUE;
    const DWORD code = GetLastError();
    free(wide);
    if (file == INVALID_HANDLE_VALUE) {
        set_errno(code);
        return false;
    }
    if (LockFileEx(file, LOCKFILE_EXCLUSIVE_LOCK | LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, &at)) {
        const int len = snprintf(text, sizeof text, "%-20lu\n", GetCurrentProcessId());
        return WriteFile(file, text, (DWORD)len, &done, NULL) || (set_errno(GetLastError()), false);
    }
    const DWORD why = GetLastError();
    if (ReadFile(file, text, sizeof text - 1, &done, NULL)) {
        *holder = strtol(text, NULL, 10);
    }
    CloseHandle(file);
    set_errno(why);
    return false;
}

bool platform_make_folder(const char *path)
{
    char own[FULL_ACCESS_CAP];
    const size_t len = strlen(path);
    if (len >= sizeof own) {
        errno = ENAMETOOLONG;
        return false;
    }
    memcpy(own, path, len + 1);
    for (size_t i = 1; i <= len; i++) {
        if (own[i] == '/' || own[i] == '\\' || own[i] == '\0') {
            const char kept = own[i];
            own[i] = '\0';
            wchar_t *const wide = platform_kind_of(own) == KIND_NONE ? wide_path(own) : NULL;
            const bool failed = wide && !CreateDirectoryW(wide, NULL) && GetLastError() != ERROR_ALREADY_EXISTS;
            const DWORD code = GetLastError();
            free(wide);
            if (failed && kept == '\0') { /* what is above may be a share or a drive */
                set_errno(code);
                return false;
            }
            own[i] = kept;
        }
    }
    return platform_kind_of(path) == KIND_FOLDER;
}

static FILETIME ticks_of(int64_t ms)
{
    const uint64_t ticks = (uint64_t)(ms + (int64_t)EPOCH_MS_HIGH * 1000000 + 600000) * TICKS_PER_MS; /* since 1601 */
    return (FILETIME){.dwLowDateTime = (DWORD)ticks, .dwHighDateTime = (DWORD)(ticks >> 32)};
}

static int64_t ms_of(FILETIME t)
{
    const uint64_t ticks = (uint64_t)t.dwHighDateTime << 32 | t.dwLowDateTime;
    return (int64_t)(ticks / TICKS_PER_MS) - ((int64_t)EPOCH_MS_HIGH * 1000000 + 600000);
}

void platform_set_time(const char *path, int64_t ms)
{
    wchar_t *const wide = wide_path(path);
    const HANDLE file =
        wide ? CreateFileW(wide, FILE_WRITE_ATTRIBUTES, SHARE_ALL, NULL, OPEN_EXISTING, 0, NULL) : INVALID_HANDLE_VALUE;
    if (file != INVALID_HANDLE_VALUE) {
        const FILETIME time = ticks_of(ms);
        SetFileTime(file, NULL, &time, &time);
        CloseHandle(file);
    }
    free(wide);
}

/* ---- folders ---- */

/* The part of a path before its last name, with its separator. */
static size_t folder_len(const char *path)
{
    size_t len = strlen(path);
    while (len && !strchr("/\\:", path[len - 1])) {
        len--;
    }
    return len;
}

/* Call `found` for what fits a pattern, in the order of the bytes of the names. False: nothing fits, or memory ran out. */
static bool each_match(const char *pattern, void (*found)(void *context, const char *path), void *context)
{
    WIN32_FIND_DATAW entry;
    wchar_t *const wide = wide_path(pattern);
    const HANDLE search = wide ? FindFirstFileW(wide, &entry) : INVALID_HANDLE_VALUE;
    const size_t folder = folder_len(pattern);
    strbuf path = {0};
    bool any = false;
    free(wide);
    if (search == INVALID_HANDLE_VALUE) {
        return false;
    }
    do { /* NTFS hands names out in their order, other systems as they lie: dpmlog orders what it reads itself */
        char *const name = wcscmp(entry.cFileName, L".") && wcscmp(entry.cFileName, L"..") ? narrow_text(entry.cFileName) : NULL;
        strbuf_clear(&path);
        strbuf_add(&path, (dpm_span){pattern, folder});
        strbuf_adds(&path, name ? name : "");
        if (name && !path.failed) {
            found(context, path.ptr);
            any = true;
        }
        free(name);
    } while (FindNextFileW(search, &entry));
    FindClose(search);
    strbuf_free(&path);
    return any;
}

void platform_each(const char *folder, const char *prefix, void (*found)(void *context, const char *path), void *context)
{
    strbuf pattern = {0};
    const size_t len = strlen(folder);
    const bool ended = len && strchr("/\\", folder[len - 1]);
    strbuf_addf(&pattern, "%s%s%s*", folder, ended ? "" : strchr(folder, '\\') ? "\\" : "/", prefix);
    if (!pattern.failed) {
        (void)each_match(pattern.ptr, found, context);
    }
    strbuf_free(&pattern);
}

/* cmd.exe and PowerShell leave wildcards to the programs. Only in the last name: elsewhere they are handed on, and not found. */
bool platform_expand(const char *word, void (*found)(void *context, const char *path), void *context)
{
    const size_t folder = folder_len(word);
    return strpbrk(word + folder, "*?") && strncmp(word, "\\\\?\\", 4) != 0 && each_match(word, found, context);
}

/* ---- where programs are ---- */

void platform_spell(char *path)
{
    for (char *at = strchr(path, '\\') ? strchr(path, '/') : NULL; at; at = strchr(at, '/')) {
        *at = '\\';
    }
}

static void tell_variable(const wchar_t *name, void (*found)(void *context, const char *path), void *context)
{
    wchar_t wide[MAX_PATH];
    const DWORD len = GetEnvironmentVariableW(name, wide, MAX_PATH);
    char *const path = len && len < MAX_PATH ? narrow_text(wide) : NULL;
    if (path) {
        found(context, path);
    }
    free(path);
}

/* The folder of this system, and those of its other fixed drives. */
void platform_each_programs(void (*found)(void *context, const char *path), void *context)
{
    wchar_t own[MAX_PATH] = L"";
    const bool wow = GetEnvironmentVariableW(L"ProgramW6432", own, MAX_PATH) != 0;
    tell_variable(wow ? L"ProgramW6432" : L"ProgramFiles", found, context);
    if (!wow) {
        GetEnvironmentVariableW(L"ProgramFiles", own, MAX_PATH);
    }
    for (char drive = 'C'; drive <= 'Z'; drive++) {
        const wchar_t root[] = {(wchar_t)drive, L':', L'\\', L'\0'};
        if (GetDriveTypeW(root) == DRIVE_FIXED && (own[0] | 0x20) != (drive | 0x20)) {
            const char path[] = {drive, ':', '\\', 'P', 'r', 'o', 'g', 'r', 'a', 'm', ' ', 'F', 'i', 'l', 'e', 's', '\0'};
            found(context, path);
        }
    }
}

/* What the installers noted. */
void platform_each_installed(void (*found)(void *context, const char *path), void *context)
{
    static const wchar_t *const keys[] = {L"SOFTWARE\\Microsoft\\Microsoft Data Protection Manager\\Setup",
                                          L"SOFTWARE\\Microsoft\\Windows Azure Backup\\Setup"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        wchar_t wide[MAX_PATH];
        DWORD bytes = sizeof wide;
        if (RegGetValueW(HKEY_LOCAL_MACHINE, keys[i], L"InstallPath", RRF_RT_REG_SZ | RRF_SUBKEY_WOW6464KEY, NULL, wide,
                         &bytes) == ERROR_SUCCESS) {
            char *const path = narrow_text(wide);
            if (path) {
                found(context, path);
            }
            free(path);
        }
    }
}

/* ---- clocks ---- */

int64_t platform_now(void)
{
    FILETIME now;
    GetSystemTimeAsFileTime(&now);
    return ms_of(now);
}

int64_t platform_ticks(void)
{
    return (int64_t)GetTickCount64();
}

/* By the rules of the year that the time is in. */
int32_t platform_local_minutes(int64_t ms)
{
    const FILETIME time = ticks_of(ms);
    TIME_ZONE_INFORMATION zone;
    SYSTEMTIME utc, local;
    FILETIME there;
    if (!FileTimeToSystemTime(&time, &utc) || !GetTimeZoneInformationForYear(utc.wYear, NULL, &zone) ||
        !SystemTimeToTzSpecificLocalTime(&zone, &utc, &local) || !SystemTimeToFileTime(&local, &there)) {
        return 0;
    }
    return (int32_t)((ms_of(there) - ms) / 60000);
}

const char *platform_machine(void)
{
    static char name[256];
    wchar_t wide[256];
    DWORD len = sizeof wide / sizeof *wide;
    char *const text = GetComputerNameExW(ComputerNameDnsHostname, wide, &len) ? narrow_text(wide) : NULL;
    snprintf(name, sizeof name, "%s", text ? text : "");
    free(text);
    return name;
}

#else
typedef int platform_windows_is_not_used_here; /* ISO C wants a declaration in every file */
#endif
