/* The events that were handed out, so that a copy of a log brings none twice. Events are equal when the first lines of their
 * records are, their host and process too, and as many equal ones come shortly before them in their log.
 *
 *   fresh ─full─▶ aged ─▶ forgotten       two generations: the last DEDUP_EVENTS_MAX events at least are known
 */
#ifndef DPM_FOLLOW_DEDUP_H
#define DPM_FOLLOW_DEDUP_H

#include "base/hashset.h"
#include "base/limits.h"
#include "base/status.h"
#include "dpmlog/span.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct dedup {
    hashset fresh, aged;
    uint64_t seed;
} dedup;

void dedup_init(dedup *s, uint64_t seed);
void dedup_free(dedup *s);
/* Note an event of a log; `*again`: it was noted before. `record` is its text, `stream` tells host and process. */
dpm_status dedup_insert(dedup *s, recent_hashes *recent, uint64_t stream, dpm_span record, bool *again);

#endif
