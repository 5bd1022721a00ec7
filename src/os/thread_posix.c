/* Threads over pthread. */
#define _POSIX_C_SOURCE 200809L
#include "os/thread.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

struct os_thread {
    pthread_t id;
    void (*work)(void *context);
    void *context;
};

struct os_lock {
    pthread_mutex_t mutex;
    pthread_cond_t condition;
};

static void *run(void *argument)
{
    os_thread *const thread = argument;
    thread->work(thread->context);
    return NULL;
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
    /* signals are for the program's own threads */
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    const int failed = pthread_create(&thread->id, NULL, run, thread);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (failed) {
        free(thread);
        return DPM_ELIMIT;
    }
    *out = thread;
    return DPM_OK;
}

void os_thread_join(os_thread *thread)
{
    if (thread) {
        pthread_join(thread->id, NULL);
        free(thread);
    }
}

os_lock *os_lock_new(void)
{
    os_lock *const lock = calloc(1, sizeof *lock);
    if (lock && (pthread_mutex_init(&lock->mutex, NULL) != 0 || pthread_cond_init(&lock->condition, NULL) != 0)) {
        free(lock);
        return NULL;
    }
    return lock;
}

void os_lock_free(os_lock *lock)
{
    if (lock) {
        pthread_cond_destroy(&lock->condition);
        pthread_mutex_destroy(&lock->mutex);
        free(lock);
    }
}

void os_lock_take(os_lock *lock)
{
    pthread_mutex_lock(&lock->mutex);
}

void os_lock_give(os_lock *lock)
{
    pthread_mutex_unlock(&lock->mutex);
}

void os_lock_wait(os_lock *lock)
{
    pthread_cond_wait(&lock->condition, &lock->mutex);
}

void os_lock_wake(os_lock *lock)
{
    pthread_cond_broadcast(&lock->condition);
}
