/* Who explains what, and how sure that is. The formula is docs/ranking.md; the figures are here. */
#ifndef DPM_RANK_SCORE_H
#define DPM_RANK_SCORE_H

#include "rank/evidence.h"

enum { SCORE_TERMS = 5, RIVALS = 3 };

/* Why another cause that covers some of a claim's incidents did not get them. */
typedef enum loss { LOSS_EXPLAINED, LOSS_WEAKER, LOSS_FEWER, LOSS_NAME } loss;
typedef struct rival {
    const cause *cause;
    size_t items;          /* of the claim that it covers */
    dpm_strength strength; /* at best */
    loss why;
} rival;

typedef struct claim {
    const cause *cause;
    size_t number; /* of the cause */
    size_t *items; /* observations that it explains, in order of time */
    size_t item_count;
    uint64_t incidents, events, tasks;
    uint64_t recovered; /* tasks with the same signs that succeeded */
    dpm_strength confidence;
    uint64_t shared;            /* of the incidents: those that another cause has and that this one is only a candidate for */
    const struct cause *beside; /* the other cause that some of its records fit as well; NULL: none */
    bool firm;                  /* nothing lowers it */
    bool lowered_by_success, lowered_by_gaps, lowered_by_silence;
    double score;
    dpm_score_term terms[SCORE_TERMS];
    size_t term_count;
    rival rivals[RIVALS]; /* that cover most, best first */
    size_t rival_count;
} claim;

/* How sure the claim is: its confidence, score and terms. */
void claim_judge(claim *cl, const rank_input *in, const observations *t, const coverage *cover);

/* Give each observation to the one cause that explains it best; causes that are left with something, best first.
 * What was made of absences alone and is given to a cause becomes an incident of the tally. `out` holds rules->cause_count
 * items. */
dpm_status score_claims(const rank_input *in, observations *t, arena *memory, claim *out, size_t *count);

#endif
