#ifndef DPMLOG_NEIGHBOURS_H
#define DPMLOG_NEIGHBOURS_H

/** @file
 *  The lines around the records that a report shows. */

#include "dpmlog/report.h"
#include "dpmlog/session.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { DPM_NEIGHBOUR_LINES_MAX = 8 /**< on each side */ };

/** Read the logs of a report once more and put the `lines` lines on each side of the records that it shows into them
 *  (dpm_evidence.before and .after): of causes, of crashes, of failed jobs from the newest on, 512 records and 96 KiB at
 *  most. The page of dpm_report_write_html shows them. Records of event logs, alerts and standard input get none, nor does a
 *  record whose log has changed there. Call it before dpm_redact_report. Of `options` (NULL is allowed) the limits of
 *  archives and `encoding` count: give those of the session. No other thread may use the report meanwhile. DPM_EARG, DPM_ENOMEM.
 *  `err` may be NULL. */
DPM_API dpm_status dpm_report_add_neighbours(dpm_report *report, unsigned lines, const dpm_session_options *options,
                                             dpm_error *err);

#ifdef __cplusplus
}
#endif

#endif
