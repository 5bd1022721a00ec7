/* Threads over Win32. */
#include "os/thread.h"

#include <stdlib.h>
#include <windows.h>

struct os_thread {
    HANDLE handle;
    void (*work)(void *context);
    void *context;
};

struct os_lock {
    SRWLOCK lock;
    CONDITION_VARIABLE condition;
};

static DWORD WINAPI run(LPVOID argument)
{
    os_thread *const thread = argument;
    thread->work(thread->context);
    return 0;
}

dpm_status os_thread_start(os_thread **out, void (*work)(void *context), void *context)
{
    os_thread *const thread = calloc(1, sizeof *thread);
    *out = NULL;
    if (!thread) {
        return DPM_ENOMEM;
    }
    thread->work = work;
    thread->context = context;
    thread->handle = CreateThread(NULL, 0, run, thread, 0, NULL);
    if (!thread->handle) {
        free(thread);
        return DPM_ELIMIT;
    }
    *out = thread;
    return DPM_OK;
}

void os_thread_join(os_thread *thread)
{
    if (thread) {
        WaitForSingleObject(thread->handle, INFINITE);
        CloseHandle(thread->handle);
        free(thread);
    }
}

os_lock *os_lock_new(void)
{
    os_lock *const lock = calloc(1, sizeof *lock);
    if (lock) {
        InitializeSRWLock(&lock->lock);
        InitializeConditionVariable(&lock->condition);
    }
    return lock;
}

void os_lock_free(os_lock *lock)
{
    free(lock);
}

void os_lock_take(os_lock *lock)
{
    AcquireSRWLockExclusive(&lock->lock);
}

void os_lock_give(os_lock *lock)
{
    ReleaseSRWLockExclusive(&lock->lock);
}

void os_lock_wait(os_lock *lock)
{
    SleepConditionVariableSRW(&lock->condition, &lock->lock, INFINITE, 0);
}

void os_lock_wake(os_lock *lock)
{
    WakeAllConditionVariable(&lock->condition);
}
