/* Copies: records that a second source has too, as a `.Crash` file repeats the log it was copied from. Each record counts
 * once. Records are equal when all their bytes are, and when as many equal ones come shortly before them in their file, so
 * that a line that a log repeats by itself is no copy.
 *
 * Hashing costs as much as scanning, so only what can be a copy or have one is hashed. Sources come in the order of their
 * beginnings: what an earlier one has too is before the latest time that was read, and what a later one has comes after the
 * time that the next one begins at.
 *
 *     one source    ├──────────────────┤
 *     the next              ├───────────────────┤        hashed: of the one what is after ×, of the next what is before
 *                           ×          ×                 the second × */
#ifndef DPM_CORRELATE_COPIES_H
#define DPM_CORRELATE_COPIES_H

#include "base/hashset.h"
#include "base/limits.h"
#include "base/status.h"
#include "record/batch.h"

/* Most records that are remembered for one host and process; what comes then is not compared (counted). 16 to 32 bytes each. */

typedef struct copies {
    hashset records;
    recent_hashes recent;   /* of this source */
    int64_t repeated_from;  /* of this source, nothing before it is in a later one */
    bool repeating;         /* it has come so far */
    int64_t latest, before; /* time read in this source; in those before it */
    uint64_t seed;
    uint64_t overflow; /* records that were not compared because the table was full */
} copies;

void copies_init(copies *c, uint64_t seed);
void copies_free(copies *c);
/* The following sources belong to another host or process: forget. */
void copies_new_group(copies *c, int64_t repeated_from);
/* The next source of the group begins; the one after it begins at `repeated_from` (INT64_MAX: there is none; INT64_MIN: that is
 * not known). */
void copies_new_source(copies *c, int64_t repeated_from);
/* Flag the records of the batch that an earlier source had, with RECORD_DUPLICATE. */
dpm_status copies_mark(copies *c, record_batch *batch);

#endif
