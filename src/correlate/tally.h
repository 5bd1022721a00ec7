/* What is counted, and in which order the parts of a log were read matters only where they meet: levels, classes, codes, noise,
 * signatures, buckets of time, silences. A tally is a value: of a batch, a source, a host or all that was read, and two of them
 * join into that of both.
 *
 *   source A ─▶ tally ──┐
 *   source B ─▶ tally ──┴─▶ tally_join ─▶ tally of A and B
 *
 * The operation is associative, and an empty tally changes nothing: any way of cutting gives the same tally. It keeps the order
 * of its operands: which record is the sample of a signature, and which rows find room when there are more than the bounds,
 * depends on who came first. Within the bounds nothing else does; but where stretches of one log overlap, the silences of the
 * later one must be few enough to be all there.
 */
#ifndef DPM_CORRELATE_TALLY_H
#define DPM_CORRELATE_TALLY_H

#include "correlate/counts.h"
#include "correlate/timeline.h"

typedef struct tally {
    counts counts;
    timeline timeline;
} tally;

/* Records that it refers to are of `pool`; only tallies of one pool can be joined. */
dpm_status tally_init(tally *t, const dpm_rules *rules, record_pool *pool, uint64_t seed);
void tally_free(tally *t);
/* Nothing was counted; what it refers to is given back. */
void tally_clear(tally *t);
/* Take a batch as it is, before its events. */
dpm_status tally_follow(tally *t, const record_batch *batch, const event_list *events, const place *where);
/* Add `from`, which was read after `into`. `years`: by how much the times of its buckets are later than they were assumed while
 * it was read; those of silences stay as assumed, since each has its source. Nothing is left in `from`. */
dpm_status tally_join(tally *into, tally *from, int years);

#endif
