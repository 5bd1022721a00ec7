/* Observations, from the correlation's tables. */
#include "rank/tally.h"
#include "base/civil.h"
#include "base/text.h"
#include "record/year.h"

#include <stdlib.h>

int64_t tally_settle(const rank_input *in, uint32_t source, int64_t time)
{
    const int shift = source < in->source_count ? in->sources[source].year_shift : 0;
    return shift ? year_move(time, shift) : time;
}

int64_t tally_time(const rank_input *in, const kept *k)
{
    return tally_settle(in, k->source, k->time);
}

static void add_incident(tally *t, const rank_input *in, const incident *i)
{
    if (i->events == 0) {
        return;
    }
    if (incident_recovered(&in->correlated->incidents, i)) {
        t->recovered[t->recovered_count++] = i;
        return;
    }
    t->incidents += i->count;
    t->items[t->count++] = (observation){
        .incident = i,
        .facts = i->facts,
        .first = tally_time(in, &i->first),
        .last = tally_time(in, &i->last),
        .host = i->hosts[0],
        .stream = i->stream,
        .pid = i->first.pid,
    };
}

static dpm_status add_endings(tally *t, const rank_input *in, arena *memory)
{
    const processes *const p = &in->correlated->processes;
    const instance **const sorted = ARENA_ARRAY(memory, p->instances.count + 1, const instance *);
    if (!sorted) {
        return DPM_ENOMEM;
    }
    processes_sorted(p, sorted);
    for (uint32_t i = 0; i < p->instances.count; i++) {
        const instance *const it = sorted[i];
        const dpm_ending ending = instance_ending(it, i + 1 < p->instances.count ? sorted[i + 1] : NULL);
        const uint16_t number = rules_fact(in->rules, FACT_INSTANCE, (uint32_t)ending);
        if (number == FACT_NONE) {
            continue;
        }
        const int64_t end = tally_settle(in, it->last_source, it->last);
        observation *const o = &t->items[t->count++];
        *o = (observation){.first = end, .last = end, .host = p->streams[it->stream].host, .stream = it->stream, .pid = it->pid};
        fact_add(&o->facts, number);
    }
    return DPM_OK;
}

static void add_signs(tally *t, const rank_input *in)
{
    const table *const signs = &in->correlated->incidents.signs;
    for (uint32_t i = 0; i < signs->count; i++) {
        const sign *const s = table_at(signs, i);
        const int64_t time = tally_settle(in, s->source, s->time);
        observation *const o = &t->items[t->count++];
        *o = (observation){.first = time, .last = time, .host = s->host, .stream = s->stream, .pid = s->pid};
        fact_add(&o->facts, s->fact);
    }
}

/* ---- calls that were not left ---- */

enum { HANG_MS = 1800 * MS_SECOND /* the shorter one of the agent's own time limits */ };

/* The innermost call that is known; NULL: none, or nothing says that it hangs. */
static const open_call *hanging_call(const rank_input *in, const call_thread *t)
{
    const correlation *const c = in->correlated;
    const int64_t seen = calls_seen(&c->calls, t), last = processes_last(&c->processes, t->stream, t->pid);
    if (t->depth == 0 || last == DPM_NO_TIME || seen == DPM_NO_TIME || last - seen < HANG_MS || incidents_task_succeeded(&c->incidents, t->task, t->calls[0].where.time)) {
        return NULL;
    }
    for (uint8_t level = t->depth; level-- > 0;) {
        if (t->calls[level].where.present) {
            return calls_traced(&c->calls, &t->calls[level]) ? &t->calls[level] : NULL;
        }
    }
    return NULL;
}

static observation *find_task(const tally *t, const uint8_t task[16])
{
    for (size_t i = 0; i < t->count; i++) {
        const incident *const it = t->items[i].incident;
        if (it && it->has_task && it->count == 1 && memcmp(it->task, task, sizeof it->task) == 0) {
            return &t->items[i];
        }
    }
    return NULL;
}

/* What the call is named by in the cause's texts. */
static void name_call(incident *i, const rank_input *in, const open_call *call)
{
    static const capture what = {.name = SPAN_INIT("function"), .type = CAPTURE_TEXT};
    const dpm_span name = span_head_utf8(calls_name(&in->correlated->calls, &call->where), CAPTURE_TEXT_CAP);
    memset(i->captures, 0, sizeof i->captures);
    i->captures[0].what = &what;
    i->captures[0].len = (uint8_t)name.len;
    if (name.len) {
        memcpy(i->captures[0].text, name.ptr, name.len);
    }
}

/* An observation for the task: the incident that it has, with one fact more, or one made of the call alone. Of several calls of
 * one task the one entered last is what the others wait for. */
static dpm_status add_hang(tally *t, const rank_input *in, const call_thread *thread, const open_call *call, uint16_t number, arena *memory)
{
    observation *o = find_task(t, thread->task);
    incident *const i = ARENA_NEW(memory, incident);
    if (!i) {
        return DPM_ENOMEM;
    }
    const open_call *const outer = thread->calls[0].where.present ? &thread->calls[0] : call;
    if (!o) {
        o = &t->items[t->count++];
        *i = (incident){.stream = thread->stream, .has_task = true, .count = 1, .tasks = 1, .worst = DPM_LEVEL_NORMAL};
        memcpy(i->task, thread->task, sizeof i->task);
        i->first = outer->where;
        i->last = i->telling = call->where;
        *o = (observation){.stream = thread->stream, .pid = thread->pid, .host = in->correlated->processes.streams[thread->stream].host};
        i->hosts[0] = o->host;
        i->host_source = HOST_OF_AGENT;
        t->incidents++;
        name_call(i, in, call);
    } else {
        *i = *o->incident;
        const bool later = kept_compare(&call->where, &i->telling) > 0;
        if (later && (fact_has(&i->facts, number) || i->telling.time > call->where.time)) {
            i->last = kept_compare(&call->where, &i->last) > 0 ? call->where : i->last;
        }
        if (!fact_has(&i->facts, number) || later) {
            i->telling = call->where;
            i->hosts[0] = in->correlated->processes.streams[thread->stream].host;
            name_call(i, in, call);
        }
        i->first = kept_compare(&outer->where, &i->first) < 0 ? outer->where : i->first;
    }
    fact_add(&i->facts, number);
    o->incident = i;
    o->facts = i->facts;
    o->first = tally_time(in, &i->first);
    o->last = tally_time(in, &i->last);
    return DPM_OK;
}

static dpm_status add_hangs(tally *t, const rank_input *in, arena *memory)
{
    const uint16_t number = rules_fact(in->rules, FACT_ABSENCE, ABSENCE_CALL_NOT_LEFT);
    const table *const threads = &in->correlated->calls.threads;
    for (uint32_t i = 0; i < threads->count && number != FACT_NONE; i++) {
        const call_thread *const thread = table_at(threads, i);
        const open_call *const call = hanging_call(in, thread);
        if (call) {
            TRY(add_hang(t, in, thread, call, number, memory));
        }
    }
    return DPM_OK;
}

static int by_time(const void *a, const void *b)
{
    const observation *const x = a, *const y = b;
    if (x->first != y->first) {
        return x->first < y->first ? -1 : 1;
    }
    if (x->incident && y->incident) {
        return kept_compare(&x->incident->first, &y->incident->first);
    }
    if (!x->incident != !y->incident) {
        return x->incident ? -1 : 1;
    }
    if (x->stream != y->stream) {
        return x->stream < y->stream ? -1 : 1;
    }
    return x->pid != y->pid ? (x->pid < y->pid ? -1 : 1) : memcmp(&x->facts, &y->facts, sizeof x->facts);
}

static dpm_status count_hosts(tally *t, const rank_input *in, arena *memory)
{
    bool *const seen = ARENA_ARRAY(memory, in->correlated->names.count + 1u, bool);
    if (!seen) {
        return DPM_ENOMEM;
    }
    const processes *const p = &in->correlated->processes;
    for (uint32_t i = 0; i < p->stream_count; i++) {
        t->hosts += !seen[p->streams[i].host];
        seen[p->streams[i].host] = true;
    }
    for (size_t i = 0; i < t->count; i++) {
        t->hosts += !seen[t->items[i].host];
        seen[t->items[i].host] = true;
    }
    t->hosts = t->hosts ? t->hosts : 1;
    return DPM_OK;
}

dpm_status tally_make(tally *out, const rank_input *in, arena *memory)
{
    const incidents *const all = &in->correlated->incidents;
    const size_t most = (size_t)all->open.count + all->groups.count + all->signs.count + in->correlated->calls.threads.count +
                        in->correlated->processes.instances.count + 1;
    *out = (tally){.items = ARENA_ARRAY(memory, most, observation), .recovered = ARENA_ARRAY(memory, most, const incident *)};
    if (!out->items || !out->recovered) {
        return DPM_ENOMEM;
    }
    for (uint32_t i = 0; i < all->open.count; i++) {
        add_incident(out, in, table_at(&all->open, i));
    }
    for (uint32_t i = 0; i < all->groups.count; i++) {
        add_incident(out, in, table_at(&all->groups, i));
    }
    out->incidents += all->lost;
    TRY(add_hangs(out, in, memory));
    TRY(add_endings(out, in, memory));
    add_signs(out, in);
    qsort(out->items, out->count, sizeof *out->items, by_time);
    return count_hosts(out, in, memory);
}
