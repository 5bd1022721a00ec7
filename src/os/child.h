/* A process of its own for work that may crash, hang or eat memory: whatever becomes of it, its parent goes on. It begins as a
 * copy of this process, runs one function, and is gone. What it has to say it writes to a pipe, which its parent reads. */
#ifndef DPM_OS_CHILD_H
#define DPM_OS_CHILD_H

#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct os_child os_child;

/* The pipe as the child sees it. */
typedef struct os_pipe {
    int fd;
} os_pipe;

/* False: the reader is gone, so the work should end. */
bool os_pipe_write(os_pipe *to, const void *bytes, size_t len);

typedef struct os_child_limits {
    unsigned cpu_seconds; /* of processor time; then it is ended */
    uint64_t memory;      /* bytes beyond what it begins with, where the system can hold it to that */
} os_child_limits;

/* Run `work` in a process of its own. It must not start threads, and its changes to memory are lost. DPM_ELIMIT:
 * this system has no such processes. */
dpm_status os_child_start(os_child **out, void (*work)(void *context, os_pipe *to), void *context, os_child_limits limits,
                          dpm_error *err);
/* Up to `cap` bytes of what it wrote; `*got` 0 once it wrote its last. */
dpm_status os_child_read(os_child *c, void *buffer, size_t cap, size_t *got, dpm_error *err);
/* End it, if it is not gone. 0: it came to its end; else the signal that ended it, or -1. NULL is allowed. */
int os_child_end(os_child *c);

#endif
