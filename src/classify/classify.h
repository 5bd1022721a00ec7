/* From records to events: which rule takes a record, and what codes it states. */
#ifndef DPM_CLASSIFY_CLASSIFY_H
#define DPM_CLASSIFY_CLASSIFY_H

#include "base/status.h"
#include "record/batch.h"
#include "record/codes.h"
#include "rules/rules.h"

#include <stdint.h>

enum { SIGNATURE_TEXT = 200 }; /* bytes of a masked message */
enum { EVENT_CODES = STATED_MAX, EVENT_FACTS = 10, EVENT_CAPTURES = 4 };

/* What a rule captured in a record. */
typedef struct captured {
    const capture *what;
    dpm_span text; /* in the block */
} captured;

/* One record that matters: taken by a rule, or WARNING, FATAL or CRITICAL without one (then `rule` is RULE_NONE: it counts
 * as no event, but a crash may look back to it). One line of the cache; what few events have much of is in their list. */
typedef struct event {
    uint8_t task[16];      /* the GUID by which the record names its task; zero without one */
    uint64_t signature;    /* of an event whose rule is generic: the hash of its level, source and masked message; else 0 */
    const uint32_t *codes; /* HRESULTs in order of appearance, each once; signed decimals decoded */
    const uint16_t *facts; /* of the rule, the codes and the DPM IDs; each once; none of noise */
    const captured *captures;
    uint32_t record; /* index in the batch */
    uint32_t dpm_id; /* DPM error ID: the first that is a failure, else the first; 0: none */
    uint16_t rule;   /* index in rules->rules, or RULE_NONE */
    uint8_t cls;     /* dpm_class; DPM_CLASS_OTHER for RULE_NONE */
    uint8_t code_count, fact_count, capture_count;
    bool has_task; /* the record names its task by a GUID */
} event;

/* The events of a batch. An event may be moved within its list; what it points to stays where it is. */
typedef struct event_list {
    uint32_t count;
    uint32_t code_count, fact_count, capture_count; /* that are in the list */
    uint32_t untaken[DPM_LEVELS];                   /* records that no rule took, of the levels WARNING, FATAL and CRITICAL */
    event items[BATCH_RECORDS];
    uint32_t codes[BATCH_RECORDS * EVENT_CODES];
    uint16_t facts[BATCH_RECORDS * EVENT_FACTS];
    captured captures[BATCH_RECORDS * EVENT_CAPTURES];
} event_list;

/* No events yet. */
void events_clear(event_list *list);
/* One more event at the list's end, with nothing in it but what it points to. What is added next belongs to it. */
event *events_add(event_list *list);
/* Add to the last event, as far as it has room: up to EVENT_CODES codes, a fact that it has not, a capture. */
void events_add_codes(event_list *list, const uint32_t *codes, size_t count);
void events_add_fact(event_list *list, uint16_t number);
void events_add_capture(event_list *list, captured c);

/* One per worker: match data, JIT stack. */
typedef struct classifier classifier;

/* `rules` must outlive it. NULL when memory ran out. */
classifier *classifier_new(const dpm_rules *rules);
void classifier_free(classifier *c);

/* Fill `out` with the events of a batch. `process` is the source's. Records flagged RECORD_DUPLICATE or RECORD_OUTSIDE are
 * passed over. Cannot fail: a match that meets a limit counts as no match and is counted. */
void classify(classifier *c, const record_batch *batch, dpm_span process, event_list *out);

/* What the rule's pattern captured in a group of this type and name, in the message; an empty name is any. Empty: nothing. */
dpm_span event_captured(const event *e, capture_type type, dpm_span name);
/* The masked message of an event, what stays the same when the same thing happens again. Returns its length. */
size_t event_masked(const record_batch *batch, const event *e, char bytes[SIGNATURE_TEXT]);

/* How often a match of rule `index` met a limit, since the classifier was made. */
uint64_t classifier_limit_hits(const classifier *c, size_t index);
/* How often a pattern did not match the beginning of a message that was too long to be seen to its end. */
uint64_t classifier_unseen(const classifier *c);

/* For checking and explaining rules, not for speed: the rules that match record `i`, in the order in which they compete, so that
 * the first takes it; `*code` is its main code, 0 for none. At most `cap` are stored; returns how many. */
size_t classify_matches(classifier *c, const record_batch *batch, uint32_t i, dpm_span process, uint16_t *out, size_t cap,
                        uint32_t *code);
/* What keeps rule `index` from record `i`, in words: "its level does not fit". NULL when nothing does. */
const char *classify_reason(classifier *c, const record_batch *batch, uint32_t i, dpm_span process, uint16_t index);
/* A code, ID or literal that rule `index` asks for is in record `i`. */
bool classify_near(classifier *c, const record_batch *batch, uint32_t i, uint16_t index);

/* For measuring: what trying one rule came to. */
typedef struct rule_cost {
    uint64_t tried; /* records that selected it, by level, process, codes and literals, and that no rule before it took */
    uint64_t taken;
    uint64_t ns; /* of all tries */
} rule_cost;
/* Try the rules as classify does, each try many times, and add to the costs of each rule; `now` is a clock in nanoseconds. */
void classify_costs(classifier *c, const record_batch *batch, dpm_span process, uint64_t (*now)(void), rule_cost *costs);

#endif
