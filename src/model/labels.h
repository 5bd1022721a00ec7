/* What all reports for people say in the same words. */
#ifndef DPM_MODEL_LABELS_H
#define DPM_MODEL_LABELS_H

#include "base/strbuf.h"
#include "model/format.h"

/* "Most likely cause", "Possible cause", "Cause unknown". */
const char *label_lead(const dpm_cause *cause);
/* What there is to say where no cause was found. */
typedef enum label_verdict {
    VERDICT_CLEAN,   /* everything was read, and nothing failed */
    VERDICT_NONE,    /* too little was there, or read, to say so */
    VERDICT_ALARMING /* something failed nevertheless */
} label_verdict;
label_verdict label_no_cause(const dpm_report_data *facts, strbuf *out);
/* "Synchronization of E:\Shares on FS01", "Agent installation on WEB01", "Job on FS01", "Failure on FS01". */
void label_job(const dpm_incident *incident, strbuf *out);
/* "ID 43, 0x8099090E"; nothing where neither is known. */
void label_codes(const dpm_incident *incident, const char *between, strbuf *out);
/* How the year was found: "year from the file times". */
const char *label_year(dpm_year_basis basis);
const char *label_ending(dpm_ending ending);
/* "was entered and not left" */
const char *label_absence(dpm_absence_kind kind);
/* The `index`-th sentence on what was not there to be looked at; false past the last one. */
bool label_blind_spot(const dpm_report_data *facts, size_t index, strbuf *out);
/* "everything was read"; "every log was read" where other files were passed over */
const char *label_coverage(const dpm_report_data *facts);
/* "2 memory dumps, 1 database": what was passed over; false: nothing */
bool label_passed(const dpm_report_data *facts, strbuf *out);
/* Inputs that were skipped, damaged or cut short. */
size_t unread_inputs(const dpm_report_data *facts);
bool same_record(const dpm_evidence *a, const dpm_evidence *b);
/* Dates carry their year where the logs span a change of year. */
clock_form clock_for(const dpm_report_data *facts, int32_t zone_minutes);

/* What is between a path and the number of a line, or of a record. */
static inline char label_place_mark(bool numbered)
{
    return numbered ? '#' : ':';
}

#endif
