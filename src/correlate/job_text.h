/* What a message says of a job: its kind, the data source and the server that it is for. */
#ifndef DPM_CORRELATE_JOB_TEXT_H
#define DPM_CORRELATE_JOB_TEXT_H

#include "base/text.h"
#include "dpmlog/report.h"

/* Spans of the message. What is not said is empty, or DPM_JOB_UNKNOWN. */
typedef struct job_words {
    dpm_job_kind kind;
    dpm_span source; /* "E:\Shares", "SQL\Orders", "System State" */
    dpm_span server;
} job_words;

/* "Synchronization of E:\Shares for server FS01.contoso.com started.", "recovery point jobs for Volume D:\ on FS01 have failed",
 * "Params: {Verb: = Synchronize, Server: = [FS01.contoso.com]}". False where nothing is said. */
bool job_text_read(dpm_span message, job_words *out);

#endif
