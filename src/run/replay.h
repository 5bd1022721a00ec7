/* Sources of summaries through the same stages as logs: their records are scanned and classified again; what was counted of the
 * others is added. */
#ifndef DPM_RUN_REPLAY_H
#define DPM_RUN_REPLAY_H

#include "run/source_run.h"

/* From its beginning to its end, as source_run_begin and source_run_end. DPM_STOP: `stop` was set meanwhile. */
dpm_status source_run_section(source_run *run, const source *src, dpm_error *err);

#endif
