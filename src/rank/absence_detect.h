/* What ought to have come and did not: calls that were not left, tasks that fell silent or never ended, processes that are gone
 * while they worked. Judged when all is read; which silences are long enough, the rules say (docs/rules.md, `absence`). */
#ifndef DPM_RANK_ABSENCE_DETECT_H
#define DPM_RANK_ABSENCE_DETECT_H

#include "rank/observations.h"

/* Whether ends are traced: t->ends. Call this first. */
dpm_status absence_find_ends(observations *t, const rank_input *in, arena *memory);

/* Find them, and add to the tally what they show: facts of the incident of their task, or an observation of their own.
 * `t->items` has room for one more for each task and thread. */
dpm_status absence_detect(observations *t, const rank_input *in, arena *memory);

#endif
