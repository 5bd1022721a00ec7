/* What ought to have come and did not.
 *
 *     start ── phase ── phase ─┤ last word                               process's last record ├
 *                              └── silence of the task and of its thread ──────────────────────┘   task-silent
 *
 * Where a log reports the end of no task, a missing end says nothing: see is_open. */
#include "rank/absence_detect.h"
#include "rank/settle.h"
#include "base/civil.h"
#include "base/strbuf.h"
#include "base/text.h"

#include <stdlib.h>

enum {
    NOTICED_WITHIN = MS_MINUTE /* a waiting process may notice the end a little before the last record */
};
static const int64_t FOR_EVER = INT64_MAX;

/* A process instance, its times settled. */
typedef struct life {
    const instance *of;
    int64_t first, last;
    dpm_ending ending;
} life;

typedef struct search {
    const rank_input *in;
    observations *t;
    arena *memory;
    life *lives; /* by stream and time of their beginning */
    size_t life_count;
    int64_t end; /* of all logs */
    struct by_task {
        const uint8_t *task;
        size_t item;
    } * tasks; /* observations by task */
    size_t task_count;
} search;

/* How long each kind of absence lasted for a task; 0: it is none. */
typedef struct lengths {
    int64_t ms[DPM_ABSENCE_KINDS];
} lengths;

/* ---- process instances ---- */

static dpm_status list_lives(search *s)
{
    const processes *const p = &s->in->correlated->processes;
    const uint32_t count = p->instances.count;
    const instance **const sorted = ARENA_ARRAY(s->memory, count + 1u, const instance *);
    s->lives = ARENA_ARRAY(s->memory, count + 1u, life);
    if (!sorted || !s->lives) {
        return DPM_ENOMEM;
    }
    processes_sorted(p, sorted);
    s->end = DPM_NO_TIME;
    for (uint32_t i = 0; i < count; i++) {
        s->lives[i] = (life){
            .of = sorted[i],
            .first = rank_settle(s->in, sorted[i]->first_source, sorted[i]->first),
            .last = rank_settle(s->in, sorted[i]->last_source, sorted[i]->last),
            .ending = rank_ending(s->in, sorted[i], i + 1 < count ? sorted[i + 1] : NULL),
        };
        s->end = s->lives[i].last > s->end ? s->lives[i].last : s->end;
    }
    s->life_count = count;
    return DPM_OK;
}

/* The instance that lived at a time; NULL: it was forgotten. */
static const life *life_of(const search *s, uint32_t stream, uint32_t pid, int64_t time)
{
    size_t low = 0, high = s->life_count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (s->lives[middle].of->stream < stream) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    const life *found = NULL;
    for (; low < s->life_count && s->lives[low].of->stream == stream; low++) {
        found = s->lives[low].of->pid == pid && s->lives[low].first <= time ? &s->lives[low] : found;
    }
    return found;
}

/* ---- findings ---- */

/* The facts that rules ask for and that the lengths bear; the kind is the most telling of them. */
static bool judge(const search *s, const lengths *l, finding *f)
{
    const dpm_rules *const rules = s->in->rules;
    f->kind = DPM_ABSENCE_KINDS;
    for (uint16_t i = 0; i < rules->fact_count; i++) {
        const fact *const wanted = &rules->facts[i];
        if (wanted->kind != FACT_ABSENCE) {
            continue;
        }
        const dpm_absence_kind kind = absence_kind(wanted->value);
        if (l->ms[kind] && l->ms[kind] >= absence_ms(wanted->value)) {
            fact_add(&f->facts, i);
            f->kind = kind < f->kind ? kind : f->kind;
        }
    }
    return f->kind != DPM_ABSENCE_KINDS;
}

static finding *find_finding(const observations *t, const uint8_t task[16], size_t among)
{
    for (size_t i = 0; i < among; i++) {
        if (memcmp(t->findings[i].task, task, sizeof t->findings[i].task) == 0) {
            return &t->findings[i];
        }
    }
    return NULL;
}

/* ---- calls that were not left ---- */

/* The innermost call that is known; NULL: none, or it does not say when it is left. */
static const open_call *open_call_of(const calls *c, const call_thread *t)
{
    for (uint8_t level = t->depth; level-- > 0;) {
        if (t->calls[level].where) {
            return calls_traced(c, &t->calls[level]) ? &t->calls[level] : NULL;
        }
    }
    return NULL;
}

/* Of several calls of one task the one entered last is what the others wait for. */
static void add_call(search *s, const call_thread *thread)
{
    const correlation *const c = s->in->correlated;
    const open_call *const call = open_call_of(&c->calls, thread);
    record_ref *const outer = call && thread->calls[0].where ? thread->calls[0].where : call ? call->where : NULL;
    const int64_t seen = calls_seen(&c->calls, thread);
    if (!call || seen == DPM_NO_TIME || incidents_task_succeeded(&c->incidents, thread->task, outer->time)) {
        return;
    }
    const int64_t from = rank_settle(s->in, call->where->source, seen);
    const life *const l = life_of(s, thread->stream, thread->pid, from);
    lengths found = {0};
    finding f = {
        .stream = thread->stream,
        .pid = thread->pid,
        .host = c->processes.streams[thread->stream].host,
        .from = from,
        .until = l ? l->last : from,
        .last = call->where,
        .outer = outer,
        .function = calls_name(&c->calls, call->where),
    };
    found.ms[DPM_ABSENCE_KIND_CALL_NOT_LEFT] = f.until - f.from;
    memcpy(f.task, thread->task, sizeof f.task);
    if (!judge(s, &found, &f)) {
        return;
    }
    finding *const known = find_finding(s->t, f.task, s->t->finding_count);
    if (!known) {
        s->t->findings[s->t->finding_count++] = f;
        return;
    }
    record_ref *const outermost = record_ref_compare(f.outer, known->outer) < 0 ? f.outer : known->outer;
    if (record_ref_compare(f.last, known->last) > 0) {
        *known = f;
    }
    known->outer = outermost;
}

/* ---- tasks ---- */

static const task_phases *task_at(const phases *p, size_t i)
{
    return i < p->tasks.count ? table_at(&p->tasks, (uint32_t)i) : &p->shelf[i - p->tasks.count];
}

/* In something that it began and did not finish, without a failure and an end; and ends of such tasks are traced. */
static bool is_open(const search *s, const task_phases *task)
{
    return phases_end(task) == DPM_TASK_END_OPEN && task->inside && s->t->ends[task->stream];
}

static int64_t mark_time(const search *s, const task_phases *task, size_t i)
{
    return rank_settle(s->in, task->marks[i].source, task->marks[i].time);
}

static int64_t longest_pause(const search *s, const task_phases *task)
{
    int64_t longest = 0;
    for (size_t i = 1; i < task->mark_count; i++) {
        const int64_t pause = mark_time(s, task, i) - mark_time(s, task, i - 1);
        longest = pause > longest ? pause : longest;
    }
    return longest;
}

/* The longest silence of the log in which the task was worked on, while it was open. */
static int64_t longest_gap(const search *s, const task_phases *task, bool open)
{
    const track *const k = timeline_track(&s->in->correlated->whole.timeline, task->stream);
    int64_t longest = 0;
    if (!k) {
        return 0;
    }
    const int64_t began = mark_time(s, task, 0), ended = mark_time(s, task, task->mark_count - 1u);
    for (size_t i = 0; i < k->gap_count; i++) {
        const int64_t from = rank_settle(s->in, k->gaps[i].from_source, k->gaps[i].from);
        const int64_t to = rank_settle(s->in, k->gaps[i].to_source, k->gaps[i].to);
        if (from >= began && (open || from < ended)) {
            longest = to - from > longest ? to - from : longest;
        }
    }
    return longest;
}

static int64_t last_seen(const search *s, const task_phases *task)
{
    const calls *const c = &s->in->correlated->calls;
    const int64_t now = task->stream == c->stream ? calls_clock(c, task->last->pid, task->last->tid) : INT64_MIN;
    return rank_settle(s->in, task->last->source, now > task->seen ? now : task->seen);
}

/* Whether the process was gone before the task's failure was logged, or forever. Returns how long others went on; 0: it is
 * there. */
static int64_t gone_for(const search *s, const task_phases *task, const life *l, bool open)
{
    if (l->ending == DPM_ENDING_NO_TRACE || l->ending == DPM_ENDING_RESTARTED) {
        return open || mark_time(s, task, task->mark_count - 1u) >= l->last - NOTICED_WITHIN ? FOR_EVER : 0;
    }
    return open && l->ending == DPM_ENDING_OPEN ? s->end - l->last : 0;
}

static void add_task(search *s, const task_phases *task, size_t calls_found)
{
    const correlation *const c = s->in->correlated;
    const bool open = is_open(s, task), failed = phases_end(task) == DPM_TASK_END_FAILED && task->last;
    if ((!open && !failed) || task->mark_count == 0) {
        return;
    }
    const int64_t last = rank_time(s->in, task->last), seen = last_seen(s, task);
    const life *const l = life_of(s, task->stream, task->last->pid, last);
    const log_stream *const stream = &c->processes.streams[task->stream];
    if (!l) {
        return;
    }
    finding f = {
        .stream = task->stream, .pid = task->last->pid, .from = seen, .until = l->last, .last = task->last, .outer = task->last};
    f.host = stream->engine ? task->host : stream->host;
    memcpy(f.task, task->guid, sizeof f.task);
    lengths found = {0};
    found.ms[DPM_ABSENCE_KIND_PROCESS_GONE] = gone_for(s, task, l, open);
    found.ms[DPM_ABSENCE_KIND_LOG_SILENT] = longest_gap(s, task, open);
    if (open) {
        const bool left = calls_all_left(&c->calls, task->stream, task->last->pid, task->last->tid, task->guid);
        found.ms[DPM_ABSENCE_KIND_TASK_SILENT] = left ? 0 : l->last - seen;
        found.ms[DPM_ABSENCE_KIND_TASK_NOT_ENDED] = l->last - last;
    } else {
        found.ms[DPM_ABSENCE_KIND_TASK_PAUSED] = longest_pause(s, task);
    }
    if (!judge(s, &found, &f)) {
        return;
    }
    if (f.kind >= DPM_ABSENCE_KIND_TASK_NOT_ENDED) {
        f.from = last;
        f.until = last + found.ms[f.kind];
    }
    finding *const known = find_finding(s->t, f.task, calls_found);
    if (!known) {
        s->t->findings[s->t->finding_count++] = f;
        return;
    }
    for (size_t k = 0; k < FACT_WORDS; k++) {
        known->facts.words[k] |= f.facts.words[k];
    }
}

/* ---- into the tally ---- */

static int by_task(const void *a, const void *b)
{
    return memcmp(((const struct by_task *)a)->task, ((const struct by_task *)b)->task, 16);
}

static dpm_status index_tasks(search *s)
{
    s->tasks = ARENA_ARRAY(s->memory, s->t->count + 1, struct by_task);
    if (!s->tasks) {
        return DPM_ENOMEM;
    }
    for (size_t i = 0; i < s->t->count; i++) {
        const incident *const it = s->t->items[i].incident;
        if (it && it->has_task && it->count == 1) {
            s->tasks[s->task_count++] = (struct by_task){it->task, i};
        }
    }
    if (s->task_count) {
        qsort(s->tasks, s->task_count, sizeof *s->tasks, by_task);
    }
    return DPM_OK;
}

/* What the cause's texts call the place: "in CVssRequestor::GatherStatus", "after backupasync.cpp(1102)". */
static dpm_status name_place(arena *memory, incident *i, const finding *f)
{
    static const capture what = {.name = SPAN_INIT("where"), .type = CAPTURE_TEXT};
    const size_t had = i->captures ? i->captures->count : 0, at = had < EVENT_CAPTURES ? had : EVENT_CAPTURES - 1;
    captures *const named = arena_alloc(memory, sizeof *named + (at + 1) * sizeof *named->items);
    if (!named) {
        return DPM_ENOMEM;
    }
    if (at) {
        memcpy(named->items, i->captures->items, at * sizeof *named->items);
    }
    named->count = (uint32_t)at + 1;
    char text[2 * CAPTURE_TEXT_CAP];
    const dpm_span name = f->function.len ? f->function : record_ref_position(f->last);
    const dpm_span before = f->function.len ? SPAN("in ") : SPAN("after ");
    const size_t len = name.len < CAPTURE_TEXT_CAP ? name.len : CAPTURE_TEXT_CAP;
    memcpy(text, before.ptr, before.len);
    memcpy(text + before.len, name.ptr, len);
    const dpm_span head = span_head_utf8(span_of(text, before.len + len), CAPTURE_TEXT_CAP);
    struct captured_text *const where = &named->items[at];
    where->what = &what;
    where->len = (uint8_t)head.len;
    memcpy(where->text, head.ptr, head.len);
    i->captures = named;
    return DPM_OK;
}

static host_source source_of(const search *s, const finding *f)
{
    const log_stream *const stream = &s->in->correlated->processes.streams[f->stream];
    return !stream->engine ? HOST_OF_AGENT : f->host != stream->host ? HOST_NAMED : HOST_OF_ENGINE;
}

/* An incident made of the absence alone. */
static void make_incident(const search *s, const finding *f, incident *i)
{
    *i = (incident){.stream = f->stream, .has_task = true, .count = 1, .tasks = 1, .worst = DPM_LEVEL_NORMAL};
    memcpy(i->task, f->task, sizeof i->task);
    i->first = f->outer;
    i->last = i->telling = f->last;
    i->hosts[0] = f->host;
    i->host_source = (uint8_t)source_of(s, f);
}

/* The incident that the task has, with what the absence adds. */
static void extend_incident(const finding *f, incident *i)
{
    const bool call = f->kind == DPM_ABSENCE_KIND_CALL_NOT_LEFT;
    if (call || i->telling->time > f->last->time) {
        i->last = record_ref_compare(f->last, i->last) > 0 ? f->last : i->last;
    }
    if (call) {
        i->telling = f->last;
        i->hosts[0] = f->host;
    }
    i->first = record_ref_compare(f->outer, i->first) < 0 ? f->outer : i->first;
}

static dpm_status add_finding(search *s, const finding *f)
{
    const struct by_task asked = {f->task, 0};
    const struct by_task *const known =
        s->task_count ? bsearch(&asked, s->tasks, s->task_count, sizeof *s->tasks, by_task) : NULL;
    incident *const i = ARENA_NEW(s->memory, incident);
    if (!i) {
        return DPM_ENOMEM;
    }
    observation *const o = known ? &s->t->items[known->item] : &s->t->items[s->t->count++];
    if (known) {
        *i = *o->incident;
        extend_incident(f, i);
    } else {
        make_incident(s, f, i);
        *o = (observation){.stream = f->stream, .pid = f->pid, .host = f->host, .made = true};
    }
    TRY(name_place(s->memory, i, f));
    for (size_t k = 0; k < FACT_WORDS; k++) {
        i->facts.words[k] |= f->facts.words[k];
    }
    o->incident = i;
    o->facts = i->facts;
    o->since = o->first = rank_time(s->in, i->first);
    o->last = rank_time(s->in, i->last);
    return DPM_OK;
}

static bool wanted(const dpm_rules *rules)
{
    for (size_t i = 0; i < rules->fact_count; i++) {
        if (rules->facts[i].kind == FACT_ABSENCE) {
            return true;
        }
    }
    return false;
}

dpm_status absence_find_ends(observations *t, const rank_input *in, arena *memory)
{
    const correlation *const c = in->correlated;
    t->ends = ARENA_ARRAY(memory, c->processes.stream_count + 1u, bool);
    if (!t->ends) {
        return DPM_ENOMEM;
    }
    for (uint32_t i = 0; i < c->processes.stream_count; i++) {
        t->ends[i] = c->processes.streams[i].tells_ends;
    }
    for (size_t i = 0; i < c->phases.tasks.count + c->phases.shelf_count; i++) {
        const task_phases *const task = task_at(&c->phases, i);
        const dpm_task_end end = task->last ? phases_end(task) : DPM_TASK_END_UNKNOWN;
        if (end == DPM_TASK_END_SUCCEEDED || end == DPM_TASK_END_RECOVERED) {
            t->ends[task->stream] = true;
        }
    }
    return DPM_OK;
}

dpm_status absence_detect(observations *t, const rank_input *in, arena *memory)
{
    const correlation *const c = in->correlated;
    const size_t threads = c->calls.threads.count, tasks = c->phases.tasks.count + c->phases.shelf_count;
    search s = {.in = in, .t = t, .memory = memory};
    if (!wanted(in->rules)) {
        return DPM_OK;
    }
    t->findings = ARENA_ARRAY(memory, threads + tasks + 1, finding);
    if (!t->findings) {
        return DPM_ENOMEM;
    }
    TRY(list_lives(&s));
    TRY(index_tasks(&s));
    for (size_t i = 0; i < threads; i++) {
        add_call(&s, table_at(&c->calls.threads, (uint32_t)i));
    }
    const size_t calls_found = t->finding_count;
    for (size_t i = 0; i < tasks; i++) {
        add_task(&s, task_at(&c->phases, i), calls_found);
    }
    for (size_t i = 0; i < t->finding_count; i++) {
        TRY(add_finding(&s, &t->findings[i]));
    }
    return DPM_OK;
}
