/* Which observations each cause covers: the signatures of the rules, tried on the tally. */
#ifndef DPM_RANK_EVIDENCE_H
#define DPM_RANK_EVIDENCE_H

#include "rank/observations.h"

/* What one cause covers. */
typedef struct coverage {
    uint8_t *by;        /* for each observation: 0, or 1 + the strength of the signature that covers it */
    uint8_t *via;       /* and which of its signatures that is */
    size_t incidents;   /* observations covered that are incidents */
    bool companions;    /* the matching signature asked for several things, and no single record showed them all */
    bool needs_absence; /* it relied on what was not there: gaps in coverage weigh */
} coverage;

/* `out` holds rules->cause_count items; their memory comes from `memory`. */
dpm_status evidence_cover(const rank_input *in, const observations *t, arena *memory, coverage *out);

/* The facts that a cause's signatures ask for (not those that must be absent). */
fact_set evidence_facts(const cause *c);
void facts_join(fact_set *into, const fact_set *more);
bool facts_meet(const fact_set *a, const fact_set *b);

#endif
