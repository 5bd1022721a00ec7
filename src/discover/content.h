/* What a text is by its beginning, where its name does not say: a log, alert text, or nothing that is read. */
#ifndef DPM_DISCOVER_CONTENT_H
#define DPM_DISCOVER_CONTENT_H

#include "archive/archive.h"
#include "base/intern.h"

typedef enum content {
    CONTENT_OTHER,
    CONTENT_LOG,
    CONTENT_ALERT,
    CONTENT_PREFIXED /* lines of logs with the name of each in front, as findstr and grep print them */
} content;

/* Text by its name, and so worth a look in a folder: .txt, .csv, .eml ... */
bool content_named(dpm_span name);
/* Look at the first bytes. `found`: in a folder, not named by the user (alert_like). What cannot be opened is CONTENT_OTHER. Only
 * memory can fail. */
dpm_status content_look(const origin *from, bool found, content *out);

/* The names in front of lines go to `names`, as many as it holds; reads all. Only memory can fail. */
dpm_status content_names(const origin *from, intern *names);

#endif
