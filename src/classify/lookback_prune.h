/* Thins out what a crash could look back to: of the WARNING and FATAL records without a rule only those are handed on that no
 * later record of the batch stands in for. Most of a log's warnings end here, before the one thread that correlates. */
#ifndef DPM_CLASSIFY_LOOKBACK_PRUNE_H
#define DPM_CLASSIFY_LOOKBACK_PRUNE_H

#include "classify/classify.h"

enum { PRUNE_SLOTS = 4096 }; /* a power of two: a batch has two keys for each of at most 1024 records */

typedef struct lookback_pruner {
    uint64_t seen[PRUNE_SLOTS]; /* hashes of threads and tasks, with the round in which they were seen */
    uint64_t round;
} lookback_pruner;

/* `t` was zeroed before its first use. */
void lookback_prune(lookback_pruner *t, const record_batch *batch, event_list *events);

#endif
