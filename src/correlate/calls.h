/* Calls that were entered and not left: `==>F` without `<--F`. Kept for threads that work on a task; which of them hang is judged
 * when all is read. Only records that say so cost anything, but for one store for each record: when its thread spoke last. */
#ifndef DPM_CORRELATE_CALLS_H
#define DPM_CORRELATE_CALLS_H

#include "base/limits.h"
#include "base/status.h"
#include "classify/classify.h"
#include "correlate/record_ref.h"
#include "correlate/table.h"

enum {
    CALL_CLOCKS = 2048 /* threads that share one clock seem more alive than they are: on the safe side */
};

typedef struct open_call {
    uint64_t name;     /* hash of the function's name */
    uint32_t record;   /* in the batch, while not kept */
    record_ref *where; /* NULL: not kept yet */
} open_call;

typedef struct call_thread {
    uint32_t stream, pid, tid;
    uint8_t task[16]; /* that it works on */
    uint8_t depth;
    uint32_t deeper;
    int64_t seen; /* its last record of any kind, once its stream is done */
    open_call calls[CALL_DEPTH_MAX];
} call_thread;

typedef struct call_function {
    uint64_t entered, left;
} call_function;

typedef struct calls {
    const dpm_rules *rules;
    record_pool *pool;
    uint64_t seed;
    bool wanted; /* some rule marks calls, or when a task began */
    table threads, functions;
    uint32_t stream; /* of the last batch */
    int64_t clocks[CALL_CLOCKS];
    /* calls entered in this batch that are open at its end: to be kept, in order of their records */
    struct {
        uint32_t record, slot, level, serial;
    } fresh[BATCH_RECORDS];
    uint32_t fresh_count, fresh_at;
} calls;

void calls_init(calls *c, const dpm_rules *rules, record_pool *pool, uint64_t seed);
void calls_free(calls *c);
/* The following batches are of this stream: when the threads of the one before spoke last is written down. */
void calls_go_to(calls *c, uint32_t stream);
/* A thread of the stream spoke at this time, in a record that is not here. */
void calls_hear(calls *c, uint32_t pid, uint32_t tid, int64_t time);
/* So many times a function was entered and left, in records that are not here. */
dpm_status calls_count(calls *c, dpm_span function, uint64_t entered, uint64_t left);
/* Which of the clocks is that of a thread. */
size_t calls_clock_number(uint32_t pid, uint32_t tid);
/* Follow the calls of a batch, whose stream was gone to; then hand it each of the batch's events in order. */
dpm_status calls_follow(calls *c, const record_batch *batch, const event_list *events, const place *where);
dpm_status calls_keep(calls *c, const record_batch *batch, const event *e, place *where);
/* When a thread of the stream that is being read spoke last; INT64_MIN: not yet. */
int64_t calls_clock(const calls *c, uint32_t pid, uint32_t tid);
/* The thread entered calls for the task and has left all of them. */
bool calls_all_left(const calls *c, uint32_t stream, uint32_t pid, uint32_t tid, const uint8_t task[16]);
/* When the thread was last heard of. */
int64_t calls_seen(const calls *c, const call_thread *t);
/* Some functions do not trace that they are left: one that was entered three times and never left. */
bool calls_traced(const calls *c, const open_call *call);
/* The function's name in a record that was kept. */
dpm_span calls_name(const calls *c, const record_ref *k);

/* The function that a message names which an `entered` or `left` rule took: what follows the rule's `begins`, or nothing. */
dpm_span calls_function(const rule *r, dpm_span message);

#endif
