/* Members of incidents that no struct has. */
#ifndef DPM_OUTPUT_JSON_JSON_INCIDENT_H
#define DPM_OUTPUT_JSON_JSON_INCIDENT_H

#include "output/json/json_writer.h"

/* "dpm_id", "code" and "job", after the task. */
void json_incident_more(json_writer *w, const void *incident);

#endif
