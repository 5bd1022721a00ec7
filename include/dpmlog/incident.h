#ifndef DPMLOG_INCIDENT_H
#define DPMLOG_INCIDENT_H

/** @file
 *  The incidents of a report as a table. */

#include "dpmlog/report.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Selects incidents of a report. A member that is zero or NULL selects all; one with several values selects incidents that have
 *  any of them; an incident must pass all members. Names are compared without case. The lists belong to the caller. */
typedef struct dpm_incident_filter {
    const char *const *servers; /**< short names, or as the report has them; also matches the peer */
    size_t server_count;        /**< how many `servers` */
    const char *const *causes;  /**< ids */
    size_t cause_count;         /**< how many `causes` */
    const uint32_t *codes;      /**< HRESULTs */
    size_t code_count;          /**< how many `codes` */
    const uint32_t *ids;        /**< of DPM */
    size_t id_count;            /**< how many `ids` */
    unsigned classes;           /**< bits: 1 << dpm_class */
    const char *task;           /**< the digits that its GUID begins with */
} dpm_incident_filter;

/** How incidents are written. */
typedef enum dpm_incident_form {
    DPM_INCIDENT_FORM_TEXT,
    DPM_INCIDENT_FORM_JSON,  /**< one array */
    DPM_INCIDENT_FORM_JSONL, /**< one object a line */
    DPM_INCIDENT_FORM_CSV    /**< RFC 4180, guarded against formulas */
} dpm_incident_form;

/** Whether a filter lets an incident pass. Both may be shared by threads. */
DPM_API bool dpm_incident_matches(const dpm_incident *incident, const dpm_incident_filter *filter);

/** Write the job of an incident as people name it: "Synchronization of E:\Shares on FS01". Not escaped. DPM_ENOMEM, or DPM_EIO
 *  where `write` ended it. */
DPM_API dpm_status dpm_incident_write_job(const dpm_incident *incident, dpm_write_fn write, void *context);

/** Write the incidents of a report that pass, in order of time. `filter` and `options` may be NULL. The members are those of
 *  docs/report.schema.json. */
DPM_API dpm_status dpm_report_write_incidents(const dpm_report *report, const dpm_incident_filter *filter, dpm_incident_form form,
                                              const dpm_write_options *options, dpm_write_fn write, void *context,
                                              dpm_error *err);

#ifdef __cplusplus
}
#endif

#endif
