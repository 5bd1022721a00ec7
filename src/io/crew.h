/* Threads that do one thing to many items, such as the files of a folder. What comes out must not depend on which of them does
 * what: each item has a place of its own for its result. */
#ifndef DPM_IO_CREW_H
#define DPM_IO_CREW_H

#include "base/limits.h"

#include <stddef.h>

typedef struct crew crew;

/* `jobs` threads, the caller's among them; the others are started when there is work for the first time. NULL: memory ran out. */
crew *crew_new(unsigned jobs);
void crew_free(crew *c); /* NULL is allowed */

/* Call `work` with each number below `count`, and return when all is done. The caller works too; without a crew (NULL), alone. */
void crew_run(crew *c, size_t count, void (*work)(void *context, size_t index), void *context);

#endif
