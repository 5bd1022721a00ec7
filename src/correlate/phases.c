/* The phases of tasks. */
#include "correlate/phases.h"
#include "base/limits.h"

#include <stddef.h>
#include <stdlib.h>

void phases_init(phases *p, const dpm_rules *rules, record_pool *pool, uint64_t seed)
{
    *p = (phases){.rules = rules, .pool = pool, .seed = seed};
    table_init_head(&p->tasks, sizeof(task_phases), offsetof(task_phases, marks), PHASE_TASK_MAX);
    p->tasks.unkeyed = true;
}

void phases_free(phases *p)
{
    table_free(&p->tasks);
    free(p->shelf);
    free(p->of_task);
    phases_init(p, p->rules, p->pool, p->seed);
}

/* ---- importance ---- */

dpm_task_end phases_end(const task_phases *task)
{
    int64_t succeeded = INT64_MIN, failed = INT64_MIN;
    bool fatal = false, started = false;
    for (size_t i = 0; i < task->mark_count; i++) {
        const phase_mark *const m = &task->marks[i];
        switch ((dpm_phase)m->phase) {
        case DPM_PHASE_STARTED: started = true; break;
        case DPM_PHASE_WORKED: break;
        case DPM_PHASE_FATAL: fatal = true; /* fall through */
        case DPM_PHASE_FAILED: failed = m->time > failed ? m->time : failed; break;
        case DPM_PHASE_SUCCEEDED: succeeded = m->time > succeeded ? m->time : succeeded; break;
        }
    }
    if (fatal || failed > succeeded) {
        return DPM_TASK_END_FAILED;
    }
    if (succeeded != INT64_MIN) {
        return failed != INT64_MIN ? DPM_TASK_END_RECOVERED : DPM_TASK_END_SUCCEEDED;
    }
    return started ? DPM_TASK_END_OPEN : DPM_TASK_END_UNKNOWN;
}

static int64_t longest_stall(const task_phases *task)
{
    int64_t longest = 0;
    for (size_t i = 1; i < task->mark_count; i++) {
        const int64_t stall = task->marks[i].time - task->marks[i - 1].time;
        longest = stall > longest ? stall : longest;
    }
    return longest;
}

static task_weight weigh(const task_phases *task)
{
    return (task_weight){phases_end(task), task->level, longest_stall(task), task->failures};
}

/* Without the GUIDs, which no two tasks share. */
static int compare_weights(const task_weight *a, const task_weight *b)
{
    if (a->end != b->end) {
        return a->end < b->end ? -1 : 1;
    }
    if (a->level != b->level) {
        return a->level < b->level ? -1 : 1;
    }
    if (a->stall != b->stall) {
        return a->stall > b->stall ? -1 : 1;
    }
    return (a->failures < b->failures) - (a->failures > b->failures);
}

static int compare_weighed(const task_weight *a, const uint8_t guid_a[16], const task_weight *b, const uint8_t guid_b[16])
{
    const int order = compare_weights(a, b);
    return order ? order : memcmp(guid_a, guid_b, 16);
}

int phases_compare(const task_phases *a, const task_phases *b)
{
    const task_weight weight_a = weigh(a), weight_b = weigh(b);
    return compare_weighed(&weight_a, a->guid, &weight_b, b->guid);
}

/* ---- room ---- */

static uint64_t guid_head(const uint8_t guid[16])
{
    uint64_t head = 0;
    memcpy(&head, guid, sizeof head);
    return head;
}

/* Whoever wrote the log chose the GUIDs. At worst all have the same bits, and the shelf is searched. */
static uint8_t *filter_of(phases *p, uint64_t head)
{
    return &p->shelf_filter[(head ^ head >> 40) % SHELF_FILTER];
}

/* `task` is moved: its record is the shelf's from now on. */
static void shelf_put(phases *p, size_t at, const task_phases *task, task_weight weight)
{
    p->shelf[at] = *task;
    p->shelf_weights[at] = weight;
    p->shelf_heads[at] = guid_head(task->guid);
    ++*filter_of(p, p->shelf_heads[at]);
    p->least = NULL;
}

/* What lay at `at` was moved away. */
static void shelf_remove(phases *p, size_t at)
{
    --*filter_of(p, p->shelf_heads[at]);
    p->shelf_count--;
    if (at < p->shelf_count) {
        --*filter_of(p, p->shelf_heads[p->shelf_count]);
        shelf_put(p, at, &p->shelf[p->shelf_count], p->shelf_weights[p->shelf_count]);
    }
    p->least = NULL;
}

/* Of the tasks that make room the least important is forgotten. */
static dpm_status shelve(phases *p, task_phases *task)
{
    if (!p->shelf) {
        p->shelf = calloc(PHASE_SHELF_MAX, sizeof *p->shelf);
        if (!p->shelf) {
            return DPM_ENOMEM;
        }
    }
    const task_weight weight = weigh(task);
    if (p->shelf_count < PHASE_SHELF_MAX) {
        shelf_put(p, p->shelf_count++, task, weight);
        return DPM_OK;
    }
    if (!p->least) {
        p->least = p->shelf;
        for (size_t i = 1; i < PHASE_SHELF_MAX; i++) {
            const task_weight *const least = &p->shelf_weights[p->least - p->shelf];
            const bool less = compare_weighed(&p->shelf_weights[i], p->shelf[i].guid, least, p->least->guid) > 0;
            p->least = less ? &p->shelf[i] : p->least;
        }
    }
    const size_t at = (size_t)(p->least - p->shelf);
    if (compare_weighed(&weight, task->guid, &p->shelf_weights[at], p->least->guid) >= 0) {
        record_set(p->pool, &task->last, NULL);
        return DPM_OK;
    }
    record_set(p->pool, &p->shelf[at].last, NULL);
    --*filter_of(p, p->shelf_heads[at]);
    shelf_put(p, at, task, weight);
    return DPM_OK;
}

/* A task that was shelved and speaks again is followed again. */
static bool unshelve(phases *p, task_phases *into)
{
    const uint64_t head = guid_head(into->guid);
    for (size_t i = 0; *filter_of(p, head) && i < p->shelf_count; i++) {
        if (p->shelf_heads[i] == head && memcmp(p->shelf[i].guid, into->guid, sizeof into->guid) == 0) {
            *into = p->shelf[i];
            shelf_remove(p, i);
            return true;
        }
    }
    return false;
}

/* The entry that the task's slot leads to: its own, or that of a task which had the slot before. NULL: none. */
static task_phases *linked(const phases *p, table_ref task)
{
    const uint32_t at = p->of_task[task.slot];
    task_phases *const known = at ? table_at(&p->tasks, at - 1) : NULL;
    return known && known->owner.slot == task.slot ? known : NULL;
}

/* Room for a task: that of the one which had its slot, or of one that was not seen lately. */
static dpm_status make_room(phases *p, task_phases *former, uint32_t *out)
{
    if (former) {
        *out = table_slot(former);
        TRY(shelve(p, former));
        memset(former, 0, offsetof(task_phases, marks));
        return DPM_OK;
    }
    const task_phases *const coming = table_coming_victim(&p->tasks);
    __builtin_prefetch(coming ? coming->last : NULL, 1);
    const uint32_t victim = table_victim(&p->tasks);
    if (victim != TABLE_NONE) {
        TRY(shelve(p, table_at(&p->tasks, victim)));
    }
    *out = table_put(&p->tasks, 0);
    return *out == TABLE_NONE ? DPM_ENOMEM : DPM_OK;
}

static dpm_status enter(phases *p, const uint8_t guid[16], table_ref owner, uint32_t host, task_phases **out)
{
    if (!p->of_task && !(p->of_task = calloc(TASK_MAX, sizeof *p->of_task))) {
        return DPM_ENOMEM;
    }
    task_phases *const known = linked(p, owner);
    if (known && known->owner.serial == owner.serial) {
        table_touch(&p->tasks, table_slot(known));
        *out = known;
        return DPM_OK;
    }
    uint32_t slot;
    TRY(make_room(p, known, &slot));
    task_phases *const task = table_at(&p->tasks, slot);
    memcpy(task->guid, guid, 16);
    task->host = host;
    task->rule = RULE_NONE;
    task->level = DPM_LEVELS;
    p->seen += !unshelve(p, task);
    task->owner = owner;
    p->of_task[owner.slot] = (uint16_t)(slot + 1);
    *out = task;
    return DPM_OK;
}

/* ---- marks ---- */

static void remove_mark(task_phases *task, size_t at)
{
    task->mark_count--;
    memmove(&task->marks[at], &task->marks[at + 1], (task->mark_count - at) * sizeof *task->marks);
}

/* By phase: a mark that tells nothing of the task's fate. */
static const bool thinnable[] = {[DPM_PHASE_WORKED] = true, [DPM_PHASE_FAILED] = true, [DPM_PHASE_SUCCEEDED] = false};

/* Drop the inner mark whose neighbours are nearest to each other; one that tells of the task's fate only if there is no other. */
static void thin_out(task_phases *task)
{
    const int64_t kept_anyway = INT64_MAX / 2; /* added where the mark should stay */
    size_t best = 1;
    int64_t least = INT64_MAX;
    for (size_t i = 1; i + 1 < task->mark_count; i++) {
        const int64_t apart = task->marks[i + 1].time - task->marks[i - 1].time;
        const int64_t cost = apart + (thinnable[task->marks[i].phase] ? 0 : kept_anyway);
        best = cost < least ? i : best;
        least = cost < least ? cost : least;
    }
    remove_mark(task, best);
}

static void put_mark(task_phases *task, phase_mark m)
{
    size_t at = task->mark_count;
    while (at > 0 && task->marks[at - 1].time > m.time) {
        at--;
    }
    for (size_t i = at; i > 0 && task->marks[i - 1].time == m.time; i--) {
        if (task->marks[i - 1].phase == m.phase) {
            return;
        }
    }
    if (task->mark_count == TASK_MARK_MAX) {
        thin_out(task);
        put_mark(task, m); /* once: there is room now */
        return;
    }
    memmove(&task->marks[at + 1], &task->marks[at], (task->mark_count - at) * sizeof *task->marks);
    task->marks[at] = m;
    task->mark_count++;
}

static dpm_phase phase_of(const rule *r, uint8_t level)
{
    if (!r || r->noise) {
        return DPM_PHASE_WORKED;
    }
    if (r->mark == MARK_STARTED) {
        return DPM_PHASE_STARTED;
    }
    if (r->mark == MARK_FINISHED) {
        return DPM_PHASE_WORKED;
    }
    if (r->mark == MARK_SUCCEEDED) {
        return DPM_PHASE_SUCCEEDED;
    }
    return level <= DPM_LEVEL_FATAL ? DPM_PHASE_FATAL : DPM_PHASE_FAILED;
}

/* Of the worst level, the first of the strongest rules. */
static void note_failure(phases *p, task_phases *task, const event *e, uint8_t level, uint32_t host)
{
    const rule *const known = task->rule == RULE_NONE ? NULL : &p->rules->rules[task->rule];
    const bool worse =
        level < task->level || (level == task->level && known && p->rules->rules[e->rule].strength > known->strength);
    task->failures++;
    if (!known) {
        task->host = host;
    }
    if (!known || worse) {
        task->rule = e->rule;
        task->level = level;
        task->code = e->code_count ? e->codes[0] : 0;
    }
}

/* Its last sign of work: what it may wait for. */
static dpm_status note_work(phases *p, task_phases *task, const record_batch *batch, const event *e, task_mark mark, place *where)
{
    if (task->last && batch->time[e->record] < task->last->time) {
        return DPM_OK;
    }
    record_ref *const now = record_now(p->pool, batch, e, where);
    if (!now) {
        return DPM_ENOMEM;
    }
    record_set(p->pool, &task->last, now);
    task->stream = where->stream;
    task->seen = now->time;
    task->inside = mark == MARK_STARTED || (task->inside && mark != MARK_FINISHED);
    return DPM_OK;
}

void phases_settle(phases *p, const calls *c)
{
    for (uint32_t i = 0; i < p->tasks.count; i++) {
        task_phases *const task = table_at(&p->tasks, i);
        if (task->last && task->stream == c->stream) {
            const int64_t now = calls_clock(c, task->last->pid, task->last->tid);
            task->seen = now > task->seen ? now : task->seen;
        }
    }
}

dpm_status phases_take(phases *p, const record_batch *batch, const event *e, table_ref owner, place *where, uint32_t host)
{
    if (batch->time[e->record] == DPM_NO_TIME) {
        return DPM_OK;
    }
    task_phases *task = NULL;
    TRY(enter(p, e->task, owner, host, &task));
    const uint8_t level = batch->level[e->record];
    const dpm_phase phase = phase_of(e->rule == RULE_NONE ? NULL : &p->rules->rules[e->rule], level);
    task->events++;
    if (phase == DPM_PHASE_FAILED || phase == DPM_PHASE_FATAL) {
        note_failure(p, task, e, level, host);
    } else if (phase != DPM_PHASE_SUCCEEDED) {
        TRY(note_work(p, task, batch, e, e->rule == RULE_NONE ? MARK_NONE : p->rules->rules[e->rule].mark, where));
    }
    put_mark(task, (phase_mark){batch->time[e->record], where->source, (uint8_t)phase});
    return DPM_OK;
}
