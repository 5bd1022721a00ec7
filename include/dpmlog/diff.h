#ifndef DPMLOG_DIFF_H
#define DPMLOG_DIFF_H

/** @file
 *  What two reports say of the same servers: what is new, gone, worse, better. */

#include "dpmlog/report.h"

#ifdef __cplusplus
extern "C" {
#endif

/** How the failures of one cause on one server have changed, by their number. */
typedef enum dpm_change {
    DPM_CHANGE_NEW,
    DPM_CHANGE_WORSE,
    DPM_CHANGE_UNCHANGED,
    DPM_CHANGE_BETTER,
    DPM_CHANGE_GONE,
    DPM_CHANGES
} dpm_change;
/** "new", "worse" ... Static. */
DPM_API const char *dpm_change_name(dpm_change change);

/** Compare two reports by server and cause, new and worse ones first, and write that as text for people or as one JSON
 *  object of schema dpmlog.diff/1: its spans, and "changes" with server, cause, change, before and after. `worse`, unless
 *  NULL, tells whether anything is new or worse. Of `options` (NULL is allowed) zone_minutes counts. DPM_ENOMEM, DPM_EIO. */
DPM_API dpm_status dpm_report_write_diff(const dpm_report *before, const dpm_report *after, bool json,
                                         const dpm_write_options *options, bool *worse, dpm_write_fn write, void *context,
                                         dpm_error *err);

#ifdef __cplusplus
}
#endif

#endif
