/* Observations: what the causes are judged by. One for each incident that did not recover (or group of them), one for each
 * process instance whose ending is a fact, one for each fact that is no failure. In order of time. */
#ifndef DPM_RANK_TALLY_H
#define DPM_RANK_TALLY_H

#include "rank/rank.h"

typedef struct observation {
    const incident *incident; /* NULL: a companion, no failure */
    fact_set facts;
    int64_t first, last;      /* UTC, the year settled */
    uint32_t host;            /* interned */
    uint32_t stream, pid;
} observation;

typedef struct tally {
    observation *items;
    size_t count;
    const incident **recovered; /* whose task succeeded nevertheless */
    size_t recovered_count;
    uint64_t incidents;         /* in all: the groups count as many as are in them, the lost ones too */
    size_t hosts;               /* hosts that any observation names; at least 1 */
} tally;

dpm_status tally_make(tally *out, const rank_input *in, arena *memory);
/* A time that was assumed while `source` was read, in the year that the source turned out to be of. */
int64_t tally_settle(const rank_input *in, uint32_t source, int64_t time);
/* The same for a kept record: its time. */
int64_t tally_time(const rank_input *in, const kept *k);

#endif
