/* The fold: hands each event to those who count it and those who connect it. */
#include "correlate/correlate.h"
#include "base/civil.h"
#include "base/number.h"
#include "correlate/host_name.h"

#include <stdlib.h>

dpm_status correlation_init(correlation *c, const dpm_rules *rules, uint64_t seed)
{
    *c = (correlation){.rules = rules};
    intern_init(&c->names, HOST_MAX, seed);
    processes_init(&c->processes, seed);
    copies_init(&c->copies, seed);
    incidents_init(&c->incidents, rules, seed);
    calls_init(&c->calls, rules, seed);
    timeline_init(&c->timeline, seed);
    phases_init(&c->phases, rules, seed);
    return counts_init(&c->counts, rules, seed);
}

void correlation_free(correlation *c)
{
    intern_free(&c->names);
    processes_free(&c->processes);
    copies_free(&c->copies);
    incidents_free(&c->incidents);
    calls_free(&c->calls);
    timeline_free(&c->timeline);
    phases_free(&c->phases);
    counts_free(&c->counts);
    free(c->crashes);
    c->crashes = NULL;
}

dpm_status correlation_stream(correlation *c, dpm_span host, dpm_span process, uint32_t *out)
{
    uint32_t host_id, process_id;
    TRY(host_name_put(&c->names, host, &host_id));
    if (!intern_put(&c->names, process, &process_id)) {
        return DPM_ENOMEM;
    }
    TRY(processes_stream(&c->processes, host_id, process_id, out));
    c->processes.streams[*out].engine = rules_engine(c->rules, process);
    return DPM_OK;
}

/* What the rule's pattern captured in such a group; `name` empty: in any group of the type. Empty: nothing. */
static dpm_span captured(const event *e, capture_type type, dpm_span name)
{
    for (size_t k = 0; k < e->capture_count; k++) {
        if (e->captures[k].what->type == type && (name.len == 0 || span_eq(e->captures[k].what->name, name))) {
            return e->captures[k].text;
        }
    }
    return (dpm_span){0};
}

/* What a process still logs as CRITICAL within a minute of its first such record is the same crash. */
static bool same_crash(const crash *known, const record_ref *k, uint32_t stream)
{
    return known->stream == stream && known->record.pid == k->pid && time_elapsed(known->record.time, k->time) <= MS_MINUTE;
}

static dpm_status take_crash(correlation *c, const record_batch *batch, const event *e, place *where, const lookback *before)
{
    crash fresh = {.stream = where->stream, .before = *before};
    record_ref_fill(&fresh.record, batch, e, where);
    for (uint32_t i = c->crash_count; i-- > 0;) {
        if (same_crash(&c->crashes[i], &fresh.record, where->stream)) {
            return DPM_OK;
        }
    }
    if (c->crash_count == CRASH_MAX) {
        c->crashes_lost++;
        return DPM_OK;
    }
    if (c->crash_count == c->crash_cap) {
        const uint32_t cap = c->crash_cap ? c->crash_cap * 2 : 4;
        crash *const crashes = realloc(c->crashes, cap * sizeof *crashes);
        if (!crashes) {
            return DPM_ENOMEM;
        }
        c->crashes = crashes;
        c->crash_cap = cap;
    }
    fresh.exception_len = capture_keep(fresh.exception, captured(e, CAPTURE_TEXT, SPAN("exception")));
    fresh.message_len = capture_keep(fresh.message, captured(e, CAPTURE_TEXT, SPAN("message")));
    c->crashes[c->crash_count++] = fresh;
    return DPM_OK;
}

/* Where the event stands in time. */
static dpm_status take_time(correlation *c, const record_batch *batch, const event *e, place *where, uint32_t host)
{
    TRY(phases_take(&c->phases, batch, e, where, host));
    if (e->rule == RULE_NONE) {
        return DPM_OK;
    }
    const task_mark mark = c->rules->rules[e->rule].mark;
    c->processes.streams[where->stream].tells_ends |= mark == MARK_SUCCEEDED || mark == MARK_FAILED;
    return timeline_take(&c->timeline, c->rules, e, batch->time[e->record], host);
}

static bool marks_call(const correlation *c, const event *e)
{
    const task_mark mark = e->rule == RULE_NONE ? MARK_NONE : c->rules->rules[e->rule].mark;
    return mark == MARK_ENTERED || mark == MARK_LEFT;
}

/* The machine that an engine's record is about: the record names it, or the history of its task does. */
static dpm_span peer_of(const correlation *c, const event *e)
{
    const dpm_span named = captured(e, CAPTURE_HOST, (dpm_span){0});
    if (named.ptr) {
        return named;
    }
    return c->server_of && e->has_task ? c->server_of(c->server_context, e->task) : (dpm_span){0};
}

/* An override of its rule wants the event counted and nothing else. */
static bool suppressed(const correlation *c, const record_batch *batch, const event *e)
{
    const override *const o = e->rule == RULE_NONE ? NULL : c->rules->rules[e->rule].changed;
    return o && o->until && batch->time[e->record] != DPM_NO_TIME && batch->time[e->record] < o->until;
}

static dpm_status take_event(correlation *c, const record_batch *batch, const event *e, place *where)
{
    if (suppressed(c, batch, e)) {
        c->counts.noise[e->rule]++;
        return DPM_OK;
    }
    if (marks_call(c, e)) {
        calls_keep(&c->calls, batch, e, where);
        return DPM_OK;
    }
    if (e->rule != RULE_NONE) {
        TRY(counts_take(&c->counts, batch, e, where));
    }
    /* An agent's records name machines, too, but what they tell happened on its own. */
    const bool engine = c->processes.streams[where->stream].engine;
    const dpm_span peer = engine ? peer_of(c, e) : (dpm_span){0};
    uint32_t host = c->processes.streams[where->stream].host;
    if (peer.len) {
        TRY(host_name_put(&c->names, peer, &host));
    }
    TRY(take_time(c, batch, e, where, host));
    const host_source source = peer.len ? HOST_NAMED : engine && c->rules->engine_count ? HOST_OF_ENGINE : HOST_OF_AGENT;
    const bool ends = batch->level[e->record] == DPM_LEVEL_CRITICAL && e->rule != RULE_NONE && !c->rules->rules[e->rule].noise;
    if (!ends) {
        return incidents_take(&c->incidents, batch, e, where, host, source, NULL);
    }
    lookback before = {0};
    TRY(incidents_take(&c->incidents, batch, e, where, host, source, &before));
    return take_crash(c, batch, e, where, &before);
}

dpm_status correlation_take(correlation *c, const record_batch *batch, const event_list *events, place *where)
{
    counts_levels(&c->counts, batch);
    TRY(processes_follow(&c->processes, where->stream, where->source, batch));
    TRY(timeline_follow(&c->timeline, batch, where));
    if (where->stream != c->calls.stream) {
        phases_settle(&c->phases, &c->calls);
    }
    TRY(calls_follow(&c->calls, batch, events, where));
    for (uint32_t i = 0; i < events->count; i++) {
        TRY(take_event(c, batch, &events->items[i], where));
    }
    return DPM_OK;
}
