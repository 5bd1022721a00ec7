/* A crew does each item once, whatever their number and that of its threads, one run after the other. */
#include "io/crew.h"

#include <stdatomic.h>
#include <stdio.h>

enum { MOST = 5000 };

static atomic_int done[MOST];

static void work(void *context, size_t index)
{
    atomic_fetch_add(&((atomic_int *)context)[index], 1);
}

/* 0: all were done once, and no other. */
static int run(crew *c, size_t count)
{
    int wrong = 0;
    crew_run(c, count, work, done);
    for (size_t i = 0; i < MOST; i++) {
        wrong += atomic_exchange(&done[i], 0) != (i < count);
    }
    return wrong;
}

int main(void)
{
    static const unsigned jobs[] = {0, 1, 2, 3, 8};
    static const size_t counts[] = {0, 1, 3, 5, 17, 1000, MOST, 2};
    int failures = 0;
    for (size_t j = 0; j < sizeof jobs / sizeof *jobs; j++) {
        crew *const c = crew_new(jobs[j]);
        for (size_t round = 0; round < 20; round++) {
            for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
                failures += c ? run(c, counts[i]) : 1;
            }
        }
        crew_free(c);
    }
    failures += run(NULL, 100);
    printf("%d failures\n", failures);
    return failures != 0;
}
