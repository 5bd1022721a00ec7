/* Rules against their own samples: what makes a rule file trustworthy. Matching belongs to a later stage, so it is handed in. */
#ifndef DPM_RULES_CHECK_H
#define DPM_RULES_CHECK_H

#include "base/status.h"
#include "record/batch.h"
#include "rules/rules.h"

typedef struct sample_judge {
    void *context;
    /* The rules that match record 0 of the batch, in the order in which they compete, and its main code, 0 for none. */
    size_t (*matches)(void *context, const record_batch *batch, dpm_span process, uint16_t *out, size_t cap, uint32_t *code);
    /* What keeps a rule from record 0, in words: "its level does not fit". */
    const char *(*reason)(void *context, const record_batch *batch, dpm_span process, uint16_t rule);
} sample_judge;

/* Every match sample is taken by its rule, no miss sample fits it, and no other rule of the same rank fits a match sample.
 * Only a rule of a later layer may take another's sample. */
dpm_status rules_check(const dpm_rules *rules, const sample_judge *judge, dpm_error *err);

#endif
