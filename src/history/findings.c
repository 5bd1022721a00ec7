/* What the records of a task tell together. */
#include "history/findings.h"

#include "base/text.h"

#include <assert.h>

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
    const bool starts = e->mark == DPM_MARK_STARTED, finishes = e->mark == DPM_MARK_FINISHED;
    if (e->phase.len == 0) {
        return;
    }
    phase *const open = starts ? NULL : find_open(phases, e->phase);
    if (open) {
        open->last = e->time;
    } else if (starts) {
        add(phases, (phase){e->phase, e->time, DPM_NO_TIME});
    } else if (finishes) { /* its start is in no log */
        add(phases, (phase){e->phase, DPM_NO_TIME, e->time});
    }
}

static void count_codes(history_findings *f, const dpm_event *e)
{
    for (size_t k = 0; k < e->code_count; k++) {
        size_t i = 0;
        while (i < f->code_count && f->codes[i].code != e->codes[k]) {
            i++;
        }
        if (i == HISTORY_CODES_SHOWN_MAX) {
            continue;
        }
        f->code_count += i == f->code_count;
        f->codes[i].code = e->codes[k];
        f->codes[i].count++;
        if (k == 0) {
            f->codes[i].name = e->code_name;
        }
    }
}

static void add_stream(history_findings *f, const dpm_event *e)
{
    for (size_t i = 0; i < f->stream_count; i++) {
        if (span_eq(f->streams[i][0], e->host) && span_eq(f->streams[i][1], e->process)) {
            return;
        }
    }
    if (f->stream_count < HISTORY_STREAM_MAX) {
        f->streams[f->stream_count][0] = e->host;
        f->streams[f->stream_count++][1] = e->process;
    }
}

static bool decides(const dpm_event *e)
{
    const bool bad = e->level == DPM_LEVEL_CRITICAL || e->level == DPM_LEVEL_FATAL;
    return e->outcome == DPM_OUTCOME_SUCCEEDED || e->outcome == DPM_OUTCOME_FAILED || (bad && e->kind != DPM_EVENT_KIND_NOISE);
}

/* Whether a report counts the record: what says nothing of the task is not kept for it. */
static bool is_event(const dpm_event *e)
{
    switch (e->kind) {
    case DPM_EVENT_KIND_CLASSIFIED: return true;
    case DPM_EVENT_KIND_OUTCOME: return e->mark != DPM_MARK_ENTERED && e->mark != DPM_MARK_LEFT;
    case DPM_EVENT_KIND_PLAIN: return e->level < DPM_LEVEL_NORMAL;
    case DPM_EVENT_KIND_NOISE: break;
    }
    return false;
}

void history_find(const dpm_history *h, history_findings *f)
{
    assert(h->sorted || h->count == 0);
    *f = (history_findings){.first = DPM_NO_TIME, .last = DPM_NO_TIME, .event_first = DPM_NO_TIME, .event_last = DPM_NO_TIME};
    const dpm_event *before = NULL;
    for (size_t i = 0; i < h->count; i++) {
        const dpm_event *const e = &h->records[i].event;
        f->levels[e->level]++;
        count_codes(f, e);
        add_stream(f, e);
        history_phases(&f->phases, e);
        (void)history_calls(&f->calls, e);
        f->ended = decides(e) ? e : f->ended;
        if (e->time == DPM_NO_TIME) {
            continue;
        }
        const int64_t gap = before ? e->time - before->time : 0;
        f->stalls += gap >= STALL_MS;
        if (gap >= STALL_MS && gap > f->stall) {
            f->stall = gap;
            f->stalled = before;
        }
        f->first = f->first == DPM_NO_TIME ? e->time : f->first;
        f->last = e->time;
        if (is_event(e)) {
            f->event_first = f->event_first == DPM_NO_TIME ? e->time : f->event_first;
            f->event_last = e->time;
        }
        before = e;
    }
}
