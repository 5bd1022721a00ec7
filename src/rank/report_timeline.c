/* The course of events in the report. */
#include "rank/report_timeline.h"
#include "rank/settle.h"
#include "base/limits.h"
#include "base/number.h"

#include <stdlib.h>

static const grid *grid_of(const rank_input *in)
{
    return &in->correlated->whole.timeline.grid;
}

static size_t bucket_count(const grid *g)
{
    return g->first > g->last ? 0 : (size_t)(g->last - g->first) + 1;
}

static dpm_status copy_series(const grid *g, const series *s, arena *memory, const uint32_t **out)
{
    const size_t count = bucket_count(g);
    uint32_t *const buckets = ARENA_ARRAY(memory, count + 1, uint32_t);
    if (!buckets) {
        return DPM_ENOMEM;
    }
    for (size_t i = 0; i < count; i++) {
        buckets[i] = series_at(s, g->first + (int64_t)i);
    }
    *out = buckets;
    return DPM_OK;
}

dpm_status report_timeline_series(const rank_input *in, series_key key, arena *memory, const uint32_t **out)
{
    const series *const found = grid_find(grid_of(in), key);
    *out = NULL;
    return found ? copy_series(grid_of(in), found, memory, out) : DPM_OK;
}

/* ---- classes and hosts ---- */

static int host_by_name(const void *a, const void *b)
{
    return span_cmp(((const dpm_host_events *)a)->host, ((const dpm_host_events *)b)->host);
}

/* One row of a class and a host onto the sum of the class. */
static dpm_status add_class(const grid *g, const series *s, arena *memory, dpm_timeline *out)
{
    const size_t cls = (size_t)s->key.id;
    if (!out->classes[cls]) {
        return copy_series(g, s, memory, &out->classes[cls]);
    }
    uint32_t *const sum = (uint32_t *)out->classes[cls]; /* ours: from copy_series */
    for (size_t i = 0; i < out->bucket_count; i++) {
        sum[i] += series_at(s, g->first + (int64_t)i);
    }
    return DPM_OK;
}

/* The hosts that are named so far: `index`, by interned name, is 1 + the index into `hosts`. */
typedef struct host_list {
    const intern *names;
    arena *memory;
    dpm_host_events *hosts;
    uint32_t *index;
    size_t count;
} host_list;

static dpm_status name_host(host_list *list, uint32_t name)
{
    if (list->index[name]) {
        return DPM_OK;
    }
    list->index[name] = (uint32_t)++list->count;
    return arena_keep(list->memory, intern_get(list->names, name), &list->hosts[list->count - 1].host) ? DPM_OK : DPM_ENOMEM;
}

/* Hosts that events name and, unless there are more of those than can be kept, hosts of logs without an event. */
static dpm_status add_hosts(const rank_input *in, arena *memory, dpm_timeline *out)
{
    const grid *const g = grid_of(in);
    const processes *const p = &in->correlated->processes;
    host_list list = {.names = &in->correlated->names, .memory = memory};
    bool others = false;
    list.hosts = ARENA_ARRAY(memory, g->rows.count + p->stream_count + 1u, dpm_host_events);
    list.index = ARENA_ARRAY(memory, list.names->count + 1u, uint32_t);
    if (!list.hosts || !list.index) {
        return DPM_ENOMEM;
    }
    for (uint32_t slot = 0; slot < g->rows.count; slot++) {
        const series *const s = table_at(&g->rows, slot);
        if (s->key.kind != SERIES_EVENTS) {
            continue;
        }
        TRY(add_class(g, s, memory, out));
        if (s->key.part == TIMELINE_OTHERS) {
            others = true;
            continue;
        }
        TRY(name_host(&list, s->key.part));
        TRY(copy_series(g, s, memory, &list.hosts[list.index[s->key.part] - 1].buckets[s->key.id]));
    }
    for (uint32_t i = 0; !others && i < p->stream_count; i++) {
        TRY(name_host(&list, p->streams[i].host));
    }
    qsort(list.hosts, list.count, sizeof *list.hosts, host_by_name);
    out->hosts = ARENA_POINTERS(memory, list.hosts, list.count);
    out->host_count = list.count;
    return out->hosts ? DPM_OK : DPM_ENOMEM;
}

/* ---- gaps ---- */

static int64_t length(const dpm_gap *g)
{
    return g->to - g->from;
}

static int gap_by_length(const void *a, const void *b)
{
    const dpm_gap *const x = a, *const y = b;
    if (length(x) != length(y)) {
        return length(x) > length(y) ? -1 : 1;
    }
    if (x->from != y->from) {
        return x->from < y->from ? -1 : 1;
    }
    const int host = span_cmp(x->host, y->host);
    return host ? host : span_cmp(x->process, y->process);
}

static dpm_status add_gaps(const rank_input *in, arena *memory, dpm_timeline *out)
{
    const timeline *const t = &in->correlated->whole.timeline;
    const processes *const p = &in->correlated->processes;
    size_t most = 1;
    for (uint32_t i = 0; i < t->track_count; i++) {
        most += t->tracks[i].gap_count;
    }
    dpm_gap *const gaps = ARENA_ARRAY(memory, most, dpm_gap);
    if (!gaps) {
        return DPM_ENOMEM;
    }
    for (uint32_t i = 0; i < t->track_count; i++) {
        const log_stream *const of = &p->streams[t->first_stream + i];
        for (size_t k = 0; k < t->tracks[i].gap_count; k++) {
            const gap *const from = &t->tracks[i].gaps[k];
            dpm_gap *const to = &gaps[out->gap_count];
            to->from = rank_settle(in, from->from_source, from->from);
            to->to = rank_settle(in, from->to_source, from->to);
            TRY(arena_keep(memory, intern_get(&in->correlated->names, of->host), &to->host) ? DPM_OK : DPM_ENOMEM);
            TRY(arena_keep(memory, intern_get(&in->correlated->names, of->process), &to->process) ? DPM_OK : DPM_ENOMEM);
            out->gap_count += length(to) >= GAP_LEAST; /* the years may have turned out otherwise */
        }
    }
    qsort(gaps, out->gap_count, sizeof *gaps, gap_by_length);
    out->gap_count = out->gap_count < GAP_MAX ? out->gap_count : GAP_MAX;
    out->gaps = ARENA_POINTERS(memory, gaps, out->gap_count);
    return out->gaps ? DPM_OK : DPM_ENOMEM;
}

/* ---- tasks ---- */

static int mark_by_time(const void *a, const void *b)
{
    const phase_mark *const x = a, *const y = b;
    if (x->time != y->time) {
        return x->time < y->time ? -1 : 1;
    }
    return (x->phase > y->phase) - (x->phase < y->phase);
}

/* A copy of the task whose times are of the year that they turned out to be of. */
static task_phases settle(const rank_input *in, const task_phases *from)
{
    task_phases task = *from;
    for (size_t i = 0; i < task.mark_count; i++) {
        task.marks[i].time = rank_settle(in, task.marks[i].source, task.marks[i].time);
    }
    qsort(task.marks, task.mark_count, sizeof *task.marks, mark_by_time);
    return task;
}

static dpm_status copy_task(const rank_input *in, const task_phases *from, arena *memory, dpm_task *out)
{
    dpm_task_mark *const marks = ARENA_ARRAY(memory, from->mark_count + 1u, dpm_task_mark);
    if (!marks) {
        return DPM_ENOMEM;
    }
    *out = (dpm_task){
        .end = phases_end(from),
        .events = from->events,
        .failures = from->failures,
        .rule = from->rule == RULE_NONE ? (dpm_span){0} : in->rules->rules[from->rule].id,
        .code = from->code,
        .marks = marks,
        .mark_count = from->mark_count,
    };
    out->stall_from = out->stall_to = from->marks[0].time;
    for (size_t i = 0; i < from->mark_count; i++) {
        marks[i] = (dpm_task_mark){from->marks[i].time, (dpm_phase)from->marks[i].phase};
        if (i && marks[i].time - marks[i - 1].time > out->stall_to - out->stall_from) {
            out->stall_from = marks[i - 1].time;
            out->stall_to = marks[i].time;
        }
    }
    char guid[GUID_TEXT + 1];
    guid_text(from->guid, guid);
    TRY(arena_keep(memory, span_str(guid), &out->id) ? DPM_OK : DPM_ENOMEM);
    return arena_keep(memory, intern_get(&in->correlated->names, from->host), &out->host) ? DPM_OK : DPM_ENOMEM;
}

static int task_by_importance(const void *a, const void *b)
{
    return phases_compare(a, b);
}

static dpm_status add_tasks(const rank_input *in, arena *memory, dpm_timeline *out)
{
    const phases *const p = &in->correlated->phases;
    const size_t most = p->tasks.count + p->shelf_count;
    task_phases *const sorted = malloc((most + 1) * sizeof *sorted);
    size_t count = 0;
    if (!sorted) {
        return DPM_ENOMEM;
    }
    for (size_t i = 0; i < most; i++) {
        const task_phases *const from = i < p->tasks.count ? table_at(&p->tasks, (uint32_t)i) : &p->shelf[i - p->tasks.count];
        sorted[count] = settle(in, from);
        count += phases_end(&sorted[count]) != DPM_TASK_END_UNKNOWN;
    }
    qsort(sorted, count, sizeof *sorted, task_by_importance);
    count = count < TASK_LISTED_MAX ? count : TASK_LISTED_MAX;
    dpm_task *const tasks = ARENA_ARRAY(memory, count + 1, dpm_task);
    dpm_status status = tasks ? DPM_OK : DPM_ENOMEM;
    for (size_t i = 0; status == DPM_OK && i < count; i++) {
        status = copy_task(in, &sorted[i], memory, &tasks[i]);
    }
    free(sorted);
    TRY(status);
    out->tasks = ARENA_POINTERS(memory, tasks, count);
    out->task_count = count;
    out->tasks_seen = p->seen;
    return out->tasks ? DPM_OK : DPM_ENOMEM;
}

dpm_status report_timeline_make(const rank_input *in, arena *memory, dpm_timeline *out)
{
    const grid *const g = grid_of(in);
    *out = (dpm_timeline){.first = DPM_NO_TIME, .width = grid_width(g), .bucket_count = bucket_count(g)};
    if (out->bucket_count) {
        out->first = g->first * out->width;
    }
    TRY(add_hosts(in, memory, out));
    TRY(add_gaps(in, memory, out));
    return add_tasks(in, memory, out);
}

/* ---- causes ---- */

static uint32_t host_index(const dpm_timeline *line, dpm_span name)
{
    size_t low = 0, high = line->host_count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (span_cmp(line->hosts[middle]->host, name) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return (uint32_t)(low < line->host_count && span_eq(line->hosts[low]->host, name) ? low : line->host_count);
}

static uint32_t bucket_index(const dpm_timeline *line, int64_t time)
{
    if (!line->bucket_count || time < line->first) {
        return 0;
    }
    const uint64_t at = (uint64_t)(time - line->first) / (uint64_t)line->width;
    return (uint32_t)(at < line->bucket_count ? at : line->bucket_count - 1);
}

static int cell_by_place(const void *a, const void *b)
{
    const dpm_cell *const x = a, *const y = b;
    if (x->host != y->host) {
        return x->host < y->host ? -1 : 1;
    }
    return (x->bucket > y->bucket) - (x->bucket < y->bucket);
}

/* Sort cells by host and bucket, and add up those of one place; how many are left. */
static size_t join_cells(dpm_cell *cells, size_t count)
{
    size_t left = 0;
    if (count) {
        qsort(cells, count, sizeof *cells, cell_by_place);
    }
    for (size_t i = 0; i < count; i++) {
        if (left && cell_by_place(&cells[left - 1], &cells[i]) == 0) {
            cells[left - 1].incidents += cells[i].incidents;
        } else {
            cells[left++] = cells[i];
        }
    }
    return left;
}

dpm_status report_timeline_cells(const rank_input *in, const observations *t, const claim *cl, const dpm_timeline *line,
                                 arena *memory, dpm_cause *out)
{
    dpm_cell *const cells = ARENA_ARRAY(memory, cl->item_count + 1, dpm_cell);
    size_t count = 0;
    if (!cells) {
        return DPM_ENOMEM;
    }
    for (size_t i = 0; i < cl->item_count; i++) {
        const observation *const o = &t->items[cl->items[i]];
        if (o->incident) {
            const uint32_t host = host_index(line, intern_get(&in->correlated->names, o->host));
            cells[count++] = (dpm_cell){host, bucket_index(line, o->first), o->incident->count};
        }
    }
    out->cells = cells;
    out->cell_count = join_cells(cells, count);
    return DPM_OK;
}
