/* Files that are read whole. */
#ifndef DPM_CLI_SLURP_H
#define DPM_CLI_SLURP_H

#include <stddef.h>

typedef struct bytes {
    char *ptr; /* to be freed, also after a failure; after a success there is room for a byte more */
    size_t len, cap;
} bytes;

/* All of a file of `most` bytes at most; "-" is standard input. NULL, or why not; that lives until the next call of anything. */
const char *slurp(const char *path, size_t most, bytes *out);

#endif
