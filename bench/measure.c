/* Runs commands by turns, several times each, and prints for each: name, median wall time in seconds, median of its time against
 * that of the first command in the same round (which drift of the machine does not touch), median CPU time in seconds, peak
 * resident memory in KiB, worst exit code, longest wall time, least ratio, most CPU time; TAB-separated. What the n-th command
 * printed in its last run stays in FOLDER/n. It has to go to a file anyway: a searcher that sees /dev/null stops at the first
 * hit.
 *     measure RUNS FOLDER NAME COMMAND [ARGUMENT...] [-- NAME COMMAND [ARGUMENT...]]... */
#define _DEFAULT_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { COMMANDS_MAX = 32, RUNS_MAX = 101 };

struct command {
    char **argv; /* [0] is the name, the command begins at [1] */
    FILE *sink;
    double wall[RUNS_MAX], ratio[RUNS_MAX], cpu[RUNS_MAX];
    long peak_kib;
    int exit_code;
};

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double seconds(struct timeval t)
{
    return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

static int run(struct command *c, int round)
{
    rewind(c->sink);
    if (ftruncate(fileno(c->sink), 0) != 0) {
        return -1;
    }
    const double begun = now();
    const pid_t child = fork();
    if (child < 0) {
        return -1;
    }
    if (child == 0) {
        dup2(fileno(c->sink), STDOUT_FILENO);
        execvp(c->argv[1], c->argv + 1);
        perror(c->argv[1]);
        _exit(127);
    }
    int status;
    struct rusage usage; /* the child's and, where it is a shell, of those that it waited for */
    if (wait4(child, &status, 0, &usage) != child) {
        return -1;
    }
    c->wall[round] = now() - begun;
    c->cpu[round] = seconds(usage.ru_utime) + seconds(usage.ru_stime);
    c->peak_kib = usage.ru_maxrss > c->peak_kib ? usage.ru_maxrss : c->peak_kib;
    const int exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    c->exit_code = exit_code > c->exit_code ? exit_code : c->exit_code;
    return 0;
}

static int by_size(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *values, int count)
{
    qsort(values, (size_t)count, sizeof *values, by_size);
    return count % 2 ? values[count / 2] : (values[count / 2 - 1] + values[count / 2]) / 2;
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

static int open_sinks(struct command *commands, int count, const char *folder)
{
    for (int i = 0; i < count; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/%d", folder, i + 1);
        commands[i].sink = fopen(path, "wb");
        if (!commands[i].sink) {
            perror(path);
            return -1;
        }
    }
    return 0;
}

static int run_rounds(struct command *commands, int count, int runs)
{
    for (int round = 0; round < runs; round++) {
        for (int i = 0; i < count; i++) {
            if (run(&commands[i], round) < 0) {
                perror(commands[i].argv[1]);
                return -1;
            }
            commands[i].ratio[round] = commands[i].wall[round] / commands[0].wall[round];
        }
    }
    return 0;
}

int main(int argc, char **argv)
{
    static struct command commands[COMMANDS_MAX];
    const int runs = argc > 2 ? atoi(argv[1]) : 0;
    const int count = runs > 0 && runs <= RUNS_MAX ? parse(argv + 3, commands) : 0;
    if (count == 0) {
        fprintf(stderr, "usage: measure RUNS FOLDER NAME COMMAND [ARGUMENT...] [-- NAME COMMAND [ARGUMENT...]]...\n");
        return 2;
    }
    if (open_sinks(commands, count, argv[2]) < 0 || run_rounds(commands, count, runs) < 0) {
        return 1;
    }
    for (int i = 0; i < count; i++) {
        struct command *const c = &commands[i];
        /* median() sorts */
        const double wall = median(c->wall, runs), ratio = median(c->ratio, runs), cpu = median(c->cpu, runs);
        printf("%s\t%.6f\t%.4f\t%.6f\t%ld\t%d\t%.6f\t%.4f\t%.6f\n", c->argv[0], wall, ratio, cpu, c->peak_kib, c->exit_code,
               c->wall[runs - 1], c->ratio[0], c->cpu[runs - 1]);
        fclose(c->sink);
    }
    return 0;
}
