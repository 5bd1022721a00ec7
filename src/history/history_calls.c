/* Calls and phases in the messages of a task. */
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

/* The call is left, and with it those of its thread that it called and that nobody saw leave. */
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

/* ---- phases ---- */

static phase *find_open(phase_list *phases, dpm_span name)
{
    for (size_t i = phases->count; i-- > 0;) {
        if (phases->items[i].last == DPM_NO_TIME && span_ieq(phases->items[i].name, name)) {
            return &phases->items[i];
        }
    }
    return NULL;
}

static void add(phase_list *phases, phase p)
{
    if (phases->count < HISTORY_PHASE_MAX) {
        phases->items[phases->count++] = p;
    }
}

void history_phases(phase_list *phases, const dpm_event *e)
{
    static const struct {
        dpm_span word;
        bool starts, alone; /* alone: it may end a phase that nobody saw start */
    } words[] = {
        {SPAN_INIT(" started"), true, true},     {SPAN_INIT(" finished"), false, true},   {SPAN_INIT(" finsihed"), false, true},
        {SPAN_INIT(" Succeeded"), false, false}, {SPAN_INIT(" succeeded"), false, false}, {SPAN_INIT(" failed"), false, false},
    };
    const dpm_span prefix = SPAN("Backup Progress: ");
    if (!span_starts(e->message, prefix)) {
        return;
    }
    const dpm_span rest = span_from(e->message, prefix.len);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        const size_t at = span_find(rest, words[i].word);
        if (at == SIZE_MAX) {
            continue;
        }
        const dpm_span name = span_trim(span_head(rest, at));
        phase *const open = words[i].starts ? NULL : find_open(phases, name);
        if (open) {
            open->last = e->time;
        } else if (words[i].alone) {
            add(phases, (phase){name, words[i].starts ? e->time : DPM_NO_TIME, words[i].starts ? DPM_NO_TIME : e->time});
        }
        return;
    }
}
