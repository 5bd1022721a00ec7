/* Main causes that were looked for and not found, and the logs that are missing for such a search. */
#ifndef DPM_RANK_CHECKED_H
#define DPM_RANK_CHECKED_H

#include "rank/score.h"

/* Fills facts->not_found, no_engine_log, no_agent_log and unheard_hosts. facts->records is known already. */
dpm_status rank_checked(const rank_input *in, const observations *t, const claim *claims, size_t count, arena *memory,
                        dpm_report_data *facts);

#endif
