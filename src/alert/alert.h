/* Alert text: what DPM's console, its mails, PowerShell and articles print, as people paste it. Each alert is turned into one
 * record of the engine's log, so that all that follows takes it as it takes a log:
 *
 *     > Affected area: D:\                          0000 0001  alert(0)  WARNING  Affected area: D:\ Description: ... (ID 3115)
 *     > Description: ... has failed. (ID 3115)  ─▶  (an empty line for each line of text that was joined)
 *     > DPM cannot ... (ID 42 Details: (0x80070005))
 *
 * Nothing in it hangs on a language: what counts are `ID`, numbers, codes, brackets, colons and empty lines. */
#ifndef DPM_ALERT_ALERT_H
#define DPM_ALERT_ALERT_H

#include "dpmlog/span.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    ALERT_WINDOW = 64 << 10,      /* bytes of text that are looked at in one go; a longer alert is cut in two */
    ALERT_OUT = 12 * ALERT_WINDOW /* what that can become: a line of five bytes gets a prefix of forty */
};

/* The text has an alert: a DPM ID in brackets, an error with its number, or a code. `found`: it was found in a folder, not
 * named by the user, who knows what it is; then a code alone is not enough. */
bool alert_like(dpm_span text, bool found);

/* Turn UTF-8 text of up to ALERT_WINDOW bytes, from the start of a line on, into lines of a log, as many as it has. `last`: the
 * text ends here; else what may go on is left: `*taken` bytes were used. `*number`: alerts so far. `out` has room for ALERT_OUT
 * bytes. Returns how many were made. */
size_t alert_to_log(dpm_span text, bool last, uint32_t *number, char *out, size_t *taken);

#endif
