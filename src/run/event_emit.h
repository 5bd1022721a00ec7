/* The tap: hands the records of classified batches to a caller of the library, one at a time, with everything that is known of
 * each. Keeps nothing. */
#ifndef DPM_RUN_EVENT_EMIT_H
#define DPM_RUN_EVENT_EMIT_H

#include "base/number.h"
#include "classify/classify.h"
#include "correlate/record_ref.h"
#include "dpmlog/event.h"
#include "run/filter.h"

enum { TASK_DIGITS = 32, CODE_NAMES = 256 };

typedef struct event_emitter {
    dpm_event_fn on_event, on_task;
    void *event_context, *task_context;
    uint8_t task[TASK_DIGITS]; /* hex digits that the GUIDs of tasks begin with; none: every record is wanted */
    size_t task_len;
    bool ended; /* a callback wants no more */
    struct code_name {
        uint32_t code; /* 0: empty; no failure has it */
        dpm_span name;
    } names[CODE_NAMES]; /* of codes that were seen, by their last digits: looking one up costs more than all the rest */
} event_emitter;

/* What a batch does not say of itself. */
typedef struct event_origin {
    const dpm_rules *rules;
    dpm_span path, host, process;
    place where;          /* a copy, which event_emit moves */
    const filter *filter; /* the events to hand out */
    bool records;         /* of what is no errlog, too, the record that was made of it */
} event_origin;

/* What some members of an event point to. */
typedef struct event_ids {
    char pid[HEX_TEXT + 1], tid[HEX_TEXT + 1];
} event_ids;

/* Read the beginning of a GUID. False where it is not one. */
bool event_task_digits(event_emitter *emitter, dpm_span task);
/* What is known of record `i`, of which `e` is the event, or NULL; valid as long as the batch and `ids`. */
dpm_event event_of(event_emitter *emitter, event_origin *p, const record_batch *batch, uint32_t i, const event *e,
                   event_ids *ids);
/* Hand out what there is in a batch. Records that are copies or outside of the wanted times are passed over. */
void event_emit(event_emitter *emitter, event_origin *p, const record_batch *batch, const event_list *events);

#endif
