/* What fleets need of sessions beside their public functions. */
#ifndef DPM_API_SESSION_PARTS_H
#define DPM_API_SESSION_PARTS_H

#include "dpmlog/session.h"
#include "io/blob.h"

/* dpm_session_add_summary_bytes without a copy: takes a reference of its own. */
dpm_status session_add_blob(dpm_session *s, blob *bytes, dpm_span name, dpm_error *err);
/* How many logs were in several summaries, of those that were run. */
size_t session_repeated(const dpm_session *s);
/* Take blanks off the name of a site. DPM_EARG: it is none. */
dpm_status site_check(dpm_span *site, dpm_error *err);

#endif
