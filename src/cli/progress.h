/* The progress line: on a terminal, on standard error, and gone when it is done. */
#ifndef DPM_CLI_PROGRESS_H
#define DPM_CLI_PROGRESS_H

#include "cli/cli.h"

typedef struct progress_line {
    int64_t begun, shown; /* ticks */
    bool visible;
} progress_line;

/* Show how far `session` is, if there is a terminal and no option forbids it. `line` must outlive the run. */
void progress_begin(progress_line *line, const cli_options *o, dpm_session *session);
void progress_end(progress_line *line);

#endif
