/* --state: what an earlier run left, and what this one leaves for the next. */
#ifndef DPM_CLI_STATE_FILE_H
#define DPM_CLI_STATE_FILE_H

#include "cli/output.h"
#include "cli/reading.h"

/* Lock the state, and add the next one to the outputs, as the last of them; before the session's summary is begun. False after an
 * error, already printed. */
bool state_file_begin(const cli_options *o, output_set *set);
/* Let the session use the state there is; after its summary was begun. False after an error, already printed. */
bool state_file_use(const cli_options *o, dpm_session *session);

#endif
