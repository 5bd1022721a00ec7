/* What a report says beside its causes: what ought to have come and did not, main causes that were looked for and not found,
 * what could not be looked at, and what overrides keep out. */
#ifndef DPM_RANK_BESIDE_H
#define DPM_RANK_BESIDE_H

#include "rank/score.h"

/* Fills the members from facts->absences to facts->suppressed_incidents. `facts` has its sources already. */
dpm_status beside_make(const rank_input *in, const observations *t, const claim *claims, size_t count, arena *memory,
                       dpm_report_data *facts);

#endif
