/* What a cause says of itself: title and explanation with what the records named, evidence, counter-evidence, hosts. */
#ifndef DPM_RANK_EXPLAIN_H
#define DPM_RANK_EXPLAIN_H

#include "rank/score.h"

/* A kept record as reports show it; copied into `memory`. */
dpm_status explain_record(const rank_input *in, const record_ref *k, arena *memory, dpm_evidence *out);
/* "Seen: ID 43, 0x8099090E on SQL01 at 2024-06-14 02:40 UTC. ", then `text`, as the explanation of a cause whose hosts and times
 * are known. */
dpm_status explain_seen(const rank_input *in, const observations *t, const claim *cl, dpm_span text, arena *memory,
                        dpm_cause *out);
/* Its fix with {server} and the like filled in, when all else of the cause is known. */
dpm_status explain_fix(const rank_input *in, arena *memory, dpm_cause *out);
/* The whole cause. */
dpm_status explain_claim(const rank_input *in, const observations *t, const claim *cl, arena *memory, dpm_cause *out);

#endif
