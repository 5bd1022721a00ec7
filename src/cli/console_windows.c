/* platform.h for Windows: arguments, the console, interruption. */
#ifdef _WIN32
#define WIN32_LEAN_AND_MEAN
#define NOMINMAX
#ifndef _WIN32_WINNT
#define _WIN32_WINNT 0x0601
#endif

#include "cli/console_windows.h"
#include "cli/platform.h"
#include "os/wide_windows.h"

#include <fcntl.h>
#include <io.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

#include <shellapi.h>
#include <tlhelp32.h>

#ifndef ENABLE_VIRTUAL_TERMINAL_PROCESSING
#define ENABLE_VIRTUAL_TERMINAL_PROCESSING 0x0004
#endif

enum { STREAM_BYTES = 64 << 10, PARTS_MAX = 64, INTERRUPTED = 130 };

static HANDLE handle_of(FILE *stream)
{
    return (HANDLE)_get_osfhandle(_fileno(stream));
}

/* ---- arguments and streams ---- */

/* The C library's own have lost what the code page lacks. Never freed: they live as long as the program. */
void platform_arguments(int *argc, char ***argv)
{
    int count = 0;
    wchar_t **const wide = CommandLineToArgvW(GetCommandLineW(), &count);
    char **const own = wide ? calloc((size_t)count + 1, sizeof *own) : NULL;
    bool good = own != NULL;
    for (int i = 0; good && i < count; i++) {
        own[i] = narrow_text(wide[i]);
        good = own[i] != NULL;
    }
    if (good) {
        *argc = count;
        *argv = own;
    }
    if (wide) {
        LocalFree(wide);
    }
}

bool platform_is_terminal(FILE *stream)
{
    DWORD mode = 0;
    return GetConsoleMode(handle_of(stream), &mode) != 0;
}

/* Consoles before Windows 10 and Server 2016 refuse. */
bool platform_styled(FILE *stream)
{
    DWORD mode = 0;
    return GetConsoleMode(handle_of(stream), &mode) &&
           SetConsoleMode(handle_of(stream), mode | ENABLE_VIRTUAL_TERMINAL_PROCESSING);
}

unsigned platform_columns(FILE *stream)
{
    CONSOLE_SCREEN_BUFFER_INFO info;
    return GetConsoleScreenBufferInfo(handle_of(stream), &info) ? (unsigned)(info.srWindow.Right - info.srWindow.Left + 1) : 0;
}

static volatile LONG interruptions;
static UINT page_before; /* 0: as it was */

static void restore_page(void)
{
    if (page_before) {
        SetConsoleOutputCP(page_before);
    }
}

/* A double click opened the console for this program alone: it would close before anybody has read it. */
static void wait_for_reader(void)
{
    DWORD own[2];
    if (!interruptions && platform_is_terminal(stdout) && platform_is_terminal(stdin) && GetConsoleProcessList(own, 2) == 1) {
        fputs("\nPress Enter to close this window.", stderr);
        fflush(NULL);
        (void)getchar();
    }
}

/* Text streams would write CRLF and end at 0x1A; what is not a file would be written byte by byte. */
void platform_keep_going(void)
{
    FILE *const streams[] = {stdin, stdout, stderr};
    for (size_t i = 0; i < sizeof streams / sizeof *streams; i++) {
        (void)_setmode(_fileno(streams[i]), _O_BINARY);
    }
    setvbuf(stdout, NULL, _IOFBF, STREAM_BYTES);
    setvbuf(stderr, NULL, _IOFBF, BUFSIZ); /* flushed by whoever writes a line */
    if (platform_is_terminal(stdout) || platform_is_terminal(stderr)) {
        page_before = GetConsoleOutputCP();
        SetConsoleOutputCP(CP_UTF8);
        atexit(restore_page);
    }
    atexit(wait_for_reader);
    platform_on_interrupt(NULL);
}

/* The C library tells a closed pipe from other errors by no errno that can be relied on. */
bool platform_reader_gone(FILE *stream)
{
    return ferror(stream) && GetFileType(handle_of(stream)) == FILE_TYPE_PIPE;
}

/* ---- interruption, which comes in a thread of its own ---- */

static SRWLOCK guard = SRWLOCK_INIT;
static const char *parts[PARTS_MAX]; /* files that are not whole yet */
static dpm_session *running;
static bool noted_only;
static volatile LONG time_is_over;

void console_keep_part(const char *from, const char *to)
{
    AcquireSRWLockExclusive(&guard);
    for (size_t i = 0; i < PARTS_MAX; i++) {
        if (parts[i] == from) {
            parts[i] = to;
            break;
        }
    }
    ReleaseSRWLockExclusive(&guard);
}

/* Nothing half-written stays. The guard is held. */
static void end_now(void)
{
    for (size_t i = 0; i < PARTS_MAX; i++) {
        wchar_t *const wide = parts[i] ? wide_path(parts[i]) : NULL;
        if (wide) {
            DeleteFileW(wide);
        }
        free(wide);
    }
    restore_page();
    TerminateProcess(GetCurrentProcess(), INTERRUPTED);
}

/* A read of a pipe or a share that waits ends now. */
static void end_reads(void)
{
    THREADENTRY32 entry = {.dwSize = sizeof entry};
    const HANDLE all = CreateToolhelp32Snapshot(TH32CS_SNAPTHREAD, 0);
    if (all == INVALID_HANDLE_VALUE) {
        return;
    }
    for (BOOL more = Thread32First(all, &entry); more; more = Thread32Next(all, &entry)) {
        const bool other = entry.th32OwnerProcessID == GetCurrentProcessId() && entry.th32ThreadID != GetCurrentThreadId();
        const HANDLE thread = other ? OpenThread(THREAD_TERMINATE, FALSE, entry.th32ThreadID) : NULL;
        if (thread) {
            CancelSynchronousIo(thread);
            CloseHandle(thread);
        }
    }
    CloseHandle(all);
}

static BOOL WINAPI interrupt(DWORD event)
{
    (void)event;
    AcquireSRWLockExclusive(&guard);
    if (InterlockedIncrement(&interruptions) > 1 || !(running || noted_only)) {
        end_now();
    }
    if (running) {
        dpm_session_stop(running);
        end_reads();
    }
    ReleaseSRWLockExclusive(&guard);
    return TRUE;
}

void platform_on_interrupt(dpm_session *session)
{
    AcquireSRWLockExclusive(&guard);
    running = session;
    noted_only = false;
    ReleaseSRWLockExclusive(&guard);
    SetConsoleCtrlHandler(interrupt, FALSE);
    SetConsoleCtrlHandler(interrupt, TRUE);
}

void platform_watch_interrupt(void)
{
    AcquireSRWLockExclusive(&guard);
    noted_only = true;
    ReleaseSRWLockExclusive(&guard);
}

bool platform_interrupted(void)
{
    return interruptions != 0;
}

static void CALLBACK stop_in_time(void *context, BOOLEAN fired)
{
    (void)context;
    (void)fired;
    InterlockedExchange(&time_is_over, 1);
    AcquireSRWLockExclusive(&guard);
    if (running) {
        dpm_session_stop(running);
        end_reads();
    }
    ReleaseSRWLockExclusive(&guard);
}

bool platform_stop_after(unsigned seconds)
{
    static HANDLE timer;
    if (timer) {
        (void)DeleteTimerQueueTimer(NULL, timer, INVALID_HANDLE_VALUE);
        timer = NULL;
    }
    if (seconds) {
        const DWORD ms = seconds < UINT32_MAX / 1000 ? seconds * 1000 : UINT32_MAX - 1;
        (void)CreateTimerQueueTimer(&timer, NULL, stop_in_time, NULL, ms, 0, WT_EXECUTEONLYONCE);
    }
    return time_is_over != 0;
}

void platform_sleep(unsigned ms)
{
    enum { STEP_MS = 50 };
    for (unsigned slept = 0; slept < ms && !platform_interrupted(); slept += STEP_MS) {
        Sleep(ms - slept < STEP_MS ? ms - slept : STEP_MS);
    }
}

#else
typedef int console_windows_is_not_used_here; /* ISO C wants a declaration in every file */
#endif
