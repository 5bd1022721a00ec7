/* Observations: what the causes are judged by. One for each incident that did not recover (or group of them), one for each
 * process instance whose ending is a fact, one for each fact that is no failure. In order of time. */
#ifndef DPM_RANK_OBSERVATIONS_H
#define DPM_RANK_OBSERVATIONS_H

#include "rank/rank.h"

typedef struct observation {
    const incident *incident; /* NULL: a companion, no failure */
    fact_set facts;
    int64_t first, last; /* UTC, the year settled */
    int64_t since;       /* `first`; of a companion that was seen several times, the first of these */
    bool made;           /* of absences alone: what no cause takes is no incident */
    uint32_t host;       /* interned */
    uint32_t stream, pid;
    const cause *owner;    /* that it counts for; NULL: none, or it is suppressed */
    dpm_strength strength; /* with which that one fits */
} observation;

/* A task of which something ought to have come and did not. */
typedef struct finding {
    dpm_absence_kind kind; /* the most telling of those found */
    uint8_t task[16];
    uint32_t stream, pid, host;
    int64_t from, until; /* how long it did not come: from the last word on */
    record_ref *last;    /* that word */
    record_ref *outer;   /* the outermost call around it; else the same */
    dpm_span function;   /* that was not left; empty for other kinds */
    fact_set facts;
} finding;

typedef struct observations {
    observation *items;
    size_t count;
    bool *ends;        /* by stream: some log reports the end of a task that was worked on there */
    finding *findings; /* one for each task */
    size_t finding_count;
    const incident **recovered; /* whose task succeeded nevertheless */
    size_t recovered_count;
    struct withheld {
        uint64_t incidents;
        bool found;     /* its signatures cover something, whoever got it */
    } * withheld;       /* by cause: what an override keeps out of its claim, or would if it were not disabled */
    uint64_t incidents; /* in all: the groups count as many as are in them, the lost ones too */
    size_t hosts;       /* hosts that any observation names; at least 1 */
} observations;

dpm_status observations_make(observations *out, const rank_input *in, arena *memory);

#endif
