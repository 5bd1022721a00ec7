/* platform.h for POSIX. */
#ifndef _WIN32
#define _POSIX_C_SOURCE 200809L

#include "cli/platform.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

void platform_arguments(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
}

bool platform_styled(FILE *stream)
{
    const char *const term = getenv("TERM");
    return platform_is_terminal(stream) && term && strcmp(term, "dumb") != 0;
}

bool platform_is_terminal(FILE *stream)
{
    return isatty(fileno(stream)) == 1;
}

unsigned platform_columns(FILE *stream)
{
    struct winsize size = {0};
    return ioctl(fileno(stream), TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

/* A descriptor that was closed is filled by one that fails when it is used: else the next file that is opened takes its place,
 * and messages go into a report. */
static void fill_descriptor(int fd, int flags)
{
    if (fcntl(fd, F_GETFD) < 0 && errno == EBADF) {
        const int filler = open("/dev/null", flags);
        if (filler >= 0 && filler != fd) {
            dup2(filler, fd);
            close(filler);
        }
    }
}

void platform_keep_going(void)
{
    fill_descriptor(STDIN_FILENO, O_WRONLY);
    fill_descriptor(STDOUT_FILENO, O_RDONLY);
    fill_descriptor(STDERR_FILENO, O_RDONLY);
    struct sigaction action = {.sa_handler = SIG_IGN};
    sigemptyset(&action.sa_mask);
    sigaction(SIGPIPE, &action, NULL);
    sigaction(SIGXFSZ, &action, NULL);
    platform_on_interrupt(NULL);
}

bool platform_reader_gone(FILE *stream)
{
    struct pollfd end = {.fd = fileno(stream), .events = POLLOUT};
    return poll(&end, 1, 0) == 1 && (end.revents & POLLERR);
}

/* ---- interruption ---- */

static const int signals[] = {SIGINT, SIGTERM, SIGHUP};

/* Handlers have no other way to what they need. Changed while no signal can come. */
enum { PARTS_MAX = 64 };
static const char *volatile parts[PARTS_MAX]; /* files that are not whole yet */
static dpm_session *volatile running;
static volatile sig_atomic_t interruptions;

enum { INTERRUPTED = 130 };

/* Nothing half-written stays. */
static void end_now(int number)
{
    (void)number;
    for (size_t i = 0; i < PARTS_MAX; i++) {
        if (parts[i]) {
            unlink(parts[i]);
        }
    }
    _exit(INTERRUPTED);
}

static void interrupt(int number)
{
    if (interruptions++ || !running) {
        end_now(number);
    }
    dpm_session_stop(running);
}

static void note_interrupt(int number)
{
    if (interruptions++) {
        end_now(number);
    }
}

static void handle_by(void (*handler)(int))
{
    struct sigaction action = {.sa_handler = handler};
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        struct sigaction before;
        if (sigaction(signals[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN) {
            sigaction(signals[i], &action, NULL);
        }
    }
}

void platform_on_interrupt(dpm_session *session)
{
    handle_by(end_now);
    running = session;
    if (session) {
        handle_by(interrupt);
    }
}

static volatile sig_atomic_t time_is_over;

static void stop_in_time(int number)
{
    (void)number;
    time_is_over = 1;
    if (running) {
        dpm_session_stop(running);
    }
}

bool platform_stop_after(unsigned seconds)
{
    struct sigaction action = {.sa_handler = seconds ? stop_in_time : SIG_DFL};
    if (seconds) {
        sigaction(SIGALRM, &action, NULL);
    }
    alarm(seconds);
    return time_is_over;
}

void platform_watch_interrupt(void)
{
    handle_by(note_interrupt);
}

bool platform_interrupted(void)
{
    return interruptions != 0;
}

/* Put `to` in the place of `from` in the list of unfinished files, while no signal can come. */
static void set_part(const char *from, const char *to)
{
    sigset_t all, before;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, &before);
    for (size_t i = 0; i < PARTS_MAX; i++) {
        if (parts[i] == from) {
            parts[i] = to;
            break;
        }
    }
    sigprocmask(SIG_SETMASK, &before, NULL);
}

void platform_discard(char *name)
{
    if (name) {
        unlink(name);
        set_part(name, NULL);
        free(name);
    }
}

void platform_sleep(unsigned ms)
{
    const struct timespec t = {.tv_sec = ms / 1000, .tv_nsec = (long)(ms % 1000) * 1000000};
    nanosleep(&t, NULL);
}

int64_t platform_now(void)
{
    struct timespec t = {0};
    clock_gettime(CLOCK_REALTIME, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int64_t platform_ticks(void)
{
    struct timespec t = {0};
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int32_t platform_local_minutes(int64_t ms)
{
    const time_t at = (time_t)(ms / 1000);
    struct tm local = {0}, utc = {0};
    if (!localtime_r(&at, &local) || !gmtime_r(&at, &utc)) {
        return 0;
    }
    int days = local.tm_yday - utc.tm_yday;
    if (local.tm_year != utc.tm_year) {
        days = local.tm_year > utc.tm_year ? 1 : -1;
    }
    return (days * 24 + local.tm_hour - utc.tm_hour) * 60 + local.tm_min - utc.tm_min;
}

platform_kind platform_kind_of(const char *path)
{
    struct stat info;
    if (stat(path, &info) != 0) {
        return KIND_NONE;
    }
    return S_ISREG(info.st_mode) ? KIND_FILE : S_ISDIR(info.st_mode) ? KIND_FOLDER : KIND_OTHER;
}

bool platform_same_file(const char *a, const char *b)
{
    struct stat x, y;
    return stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

FILE *platform_open(const char *path, bool writes)
{
    return fopen(path, writes ? "wb" : "rb");
}

const char *platform_words(int why)
{
    return strerror(why);
}

/* mkstemp makes files for their owner alone; a report is a file like any other. */
static void give_usual_mode(int file)
{
    const mode_t mask = umask(0);
    umask(mask);
    (void)!fchmod(file, 0666 & ~mask);
}

FILE *platform_open_private(const char *path, char **name)
{
    static const char ending[] = ".part-XXXXXX";
    const size_t cap = strlen(path) + sizeof ending;
    char *const own = malloc(cap);
    if (!own) {
        return NULL;
    }
    snprintf(own, cap, "%s%s", path, ending);
    sigset_t all, before;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, &before);
    const int file = mkstemp(own);
    if (file >= 0) {
        set_part(NULL, own);
    }
    sigprocmask(SIG_SETMASK, &before, NULL);
    FILE *const stream = file >= 0 ? fdopen(file, "wb") : NULL;
    if (!stream) {
        const int why = errno;
        if (file >= 0) {
            close(file);
            unlink(own);
            set_part(own, NULL);
        }
        free(own);
        errno = why;
        return NULL;
    }
    *name = own;
    return stream;
}

FILE *platform_open_beside(const char *path, char **name)
{
    FILE *const stream = platform_open_private(path, name);
    if (stream) {
        give_usual_mode(fileno(stream));
    }
    return stream;
}

bool platform_close(FILE *stream)
{
    bool good = fflush(stream) == 0 && !ferror(stream);
    good = good && (fsync(fileno(stream)) == 0 || errno == EINVAL || errno == ENOTSUP);
    const int why = errno;
    const bool closed = fclose(stream) == 0;
    if (!good) {
        errno = why;
    }
    return good && closed;
}

/* True where `path` has become what `name` was. */
static bool publish(const char *name, const char *path, bool replace)
{
    if (replace) {
        return rename(name, path) == 0;
    }
    if (link(name, path) == 0) {
        unlink(name);
        return true;
    }
    if (errno == EEXIST) {
        return false;
    }
    /* a file system without hard links */
    struct stat info;
    if (lstat(path, &info) == 0) {
        errno = EEXIST;
        return false;
    }
    return rename(name, path) == 0;
}

bool platform_publish(char *name, const char *path, bool replace)
{
    const bool good = publish(name, path, replace);
    const int why = errno;
    if (good) {
        set_part(name, NULL);
        free(name);
    } else {
        platform_discard(name);
    }
    errno = why;
    return good;
}

bool platform_make_folder(const char *path)
{
    char own[4096];
    const size_t len = strlen(path);
    if (len >= sizeof own) {
        errno = ENAMETOOLONG;
        return false;
    }
    memcpy(own, path, len + 1);
    for (size_t i = 1; i <= len; i++) {
        if (own[i] == '/' || own[i] == '\0') {
            const char kept = own[i];
            own[i] = '\0';
            if (mkdir(own, 0777) != 0 && errno != EEXIST) {
                return false;
            }
            own[i] = kept;
        }
    }
    return platform_kind_of(path) == KIND_FOLDER;
}

void platform_set_time(const char *path, int64_t ms)
{
    const struct timespec time = {.tv_sec = (time_t)(ms / 1000), .tv_nsec = (long)(ms % 1000) * 1000000};
    const struct timespec times[] = {time, time};
    (void)utimensat(AT_FDCWD, path, times, 0);
}

void platform_each(const char *folder, const char *prefix, void (*found)(void *context, const char *path), void *context)
{
    DIR *const dir = opendir(folder);
    if (!dir) {
        return;
    }
    for (const struct dirent *entry = readdir(dir); entry; entry = readdir(dir)) {
        if (strncmp(entry->d_name, prefix, strlen(prefix)) == 0) {
            char path[4096];
            const int len = snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
            if (len > 0 && (size_t)len < sizeof path) {
                found(context, path);
            }
        }
    }
    closedir(dir);
}

/* Shells do. */
bool platform_expand(const char *word, void (*found)(void *context, const char *path), void *context)
{
    (void)word;
    (void)found;
    (void)context;
    return false;
}

void platform_spell(char *path)
{
    (void)path;
}

/* What a mounted disk of a server is named by. */
void platform_each_programs(void (*found)(void *context, const char *path), void *context)
{
    const char *const programs = getenv("ProgramFiles");
    if (programs && *programs) {
        found(context, programs);
    }
}

void platform_each_installed(void (*found)(void *context, const char *path), void *context)
{
    (void)found;
    (void)context;
}

/* ---- locks ---- */

bool platform_lock(const char *path, long *holder)
{
    struct flock all = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    *holder = 0;
    const int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600); /* closed when the program ends */
    if (file < 0) {
        return false;
    }
    if (fcntl(file, F_SETLK, &all) == 0) {
        return true;
    }
    const int why = errno;
    if (fcntl(file, F_GETLK, &all) == 0 && all.l_type != F_UNLCK) {
        *holder = (long)all.l_pid;
    }
    close(file);
    errno = why;
    return false;
}

const char *platform_machine(void)
{
    static char name[256];
    if (gethostname(name, sizeof name - 1) != 0) {
        name[0] = '\0';
    }
    return name;
}
#endif
