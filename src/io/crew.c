/* Threads that take the next items until there are none. */
#include "io/crew.h"

#include "os/thread.h"

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>

enum { CREW_MAX = 64, AT_ONCE = 4 }; /* items taken at once, so that the lock is not what they wait for */

struct crew {
    os_lock *lock;
    os_thread *threads[CREW_MAX];
    unsigned jobs, started; /* threads beside the caller's */
    /* under the lock */
    void (*work)(void *context, size_t index);
    void *context;
    size_t next, count; /* items to take */
    unsigned busy;      /* threads at work on them */
    bool closing;
};

crew *crew_new(unsigned jobs)
{
    crew *const c = calloc(1, sizeof *c);
    os_lock *const lock = c ? os_lock_new() : NULL;
    if (!lock) {
        free(c);
        return NULL;
    }
    c->lock = lock;
    c->jobs = jobs == 0 ? 0 : jobs <= CREW_MAX ? jobs - 1 : CREW_MAX - 1;
    return c;
}

/* Take items until there are none. The lock is held on entry and on return. */
static void take_items(crew *c)
{
    c->busy++;
    while (c->next < c->count) {
        const size_t from = c->next, to = c->count - from > AT_ONCE ? from + AT_ONCE : c->count;
        c->next = to;
        os_lock_give(c->lock);
        for (size_t i = from; i < to; i++) {
            c->work(c->context, i);
        }
        os_lock_take(c->lock);
    }
    c->busy--;
}

static void serve(void *context)
{
    crew *const c = context;
    os_lock_take(c->lock);
    while (!c->closing) {
        if (c->next < c->count) {
            take_items(c);
            os_lock_wake(c->lock);
        } else {
            os_lock_wait(c->lock);
        }
    }
    os_lock_give(c->lock);
}

/* Where the system has no more threads, there are fewer. */
static void start(crew *c)
{
    while (c->started < c->jobs && os_thread_start(&c->threads[c->started], serve, c) >= 0) {
        c->started++;
    }
    c->jobs = c->started;
}

void crew_run(crew *c, size_t count, void (*work)(void *context, size_t index), void *context)
{
    assert(work);
    if (!c || c->jobs == 0 || count <= AT_ONCE) {
        for (size_t i = 0; i < count; i++) {
            work(context, i);
        }
        return;
    }
    start(c);
    os_lock_take(c->lock);
    c->work = work;
    c->context = context;
    c->next = 0;
    c->count = count;
    os_lock_wake(c->lock);
    take_items(c);
    while (c->busy > 0) {
        os_lock_wait(c->lock);
    }
    c->count = 0;
    os_lock_give(c->lock);
}

void crew_free(crew *c)
{
    if (!c) {
        return;
    }
    os_lock_take(c->lock);
    c->closing = true;
    os_lock_wake(c->lock);
    os_lock_give(c->lock);
    for (unsigned i = 0; i < c->started; i++) {
        os_thread_join(c->threads[i]);
    }
    os_lock_free(c->lock);
    free(c);
}
