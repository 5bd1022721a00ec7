/* What is simply counted: levels, classes of event, codes, noise, and the signatures of failures that no rule explains. */
#ifndef DPM_CORRELATE_COUNTS_H
#define DPM_CORRELATE_COUNTS_H

#include "base/limits.h"
#include "base/status.h"
#include "classify/classify.h"
#include "correlate/record_ref.h"
#include "correlate/table.h"

typedef struct code_count {
    uint32_t code;
    uint64_t events;
} code_count;

typedef struct unknown_count {
    uint64_t signature; /* its hash */
    uint64_t count;
    record_ref *sample; /* the first one */
    uint8_t level;
    bool later;                /* the sample holds the whole message: it is masked when it is asked for */
    uint8_t host_at, host_len; /* where the sample names the machine; 0: nowhere */
    uint8_t text_len;
    char text[SIGNATURE_TEXT]; /* the masked message, unless `later` */
} unknown_count;

typedef struct counts {
    const dpm_rules *rules;
    record_pool *pool;
    uint64_t seed;
    uint64_t levels[DPM_LEVELS], classes[DPM_CLASSES];
    uint64_t untaken[DPM_LEVELS]; /* of levels: event_list.untaken */
    uint64_t *noise;              /* by rule; of rules that are none, what an override suppresses */
    uint64_t noise_records;
    table codes, unknown;
} counts;

dpm_status counts_init(counts *c, const dpm_rules *rules, record_pool *pool, uint64_t seed);
void counts_free(counts *c);
void counts_clear(counts *c);
/* The masked message of a signature: in the entry, or written to `bytes`. */
dpm_span counts_masked(const unknown_count *u, char bytes[SIGNATURE_TEXT]);
void counts_levels(counts *c, const record_batch *batch, const event_list *events);
/* Add `from`, which comes later in the order of reading and keeps its records in the same pool. Nothing is left in it. */
dpm_status counts_join(counts *into, counts *from);
/* Count a code that so many events state. */
dpm_status counts_add_code(counts *c, uint32_t code, uint64_t events);
/* Count one event that a rule took. */
dpm_status counts_take(counts *c, const record_batch *batch, const event *e, place *where);

#endif
