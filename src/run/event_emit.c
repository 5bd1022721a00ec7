/* From a batch and its events to one dpm_event after the other. */
#include "run/event_emit.h"

#include "base/number.h"
#include "correlate/calls.h"

bool event_task_digits(event_emitter *emitter, dpm_span task)
{
    emitter->task_len = 0;
    for (size_t i = 0; i < task.len; i++) {
        const int digit = hex_digit(task.ptr[i]);
        if (task.ptr[i] == '-') {
            continue;
        }
        if (digit < 0 || emitter->task_len == TASK_DIGITS) {
            return false;
        }
        emitter->task[emitter->task_len++] = (uint8_t)digit;
    }
    return emitter->task_len >= 8;
}

static bool task_wanted(const event_emitter *emitter, dpm_span task)
{
    size_t found = 0;
    if (emitter->task_len == 0) {
        return true;
    }
    for (size_t i = 0; i < task.len && found < emitter->task_len; i++) {
        if (task.ptr[i] == '-') {
            continue;
        }
        if (hex_digit(task.ptr[i]) != (int)emitter->task[found++]) {
            return false;
        }
    }
    return task.len && found == emitter->task_len;
}

static dpm_event_kind kind_of(const dpm_rules *rules, const event *e)
{
    const rule *const r = e && e->rule != RULE_NONE ? &rules->rules[e->rule] : NULL;
    return !r                                               ? DPM_EVENT_KIND_PLAIN
           : r->noise                                       ? DPM_EVENT_KIND_NOISE
           : r->mark != MARK_NONE && r->mark != MARK_FAILED ? DPM_EVENT_KIND_OUTCOME
                                                            : DPM_EVENT_KIND_CLASSIFIED;
}

static dpm_outcome outcome_of(const dpm_rules *rules, const event *e)
{
    switch (e && e->rule != RULE_NONE ? rules->rules[e->rule].mark : MARK_NONE) {
    case MARK_STARTED:
    case MARK_FINISHED: return DPM_OUTCOME_UNDER_WAY;
    case MARK_SUCCEEDED: return DPM_OUTCOME_SUCCEEDED;
    case MARK_FAILED: return DPM_OUTCOME_FAILED;
    default: return DPM_OUTCOME_NONE;
    }
}

static dpm_mark mark_of(const rule *r)
{
    static const dpm_mark marks[] = {
        [MARK_STARTED] = DPM_MARK_STARTED, [MARK_FINISHED] = DPM_MARK_FINISHED, [MARK_SUCCEEDED] = DPM_MARK_SUCCEEDED,
        [MARK_FAILED] = DPM_MARK_FAILED,   [MARK_FACT] = DPM_MARK_NONE,         [MARK_ENTERED] = DPM_MARK_ENTERED,
        [MARK_LEFT] = DPM_MARK_LEFT,       [MARK_RESTARTED] = DPM_MARK_NONE,
    };
    return r ? marks[r->mark] : DPM_MARK_NONE;
}

/* What is not a GUID (a damaged column) is no task. */
static dpm_span task_of(const record_batch *batch, uint32_t i)
{
    uint8_t guid[16];
    const dpm_span task = batch_part(batch, batch->task[i]);
    return number_guid(task, guid) ? task : (dpm_span){0};
}

static dpm_span name_of(event_emitter *emitter, const dpm_rules *rules, uint32_t code)
{
    struct code_name *const known = &emitter->names[code % CODE_NAMES];
    if (known->code != code) {
        code_entry e = {.name = {0}};
        rules_code(rules, code, &e);
        *known = (struct code_name){code, e.name};
    }
    return known->name;
}

dpm_event event_of(event_emitter *emitter, event_origin *p, const record_batch *batch, uint32_t i, const event *e, event_ids *ids)
{
    const rule *const r = e && e->rule != RULE_NONE ? &p->rules->rules[e->rule] : NULL;
    dpm_event out = {
        .kind = kind_of(p->rules, e),
        .outcome = outcome_of(p->rules, e),
        .time = batch->flags[i] & RECORD_NO_TIME ? DPM_NO_TIME : batch->time[i],
        .cls = e ? (dpm_class)e->cls : DPM_CLASS_OTHER,
        .level = (dpm_level)batch->level[i],
        .rule = r ? r->id : (dpm_span){0},
        .mark = mark_of(r),
        .pid_number = batch->pid[i],
        .tid_number = batch->tid[i],
        .module = batch_part(batch, batch->module[i]),
        .source = batch_part(batch, batch->source[i]),
        .object = batch_part(batch, batch->object[i]),
        .task = task_of(batch, i),
        .host = p->host,
        .process = p->process,
        .path = p->path,
        .line = p->where.line + batch->line[i] + 1,
        .numbered = p->where.numbered,
        .offset = place_offset(&p->where, batch, i),
        .message = span_trim(batch_message(batch, i)),
        .message_cut = batch->flags[i] & RECORD_CUT,
    };
    if (!p->where.witness || p->records) {
        out.record = span_of(batch->base + batch->start[i], batch->end[i] - batch->start[i]);
    }
    out.pid = span_of(ids->pid, hex_text(out.pid_number, 4, ids->pid));
    out.tid = span_of(ids->tid, hex_text(out.tid_number, 4, ids->tid));
    if (e && out.mark != DPM_MARK_NONE) {
        out.phase = event_captured(e, CAPTURE_TEXT, SPAN("phase"));
    }
    if (out.mark == DPM_MARK_ENTERED || out.mark == DPM_MARK_LEFT) {
        out.function = calls_function(r, out.message);
    }
    /* records that no rule was asked about may state codes too */
    const stated_codes stated = e ? (stated_codes){0} : codes_find(out.message);
    out.dpm_id = e ? e->dpm_id : stated.id_count ? stated.ids[0] : 0;
    out.codes = e ? e->codes : stated.codes;
    out.code_count = e ? e->code_count : stated.code_count;
    out.code_name = out.code_count ? name_of(emitter, p->rules, out.codes[0]) : (dpm_span){0};
    return out;
}

static bool hand(event_emitter *emitter, dpm_event_fn take, void *context, event_origin *p, const record_batch *batch, uint32_t i,
                 const event *e)
{
    event_ids ids;
    const dpm_event out = event_of(emitter, p, batch, i, e, &ids);
    return take(context, &out);
}

void event_emit(event_emitter *emitter, event_origin *p, const record_batch *batch, const event_list *events)
{
    uint32_t next = 0;
    const bool all = emitter->on_task != NULL;
    /* only a task's records need a look at every record */
    for (uint32_t k = 0; !emitter->ended && k < (all ? batch->count : events->count); k++) {
        const uint32_t i = all ? k : events->items[k].record;
        if (batch->flags[i] & (RECORD_DUPLICATE | RECORD_OUTSIDE)) {
            continue;
        }
        while (next < events->count && events->items[next].record < i) {
            next++;
        }
        const event *const e = next < events->count && events->items[next].record == i ? &events->items[next] : NULL;
        const bool wanted = e && filter_event(p->filter, e->cls, batch->level[i]);
        if (emitter->on_event && wanted && kind_of(p->rules, e) == DPM_EVENT_KIND_CLASSIFIED) {
            emitter->ended = !hand(emitter, emitter->on_event, emitter->event_context, p, batch, i, e);
        }
        if (all && !emitter->ended && task_wanted(emitter, task_of(batch, i))) {
            emitter->ended = !hand(emitter, emitter->on_task, emitter->task_context, p, batch, i, e);
        }
    }
}
