/* What the progress line says: a bar, the share, bytes, rate, logs and the time that is left, as far as there is room. */
#ifndef DPM_CLI_PROGRESS_TEXT_H
#define DPM_CLI_PROGRESS_TEXT_H

#include "dpmlog.h"

enum { PROGRESS_TEXT = 256 };

/* `elapsed` ms after the beginning, in fewer than `columns` columns. */
void progress_text(const dpm_progress *p, int64_t elapsed, unsigned columns, char *out, size_t cap);

#endif
