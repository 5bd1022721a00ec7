/* The records of one log that go into a summary. */
#include "summary/kept.h"

#include "base/grow.h"
#include "base/hash.h"
#include "correlate/calls.h"
#include "correlate/job_text.h"

#include <stdlib.h>

enum { FUNCTIONS = CALL_FUNCTION_MAX };

/* A thread, and the calls that it is inside of. */
typedef struct kept_thread {
    uint32_t pid, tid;
    uint8_t task[16];
    uint8_t depth;
    bool deep; /* deeper than is followed: nothing of it is dropped any more */
    struct {
        uint32_t function;
        size_t item;
        bool needed;
    } calls[CALL_DEPTH_MAX];
} kept_thread;

bool kept_init(kept_records *k, uint64_t seed)
{
    *k = (kept_records){
        .seed = seed, .entered = calloc(FUNCTIONS + 1, sizeof(uint64_t)), .left = calloc(FUNCTIONS + 1, sizeof(uint64_t))};
    table_init(&k->threads, sizeof(kept_thread), CALL_THREAD_MAX);
    intern_init(&k->functions, FUNCTIONS, seed);
    return k->entered && k->left;
}

void kept_free(kept_records *k)
{
    free(k->items);
    strbuf_free(&k->texts);
    table_free(&k->threads);
    intern_free(&k->functions);
    free(k->entered);
    free(k->left);
}

void kept_clear(kept_records *k)
{
    for (uint32_t id = 0; id <= k->functions.count; id++) {
        k->entered[id] = k->left[id] = 0;
    }
    k->count = 0;
    strbuf_clear(&k->texts);
    table_free(&k->threads);
    intern_free(&k->functions);
    intern_init(&k->functions, FUNCTIONS, k->seed);
}

kept_record *kept_add(kept_records *k)
{
    if (!GROW(k->items, k->count, k->cap)) {
        return NULL;
    }
    k->items[k->count] = (kept_record){0};
    return &k->items[k->count++];
}

static kept_thread *find(const kept_records *k, uint64_t hash, uint32_t pid, uint32_t tid)
{
    for (uint32_t slot = table_find(&k->threads, hash); slot != TABLE_NONE; slot = table_next(&k->threads, slot)) {
        kept_thread *const t = table_at(&k->threads, slot);
        if (t->pid == pid && t->tid == tid) {
            return t;
        }
    }
    return NULL;
}

static void drop(kept_records *k, size_t item)
{
    k->items[item].dropped = true;
}

/* The first call for a task is needed: with it the thread has gone over to that task. */
static bool enter(kept_records *k, const record_batch *batch, const event *e, uint64_t hash, uint32_t function, bool needed)
{
    const uint32_t i = e->record;
    kept_thread *t = find(k, hash, batch->pid[i], batch->tid[i]);
    if (!t) {
        const uint32_t slot = table_put(&k->threads, hash);
        if (slot == TABLE_NONE) {
            return false;
        }
        t = table_at(&k->threads, slot);
        t->pid = batch->pid[i];
        t->tid = batch->tid[i];
        needed = true;
    } else if (memcmp(t->task, e->task, sizeof t->task) != 0) {
        t->depth = 0;
        needed = true;
    }
    table_touch(&k->threads, table_slot(t));
    memcpy(t->task, e->task, sizeof t->task);
    t->deep |= t->depth == CALL_DEPTH_MAX;
    if (!t->deep) {
        t->calls[t->depth].function = function;
        t->calls[t->depth].item = k->count - 1;
        t->calls[t->depth++].needed = needed;
    }
    return true;
}

/* What was entered inside of it and did not say that it was left goes, too. */
static void leave(kept_records *k, kept_thread *t, uint32_t function)
{
    uint8_t level = t->depth;
    while (level > 0 && t->calls[level - 1].function != function) {
        level--;
    }
    if (level == 0 || t->deep) {
        return;
    }
    for (uint8_t at = level - 1; at < t->depth; at++) {
        if (!t->calls[at].needed) {
            drop(k, t->calls[at].item);
            k->entered[t->calls[at].function]++;
        }
    }
    if (!t->calls[level - 1].needed) {
        drop(k, k->count - 1);
        k->left[function]++;
    }
    t->depth = level - 1;
}

bool kept_follow(kept_records *k, const record_batch *batch, const event *e, const rule *r)
{
    const uint32_t i = e->record;
    const dpm_span message = batch_message(batch, i), name = calls_function(r, message);
    uint32_t function = INTERN_NONE;
    job_words words;
    if (name.len == 0 || r->changed) {
        return true;
    }
    if (!intern_put(&k->functions, name, &function)) {
        return false;
    }
    const uint64_t hash = hash_words(k->seed, batch->pid[i], batch->tid[i]);
    if (function == INTERN_NONE) {
        return true; /* more functions than are counted: they are kept */
    }
    if (r->mark == MARK_ENTERED) {
        return !e->has_task || enter(k, batch, e, hash, function, job_text_read(message, &words));
    }
    kept_thread *const t = find(k, hash, batch->pid[i], batch->tid[i]);
    if (t) {
        leave(k, t, function);
    }
    return true;
}
