/* What the table of a fleet says beside its rows, in every form. */
#ifndef DPM_OUTPUT_FLEET_FLEET_FACTS_H
#define DPM_OUTPUT_FLEET_FLEET_FACTS_H

#include "base/strbuf.h"
#include "dpmlog/fleet.h"
#include "model/format.h"

/* The name of a site; of logs of no named site a word. */
dpm_span fleet_site_name(const dpm_site *site);
/* Nothing was heard of it for a day before the last record of the fleet. */
bool fleet_is_silent(const dpm_fleet_data *fleet, const dpm_site *site);
/* "40 sites, 212 servers: 9 sites have failures, 3 sent nothing for a day or more, 1 is missing" */
void fleet_headline(const dpm_fleet_data *fleet, strbuf *out);
/* "SQL01: agent crashes (strong)", "network saturated (weak)", "none", "nothing was read" */
void fleet_worst(const dpm_site *site, strbuf *out);

/* A cause that is at several sites. */
typedef struct fleet_shared {
    const dpm_site_cause *cause; /* of the first of them */
    size_t sites;
    uint64_t incidents;
} fleet_shared;
/* Those at more than one site, at most `cap`, the most widespread first; how many. */
size_t fleet_find_shared(const dpm_fleet_data *fleet, fleet_shared *out, size_t cap);

#endif
