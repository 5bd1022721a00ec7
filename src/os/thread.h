/* Threads, locks and conditions, as little of them as dpmlog needs. */
#ifndef DPM_OS_THREAD_H
#define DPM_OS_THREAD_H

#include "base/status.h"

typedef struct os_thread os_thread;
typedef struct os_lock os_lock; /* a mutex with one condition */

/* Run `work` in a thread of its own. DPM_ELIMIT when the system has no more threads. */
dpm_status os_thread_start(os_thread **out, void (*work)(void *context), void *context);
/* Wait for its end and free it. NULL is allowed. */
void os_thread_join(os_thread *thread);

os_lock *os_lock_new(void); /* NULL when memory ran out */
void os_lock_free(os_lock *lock);
void os_lock_take(os_lock *lock);
void os_lock_give(os_lock *lock);
/* Wait for os_lock_wake; the lock is given away meanwhile. May return early. */
void os_lock_wait(os_lock *lock);
/* Wake all waiting threads. */
void os_lock_wake(os_lock *lock);

#endif
