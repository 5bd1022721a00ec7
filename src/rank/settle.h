/* Times as they are once every log was read: a log's year is certain only at its end, so times that were kept earlier are
 * moved. */
#ifndef DPM_RANK_SETTLE_H
#define DPM_RANK_SETTLE_H

#include "rank/rank.h"

/* A time that was assumed while the source of this index was read, in the year that the source turned out to be of. */
int64_t rank_settle(const rank_input *in, uint32_t source, int64_t time);
/* The time of a kept record, settled. */
int64_t rank_time(const rank_input *in, const record_ref *record);

/* How an instance ended, given the one that follows it in the sorted order (or NULL). One that ended without a trace, and on
 * whose machine a restart came before the next one, ended with the machine. */
dpm_ending rank_ending(const rank_input *in, const instance *i, const instance *next);

#endif
