/* What all reports for people say in the same words. */
#ifndef DPM_MODEL_LABELS_H
#define DPM_MODEL_LABELS_H

#include "base/strbuf.h"
#include "model/format.h"

/* "Most likely cause", "Possible cause", "Cause unknown". */
const char *word_lead(const dpm_cause *cause);
/* What there is to say where no cause was found; `alarming`: something failed nevertheless. */
const char *word_no_cause(const dpm_facts *facts, bool *alarming);
/* How the year was found: "year from the file times". */
dpm_span word_year(dpm_span basis);
const char *word_ending(dpm_ending ending);
/* "was entered and not left" */
const char *word_absence(dpm_absence_kind kind);
/* The `index`-th sentence on what was not there to be looked at; false past the last one. */
bool word_blind_spot(const dpm_facts *facts, size_t index, strbuf *out);
/* "everything was read" */
const char *word_coverage(const dpm_facts *facts);
/* Inputs that were skipped, damaged or cut short. */
size_t unread_inputs(const dpm_facts *facts);
bool same_record(const dpm_evidence *a, const dpm_evidence *b);
/* Dates carry their year where the logs span a change of year. */
clock_form clock_for(const dpm_facts *facts, int32_t zone_minutes);

#endif
