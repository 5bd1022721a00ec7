/* Copies: records that a second source has too, as a `.Crash` file repeats the log it was copied from. Each record counts
 * once. Records are equal when all their bytes are, and when as many equal ones stand closely before them in their file, so
 * that a line that a log repeats by itself is no copy. */
#ifndef DPM_CORRELATE_COPIES_H
#define DPM_CORRELATE_COPIES_H

#include "base/hashset.h"
#include "base/limits.h"
#include "base/status.h"
#include "record/batch.h"

/* Most records that are remembered for one host and process; what comes then is not compared (counted). 16 to 32 bytes each. */

typedef struct copies {
    hashset records;
    recent_hashes recent; /* of this source */
    uint64_t seed;
    uint64_t overflow; /* records that were not compared because the table was full */
} copies;

void copies_init(copies *c, uint64_t seed);
void copies_free(copies *c);
/* The following sources belong to another host or process: forget. */
void copies_new_group(copies *c);
/* The next source of the group begins. */
void copies_new_source(copies *c);
/* Flag the records of the batch that an earlier source had, with RECORD_DUPLICATE. */
dpm_status copies_mark(copies *c, record_batch *batch);

#endif
