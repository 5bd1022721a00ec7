/* What happened, in one sentence: which server, what, when, and how many jobs failed of it. */
#ifndef DPM_MODEL_HEADLINE_H
#define DPM_MODEL_HEADLINE_H

#include "base/strbuf.h"
#include "model/format.h"

/* "SQL01: the agent crashed at 02:40 and 04:41; 4 jobs failed." */
void headline_of_cause(const dpm_report_data *facts, const dpm_cause *cause, clock_form form, strbuf *out);
/* The whole of a report: that of its first cause, or that several weigh the same, or that nothing was found. */
void headline(const dpm_report_data *facts, clock_form form, strbuf *out);
/* How many of the first causes weigh about the same: none of them is called the cause where it is more than one. */
size_t headline_equals(const dpm_report_data *facts);
/* The whole report is of one day, in the zone of `form`: times need no date. */
bool headline_same_day(const dpm_report_data *facts, clock_form form);
/* The jobs that failed of a cause, by name, the most frequent first: "Synchronization of C:\Data on SQL01 (3 times), ...". */
void headline_jobs(const dpm_report_data *facts, const dpm_cause *cause, size_t most, strbuf *out);

#endif
