/* os.h for POSIX systems. Calls that a signal interrupted are made again. */
#ifndef _WIN32
#define _POSIX_C_SOURCE 200809L
#define _FILE_OFFSET_BITS 64

#include "os/names.h"
#include "os/os.h"

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { READ_MAX = 1 << 30 }; /* some systems refuse more than INT_MAX bytes at once */

struct os_file {
    int fd;
    bool owned; /* os_close closes it */
    os_info opened;
};

enum { WORDS_CAP = 200 };

static const char *system_words(int code, char words[WORDS_CAP])
{
    if (strerror_r(code, words, WORDS_CAP) != 0) {
        snprintf(words, WORDS_CAP, "error %d", code);
    }
    return words;
}

static dpm_status fail(dpm_error *err, const char *path, int code)
{
    char words[WORDS_CAP];
    return status_fail_path(err, DPM_EIO, path, "%s", system_words(code, words));
}

/* The same where no path is known: `what` says what was done. */
static dpm_status fail_doing(dpm_error *err, const char *what, int code)
{
    char words[WORDS_CAP];
    return status_fail(err, DPM_EIO, "%s: %s", what, system_words(code, words));
}

static dpm_status fail_read(dpm_error *err, int code)
{
    return code == ENOMEM ? status_nomem(err) : fail_doing(err, "read", code);
}

static os_info info_of(const struct stat *s)
{
    os_info info = {.kind = S_ISREG(s->st_mode) ? OS_FILE : S_ISDIR(s->st_mode) ? OS_FOLDER : OS_OTHER};
    info.size = info.kind == OS_FILE && s->st_size > 0 ? (uint64_t)s->st_size : 0;
    info.mtime = (int64_t)s->st_mtim.tv_sec * 1000 + s->st_mtim.tv_nsec / 1000000;
    info.device = (uint64_t)s->st_dev;
    info.inode = (uint64_t)s->st_ino;
    return info;
}

dpm_status os_stat(const char *path, os_info *out, dpm_error *err)
{
    struct stat s;
    int code;
    do {
        code = stat(path, &s);
    } while (code != 0 && errno == EINTR);
    if (code != 0) {
        *out = (os_info){.kind = OS_MISSING};
        return errno == ENOENT || errno == ENOTDIR ? DPM_OK : fail(err, path, errno);
    }
    *out = info_of(&s);
    return DPM_OK;
}

static dpm_status wrap(os_file **out, int fd, bool owned, dpm_error *err)
{
    *out = malloc(sizeof **out);
    if (!*out) {
        return status_nomem(err);
    }
    **out = (os_file){fd, owned, {.kind = OS_OTHER}};
    return DPM_OK;
}

dpm_status os_open(os_file **out, const char *path, dpm_error *err)
{
    *out = NULL;
    /* a pipe that has no writer blocks here, and in os_read: a signal ends that, so that an interrupted run can report */
    const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0) {
        return fail(err, path, errno);
    }
    struct stat s;
    const bool known = fstat(fd, &s) == 0;
    if (known && S_ISDIR(s.st_mode)) { /* opens here but not on Windows, and cannot be read anywhere */
        close(fd);
        return fail(err, path, EISDIR);
    }
    const dpm_status status = wrap(out, fd, true, err);
    if (status < 0) {
        close(fd);
    } else if (known) {
        (*out)->opened = info_of(&s);
    }
    return status;
}

const os_info *os_opened(const os_file *file)
{
    return &file->opened;
}

dpm_status os_open_stdin(os_file **out, dpm_error *err)
{
    return wrap(out, STDIN_FILENO, false, err);
}

dpm_status os_read(os_file *file, void *buffer, size_t cap, size_t *got, dpm_error *err)
{
    const ssize_t n = read(file->fd, buffer, cap < READ_MAX ? cap : READ_MAX);
    *got = n > 0 ? (size_t)n : 0;
    return n < 0 ? fail_read(err, errno) : DPM_OK;
}

dpm_status os_read_at(os_file *file, uint64_t offset, void *buffer, size_t cap, size_t *got, dpm_error *err)
{
    *got = 0;
    if (offset > INT64_MAX) {
        return fail_read(err, EOVERFLOW);
    }
    ssize_t n;
    do {
        n = pread(file->fd, buffer, cap < READ_MAX ? cap : READ_MAX, (off_t)offset);
    } while (n < 0 && errno == EINTR);
    *got = n > 0 ? (size_t)n : 0;
    return n < 0 ? fail_read(err, errno) : DPM_OK;
}

dpm_status os_file_info(os_file *file, os_info *out, dpm_error *err)
{
    struct stat s;
    if (fstat(file->fd, &s) != 0) {
        *out = (os_info){.kind = OS_OTHER};
        return fail_doing(err, "stat", errno);
    }
    *out = info_of(&s);
    return DPM_OK;
}

/* Linux makes files without a name; elsewhere the name goes at once. */
static int open_unnamed(const char *folder)
{
    int fd = -1;
#ifdef __O_TMPFILE
    do {
        fd = open(folder, __O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    } while (fd < 0 && errno == EINTR);
#endif
    char path[64];
    const int len = snprintf(path, sizeof path, "%s/dpmlog_XXXXXX", folder);
    if (fd < 0 && len > 0 && (size_t)len < sizeof path) {
        fd = mkstemp(path);
        if (fd >= 0) {
            unlink(path);
            fcntl(fd, F_SETFD, FD_CLOEXEC);
        }
    }
    return fd;
}

/* /var/tmp first: it is made for what is large, and /tmp often is in memory. */
dpm_status os_temp_file(os_file **out, dpm_error *err)
{
    static const char *const folders[] = {"/var/tmp", "/tmp"};
    *out = NULL;
    int fd = -1;
    for (size_t i = 0; fd < 0 && i < sizeof folders / sizeof *folders; i++) {
        fd = open_unnamed(folders[i]);
    }
    if (fd < 0) {
        return fail_doing(err, "a temporary file in /var/tmp or /tmp", errno);
    }
    const dpm_status status = wrap(out, fd, true, err);
    if (status < 0) {
        close(fd);
    }
    return status;
}

dpm_status os_write(os_file *file, const void *bytes, size_t len, dpm_error *err)
{
    const char *at = bytes;
    while (len) {
        const ssize_t n = write(file->fd, at, len < READ_MAX ? len : READ_MAX);
        if (n < 0 && errno != EINTR) {
            return fail_doing(err, "write to a temporary file", errno);
        }
        at += n > 0 ? n : 0;
        len -= n > 0 ? (size_t)n : 0;
    }
    return DPM_OK;
}

void os_close(os_file *file)
{
    if (!file) {
        return;
    }
    if (file->owned) {
        close(file->fd);
    }
    free(file);
}

/* A descriptor's own name; Linux opens by it what has no other name any more. */
bool os_file_path(os_file *file, char *out, size_t cap)
{
    const int len = snprintf(out, cap, "/dev/fd/%d", file->fd);
    return len > 0 && (size_t)len < cap;
}

static bool is_dots(const char *name)
{
    return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

dpm_status os_list(const char *path, strbuf *names, size_t *count, dpm_error *err)
{
    strbuf_clear(names);
    *count = 0;
    DIR *const folder = opendir(path);
    if (!folder) {
        return errno == ENOMEM ? status_nomem(err) : fail(err, path, errno);
    }
    const struct dirent *entry;
    errno = 0;
    while ((entry = readdir(folder)) != NULL) {
        if (!is_dots(entry->d_name)) {
            strbuf_add(names, (dpm_span){entry->d_name, strlen(entry->d_name) + 1});
            (*count)++;
        }
        errno = 0;
    }
    const int code = errno;
    closedir(folder);
    if (code != 0) {
        return fail(err, path, code);
    }
    return names->failed || !names_sort(names, *count) ? status_nomem(err) : DPM_OK;
}

void os_path_end(strbuf *path)
{
    if (path->ptr[path->len - 1] != '/') {
        strbuf_addc(path, '/');
    }
}

bool os_is_link(const char *path)
{
    struct stat s;
    return lstat(path, &s) == 0 && S_ISLNK(s.st_mode);
}

dpm_status os_load(const char *library, const char *const *names, size_t count, void *table, dpm_error *err)
{
    void *const handle = dlopen(library, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    bool found = handle != NULL;
    for (size_t i = 0; i < count && found; i++) {
        void *const symbol = dlsym(handle, names[i]);
        found = symbol != NULL;
        memcpy((char *)table + i * sizeof symbol, &symbol, sizeof symbol); /* ISO C has no cast to a function */
    }
    dpm_status status = DPM_OK;
    if (!found) {
        const char *const words = dlerror();
        void *const byte = malloc(1); /* dlerror does not tell whether memory ran out */
        status = byte ? status_fail(err, DPM_ELIMIT, "%s cannot be loaded: %s", library, words ? words : "it lacks a function")
                      : status_nomem(err);
        free(byte);
    }
    if (handle) {
        dlclose(handle);
    }
    return status;
}

/* Where the system has no randomness to give, the clock and the addresses of this process are what is left. */
static uint64_t poor_seed(void)
{
    struct timespec now = {0};
    clock_gettime(CLOCK_MONOTONIC, &now);
    const uint64_t mix = (uint64_t)now.tv_sec * 1000000007u ^ (uint64_t)now.tv_nsec << 20 ^ (uint64_t)(uintptr_t)&now;
    return mix ^ (uint64_t)getpid() << 40;
}

os_locale *os_locale_utf8(void)
{
    static const char *const names[] = {"C.UTF-8", "C.utf8", "en_US.UTF-8", "UTF-8"};
    locale_t found = (locale_t)0;
    for (size_t i = 0; i < sizeof names / sizeof *names && found == (locale_t)0; i++) {
        found = newlocale(LC_CTYPE_MASK, names[i], (locale_t)0);
    }
    return (os_locale *)found;
}

void *os_locale_use(os_locale *locale)
{
    return locale ? uselocale((locale_t)locale) : NULL;
}

void os_locale_restore(void *before)
{
    if (before) {
        uselocale((locale_t)before);
    }
}

void os_locale_free(os_locale *locale)
{
    if (locale) {
        freelocale((locale_t)locale);
    }
}

dpm_status os_random(void *bytes, size_t len, dpm_error *err)
{
    size_t got = 0;
    os_file *file;
    TRY(os_open(&file, "/dev/urandom", err));
    const dpm_status status = os_read(file, bytes, len, &got, err);
    os_close(file);
    return status >= 0 && got < len ? status_fail(err, DPM_EIO, "/dev/urandom: gives no random bytes") : status;
}

uint64_t os_seed(void)
{
    uint64_t seed = 0;
    size_t got = 0;
    os_file *file;
    if (os_open(&file, "/dev/urandom", NULL) == DPM_OK) {
        os_read(file, &seed, sizeof seed, &got, NULL);
        os_close(file);
    }
    return got == sizeof seed ? seed : seed ^ poor_seed();
}

int64_t os_now(void)
{
    struct timespec now = {0};
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

uint64_t os_ticks(void)
{
    struct timespec now = {0};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

unsigned os_cores(void)
{
    const long count = sysconf(_SC_NPROCESSORS_ONLN);
    return count > 0 && count < 4096 ? (unsigned)count : 1;
}

#else
typedef int posix_is_not_used_here; /* ISO C wants a declaration in every file */
#endif
