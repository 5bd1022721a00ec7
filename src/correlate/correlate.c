/* The fold: hands each event to those who count it and those who connect it. */
#include "correlate/correlate.h"
#include "base/civil.h"
#include "base/grow.h"
#include "base/hash.h"
#include "base/number.h"
#include "correlate/host_name.h"

#include <stdlib.h>

dpm_status correlation_init(correlation *c, const dpm_rules *rules, uint64_t seed)
{
    *c = (correlation){.rules = rules};
    intern_init(&c->names, HOST_MAX, seed);
    processes_init(&c->processes, seed);
    copies_init(&c->copies, seed);
    tasks_init(&c->tasks, &c->pool, seed);
    incidents_init(&c->incidents, rules, &c->tasks, &c->pool, seed);
    calls_init(&c->calls, rules, &c->pool, seed);
    phases_init(&c->phases, rules, &c->pool, seed);
    jobs_init(&c->jobs, rules, seed);
    TRY(tally_init(&c->part, rules, &c->pool, seed));
    return tally_init(&c->whole, rules, &c->pool, seed);
}

void correlation_free(correlation *c)
{
    intern_free(&c->names);
    processes_free(&c->processes);
    copies_free(&c->copies);
    tasks_free(&c->tasks);
    incidents_free(&c->incidents);
    calls_free(&c->calls);
    phases_free(&c->phases);
    jobs_free(&c->jobs);
    tally_free(&c->part);
    tally_free(&c->whole);
    free(c->crashes);
    free(c->restarts);
    c->crashes = NULL;
    c->restarts = NULL;
    record_pool_free(&c->pool);
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

static const struct crash_head *crash_head_of(const correlation *c, uint32_t pid)
{
    return &c->crash_heads[pid / 4 % CRASH_HEADS];
}

/* What a process still logs as CRITICAL within a minute of its first such record is the same crash. */
static bool crash_known(const correlation *c, struct crash_key key)
{
    const struct crash_head *const head = crash_head_of(c, key.pid);
    if (head->newest == 0 || time_elapsed(head->last, key.time) > MS_MINUTE) {
        return false;
    }
    for (size_t i = head->newest; i > 0; i = c->crash_next[i - 1]) {
        const struct crash_key *const known = &c->crash_keys[i - 1];
        if (known->pid == key.pid && known->stream == key.stream && time_elapsed(known->time, key.time) <= MS_MINUTE) {
            return true;
        }
    }
    return false;
}

static dpm_status take_crash(correlation *c, const record_batch *batch, const event *e, place *where, const lookback *before)
{
    const struct crash_key key = {where->stream, batch->pid[e->record], batch->time[e->record]};
    if (crash_known(c, key)) {
        return DPM_OK;
    }
    if (c->crash_count == CRASH_MAX) {
        c->crashes_lost++;
        return DPM_OK;
    }
    record_ref *const now = GROW(c->crashes, c->crash_count, c->crash_cap) ? record_now(&c->pool, batch, e, where) : NULL;
    if (!now) {
        return DPM_ENOMEM;
    }
    crash *const fresh = &c->crashes[c->crash_count];
    *fresh = (crash){0};
    record_set(&c->pool, &fresh->record, now);
    record_set(&c->pool, &fresh->before.of_task, before->of_task);
    record_set(&c->pool, &fresh->before.of_thread, before->of_thread);
    fresh->exception_len = capture_keep(fresh->exception, event_captured(e, CAPTURE_TEXT, SPAN("exception")));
    fresh->message_len = capture_keep(fresh->message, event_captured(e, CAPTURE_TEXT, SPAN("message")));
    struct crash_head *const head = &c->crash_heads[key.pid / 4 % CRASH_HEADS];
    const bool timed = key.time != DPM_NO_TIME && (!head->newest || head->last != DPM_NO_TIME);
    head->last = !timed ? DPM_NO_TIME : head->newest && head->last > key.time ? head->last : key.time;
    c->crash_next[c->crash_count] = head->newest;
    c->crash_keys[c->crash_count++] = key;
    head->newest = (uint16_t)c->crash_count;
    return DPM_OK;
}

/* Where the event stands in time. */
static dpm_status take_time(correlation *c, const record_batch *batch, const event *e, const task_entry *task, place *where,
                            uint32_t host)
{
    if (task) {
        TRY(phases_take(&c->phases, batch, e, tasks_ref(&c->tasks, task), where, host));
    }
    if (e->rule == RULE_NONE) {
        return DPM_OK;
    }
    const task_mark mark = c->rules->rules[e->rule].mark;
    c->processes.streams[where->stream].tells_ends |= mark == MARK_SUCCEEDED || mark == MARK_FAILED;
    return timeline_take(&c->part.timeline, c->rules, e, batch->time[e->record], host);
}

static dpm_status keep_restart(correlation *c, int64_t time, const place *where)
{
    if (c->restart_count == RESTART_MAX) {
        c->restarts_lost++;
        return DPM_OK;
    }
    if (!GROW(c->restarts, c->restart_count, c->restart_cap)) {
        return DPM_ENOMEM;
    }
    c->restarts[c->restart_count++] = (restart){time, where->source, c->processes.streams[where->stream].host};
    return DPM_OK;
}

static bool marks_call(const correlation *c, const event *e)
{
    const task_mark mark = e->rule == RULE_NONE ? MARK_NONE : c->rules->rules[e->rule].mark;
    return mark == MARK_ENTERED || mark == MARK_LEFT;
}

/* The machine that an engine's record is about: the record names it, or the history of its task does. */
static dpm_span peer_of(const correlation *c, const event *e)
{
    const dpm_span named = event_captured(e, CAPTURE_HOST, (dpm_span){0});
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

static void keep_version(correlation *c, const event *e)
{
    const dpm_span stated = event_captured(e, CAPTURE_VERSION, (dpm_span){0});
    if (stated.ptr && stated.len < sizeof c->version) {
        memcpy(c->version, stated.ptr, stated.len);
        c->version[stated.len] = '\0';
    }
}

static dpm_status take_event(correlation *c, const record_batch *batch, const event *e, uint64_t hash, place *where)
{
    if (suppressed(c, batch, e)) {
        c->part.counts.noise[e->rule]++;
        return DPM_OK;
    }
    if (marks_call(c, e)) {
        TRY(jobs_take(&c->jobs, batch, e, where, &c->names, INTERN_NONE));
        return calls_keep(&c->calls, batch, e, where);
    }
    if (e->rule != RULE_NONE && c->rules->rules[e->rule].mark == MARK_RESTARTED) {
        TRY(keep_restart(c, batch->time[e->record], where));
    }
    if (e->rule != RULE_NONE) {
        TRY(counts_take(&c->part.counts, batch, e, where));
        keep_version(c, e);
    }
    /* An agent's records name machines, too, but what they tell happened on its own. */
    const bool engine = c->processes.streams[where->stream].engine;
    const dpm_span peer = engine ? peer_of(c, e) : (dpm_span){0};
    uint32_t host = c->processes.streams[where->stream].host;
    if (peer.len) {
        TRY(host_name_put(&c->names, peer, &host));
    }
    task_entry *const task = e->has_task ? tasks_enter(&c->tasks, e->task, hash) : NULL;
    if (e->has_task && !task) {
        return DPM_ENOMEM;
    }
    TRY(take_time(c, batch, e, task, where, host));
    TRY(jobs_take(&c->jobs, batch, e, where, &c->names, host));
    const host_source source = peer.len ? HOST_NAMED : engine && c->rules->engine_count ? HOST_OF_ENGINE : HOST_OF_AGENT;
    const bool ends = batch->level[e->record] == DPM_LEVEL_CRITICAL && e->rule != RULE_NONE && !c->rules->rules[e->rule].noise;
    if (!ends) {
        return incidents_take(&c->incidents, batch, e, task, where, host, source, NULL);
    }
    lookback before = {0};
    TRY(incidents_take(&c->incidents, batch, e, task, where, host, source, &before));
    return take_crash(c, batch, e, where, &before);
}

dpm_status correlation_settle(correlation *c, int years)
{
    return tally_join(&c->whole, &c->part, years);
}

/* The table of tasks is larger than the caches: what an event needs is fetched while those before it are taken. */
static void expect(const correlation *c, uint32_t count, uint32_t i)
{
    enum { NEAR = 6, FAR = 12 };
    if (i + FAR < count) {
        table_expect(&c->tasks.known, c->hashes[i + FAR], false);
    }
    if (i + NEAR < count) {
        table_expect(&c->tasks.known, c->hashes[i + NEAR], true);
    }
}

/* What the threads of the stream before say is settled. */
static void go_to_stream(correlation *c, uint32_t stream)
{
    if (stream != c->calls.stream) {
        phases_settle(&c->phases, &c->calls);
        calls_go_to(&c->calls, stream);
    }
}

void correlation_hear(correlation *c, uint32_t stream, uint32_t pid, uint32_t tid, int64_t time)
{
    go_to_stream(c, stream);
    calls_hear(&c->calls, pid, tid, time);
}

dpm_status correlation_take(correlation *c, const record_batch *batch, const event_list *events, place *where)
{
    TRY(tally_follow(&c->part, batch, events, where));
    if (!where->witness && !where->sparse) {
        TRY(processes_follow(&c->processes, where->stream, where->source, batch));
    }
    go_to_stream(c, where->stream);
    TRY(calls_follow(&c->calls, batch, events, where));
    for (uint32_t i = 0; i < events->count; i++) {
        c->hashes[i] = tasks_hash(&c->tasks, events->items[i].task);
    }
    for (uint32_t i = 0; i < events->count; i++) {
        expect(c, events->count, i);
        const dpm_status status = take_event(c, batch, &events->items[i], c->hashes[i], where);
        record_done(&c->pool);
        TRY(status);
    }
    return DPM_OK;
}
