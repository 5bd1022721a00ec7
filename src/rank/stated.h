/* What the records of failures without a cause state, in the words of the lists of errors. */
#ifndef DPM_RANK_STATED_H
#define DPM_RANK_STATED_H

#include "rank/score.h"

/* Fills the list of `out`, the fallback cause, and where it is not empty, its title, explanation and what helps. */
dpm_status stated_explain(const rank_input *in, const observations *t, const claim *cl, arena *memory, dpm_cause *out);

#endif
