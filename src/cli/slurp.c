/* Files that are read whole: summaries, baselines. */
#include "cli/slurp.h"

#include "cli/platform.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { READ_BYTES = 1 << 20 };

static bool room(bytes *b, size_t more)
{
    if (b->cap - b->len >= more) {
        return true;
    }
    const size_t cap = 2 * b->cap + more;
    char *const ptr = realloc(b->ptr, cap);
    if (ptr) {
        b->ptr = ptr;
        b->cap = cap;
    }
    return ptr != NULL;
}

const char *slurp(const char *path, size_t most, bytes *out)
{
    const bool standard = strcmp(path, "-") == 0;
    errno = 0;
    FILE *const file = standard ? stdin : platform_open(path, false);
    if (!file) {
        return platform_words(errno);
    }
    size_t got = 0;
    bool good = true;
    do {
        good = room(out, READ_BYTES);
        got = good ? fread(out->ptr + out->len, 1, READ_BYTES, file) : 0;
        out->len += got;
    } while (got && out->len <= most);
    const char *const why = !good             ? "out of memory"
                            : out->len > most ? "is larger than what is read whole"
                            : ferror(file)    ? platform_words(errno)
                                              : NULL;
    if (!standard) {
        fclose(file);
    }
    return why;
}
