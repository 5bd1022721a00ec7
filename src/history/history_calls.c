/* The calls of a task, by the marks of its events. */
#include "history/history_calls.h"

#include "base/limits.h"
#include "base/text.h"

static bool same_thread(const open_call *c, const dpm_event *e)
{
    return c->tid == e->tid_number && c->pid == e->pid_number && span_eq(c->host, e->host) && span_eq(c->process, e->process);
}

static size_t depth_of(const call_stack *calls, const dpm_event *e)
{
    size_t depth = 0;
    for (size_t i = 0; i < calls->count; i++) {
        depth += same_thread(&calls->items[i], e);
    }
    return depth;
}

/* The call is left, and with it the calls inside it that logged no leaving. */
static int64_t leave(call_stack *calls, const dpm_event *e, dpm_span name)
{
    size_t found = calls->count;
    while (found > 0 && !(same_thread(&calls->items[found - 1], e) && span_eq(calls->items[found - 1].name, name))) {
        found--;
    }
    if (found == 0) {
        return -1;
    }
    const int64_t begun = calls->items[found - 1].time;
    size_t kept = found - 1;
    for (size_t i = found; i < calls->count; i++) {
        if (!same_thread(&calls->items[i], e)) {
            calls->items[kept++] = calls->items[i];
        }
    }
    calls->count = kept;
    return begun == DPM_NO_TIME || e->time == DPM_NO_TIME ? -1 : e->time - begun;
}

call_step history_calls(call_stack *calls, const dpm_event *e)
{
    if (e->mark == DPM_MARK_LEFT) {
        const int64_t duration = leave(calls, e, e->function);
        return (call_step){.kind = CALL_LEFT, .depth = depth_of(calls, e), .duration = duration};
    }
    const call_step step = {.kind = e->mark == DPM_MARK_ENTERED ? CALL_ENTERED : CALL_NONE, .depth = depth_of(calls, e)};
    if (step.kind == CALL_ENTERED && calls->count < HISTORY_CALL_MAX) {
        calls->items[calls->count++] = (open_call){
            .name = e->function,
            .host = e->host,
            .process = e->process,
            .pid = e->pid_number,
            .tid = e->tid_number,
            .time = e->time,
        };
    } else if (step.kind == CALL_ENTERED) {
        calls->lost++;
    }
    return step;
}
