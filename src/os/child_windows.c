/* Windows has no fork(). */
#if defined(_WIN32)
#include "os/child.h"

bool os_pipe_write(os_pipe *to, const void *bytes, size_t len)
{
    (void)to;
    (void)bytes;
    (void)len;
    return false;
}

dpm_status os_child_start(os_child **out, void (*work)(void *context, os_pipe *to), void *context, os_child_limits limits,
                          dpm_error *err)
{
    (void)work;
    (void)context;
    (void)limits;
    *out = NULL;
    return status_fail(err, DPM_ELIMIT, "this system has no processes that could read it apart");
}

dpm_status os_child_read(os_child *c, void *buffer, size_t cap, size_t *got, dpm_error *err)
{
    (void)c;
    (void)buffer;
    (void)cap;
    *got = 0;
    return status_fail(err, DPM_ELIMIT, "no process");
}

int os_child_end(os_child *c)
{
    (void)c;
    return 0;
}
#endif
