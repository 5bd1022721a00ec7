/* The events that were handed out, so that a copy of a log brings none twice. Events are equal when the first lines of their
 * records are, their host and process too, and as many equal ones stand closely before them in their log.
 *
 *   fresh ─full─▶ aged ─▶ forgotten       two generations: the last SEEN_LIMIT events at least are known
 */
#ifndef DPM_FOLLOW_DEDUP_H
#define DPM_FOLLOW_DEDUP_H

#include "base/status.h"
#include "dpmlog/span.h"

#include <stdbool.h>
#include <stdint.h>

enum { SEEN_LIMIT = 1 << 18, SEEN_RECENT = 32 };

/* The last events of one log. */
typedef struct seen_recent {
    uint64_t hashes[SEEN_RECENT];
    uint32_t at;
} seen_recent;

typedef struct seen_set {
    uint64_t *slots; /* 0: free */
    uint32_t count, cap;
} seen_set;

typedef struct seen {
    seen_set fresh, aged;
    uint64_t seed;
} seen;

void seen_init(seen *s, uint64_t seed);
void seen_free(seen *s);
/* Note an event of a log; `*again`: it was noted before. `record` is its text, `stream` tells host and process. */
dpm_status seen_note(seen *s, seen_recent *recent, uint64_t stream, dpm_span record, bool *again);

#endif
