/* The report's table of incidents, and of data sources with their last success. */
#ifndef DPM_RANK_INCIDENT_LIST_H
#define DPM_RANK_INCIDENT_LIST_H

#include "rank/observations.h"

/* Fills facts->incident_list and datasources. facts->sources is known, and each observation has its owner. */
dpm_status rank_incident_list(const rank_input *in, const observations *t, arena *memory, dpm_report_data *facts);

#endif
