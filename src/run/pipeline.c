/* Blocks in, classified batches out. All that workers and caller share is the state of the slots, under one lock; a block is
 * 256 KiB of work, so the lock is taken a few thousand times a gigabyte. */
#include "run/pipeline.h"
#include "classify/lookback_prune.h"
#include "read/reader.h"
#include "os/thread.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { WORKERS_MAX = 64, SPARE_SLOTS = 2 };

typedef enum slot_state { SLOT_FREE, SLOT_WAITING, SLOT_IN_WORK, SLOT_DONE } slot_state;

typedef struct slot {
    slot_state state; /* under the lock */
    dpm_status status;
    char *text; /* READER_TEXT bytes, or NULL so far */
    block_kind kind;
    record_batch **batches; /* what `out` or the logs are made of */
    event_list **events;
    size_t batch_count, batch_cap;
    product out;
    small_log logs[SMALL_LOGS];
    size_t log_count; /* 0: it holds a block */
} slot;

/* One for each thread that works. */
typedef struct worker {
    pipeline *pipe;
    os_thread *thread;
    scanner *scanner;
    classifier *classifier;
    lookback_pruner *lookback_pruner;
    reader *reader; /* of small logs; NULL so far */
} worker;

struct pipeline {
    os_lock *lock;
    bool closing;         /* under the lock */
    readahead *readahead; /* NULL: with one job */
    size_t changes;       /* under the lock: how often waiting threads were woken */
    slot *slots;          /* a ring */
    size_t slot_count;
    size_t first, used;          /* the caller's: slots from `first` on that hold blocks */
    size_t next;                 /* under the lock: where waiting blocks begin, counted from the beginning of time */
    size_t put;                  /* under the lock: blocks put, counted likewise */
    worker workers[WORKERS_MAX]; /* [0] is the caller */
    unsigned jobs;
};

/* ---- work ---- */

static bool add_batch(slot *s)
{
    size_t *const cap = &s->batch_cap;
    if (s->batch_count < *cap) {
        return true;
    }
    const size_t more = *cap ? *cap * 2 : 4;
    record_batch **const batches = realloc(s->batches, more * sizeof *batches);
    if (!batches) {
        return false;
    }
    s->batches = batches;
    event_list **const events = realloc(s->events, more * sizeof *events);
    if (!events) {
        return false;
    }
    s->events = events;
    while (*cap < more) {
        batches[*cap] = malloc(sizeof **batches);
        events[*cap] = malloc(sizeof **events);
        if (!batches[*cap] || !events[*cap]) {
            free(batches[*cap]);
            free(events[*cap]);
            return *cap > s->batch_count;
        }
        (*cap)++;
    }
    return true;
}

/* A block into further batches of the slot. False: memory ran out. */
static bool scan_block(const worker *w, slot *s, const block_kind *kind, product *out)
{
    out->count = 0;
    out->counts = (scan_counts){0};
    scanner_begin(w->scanner, &out->from, kind->layout, &out->counts);
    for (;;) {
        if (!add_batch(s)) {
            return false;
        }
        record_batch *const batch = s->batches[s->batch_count];
        event_list *const events = s->events[s->batch_count];
        if (!scanner_next(w->scanner, batch)) {
            return true;
        }
        classify(w->classifier, batch, kind->process, events);
        if (!kind->whole) {
            lookback_prune(w->lookback_pruner, batch, events);
        }
        s->batch_count++;
        out->count++;
    }
}

static bool take_log(worker *w, slot *s, small_log *l, size_t *used)
{
    l->first_batch = s->batch_count;
    if (!small_log_read(l, w->reader, s->text + *used, READER_TEXT - *used)) {
        return true;
    }
    *used += l->made.from.text.len;
    const block_kind kind = {l->layout, l->src->process, l->made.encoding, l->src->overlaps};
    const bool good = l->empty || scan_block(w, s, &kind, &l->made);
    small_log_close(l, w->reader);
    return good;
}

/* The batches may have moved while there were more to come. */
static void take_logs(worker *w, slot *s)
{
    size_t used = 0;
    if (!w->reader && reader_new(&w->reader, NULL) < 0) {
        s->status = DPM_ENOMEM;
        return;
    }
    for (size_t i = 0; i < s->log_count && s->status == DPM_OK; i++) {
        s->status = take_log(w, s, &s->logs[i], &used) ? DPM_OK : DPM_ENOMEM;
    }
    for (size_t i = 0; i < s->log_count; i++) {
        small_log *const l = &s->logs[i];
        l->made.batches = s->batches + l->first_batch;
        l->made.events = s->events + l->first_batch;
    }
}

static void work_on(worker *w, slot *s)
{
    s->batch_count = 0;
    s->status = DPM_OK;
    if (s->log_count) {
        take_logs(w, s);
        return;
    }
    s->status = scan_block(w, s, &s->kind, &s->out) ? DPM_OK : DPM_ENOMEM;
    s->out.batches = s->batches;
    s->out.events = s->events;
}

/* The lock is held. */
static void wake(pipeline *p)
{
    p->changes++;
    os_lock_wake(p->lock);
}

/* Take the next waiting block and work on it. The lock is held on entry and on return. False: none waits. */
static bool work_once(worker *w)
{
    pipeline *const p = w->pipe;
    if (p->next == p->put) {
        return false;
    }
    slot *const s = &p->slots[p->next++ % p->slot_count];
    s->state = SLOT_IN_WORK;
    os_lock_give(p->lock);
    work_on(w, s);
    os_lock_take(p->lock);
    s->state = SLOT_DONE;
    wake(p);
    return true;
}

/* The lock is held on entry and on return. */
static bool read_ahead(pipeline *p)
{
    bool worked = false;
    if (p->readahead) {
        os_lock_give(p->lock);
        worked = readahead_work(p->readahead);
        os_lock_take(p->lock);
    }
    return worked;
}

/* The lock is held on entry and on return. `changes`: as they were before it was seen that there is nothing to do. */
static void await_change(pipeline *p, size_t changes)
{
    if (p->changes == changes) {
        os_lock_wait(p->lock);
    }
}

/* There may be something to read ahead. */
static void hint(void *context)
{
    pipeline *const p = context;
    os_lock_take(p->lock);
    wake(p);
    os_lock_give(p->lock);
}

/* A stream can only be unpacked by one thread at a time, and everything waits for it: that comes before blocks. */
static void work(void *context)
{
    worker *const w = context;
    pipeline *const p = w->pipe;
    os_lock_take(p->lock);
    while (!p->closing) {
        const size_t changes = p->changes;
        if (!read_ahead(p) && !work_once(w)) {
            await_change(p, changes);
        }
    }
    os_lock_give(p->lock);
}

/* ---- life ---- */

static void free_parts(worker *w)
{
    scanner_free(w->scanner);
    classifier_free(w->classifier);
    free(w->lookback_pruner);
    reader_free(w->reader);
}

static dpm_status start_worker(pipeline *p, const dpm_rules *rules)
{
    worker *const w = &p->workers[p->jobs];
    w->pipe = p;
    w->scanner = scanner_new();
    w->classifier = classifier_new(rules);
    w->lookback_pruner = calloc(1, sizeof *w->lookback_pruner);
    dpm_status status = w->scanner && w->classifier && w->lookback_pruner ? DPM_OK : DPM_ENOMEM;
    if (status == DPM_OK && p->jobs > 0) {
        status = os_thread_start(&w->thread, work, w);
    }
    if (status < 0) {
        free_parts(w);
        return status;
    }
    p->jobs++;
    return DPM_OK;
}

dpm_status pipeline_new(pipeline **out, const dpm_rules *rules, unsigned jobs)
{
    jobs = jobs == 0 ? 1 : jobs > WORKERS_MAX ? WORKERS_MAX : jobs;
    *out = NULL;
    pipeline *const p = calloc(1, sizeof *p);
    if (!p) {
        return DPM_ENOMEM;
    }
    p->slot_count = jobs == 1 ? 1 : jobs + SPARE_SLOTS;
    p->slots = calloc(p->slot_count, sizeof *p->slots);
    p->lock = os_lock_new();
    p->readahead = jobs > 1 ? readahead_new(hint, p) : NULL;
    dpm_status status = p->slots && p->lock && (p->readahead || jobs == 1) ? DPM_OK : DPM_ENOMEM;
    while (status == DPM_OK && p->jobs < jobs) {
        status = start_worker(p, rules);
    }
    if (status == DPM_ENOMEM || p->jobs == 0) {
        pipeline_free(p);
        return DPM_ENOMEM;
    }
    *out = p;
    return DPM_OK;
}

static void stop_workers(pipeline *p)
{
    if (p->lock) {
        os_lock_take(p->lock);
        p->closing = true;
        wake(p);
        os_lock_give(p->lock);
    }
    for (unsigned i = 0; i < p->jobs; i++) {
        os_thread_join(p->workers[i].thread);
        free_parts(&p->workers[i]);
    }
}

void pipeline_free(pipeline *p)
{
    if (!p) {
        return;
    }
    stop_workers(p);
    for (size_t i = 0; p->slots && i < p->slot_count; i++) {
        slot *const s = &p->slots[i];
        for (size_t k = 0; k < s->batch_cap; k++) {
            free(s->batches[k]);
            free(s->events[k]);
        }
        free(s->batches);
        free(s->events);
        free(s->text);
    }
    free(p->slots);
    readahead_free(p->readahead);
    os_lock_free(p->lock);
    free(p);
}

/* ---- the caller's side ---- */

readahead *pipeline_readahead(const pipeline *p)
{
    return p->readahead;
}

bool pipeline_has_room(const pipeline *p)
{
    return p->used < p->slot_count;
}

static slot *next_slot(pipeline *p)
{
    return &p->slots[(p->first + p->used) % p->slot_count];
}

char **pipeline_buffer(pipeline *p)
{
    slot *const s = next_slot(p);
    if (!s->text) {
        s->text = malloc(READER_TEXT);
    }
    return s->text ? &s->text : NULL;
}

/* The slot's content is there: whoever is free may work on it. */
static void offer(pipeline *p, slot *s)
{
    os_lock_take(p->lock);
    s->state = SLOT_WAITING;
    p->put++;
    wake(p);
    os_lock_give(p->lock);
    p->used++;
}

void pipeline_put(pipeline *p, const block *b, const block_kind *kind)
{
    slot *const s = next_slot(p);
    s->out.from = *b;
    s->out.encoding = kind->encoding;
    s->kind = *kind;
    s->log_count = 0;
    offer(p, s);
}

dpm_status pipeline_put_logs(pipeline *p, const small_log *logs, size_t count)
{
    assert(count && count <= SMALL_LOGS);
    slot *const s = next_slot(p);
    if (!pipeline_buffer(p)) {
        return DPM_ENOMEM;
    }
    memcpy(s->logs, logs, count * sizeof *logs);
    s->log_count = count;
    offer(p, s);
    return DPM_OK;
}

/* The oldest slot, when all is done in it. NULL: none is left. */
static slot *finish(pipeline *p)
{
    if (p->used == 0) {
        return NULL;
    }
    slot *const s = &p->slots[p->first % p->slot_count];
    os_lock_take(p->lock);
    while (s->state != SLOT_DONE) {
        const size_t changes = p->changes;
        if (!work_once(&p->workers[0]) && !read_ahead(p)) {
            await_change(p, changes);
        }
    }
    s->state = SLOT_FREE;
    os_lock_give(p->lock);
    p->first++;
    p->used--;
    return s;
}

dpm_status pipeline_get(pipeline *p, product **out)
{
    slot *const s = finish(p);
    if (!s) {
        return DPM_END;
    }
    assert(!s->log_count);
    *out = &s->out;
    return s->status;
}

dpm_status pipeline_get_logs(pipeline *p, small_log **logs, size_t *count)
{
    slot *const s = finish(p);
    if (!s) {
        return DPM_END;
    }
    assert(s->log_count);
    *logs = s->logs;
    *count = s->log_count;
    return s->status;
}

void pipeline_drop(pipeline *p)
{
    while (finish(p)) {
    }
}

uint64_t pipeline_unseen(const pipeline *p)
{
    uint64_t unseen = 0;
    for (unsigned i = 0; i < p->jobs; i++) {
        unseen += classifier_unseen(p->workers[i].classifier);
    }
    return unseen;
}

uint64_t pipeline_limit_hits(const pipeline *p, size_t index)
{
    uint64_t hits = 0;
    for (unsigned i = 0; i < p->jobs; i++) {
        hits += classifier_limit_hits(p->workers[i].classifier, index);
    }
    return hits;
}
