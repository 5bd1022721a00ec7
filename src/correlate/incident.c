/* Incidents: which failed records belong together. */
#include "correlate/incident.h"
#include "base/civil.h"
#include "base/hash.h"
#include "base/limits.h"
#include "base/number.h"

#include <stddef.h>

enum { LOOP_SLACK_MS = 2000 };

typedef struct thread_entry {
    uint32_t stream, pid, tid;
    table_ref incident;
    int64_t last_event;
    record_ref *last_bad;
    /* a retry loop: the same failure at a steady interval. The second turn is an incident of its own until a third one
     * comes at the same distance and shows that it was a loop. */
    uint64_t loop_signature; /* 0: none */
    int64_t loop_last, loop_interval;
    table_ref loop_first, loop_second;
} thread_entry;

void incidents_init(incidents *all, const dpm_rules *rules, const task_table *tasks, record_pool *pool, uint64_t seed)
{
    *all = (incidents){.rules = rules, .pool = pool, .tasks = tasks, .seed = seed};
    table_init_head(&all->open, sizeof(incident), offsetof(incident, times), INCIDENT_MAX);
    all->open.unkeyed = true;
    table_init_head(&all->groups, sizeof(incident), 0, GROUP_MAX);
    table_init(&all->threads, sizeof(thread_entry), THREAD_MAX);
    table_init(&all->successes, sizeof(success), SUCCESS_MAX);
    table_init(&all->companions, sizeof(companion), COMPANION_MAX);
}

void incidents_free(incidents *all)
{
    table_free(&all->open);
    table_free(&all->groups);
    table_free(&all->threads);
    table_free(&all->successes);
    table_free(&all->companions);
}

/* ---- threads ---- */

static thread_entry *thread_enter(incidents *all, uint32_t stream, uint32_t pid, uint32_t tid)
{
    const uint64_t hash = hash_words(all->seed, (uint64_t)stream << 32 | pid, tid);
    for (uint32_t slot = table_find(&all->threads, hash); slot != TABLE_NONE; slot = table_next(&all->threads, slot)) {
        thread_entry *const thread = table_at(&all->threads, slot);
        if (thread->stream == stream && thread->pid == pid && thread->tid == tid) {
            table_touch(&all->threads, slot);
            return thread;
        }
    }
    const uint32_t victim = table_victim(&all->threads);
    if (victim != TABLE_NONE) {
        record_set(all->pool, &((thread_entry *)table_at(&all->threads, victim))->last_bad, NULL);
    }
    const uint32_t slot = table_put(&all->threads, hash);
    if (slot == TABLE_NONE) {
        return NULL;
    }
    thread_entry *const thread = table_at(&all->threads, slot);
    thread->stream = stream;
    thread->pid = pid;
    thread->tid = tid;
    return thread;
}

/* ---- success ---- */

static dpm_status success_count(incidents *all, uint32_t host, int64_t time)
{
    const int64_t hour = time / MS_HOUR;
    const uint64_t hash = hash_words(all->seed, host, (uint64_t)hour);
    uint32_t slot = table_find(&all->successes, hash);
    while (slot != TABLE_NONE) {
        success *const s = table_at(&all->successes, slot);
        if (s->host == host && s->hour == hour) {
            break;
        }
        slot = table_next(&all->successes, slot);
    }
    if (slot == TABLE_NONE) {
        slot = table_put(&all->successes, hash);
        if (slot == TABLE_NONE) {
            return DPM_ENOMEM;
        }
        success *const s = table_at(&all->successes, slot);
        s->host = host;
        s->hour = hour;
    }
    ((success *)table_at(&all->successes, slot))->tasks++;
    all->succeeded++;
    return DPM_OK;
}

uint64_t incidents_successes(const incidents *all, uint32_t host, int64_t first, int64_t last)
{
    uint64_t tasks = 0;
    for (uint32_t slot = 0; slot < all->successes.count; slot++) {
        const success *const s = table_at(&all->successes, slot);
        if ((host == INTERN_NONE || s->host == host) && s->hour >= first / MS_HOUR && s->hour <= last / MS_HOUR) {
            tasks += s->tasks;
        }
    }
    return tasks;
}

bool incidents_task_succeeded(const incidents *all, const uint8_t guid[16], int64_t time)
{
    const task_entry *const task = tasks_find(all->tasks, guid);
    return task && task->succeeded != DPM_NO_TIME && task->succeeded >= time;
}

bool incident_recovered(const incident *i)
{
    if (i->worst < DPM_LEVEL_WARNING) {
        return false; /* a job that logged FATAL or CRITICAL has failed, whatever its retry did */
    }
    return i->recovered || (i->success != DPM_NO_TIME && i->success >= i->last->time);
}

/* ---- merging ---- */

static void host_add(incident *i, uint32_t host, uint8_t source)
{
    if (host == INTERN_NONE || source < i->host_source) {
        return;
    }
    if (source > i->host_source) {
        memset(i->hosts, 0, sizeof i->hosts);
        i->host_source = source;
    }
    for (size_t k = 0; k < INCIDENT_HOST_MAX; k++) {
        if (i->hosts[k] == host) {
            return;
        }
        if (i->hosts[k] == INTERN_NONE) {
            i->hosts[k] = host;
            return;
        }
    }
}

static void facts_merge(fact_set *into, const fact_set *from)
{
    for (size_t k = 0; k < FACT_WORDS; k++) {
        into->words[k] |= from->words[k];
    }
}

static void times_merge(fact_times *into, fact_times from, bool known)
{
    into->first = known && into->first < from.first ? into->first : from.first;
    into->last = known && into->last > from.last ? into->last : from.last;
}

/* Before the facts themselves are joined. */
static void clocks_merge(const dpm_rules *rules, incident *into, const incident *from)
{
    for (size_t k = 0; k < rules->clock_count; k++) {
        if (fact_has(&from->facts, rules->clocked[k])) {
            times_merge(&into->times[k], from->times[k], fact_has(&into->facts, rules->clocked[k]));
        }
    }
}

static void fact_seen(const dpm_rules *rules, incident *i, uint16_t number, fact_times when)
{
    const uint8_t clock = rules->facts[number].clock;
    if (clock < CLOCK_MAX && rules->clock_count) {
        times_merge(&i->times[clock], when, fact_has(&i->facts, number));
    }
    fact_add(&i->facts, number);
}

/* What its records showed that are no failures. */
static void signs_merge(const dpm_rules *rules, incident *i, const fact_set *facts, fact_times when)
{
    for (size_t k = 0; k < rules->clock_count; k++) {
        if (fact_has(facts, rules->clocked[k])) {
            times_merge(&i->times[k], when, fact_has(&i->facts, rules->clocked[k]));
        }
    }
    facts_merge(&i->facts, facts);
}

/* Of the stronger rule, of the higher level, earlier: whatever the order in which records come. */
static bool more_telling(uint8_t strength, const record_ref *k, const incident *than)
{
    if (strength != than->strength) {
        return strength > than->strength;
    }
    return k->level != than->telling->level ? k->level < than->telling->level : record_ref_compare(k, than->telling) < 0;
}

static void incident_merge(const incidents *all, incident *into, const incident *from)
{
    clocks_merge(all->rules, into, from);
    facts_merge(&into->facts, &from->facts);
    into->events += from->events;
    into->worst = from->worst < into->worst ? from->worst : into->worst;
    for (size_t k = 0; k < INCIDENT_HOST_MAX; k++) {
        host_add(into, from->hosts[k], from->host_source);
    }
    if (record_ref_compare(from->first, into->first) < 0) {
        record_set(all->pool, &into->first, from->first);
    }
    if (record_ref_compare(from->last, into->last) > 0) {
        record_set(all->pool, &into->last, from->last);
    }
    if (more_telling(from->strength, from->telling, into)) {
        record_set(all->pool, &into->telling, from->telling);
        into->strength = from->strength;
        captures_set(all->pool, &into->captures, from->captures);
    }
}

/* It refers to nothing any more. */
static void incident_release(const incidents *all, incident *i)
{
    record_set(all->pool, &i->first, NULL);
    record_set(all->pool, &i->last, NULL);
    record_set(all->pool, &i->telling, NULL);
    captures_set(all->pool, &i->captures, NULL);
}

/* Incidents that are alike enough to be judged together: same host, first rule and facts, within an hour. */
static uint64_t group_hash(const incidents *all, const incident *i)
{
    uint64_t facts = all->seed;
    for (size_t k = 0; k < FACT_WORDS; k += 2) {
        facts = hash_words(facts, i->facts.words[k], i->facts.words[k + 1]);
    }
    const uint64_t where = hash_words(all->seed, i->hosts[0], (uint64_t)i->stream << 32 | i->first->rule);
    return hash_words(facts, where, (uint64_t)(i->first->time / MS_HOUR));
}

/* Into its group. */
static dpm_status fold(incidents *all, incident *i)
{
    const uint64_t hash = group_hash(all, i);
    const uint32_t slot = table_find(&all->groups, hash);
    if (slot != TABLE_NONE) {
        incident *const group = table_at(&all->groups, slot);
        incident_merge(all, group, i);
        group->count += i->count;
        group->tasks += i->has_task;
        group->repeats += i->repeats;
        return DPM_OK;
    }
    if (all->groups.count == GROUP_MAX) {
        all->lost += i->count;
        all->lost_events += i->events;
        return DPM_OK;
    }
    const uint32_t fresh = table_put(&all->groups, hash);
    if (fresh == TABLE_NONE) {
        return DPM_ENOMEM;
    }
    incident *const group = table_at(&all->groups, fresh);
    *group = *i;
    group->first->uses++;
    group->last->uses++;
    group->telling->uses++;
    if (group->captures) {
        group->captures->uses++;
    }
    return DPM_OK;
}

/* The incident that makes room is judged by what is known of it now. */
static dpm_status make_room(incidents *all)
{
    const uint32_t slot = table_victim(&all->open);
    if (slot == TABLE_NONE) {
        return DPM_OK;
    }
    incident *const old = table_at(&all->open, slot);
    const incident *const coming = table_coming_victim(&all->open);
    __builtin_prefetch(coming ? coming->first : NULL, 1);
    __builtin_prefetch(coming ? coming->last : NULL, 1);
    if (old->events && !incident_recovered(old)) {
        TRY(fold(all, old));
    } else if (old->events) {
        for (size_t f = fact_next(&old->facts, 0); f < FACT_MAX; f = fact_next(&old->facts, f + 1)) {
            all->recovered[f]++;
        }
    }
    incident_release(all, old);
    return DPM_OK;
}

/* ---- taking an event ---- */

static incident *incident_at(const incidents *all, table_ref r)
{
    return r.serial && table_holds(&all->open, r.slot, r.serial) ? table_at(&all->open, r.slot) : NULL;
}

/* An empty incident. Other pointers into the table are stale afterwards. */
static dpm_status incident_new(incidents *all, const record_ref *k, uint32_t stream, table_ref *out)
{
    TRY(make_room(all));
    const uint32_t slot = table_put(&all->open, 0);
    if (slot == TABLE_NONE) {
        return DPM_ENOMEM;
    }
    incident *const i = table_at(&all->open, slot);
    i->stream = stream;
    i->has_task = k->has_task;
    memcpy(i->task, k->task, sizeof i->task);
    i->worst = DPM_LEVELS;
    i->success = DPM_NO_TIME;
    i->count = 1;
    i->tasks = k->has_task;
    *out = (table_ref){slot, table_serial(&all->open, slot)};
    return DPM_OK;
}

static dpm_status incident_add(const incidents *all, incident *i, const rule *r, const event *e, record_ref *k, uint32_t host,
                               host_source source)
{
    for (size_t f = 0; f < e->fact_count; f++) {
        fact_seen(all->rules, i, e->facts[f], (fact_times){k->time, k->time});
    }
    host_add(i, host, (uint8_t)source);
    const bool empty = i->events == 0;
    i->events++;
    i->worst = k->level < i->worst ? k->level : i->worst;
    if (empty || record_ref_compare(k, i->first) < 0) {
        record_set(all->pool, &i->first, k);
    }
    if (empty || record_ref_compare(k, i->last) >= 0) {
        record_set(all->pool, &i->last, k);
    }
    const bool stronger = empty || more_telling((uint8_t)r->strength, k, i);
    if (stronger) {
        record_set(all->pool, &i->telling, k);
        i->strength = (uint8_t)r->strength;
    }
    if (e->capture_count && (stronger || !i->captures)) {
        captures *const kept = captures_keep(all->pool, e);
        if (!kept) {
            return DPM_ENOMEM;
        }
        captures_set(all->pool, &i->captures, kept);
    }
    return DPM_OK;
}

static uint64_t loop_signature(const incidents *all, const record_ref *k)
{
    const uint64_t hash = hash_words(hash_bytes(all->seed, record_ref_position(k)), k->code, k->rule);
    return hash ? hash : 1;
}

static bool steady(int64_t interval, int64_t gap)
{
    const int64_t slack = interval / 10 > LOOP_SLACK_MS ? interval / 10 : LOOP_SLACK_MS;
    return interval > 0 && gap >= interval - slack && gap <= interval + slack;
}

/* One more turn of the loop: the second turn, an incident of its own so far, joins the first one. */
static void loop_fold(incidents *all, thread_entry *thread, incident *first)
{
    incident *const second = incident_at(all, thread->loop_second);
    if (second && second != first) {
        incident_merge(all, first, second);
        second->events = 0; /* nothing is left in it to judge */
        first->repeats++;
    }
    thread->loop_second = (table_ref){0};
    first->repeats++;
    first->interval = thread->loop_interval;
}

/* The incident of a record without a task GUID. */
static dpm_status thread_incident(incidents *all, thread_entry *thread, const record_ref *k, uint32_t stream, table_ref *out)
{
    const int64_t gap = time_elapsed(thread->last_event, k->time);
    if (incident_at(all, thread->incident) && gap <= INCIDENT_GAP && gap >= -INCIDENT_GAP) {
        *out = thread->incident;
        return DPM_OK;
    }
    const uint64_t turned = loop_signature(all, k);
    const int64_t turn = time_elapsed(thread->loop_last, k->time);
    incident *const first = incident_at(all, thread->loop_first);
    thread->loop_last = k->time;
    if (first && thread->loop_signature == turned && steady(thread->loop_interval, turn)) {
        loop_fold(all, thread, first);
        *out = thread->loop_first;
        return DPM_OK;
    }
    TRY(incident_new(all, k, stream, out));
    if (first && thread->loop_signature == turned && thread->loop_interval == 0 && turn > 0) {
        thread->loop_interval = turn;
        thread->loop_second = *out;
    } else {
        thread->loop_signature = turned;
        thread->loop_interval = 0;
        thread->loop_first = *out;
        thread->loop_second = (table_ref){0};
    }
    return DPM_OK;
}

static dpm_status take_success(incidents *all, const record_batch *batch, const event *e, task_entry *task, thread_entry *thread,
                               uint32_t host)
{
    const int64_t time = batch->time[e->record];
    if (task) {
        const bool again = task->succeeded != DPM_NO_TIME;
        incident *const failed = incident_at(all, task->incident);
        task->succeeded = again && task->succeeded > time ? task->succeeded : time;
        if (failed) {
            failed->success = task->succeeded;
        }
        return again ? DPM_OK : success_count(all, host, time);
    }
    incident *const open = incident_at(all, thread->incident);
    if (open && !open->has_task) {
        open->recovered = true;
    }
    return success_count(all, host, time);
}

static bool looks_bad(uint8_t level)
{
    return level == DPM_LEVEL_WARNING || level == DPM_LEVEL_FATAL;
}

static dpm_status take_failure(incidents *all, const event *e, record_ref *k, task_entry *task, thread_entry *thread,
                               const rule *r, uint32_t stream, uint32_t host, host_source source)
{
    table_ref at = task ? task->incident : (table_ref){0};
    if (!incident_at(all, at)) {
        TRY(task ? incident_new(all, k, stream, &at) : thread_incident(all, thread, k, stream, &at));
        if (task) {
            task->incident = at;
            incident_at(all, at)->success = task->succeeded;
        }
        if (task && task->signs) {
            signs_merge(all->rules, incident_at(all, at), &task->signs->facts, task->signs->seen);
        }
    }
    thread->incident = at;
    thread->last_event = k->time;
    incident *const i = incident_at(all, at);
    i->recovered = false;
    table_touch(&all->open, at.slot);
    return incident_add(all, i, r, e, k, host, source);
}

/* A record that no rule took is no failure, but what it states belongs to the incident that is open around it. */
static void take_facts(incidents *all, const event *e, int64_t time, const task_entry *task, const thread_entry *thread)
{
    incident *i = incident_at(all, task ? task->incident : thread->incident);
    const int64_t gap = time_elapsed(thread->last_event, time);
    if (!task && (gap > INCIDENT_GAP || gap < -INCIDENT_GAP)) {
        i = NULL;
    }
    for (size_t f = 0; i && f < e->fact_count; f++) {
        fact_seen(all->rules, i, e->facts[f], (fact_times){time, time});
    }
}

/* A fact that is no failure: a companion of what else the task, the process or the host shows. */
static dpm_status sign_take(incidents *all, uint32_t pid, int64_t time, const place *where, uint32_t host, uint16_t number)
{
    const int64_t hour = time / MS_HOUR;
    const uint64_t hash = hash_words(all->seed, (uint64_t)where->stream << 32 | pid, (uint64_t)hour << 16 | number);
    uint32_t slot = table_find(&all->companions, hash);
    while (slot != TABLE_NONE) {
        companion *const s = table_at(&all->companions, slot);
        if (s->stream == where->stream && s->pid == pid && s->hour == hour && s->fact == number) {
            s->first = time < s->first ? time : s->first;
            s->time = time > s->time ? time : s->time;
            return DPM_OK;
        }
        slot = table_next(&all->companions, slot);
    }
    slot = table_put(&all->companions, hash);
    if (slot == TABLE_NONE) {
        return DPM_ENOMEM;
    }
    *(companion *)table_at(&all->companions, slot) =
        (companion){where->stream, pid, host, where->source, number, hour, time, time};
    return DPM_OK;
}

static dpm_status signs_add(incidents *all, task_entry *task, const event *e, fact_times now)
{
    const bool known = task->signs != NULL;
    if (!known) {
        task->signs = record_pool_take(all->pool, sizeof *task->signs);
        if (!task->signs) {
            return DPM_ENOMEM;
        }
        task->signs->facts = (fact_set){{0}};
    }
    times_merge(&task->signs->seen, now, known);
    for (size_t f = 0; f < e->fact_count; f++) {
        fact_add(&task->signs->facts, e->facts[f]);
    }
    return DPM_OK;
}

static dpm_status take_signs(incidents *all, const record_batch *batch, const event *e, task_entry *task, const place *where,
                             uint32_t host)
{
    incident *const open = task ? incident_at(all, task->incident) : NULL;
    const int64_t time = batch->time[e->record];
    const fact_times now = {time, time};
    if (task && e->fact_count) {
        TRY(signs_add(all, task, e, now));
    }
    for (size_t f = 0; f < e->fact_count; f++) {
        if (open) {
            fact_seen(all->rules, open, e->facts[f], now);
        }
        TRY(sign_take(all, batch->pid[e->record], time, where, host, e->facts[f]));
    }
    return DPM_OK;
}

/* Nothing here: it is counted, or followed as a call. */
static bool passes(const rule *r)
{
    return r->noise || r->mark == MARK_STARTED || r->mark == MARK_FINISHED || r->mark == MARK_ENTERED || r->mark == MARK_LEFT;
}

/* In an event log each record stands for itself. */
static uint32_t thread_of(const record_batch *batch, const event *e, const place *where)
{
    return where->witness ? batch->line[e->record] : batch->tid[e->record];
}

dpm_status incidents_take(incidents *all, const record_batch *batch, const event *e, task_entry *task, place *where,
                          uint32_t host, host_source source, lookback *back)
{
    const rule *const r = e->rule == RULE_NONE ? NULL : &all->rules->rules[e->rule];
    if (r && passes(r)) {
        return DPM_OK;
    }
    thread_entry *const thread = thread_enter(all, where->stream, batch->pid[e->record], thread_of(batch, e, where));
    if (!thread) {
        return DPM_ENOMEM;
    }
    if (r && r->mark == MARK_SUCCEEDED) {
        return take_success(all, batch, e, task, thread, host);
    }
    const uint8_t level = batch->level[e->record];
    if (back && level == DPM_LEVEL_CRITICAL) {
        back->of_thread = thread->last_bad;
        back->of_task = task ? task->last_bad : NULL;
    }
    if (r && mark_is_fact(r->mark)) {
        TRY(take_signs(all, batch, e, task, where, host));
    } else if (!r) {
        take_facts(all, e, batch->time[e->record], task, thread);
    }
    const bool failed = r && !mark_is_fact(r->mark);
    if (!failed && !looks_bad(level)) {
        return DPM_OK;
    }
    record_ref *const k = record_now(all->pool, batch, e, where);
    if (!k) {
        return DPM_ENOMEM;
    }
    if (failed) {
        TRY(take_failure(all, e, k, task, thread, r, where->stream, host, source));
    }
    if (looks_bad(level)) {
        record_set(all->pool, &thread->last_bad, k);
        if (task) {
            record_set(all->pool, &task->last_bad, k);
        }
    }
    return DPM_OK;
}
