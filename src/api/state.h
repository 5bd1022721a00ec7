/* What a session takes from the state of an earlier run: see dpm_session_use_state. */
#ifndef DPM_API_STATE_H
#define DPM_API_STATE_H

#include "base/grow.h"
#include "summary/fingerprint.h"
#include "summary/summary_read.h"

typedef struct state {
    summaries known;
    bool *used;   /* by source: it is one of the logs of now */
    int64_t keep; /* ms: how long logs that are gone are kept; 0: not at all */
} state;

/* DPM_END: there is no such file. DPM_EDATA: it cannot be used, `err` says why; nothing of it is. */
dpm_status state_load(state *s, const char *path, dpm_span machine, const char *rules_hash, dpm_error *err);
void state_free(state *s);
/* Put what has not changed in place of the logs in the list, before these are looked at; `now`: ms. */
dpm_status state_use(state *s, source_list *list, int64_t now);
/* Logs that repeat each other's records are compared record by record, and a state does not hold all: put these logs themselves
 * in their places again, once sources_order has found them. True: there were some, which are to be looked at. */
bool state_take_back(source_list *list);

#endif
