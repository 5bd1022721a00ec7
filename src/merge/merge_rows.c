/* The lists of reports, merged by a table: the rows of all parts in one order, those of one key added up where a list counts
 * something. A new list of the report is a row of `kinds`. */
#include "merge/merge.h"

#include "base/limits.h"
#include "base/text.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* Orders for qsort over arrays of pointers to rows. */
#define ROWS(type, x, y) const type *const x = *(const type *const *)a, *const y = *(const type *const *)b
#define ORDER(x, y) (((x) > (y)) - ((x) < (y)))

static int source_by_place(const void *a, const void *b)
{
    ROWS(dpm_source_info, x, y);
    int order = span_cmp(x->host, y->host);
    order = order ? order : span_cmp(x->process, y->process);
    order = order ? order : ORDER(x->first, y->first);
    order = order ? order : span_cmp(x->path, y->path);
    order = order ? order : ORDER(x->bytes, y->bytes);
    return order ? order : ORDER(x->records, y->records);
}

static int skipped_by_path(const void *a, const void *b)
{
    ROWS(dpm_skipped, x, y);
    const int order = span_cmp(x->path, y->path);
    return order ? order : span_cmp(x->reason, y->reason);
}

static int passed_by_kind(const void *a, const void *b)
{
    ROWS(dpm_passed, x, y);
    return ORDER(x->kind, y->kind);
}

static void join_passed(void *sum, const void *more)
{
    ((dpm_passed *)sum)->files += ((const dpm_passed *)more)->files;
}

static int crash_by_time(const void *a, const void *b)
{
    ROWS(dpm_crash, x, y);
    int order = ORDER(x->record.time, y->record.time);
    order = order ? order : span_cmp(x->record.path, y->record.path);
    return order ? order : ORDER(x->record.line, y->record.line);
}

static int instance_by_place(const void *a, const void *b)
{
    ROWS(dpm_instance, x, y);
    int order = span_cmp(x->host, y->host);
    order = order ? order : span_cmp(x->process, y->process);
    order = order ? order : ORDER(x->first, y->first);
    order = order ? order : ORDER(x->pid, y->pid);
    return order ? order : ORDER(x->last, y->last);
}

static int absence_by_time(const void *a, const void *b)
{
    ROWS(dpm_absence, x, y);
    int order = ORDER(x->from, y->from);
    order = order ? order : span_cmp(x->task, y->task);
    order = order ? order : span_cmp(x->last.path, y->last.path);
    return order ? order : ORDER(x->last.line, y->last.line);
}

static int gap_by_length(const void *a, const void *b)
{
    ROWS(dpm_gap, x, y);
    int order = ORDER((uint64_t)y->to - (uint64_t)y->from, (uint64_t)x->to - (uint64_t)x->from);
    order = order ? order : ORDER(x->from, y->from);
    order = order ? order : span_cmp(x->host, y->host);
    return order ? order : span_cmp(x->process, y->process);
}

static uint64_t stall(const dpm_task *t)
{
    return (uint64_t)t->stall_to - (uint64_t)t->stall_from;
}

/* Failed ones first, and of those the ones that failed most often. */
static int task_by_importance(const void *a, const void *b)
{
    ROWS(dpm_task, x, y);
    int order = ORDER(x->end, y->end);
    order = order ? order : ORDER(y->failures, x->failures);
    order = order ? order : ORDER(stall(y), stall(x));
    order = order ? order : span_cmp(x->id, y->id);
    return order ? order : span_cmp(x->host, y->host);
}

static int incident_by_time(const void *a, const void *b)
{
    ROWS(dpm_incident, x, y);
    int order = ORDER(x->first, y->first);
    order = order ? order : span_cmp(x->server, y->server);
    order = order ? order : span_cmp(x->cause, y->cause);
    order = order ? order : span_cmp(x->task, y->task);
    if (order || !x->evidence_count || !y->evidence_count) {
        return order;
    }
    order = span_cmp(x->evidence[0]->path, y->evidence[0]->path);
    return order ? order : ORDER(x->evidence[0]->line, y->evidence[0]->line);
}

/* ---- what is added up ---- */

static int datasource_by_place(const void *a, const void *b)
{
    ROWS(dpm_datasource, x, y);
    const int order = span_cmp(x->server, y->server);
    return order ? order : span_cmp(x->name, y->name);
}

/* DPM_NO_TIME is the least of all times. */
static void join_datasource(void *sum, const void *more)
{
    dpm_datasource *const s = sum;
    const dpm_datasource *const m = more;
    s->last_success = m->last_success > s->last_success ? m->last_success : s->last_success;
    s->last_failure = m->last_failure > s->last_failure ? m->last_failure : s->last_failure;
    s->successes += m->successes;
    s->failures += m->failures;
}

static int override_by_place(const void *a, const void *b)
{
    ROWS(dpm_override, x, y);
    int order = span_cmp(x->kind, y->kind);
    order = order ? order : span_cmp(x->id, y->id);
    order = order ? order : span_cmp(x->file, y->file);
    order = order ? order : ORDER(x->line, y->line);
    order = order ? order : ORDER(x->until, y->until);
    order = order ? order : x->disabled - y->disabled;
    return order ? order : span_cmp(x->reason, y->reason);
}

static void join_override(void *sum, const void *more)
{
    dpm_override *const s = sum;
    const dpm_override *const m = more;
    s->incidents += m->incidents;
    s->records += m->records;
    s->expired = s->expired || m->expired;
}

static int code_by_key(const void *a, const void *b)
{
    ROWS(dpm_code_count, x, y);
    const int order = ORDER(x->code.kind, y->code.kind);
    return order ? order : ORDER(x->code.value, y->code.value);
}

static int code_by_events(const void *a, const void *b)
{
    ROWS(dpm_code_count, x, y);
    const int order = ORDER(y->events, x->events);
    return order ? order : code_by_key(a, b);
}

static void join_code(void *sum, const void *more)
{
    ((dpm_code_count *)sum)->events += ((const dpm_code_count *)more)->events;
}

static int unknown_by_key(const void *a, const void *b)
{
    ROWS(dpm_unknown, x, y);
    return span_cmp(x->signature, y->signature);
}

static int unknown_by_count(const void *a, const void *b)
{
    ROWS(dpm_unknown, x, y);
    const int order = ORDER(y->count, x->count);
    return order ? order : unknown_by_key(a, b);
}

/* Of two samples the one that sorts first: qsort need not keep the order of equals. */
static void join_unknown(void *sum, const void *more)
{
    dpm_unknown *const s = sum;
    const dpm_unknown *const m = more;
    const int order = span_cmp(m->sample, s->sample);
    s->count += m->count;
    if (order < 0 || (order == 0 && span_cmp(m->process, s->process) < 0)) {
        s->sample = m->sample;
        s->source = m->source;
        s->process = m->process;
        s->code = m->code;
    }
}

static int noise_by_key(const void *a, const void *b)
{
    ROWS(dpm_noise_count, x, y);
    return span_cmp(x->id, y->id);
}

static void join_noise(void *sum, const void *more)
{
    ((dpm_noise_count *)sum)->records += ((const dpm_noise_count *)more)->records;
}

/* ---- the table ---- */

enum { NO_BUCKETS = 0 };

/* One list of dpm_report_data. */
typedef struct row_kind {
    size_t items, count, size; /* where its pointers and their number are; bytes of a row */
    int (*by_key)(const void *, const void *);
    void (*join)(void *sum, const void *more);    /* a row of the same key to the first one; NULL: all stay */
    int (*by_weight)(const void *, const void *); /* the order of the report; NULL: that of the keys */
    size_t buckets;                               /* where the row has its counts over time, or NO_BUCKETS */
    size_t most;                                  /* rows that stay; 0: all */
} row_kind;

#define LIST(type, items_, count_, ...)                                                                                          \
    {                                                                                                                            \
        .items = offsetof(dpm_report_data, items_), .count = offsetof(dpm_report_data, count_), .size = sizeof(type),            \
        __VA_ARGS__                                                                                                              \
    }

static const row_kind kinds[] = {
    LIST(dpm_source_info, sources, source_count, .by_key = source_by_place),
    LIST(dpm_skipped, skipped, skipped_count, .by_key = skipped_by_path),
    LIST(dpm_passed, passed, passed_count, .by_key = passed_by_kind, .join = join_passed),
    LIST(dpm_crash, crashes, crash_count, .by_key = crash_by_time),
    LIST(dpm_instance, instances, instance_count, .by_key = instance_by_place),
    LIST(dpm_absence, absences, absence_count, .by_key = absence_by_time, .most = ABSENCE_MAX),
    LIST(dpm_gap, timeline.gaps, timeline.gap_count, .by_key = gap_by_length, .most = GAP_MAX),
    LIST(dpm_task, timeline.tasks, timeline.task_count, .by_key = task_by_importance, .most = TASK_LISTED_MAX),
    LIST(dpm_incident, incident_list, incident_list_count, .by_key = incident_by_time),
    LIST(dpm_datasource, datasources, datasource_count, .by_key = datasource_by_place, .join = join_datasource),
    LIST(dpm_override, overrides, override_count, .by_key = override_by_place, .join = join_override),
    LIST(dpm_code_count, codes, code_count, .by_key = code_by_key, .join = join_code, .by_weight = code_by_events,
         .buckets = offsetof(dpm_code_count, buckets), .most = CODE_COUNT_MAX),
    LIST(dpm_unknown, unknown, unknown_count, .by_key = unknown_by_key, .join = join_unknown, .by_weight = unknown_by_count,
         .buckets = offsetof(dpm_unknown, buckets), .most = UNKNOWN_MAX),
    LIST(dpm_noise_count, noise, noise_count, .by_key = noise_by_key, .join = join_noise,
         .buckets = offsetof(dpm_noise_count, buckets), .most = RULE_MAX),
};

/* ---- the merge ---- */

static size_t count_of(const row_kind *kind, const dpm_report_data *part)
{
    return *(const size_t *)(const void *)((const char *)part + kind->count);
}

static const uint32_t **buckets_of(const row_kind *kind, char *row)
{
    return (const uint32_t **)(void *)(row + kind->buckets);
}

/* The counts over time of a row of a part, in the buckets of the merged timeline. */
static dpm_status move_buckets(const merge_input *in, const merge_places *p, const dpm_timeline *from, const uint32_t **buckets)
{
    const uint32_t *const old = *buckets;
    if (old) {
        uint32_t *const moved = ARENA_ARRAY(in->memory, p->bucket_count + 1, uint32_t);
        if (!moved) {
            return DPM_ENOMEM;
        }
        merge_buckets(p, from, old, moved);
        *buckets = moved;
    }
    return DPM_OK;
}

/* NULL where one of the rows was not kept over time and nothing is there. */
static void add_buckets(const merge_places *p, const uint32_t **sum, const uint32_t *more)
{
    if (!*sum || !more) {
        *sum = *sum ? *sum : more;
        return;
    }
    uint32_t *const to = (uint32_t *)*sum; /* ours, from move_buckets */
    for (size_t i = 0; i < p->bucket_count; i++) {
        to[i] = more[i] > UINT32_MAX - to[i] ? UINT32_MAX : to[i] + more[i];
    }
}

/* Copies of the rows of all parts. */
static dpm_status gather(const merge_input *in, const merge_places *p, const row_kind *kind, char **rows)
{
    size_t at = 0;
    for (size_t i = 0; i < in->count; i++) {
        const dpm_report_data *const part = in->parts[i];
        const void *const *items;
        memcpy(&items, (const char *)part + kind->items, sizeof items);
        for (size_t k = 0; k < count_of(kind, part); k++) {
            rows[at] = arena_alloc(in->memory, kind->size);
            if (!rows[at]) {
                return DPM_ENOMEM;
            }
            memcpy(rows[at], items[k], kind->size);
            if (kind->buckets) {
                TRY(move_buckets(in, p, &part->timeline, buckets_of(kind, rows[at])));
            }
            at++;
        }
    }
    return DPM_OK;
}

/* Rows of one key, which are together, become one. How many are left. */
static size_t join_rows(const merge_places *p, const row_kind *kind, char **rows, size_t count)
{
    size_t left = 0;
    for (size_t i = 0; i < count; i++) {
        if (!left || kind->by_key(&rows[left - 1], &rows[i]) != 0) {
            rows[left++] = rows[i];
            continue;
        }
        kind->join(rows[left - 1], rows[i]);
        if (kind->buckets) {
            add_buckets(p, buckets_of(kind, rows[left - 1]), *buckets_of(kind, rows[i]));
        }
    }
    return left;
}

static dpm_status merge_list(const merge_input *in, const merge_places *p, const row_kind *kind, dpm_report_data *out)
{
    size_t count = 0;
    for (size_t i = 0; i < in->count; i++) {
        count += count_of(kind, in->parts[i]);
    }
    char **const rows = ARENA_ARRAY(in->memory, count + 1, char *);
    if (!rows) {
        return DPM_ENOMEM;
    }
    TRY(gather(in, p, kind, rows));
    qsort(rows, count, sizeof *rows, kind->by_key);
    count = kind->join ? join_rows(p, kind, rows, count) : count;
    if (kind->by_weight) {
        qsort(rows, count, sizeof *rows, kind->by_weight);
    }
    count = kind->most && count > kind->most ? kind->most : count;
    memcpy((char *)out + kind->items, &rows, sizeof rows);
    memcpy((char *)out + kind->count, &count, sizeof count);
    return DPM_OK;
}

size_t merge_repeated_sources(const dpm_report_data *out)
{
    size_t count = 0;
    for (size_t i = 1; i < out->source_count; i++) {
        count += out->sources[i]->records && source_by_place(&out->sources[i - 1], &out->sources[i]) == 0;
    }
    return count;
}

dpm_status merge_rows(const merge_input *in, const merge_places *places, dpm_report_data *out)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        TRY(merge_list(in, places, &kinds[i], out));
    }
    for (size_t i = 0; i < out->incident_list_count; i++) {
        ((dpm_incident *)out->incident_list[i])->id = i + 1; /* ours, from gather */
    }
    return DPM_OK;
}
