/* The report's list of overrides. Nothing is left out of a report without being counted here. */
#ifndef DPM_RANK_OVERRIDES_H
#define DPM_RANK_OVERRIDES_H

#include "rank/observations.h"

/* Fills facts->overrides and suppressed_incidents. facts->last is known already. */
dpm_status rank_overrides(const rank_input *in, const observations *t, arena *memory, dpm_report_data *facts);

#endif
