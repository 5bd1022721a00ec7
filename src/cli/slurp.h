/* Files that are read whole. */
#ifndef DPM_CLI_SLURP_H
#define DPM_CLI_SLURP_H

#include <stddef.h>

typedef struct bytes {
    char *ptr; /* to be freed, also after a failure */
    size_t len, cap;
} bytes;

/* All of a file; "-" is standard input. NULL, or why not; that lives until the next call of anything. */
const char *slurp(const char *path, bytes *out);

#endif
