/* Sorting of a folder's names. */
#include "os/names.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static int compare(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

bool names_sort(strbuf *names, size_t count)
{
    if (count < 2) {
        return true;
    }
    const char **const at = count <= SIZE_MAX / sizeof *at ? malloc(count * sizeof *at) : NULL;
    char *const sorted = malloc(names->len);
    if (at && sorted) {
        const char *name = names->ptr;
        for (size_t i = 0; i < count; i++) {
            at[i] = name;
            name += strlen(name) + 1;
        }
        qsort(at, count, sizeof *at, compare);
        char *out = sorted;
        for (size_t i = 0; i < count; i++) {
            const size_t len = strlen(at[i]) + 1;
            memcpy(out, at[i], len);
            out += len;
        }
        memcpy(names->ptr, sorted, names->len);
    }
    const bool done = at && sorted;
    free(at);
    free(sorted);
    return done;
}
