/* Ends a test that hangs: each Criterion test is a process, and this one gives it TEST_SECONDS (120) to live. Criterion's own
 * --timeout kills the test too, but then waits forever itself (2.4.1). */
#define _POSIX_C_SOURCE 200809L
#include <stdlib.h>
#include <unistd.h>

__attribute__((constructor)) static void limit_test(void)
{
    /* set by the library that starts the test processes, in them alone */
    if (!getenv("BXFI_MAP")) {
        return;
    }
    const char *const seconds = getenv("TEST_SECONDS");
    const int limit = seconds ? atoi(seconds) : 0;
    alarm(limit > 0 ? (unsigned)limit : 120);
}
