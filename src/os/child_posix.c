/* Children by fork(). Of a process with threads only the one that forks lives on in the child; the C library keeps malloc usable
 * there, and more is not asked of it. */
#if !defined(_WIN32)
#define _GNU_SOURCE
#include "os/child.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

struct os_child {
    pid_t pid;
    int fd;
};

bool os_pipe_write(os_pipe *to, const void *bytes, size_t len)
{
    const char *at = bytes;
    while (len) {
        const ssize_t n = write(to->fd, at, len);
        if (n < 0 && errno != EINTR) {
            return false;
        }
        at += n > 0 ? n : 0;
        len -= n > 0 ? (size_t)n : 0;
    }
    return true;
}

static void set_limit(int what, rlim_t value)
{
    const struct rlimit limit = {value, value};
    setrlimit(what, &limit);
}

/* Sanitizers reserve terabytes of addresses: a limit on them would end the child at once. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define HAS_SANITIZER 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define HAS_SANITIZER 1
#endif

/* The limit on addresses that leaves `more` bytes to the child; 0: none. Asked before the fork. */
static rlim_t memory_limit(uint64_t more)
{
#if defined(HAS_SANITIZER)
    (void)more;
    return 0;
#else
    char text[64] = "";
    FILE *const f = more ? fopen("/proc/self/statm", "r") : NULL;
    if (f) {
        if (!fgets(text, sizeof text, f)) {
            text[0] = '\0';
        }
        fclose(f);
    }
    const unsigned long long pages = strtoull(text, NULL, 10); /* the first number: all that is mapped */
    return pages ? (rlim_t)(pages * (unsigned long long)sysconf(_SC_PAGESIZE) + more) : 0;
#endif
}

static void confine(os_child_limits limits, rlim_t memory)
{
    static const int ours[] = {SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGXCPU, SIGXFSZ};
    for (size_t i = 0; i < sizeof ours / sizeof *ours; i++) {
        signal(ours[i], SIG_DFL);
    }
    set_limit(RLIMIT_CORE, 0);
    set_limit(RLIMIT_FSIZE, 0);
    if (limits.cpu_seconds) {
        set_limit(RLIMIT_CPU, limits.cpu_seconds);
    }
    if (memory) {
        set_limit(RLIMIT_AS, memory);
    }
}

static dpm_status fail(dpm_error *err)
{
    return status_fail(err, DPM_EIO, "cannot start a process of its own: %s", strerror(errno));
}

dpm_status os_child_start(os_child **out, void (*work)(void *context, os_pipe *to), void *context, os_child_limits limits,
                          dpm_error *err)
{
    int ends[2];
    *out = NULL;
    os_child *const c = malloc(sizeof *c);
    if (!c) {
        return status_nomem(err);
    }
    if (pipe(ends) < 0) {
        free(c);
        return fail(err);
    }
    const rlim_t memory = memory_limit(limits.memory);
    const pid_t pid = fork();
    if (pid == 0) {
        os_pipe to = {ends[1]};
        close(ends[0]);
        confine(limits, memory);
        work(context, &to);
        _exit(0);
    }
    close(ends[1]);
    if (pid < 0) {
        close(ends[0]);
        free(c);
        return fail(err);
    }
    *c = (os_child){pid, ends[0]};
    *out = c;
    return DPM_OK;
}

dpm_status os_child_read(os_child *c, void *buffer, size_t cap, size_t *got, dpm_error *err)
{
    for (;;) {
        const ssize_t n = read(c->fd, buffer, cap);
        if (n >= 0) {
            *got = (size_t)n;
            return DPM_OK;
        }
        if (errno != EINTR) {
            *got = 0;
            return status_fail(err, DPM_EIO, "cannot read from a process of its own: %s", strerror(errno));
        }
    }
}

int os_child_end(os_child *c)
{
    int status = 0;
    if (!c) {
        return 0;
    }
    close(c->fd); /* one that still writes is ended by that, or by its limit */
    pid_t ended;
    do {
        ended = waitpid(c->pid, &status, 0);
    } while (ended < 0 && errno == EINTR);
    free(c);
    if (ended < 0) { /* the program ignores its children: how it ended is unknown */
        return 0;
    }
    return WIFSIGNALED(status) ? WTERMSIG(status) : WIFEXITED(status) && WEXITSTATUS(status) == 0 ? 0 : -1;
}
#endif
