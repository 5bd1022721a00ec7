/* os.h for Windows. Paths are UTF-8 outside and UTF-16 inside. */
#ifdef _WIN32
#define WIN32_LEAN_AND_MEAN
#define NOMINMAX
#ifndef _WIN32_WINNT
#define _WIN32_WINNT 0x0601
#endif

#include "os/names.h"
#include "os/os.h"
#include "os/wide_windows.h"

#include <stdlib.h>
#include <string.h>
#include <windows.h>

/* RtlGenRandom, which no header declares under that name. */
BOOLEAN NTAPI SystemFunction036(PVOID buffer, ULONG len);

enum { READ_MAX = 1 << 30 };
#define SHARE_ALL (FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE) /* without DELETE we would block rotation */

struct os_file {
    HANDLE handle;
    bool owned;
    os_info opened;
};

static void system_words(DWORD code, char *out, size_t cap)
{
    WCHAR wide[160];
    const DWORD flags = FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS | FORMAT_MESSAGE_MAX_WIDTH_MASK;
    const DWORD len = FormatMessageW(flags, NULL, code, 0, wide, sizeof wide / sizeof *wide, NULL);
    int made = len ? WideCharToMultiByte(CP_UTF8, 0, wide, (int)len, out, (int)cap - 1, NULL, NULL) : 0;
    while (made > 0 && out[made - 1] == ' ') {
        made--;
    }
    out[made > 0 ? made : 0] = '\0';
}

static bool is_elevated(void)
{
    HANDLE token;
    TOKEN_ELEVATION is = {0};
    DWORD len = 0;
    if (!OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &token)) {
        return true;
    }
    const bool known = GetTokenInformation(token, TokenElevation, &is, sizeof is, &len);
    CloseHandle(token);
    return !known || is.TokenIsElevated;
}

static dpm_status fail(dpm_error *err, const char *path, DWORD code)
{
    if (code == ERROR_NOT_ENOUGH_MEMORY || code == ERROR_OUTOFMEMORY) {
        return status_nomem(err);
    }
    char words[200];
    system_words(code, words, sizeof words);
    const bool rights = code == ERROR_ACCESS_DENIED && !is_elevated();
    return status_fail_path(err, DPM_EIO, path, "%s (error %lu)%s", words, (unsigned long)code,
                            rights ? "; run dpmlog as administrator" : "");
}

/* The same where no path is known: `what` says what was done. */
static dpm_status fail_doing(dpm_error *err, const char *what, DWORD code)
{
    const dpm_status status = fail(err, what, code);
    if (err) {
        err->path_len = 0;
    }
    return status;
}

static int64_t ms_of(FILETIME t)
{
    const uint64_t ticks = (uint64_t)t.dwHighDateTime << 32 | t.dwLowDateTime; /* 100 ns since 1601 */
    return (int64_t)(ticks / 10000) - INT64_C(11644473600000);
}

/* Of NTFS 64 bits are unique, of ReFS only 128: the upper half, which is 0 on NTFS, is mixed in. */
static void identify(HANDLE handle, const BY_HANDLE_FILE_INFORMATION *info, os_info *out)
{
    struct {
        uint64_t volume, low, high;
    } id = {0};
    const int file_id_info = 18; /* FileIdInfo, Windows 8 */
    if (GetFileInformationByHandleEx(handle, (FILE_INFO_BY_HANDLE_CLASS)file_id_info, &id, sizeof id)) {
        out->device = id.volume;
        out->inode = id.low ^ id.high * UINT64_C(0x9E3779B97F4A7C15);
    } else {
        out->device = info->dwVolumeSerialNumber;
        out->inode = (uint64_t)info->nFileIndexHigh << 32 | info->nFileIndexLow;
    }
}

static dpm_status info_of(HANDLE handle, const char *path, os_info *out, dpm_error *err)
{
    *out = (os_info){.kind = OS_OTHER};
    BY_HANDLE_FILE_INFORMATION info;
    if (GetFileType(handle) != FILE_TYPE_DISK) {
        return DPM_OK;
    }
    if (!GetFileInformationByHandle(handle, &info)) {
        return fail(err, path, GetLastError());
    }
    out->kind = info.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY ? OS_FOLDER : OS_FILE;
    out->size = out->kind == OS_FILE ? (uint64_t)info.nFileSizeHigh << 32 | info.nFileSizeLow : 0;
    out->mtime = ms_of(info.ftLastWriteTime);
    identify(handle, &info, out);
    return DPM_OK;
}

static HANDLE open_wide(const char *path, DWORD access, DWORD flags)
{
    WCHAR *const wide = wide_path(path);
    if (!wide) {
        return INVALID_HANDLE_VALUE;
    }
    const HANDLE handle = CreateFileW(wide, access, SHARE_ALL, NULL, OPEN_EXISTING, flags, NULL);
    const DWORD code = GetLastError();
    free(wide);
    SetLastError(code);
    return handle;
}

dpm_status os_stat(const char *path, os_info *out, dpm_error *err)
{
    *out = (os_info){.kind = OS_MISSING};
    const HANDLE handle = open_wide(path, FILE_READ_ATTRIBUTES, FILE_FLAG_BACKUP_SEMANTICS);
    if (handle == INVALID_HANDLE_VALUE) {
        const DWORD code = GetLastError();
        return code == ERROR_FILE_NOT_FOUND || code == ERROR_PATH_NOT_FOUND ? DPM_OK : fail(err, path, code);
    }
    const dpm_status status = info_of(handle, path, out, err);
    CloseHandle(handle);
    return status;
}

static dpm_status wrap(os_file **out, HANDLE handle, bool owned, dpm_error *err)
{
    *out = malloc(sizeof **out);
    if (!*out) {
        return status_nomem(err);
    }
    **out = (os_file){handle, owned, {.kind = OS_OTHER}};
    return DPM_OK;
}

dpm_status os_open(os_file **out, const char *path, dpm_error *err)
{
    *out = NULL;
    const HANDLE handle = open_wide(path, GENERIC_READ, FILE_ATTRIBUTE_NORMAL | FILE_FLAG_SEQUENTIAL_SCAN);
    if (handle == INVALID_HANDLE_VALUE) {
        const DWORD code = GetLastError();
        os_info info;
        const bool folder = code == ERROR_ACCESS_DENIED && os_stat(path, &info, NULL) >= 0 && info.kind == OS_FOLDER;
        return folder ? status_fail_path(err, DPM_EIO, path, "Is a directory") : fail(err, path, code);
    }
    const dpm_status status = wrap(out, handle, true, err);
    if (status < 0) {
        CloseHandle(handle);
    } else {
        info_of(handle, path, &(*out)->opened, NULL);
    }
    return status;
}

const os_info *os_opened(const os_file *file)
{
    return &file->opened;
}

dpm_status os_open_stdin(os_file **out, dpm_error *err)
{
    *out = NULL;
    const HANDLE handle = GetStdHandle(STD_INPUT_HANDLE);
    if (!handle || handle == INVALID_HANDLE_VALUE) {
        return status_fail(err, DPM_EIO, "standard input: there is none");
    }
    return wrap(out, handle, false, err);
}

dpm_status os_read(os_file *file, void *buffer, size_t cap, size_t *got, dpm_error *err)
{
    DWORD n = 0;
    *got = 0;
    if (!ReadFile(file->handle, buffer, (DWORD)(cap < READ_MAX ? cap : READ_MAX), &n, NULL)) {
        const DWORD code = GetLastError();
        const bool end = code == ERROR_BROKEN_PIPE || code == ERROR_HANDLE_EOF;
        return end ? DPM_OK : fail_doing(err, "read", code);
    }
    *got = n;
    return DPM_OK;
}

/* A read at an offset moves the position of a synchronous handle too: it is put back. */
dpm_status os_read_at(os_file *file, uint64_t offset, void *buffer, size_t cap, size_t *got, dpm_error *err)
{
    *got = 0;
    LARGE_INTEGER before;
    const LARGE_INTEGER zero = {0};
    if (GetFileType(file->handle) != FILE_TYPE_DISK || !SetFilePointerEx(file->handle, zero, &before, FILE_CURRENT)) {
        return status_fail(err, DPM_EIO, "read: not a file that can be read at an offset");
    }
    OVERLAPPED at = {0};
    at.Offset = (DWORD)offset;
    at.OffsetHigh = (DWORD)(offset >> 32);
    DWORD n = 0;
    const BOOL done = ReadFile(file->handle, buffer, (DWORD)(cap < READ_MAX ? cap : READ_MAX), &n, &at);
    const DWORD code = done ? ERROR_SUCCESS : GetLastError();
    SetFilePointerEx(file->handle, before, NULL, FILE_BEGIN);
    if (code != ERROR_SUCCESS && code != ERROR_HANDLE_EOF) {
        return fail_doing(err, "read", code);
    }
    *got = n;
    return DPM_OK;
}

dpm_status os_file_info(os_file *file, os_info *out, dpm_error *err)
{
    return info_of(file->handle, "stat", out, err);
}

/* Deleted by the system when its handle is closed, also when the process is killed. */
dpm_status os_temp_file(os_file **out, dpm_error *err)
{
    WCHAR folder[MAX_PATH + 1], path[MAX_PATH + 1];
    *out = NULL;
    const DWORD len = GetTempPathW(MAX_PATH + 1, folder);
    if (len == 0 || len > MAX_PATH || !GetTempFileNameW(folder, L"dpm", 0, path)) {
        return fail_doing(err, "a temporary file", GetLastError());
    }
    const DWORD flags = FILE_ATTRIBUTE_TEMPORARY | FILE_FLAG_DELETE_ON_CLOSE;
    const HANDLE handle =
        CreateFileW(path, GENERIC_READ | GENERIC_WRITE | DELETE, FILE_SHARE_DELETE, NULL, CREATE_ALWAYS, flags, NULL);
    if (handle == INVALID_HANDLE_VALUE) {
        const DWORD code = GetLastError();
        DeleteFileW(path);
        return fail_doing(err, "a temporary file", code);
    }
    const dpm_status status = wrap(out, handle, true, err);
    if (status < 0) {
        CloseHandle(handle);
    }
    return status;
}

dpm_status os_write(os_file *file, const void *bytes, size_t len, dpm_error *err)
{
    const char *at = bytes;
    while (len) {
        DWORD n = 0;
        if (!WriteFile(file->handle, at, (DWORD)(len < READ_MAX ? len : READ_MAX), &n, NULL)) {
            return fail_doing(err, "write to a temporary file", GetLastError());
        }
        at += n;
        len -= n;
    }
    return DPM_OK;
}

bool os_file_path(os_file *file, char *out, size_t cap)
{
    (void)file;
    (void)out;
    (void)cap;
    return false;
}

void os_close(os_file *file)
{
    if (!file) {
        return;
    }
    if (file->owned) {
        CloseHandle(file->handle);
    }
    free(file);
}

/* The name in UTF-8 with its NUL. At most three bytes a code unit. */
static void add_name(strbuf *names, const WCHAR *wide)
{
    char name[3 * MAX_PATH + 1];
    const int len = WideCharToMultiByte(CP_UTF8, 0, wide, -1, name, sizeof name, NULL, NULL);
    if (len > 0) {
        strbuf_add(names, (dpm_span){name, (size_t)len});
    } else {
        names->failed = true;
    }
}

static bool is_dots(const WCHAR *name)
{
    return wcscmp(name, L".") == 0 || wcscmp(name, L"..") == 0;
}

static WCHAR *folder_pattern(const char *path)
{
    WCHAR *const wide = wide_path(path);
    if (wide) {
        const size_t len = wcslen(wide);
        const bool ended = len > 0 && (wide[len - 1] == L'\\' || wide[len - 1] == L'/');
        wcscpy(wide + len, ended ? L"*" : L"\\*");
    }
    return wide;
}

dpm_status os_list(const char *path, strbuf *names, size_t *count, dpm_error *err)
{
    strbuf_clear(names);
    *count = 0;
    WCHAR *const pattern = folder_pattern(path);
    if (!pattern) {
        return fail(err, path, GetLastError());
    }
    WIN32_FIND_DATAW found;
    const HANDLE search = FindFirstFileW(pattern, &found);
    DWORD code = GetLastError();
    free(pattern);
    if (search == INVALID_HANDLE_VALUE) {
        return code == ERROR_FILE_NOT_FOUND ? DPM_OK : fail(err, path, code); /* a drive's root may be empty */
    }
    do {
        if (!is_dots(found.cFileName)) {
            add_name(names, found.cFileName);
            (*count)++;
        }
    } while (FindNextFileW(search, &found));
    code = GetLastError();
    FindClose(search);
    if (code != ERROR_NO_MORE_FILES) {
        return fail(err, path, code);
    }
    return names->failed || !names_sort(names, *count) ? status_nomem(err) : DPM_OK;
}

/* As the path is written: what follows \\\\?\\ has backslashes alone, and C: is a folder of its own. */
void os_path_end(strbuf *path)
{
    if (!strchr("/\\:", path->ptr[path->len - 1])) {
        strbuf_addc(path, memchr(path->ptr, '\\', path->len) ? '\\' : '/');
    }
}

/* Links and junctions; other reparse points, such as those of deduplication, are ordinary files. */
bool os_is_link(const char *path)
{
    WCHAR *const wide = wide_path(path);
    if (!wide) {
        return false;
    }
    WIN32_FIND_DATAW found;
    const HANDLE search = FindFirstFileW(wide, &found);
    free(wide);
    if (search == INVALID_HANDLE_VALUE) {
        return false;
    }
    FindClose(search);
    return (found.dwFileAttributes & FILE_ATTRIBUTE_REPARSE_POINT) != 0 &&
           (found.dwReserved0 == IO_REPARSE_TAG_SYMLINK || found.dwReserved0 == IO_REPARSE_TAG_MOUNT_POINT);
}

/* Libraries take names as UTF-16 here. */
os_locale *os_locale_utf8(void)
{
    return NULL;
}

void *os_locale_use(os_locale *locale)
{
    (void)locale;
    return NULL;
}

void os_locale_restore(void *before)
{
    (void)before;
}

void os_locale_free(os_locale *locale)
{
    (void)locale;
}

dpm_status os_random(void *bytes, size_t len, dpm_error *err)
{
    return len <= UINT32_MAX && SystemFunction036(bytes, (unsigned long)len)
               ? DPM_OK
               : status_fail(err, DPM_EIO, "the system gives no random bytes");
}

uint64_t os_seed(void)
{
    uint64_t seed = 0;
    if (!SystemFunction036(&seed, sizeof seed)) {
        LARGE_INTEGER ticks;
        QueryPerformanceCounter(&ticks);
        seed = (uint64_t)ticks.QuadPart ^ (uint64_t)GetCurrentProcessId() << 40 ^ (uint64_t)(uintptr_t)&ticks;
    }
    return seed;
}

int64_t os_now(void)
{
    FILETIME now;
    GetSystemTimeAsFileTime(&now);
    return ms_of(now);
}

uint64_t os_ticks(void)
{
    LARGE_INTEGER now, second;
    QueryPerformanceCounter(&now);
    QueryPerformanceFrequency(&second);
    return (uint64_t)((double)now.QuadPart / (double)second.QuadPart * 1e9);
}

unsigned os_cores(void)
{
    SYSTEM_INFO info;
    GetSystemInfo(&info);
    return info.dwNumberOfProcessors ? (unsigned)info.dwNumberOfProcessors : 1;
}

#else
typedef int windows_is_not_used_here; /* ISO C wants a declaration in every file */
#endif
