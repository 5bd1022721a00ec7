/* The calls of a task, by the marks of its events. */
#ifndef DPM_HISTORY_HISTORY_CALLS_H
#define DPM_HISTORY_HISTORY_CALLS_H

#include "base/limits.h"
#include "history/history.h"

typedef enum call_kind { CALL_NONE, CALL_ENTERED, CALL_LEFT } call_kind;

/* A function that was entered and, so far, not left. */
typedef struct open_call {
    dpm_span name, host, process;
    uint32_t pid, tid;
    int64_t time;
} open_call;

/* The calls that are open, of all threads, oldest first. */
typedef struct call_stack {
    open_call items[HISTORY_CALL_MAX];
    size_t count;
    uint64_t lost; /* entered while there were HISTORY_CALL_MAX others */
} call_stack;

typedef struct call_step {
    call_kind kind;
    size_t depth;     /* calls of its thread around the record */
    int64_t duration; /* of a call that was left; -1: its beginning is not known */
} call_step;

/* What a record does to the calls of its thread. */
call_step history_calls(call_stack *calls, const dpm_event *e);

#endif
