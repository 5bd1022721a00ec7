/* The report's list of tasks of which an end, or any further record, ought to have come. */
#ifndef DPM_RANK_ABSENCES_H
#define DPM_RANK_ABSENCES_H

#include "rank/observations.h"

/* Fills facts->absences, in order of time. */
dpm_status rank_absences(const rank_input *in, const observations *t, arena *memory, dpm_report_data *facts);

#endif
