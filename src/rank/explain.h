/* What a cause says of itself: title and explanation with what the records named, evidence, counter-evidence, hosts. */
#ifndef DPM_RANK_EXPLAIN_H
#define DPM_RANK_EXPLAIN_H

#include "rank/score.h"

/* A kept record as reports show it; copied into `memory`. */
dpm_status explain_record(const rank_input *in, const record_ref *k, arena *memory, dpm_evidence *out);
/* The whole cause. */
dpm_status explain_claim(const rank_input *in, const observations *t, const claim *cl, arena *memory, dpm_cause *out);

#endif
