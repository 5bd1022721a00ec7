#ifndef DPMLOG_ESCAPE_H
#define DPMLOG_ESCAPE_H

/** @file
 *  Log text made safe for where it is shown. */

#include "dpmlog/report.h"
#include "dpmlog/span.h"
#include "dpmlog/status.h"

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Where log text is to be shown. */
typedef enum dpm_escape_kind {
    DPM_ESCAPE_TERMINAL, /**< one line of UTF-8 that cannot steer a terminal: "\x1B", "\u{202E}"; TAB becomes a blank and
                            a line end " | " */
    DPM_ESCAPE_JSON,     /**< the inside of a JSON string, without its quotes; invalid UTF-8 becomes U+FFFD */
    DPM_ESCAPE_HTML      /**< text of an HTML element, or of an attribute in quotes; lines stay lines, what else could steer a
                            page or its reader is spelled as for terminals */
} dpm_escape_kind;

/** Hand `text`, which may be hostile, to `write` in a form that is safe there. DPM_EIO where `write` ended it.
 *  Thread-safe. */
DPM_API dpm_status dpm_escape(dpm_span text, dpm_escape_kind kind, dpm_write_fn write, void *context);

#ifdef __cplusplus
}
#endif

#endif
