/* The phases of tasks: when each started, failed, succeeded, and where it stood still. Only events are looked at. Tasks not
 * seen lately make room; of these the most important are kept. */
#ifndef DPM_CORRELATE_PHASES_H
#define DPM_CORRELATE_PHASES_H

#include "base/limits.h"
#include "base/status.h"
#include "classify/classify.h"
#include "correlate/calls.h"
#include "correlate/record_ref.h"
#include "correlate/table.h"

typedef struct phase_mark {
    int64_t time; /* as assumed while its source was read */
    uint32_t source;
    uint8_t phase; /* dpm_phase */
} phase_mark;

typedef struct task_phases {
    uint8_t guid[16];
    uint32_t host; /* interned: that of the first failure, else of the first event */
    uint32_t code; /* of the most telling failure */
    uint16_t rule; /* which took it; RULE_NONE: nothing failed */
    uint8_t level; /* of it */
    uint8_t mark_count;
    uint64_t events, failures;
    table_ref owner;                 /* in tasks: whose entry this is */
    record_ref *last;                /* the last of its records that is no failure and no end; NULL: there is none */
    int64_t seen;                    /* when the thread that wrote it was heard of last, once its stream is done */
    uint32_t stream;                 /* of `last` */
    bool inside;                     /* after that: a part of it has begun and was not finished */
    phase_mark marks[TASK_MARK_MAX]; /* in order of time */
} task_phases;

/* How important it is that a task stays: by what phases_compare goes. */
typedef struct task_weight {
    dpm_task_end end;
    uint8_t level;
    int64_t stall; /* the longest */
    uint64_t failures;
} task_weight;

enum { SHELF_FILTER = 4096 }; /* many more than there is room on the shelf: a power of two */

typedef struct phases {
    const dpm_rules *rules;
    record_pool *pool;
    uint64_t seed;
    table tasks;       /* by slots: each is found by its owner */
    uint16_t *of_task; /* by the slot of the owner: slot + 1, which may be another's by now. 0: none */
    task_phases *shelf;
    task_weight shelf_weights[PHASE_SHELF_MAX];
    uint64_t shelf_heads[PHASE_SHELF_MAX]; /* the first half of each GUID on the shelf */
    uint8_t
        shelf_filter[SHELF_FILTER]; /* by some bits of a GUID: how many on the shelf have them. Looked at for every new task */
    size_t shelf_count;
    const task_phases *least; /* of a full shelf, the least important; NULL: to be found */
    uint64_t seen;            /* tasks in all */
} phases;

void phases_init(phases *p, const dpm_rules *rules, record_pool *pool, uint64_t seed);
void phases_free(phases *p);
/* Take an event of a record that names its task, which `owner` is, and has a time; one without a time is passed over. */
dpm_status phases_take(phases *p, const record_batch *batch, const event *e, table_ref owner, place *where, uint32_t host);
/* Another stream begins: write down when the threads of `c->stream` spoke last. */
void phases_settle(phases *p, const calls *c);

/* How a task ended, as far as its marks tell. */
dpm_task_end phases_end(const task_phases *task);
/* The more important of two first: failures, then what never ended, then by the longest stall; a total order. */
int phases_compare(const task_phases *a, const task_phases *b);

#endif
