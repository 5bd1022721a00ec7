/* Runs commands by turns, several times each, and prints for each: name, median and best wall time in seconds, peak resident
 * memory in KiB, exit code; TAB-separated. Their standard output goes to a file: a searcher that sees /dev/null stops at the first hit.
 *     measure RUNS NAME COMMAND [ARGUMENT...] [-- NAME COMMAND [ARGUMENT...]]... */
#define _DEFAULT_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { COMMANDS_MAX = 16, RUNS_MAX = 101 };

struct command {
    char **argv; /* [0] is the name, the command begins at [1] */
    double seconds[RUNS_MAX];
    long peak_kib;
    int exit_code;
};

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int run(struct command *c, int nr, FILE *sink)
{
    rewind(sink);
    if (ftruncate(fileno(sink), 0) != 0) {
        return -1;
    }
    const double begun = now();
    const pid_t child = fork();
    if (child < 0) {
        return -1;
    }
    if (child == 0) {
        dup2(fileno(sink), STDOUT_FILENO);
        execvp(c->argv[1], c->argv + 1);
        perror(c->argv[1]);
        _exit(127);
    }
    int status;
    struct rusage usage;
    if (wait4(child, &status, 0, &usage) != child) {
        return -1;
    }
    c->seconds[nr] = now() - begun;
    c->peak_kib = usage.ru_maxrss > c->peak_kib ? usage.ru_maxrss : c->peak_kib;
    c->exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return 0;
}

static int by_time(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Split at "--": each part is a name and a command. */
static int parse(char **argv, struct command *commands)
{
    int count = 0;
    while (*argv && count < COMMANDS_MAX) {
        commands[count++] = (struct command){.argv = argv};
        while (*argv && strcmp(*argv, "--") != 0) {
            argv++;
        }
        if (argv - commands[count - 1].argv < 2) {
            return 0;
        }
        if (*argv) {
            *argv++ = NULL;
        }
    }
    return *argv ? 0 : count;
}

int main(int argc, char **argv)
{
    static struct command commands[COMMANDS_MAX];
    const int runs = argc > 1 ? atoi(argv[1]) : 0;
    const int count = runs > 0 && runs <= RUNS_MAX ? parse(argv + 2, commands) : 0;
    if (count == 0) {
        fprintf(stderr, "usage: measure RUNS NAME COMMAND [ARGUMENT...] [-- NAME COMMAND [ARGUMENT...]]...\n");
        return 2;
    }
    FILE *const sink = tmpfile();
    if (!sink) {
        perror("temporary file");
        return 1;
    }
    for (int nr = 0; nr < runs; nr++) {
        for (int i = 0; i < count; i++) {
            if (run(&commands[i], nr, sink) < 0) {
                perror(commands[i].argv[1]);
                return 1;
            }
        }
    }
    for (int i = 0; i < count; i++) {
        struct command *const c = &commands[i];
        qsort(c->seconds, (size_t)runs, sizeof(double), by_time);
        printf("%s\t%.4f\t%.4f\t%ld\t%d\n", c->argv[0], c->seconds[runs / 2], c->seconds[0], c->peak_kib, c->exit_code);
    }
    fclose(sink);
    return 0;
}
