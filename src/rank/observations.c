/* Observations, from the correlation's tables. */
#include "rank/observations.h"
#include "base/civil.h"
#include "rank/absence_detect.h"
#include "rank/settle.h"

#include <stdlib.h>

static void add_incident(observations *t, const rank_input *in, const incident *i)
{
    if (i->events == 0) {
        return;
    }
    if (incident_recovered(i)) {
        t->recovered[t->recovered_count++] = i;
        return;
    }
    t->incidents += i->count;
    t->items[t->count++] = (observation){
        .incident = i,
        .facts = i->facts,
        .since = rank_time(in, i->first),
        .first = rank_time(in, i->first),
        .last = rank_time(in, i->last),
        .host = i->hosts[0],
        .stream = i->stream,
        .pid = i->first->pid,
    };
}

static dpm_status add_endings(observations *t, const rank_input *in, arena *memory)
{
    const processes *const p = &in->correlated->processes;
    const instance **const sorted = ARENA_ARRAY(memory, p->instances.count + 1, const instance *);
    if (!sorted) {
        return DPM_ENOMEM;
    }
    processes_sorted(p, sorted);
    for (uint32_t i = 0; i < p->instances.count; i++) {
        const instance *const it = sorted[i];
        const dpm_ending ending = rank_ending(in, it, i + 1 < p->instances.count ? sorted[i + 1] : NULL);
        const uint16_t number = rules_fact(in->rules, FACT_INSTANCE, (uint32_t)ending);
        if (number == FACT_NONE) {
            continue;
        }
        const int64_t end = rank_settle(in, it->last_source, it->last);
        observation *const o = &t->items[t->count++];
        *o = (observation){
            .since = end, .first = end, .last = end, .host = p->streams[it->stream].host, .stream = it->stream, .pid = it->pid};
        fact_add(&o->facts, number);
    }
    return DPM_OK;
}

static void add_signs(observations *t, const rank_input *in)
{
    const table *const companions = &in->correlated->incidents.companions;
    for (uint32_t i = 0; i < companions->count; i++) {
        const companion *const s = table_at(companions, i);
        const int64_t time = rank_settle(in, s->source, s->time);
        observation *const o = &t->items[t->count++];
        const int64_t since = rank_settle(in, s->source, s->first);
        *o = (observation){.since = since, .first = time, .last = time, .host = s->host, .stream = s->stream, .pid = s->pid};
        fact_add(&o->facts, s->fact);
    }
}

static int by_time(const void *a, const void *b)
{
    const observation *const x = a, *const y = b;
    if (x->first != y->first) {
        return x->first < y->first ? -1 : 1;
    }
    if (x->incident && y->incident) {
        return record_ref_compare(x->incident->first, y->incident->first);
    }
    if (!x->incident != !y->incident) {
        return x->incident ? -1 : 1;
    }
    if (x->stream != y->stream) {
        return x->stream < y->stream ? -1 : 1;
    }
    return x->pid != y->pid ? (x->pid < y->pid ? -1 : 1) : memcmp(&x->facts, &y->facts, sizeof x->facts);
}

static dpm_status count_hosts(observations *t, const rank_input *in, arena *memory)
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

dpm_status observations_make(observations *out, const rank_input *in, arena *memory)
{
    const incidents *const all = &in->correlated->incidents;
    const size_t most = (size_t)all->open.count + all->groups.count + all->companions.count +
                        in->correlated->calls.threads.count + in->correlated->phases.tasks.count +
                        in->correlated->phases.shelf_count + in->correlated->processes.instances.count + 1;
    *out =
        (observations){.items = ARENA_ARRAY(memory, most, observation), .recovered = ARENA_ARRAY(memory, most, const incident *)};
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
    TRY(absence_find_ends(out, in, memory));
    TRY(absence_detect(out, in, memory));
    TRY(add_endings(out, in, memory));
    add_signs(out, in);
    qsort(out->items, out->count, sizeof *out->items, by_time);
    return count_hosts(out, in, memory);
}
