/* Clocks that differ. A task that an engine began and ended was worked on by an agent in between: where the agent's records of it
 * lie outside of that, by its clock, the two clocks differ, by at least so much. Many tasks narrow it down from both sides. */
#ifndef DPM_RANK_CLOCK_GAPS_H
#define DPM_RANK_CLOCK_GAPS_H

#include "base/limits.h"
#include "base/strbuf.h"
#include "rank/rank.h"

/* The agent's clock is behind the engine's by `least` to `most` ms; both are negative where it is ahead. */
typedef struct clock_gap {
    dpm_span engine, agent; /* machines */
    int64_t least, most;
    uint64_t tasks;
} clock_gap;

/* Fill `out` with the gaps of more than two minutes that at least two tasks show; how many. Those of which tasks contradict each
 * other, as where a clock was set, are not among them. */
size_t rank_clock_gaps(const rank_input *in, clock_gap out[CLOCK_PAIRS_MAX]);
/* "the clock of FS01 is behind that of DPM01 by 3 h 57 min to 4 h 2 min, as 12 jobs show ...". Appended. */
void rank_clock_gap_text(const clock_gap *of, strbuf *out);

#endif
