/* Tasks by their GUIDs. */
#include "correlate/tasks.h"

#include "base/hash.h"

#include <string.h>

void tasks_init(task_table *t, record_pool *pool, uint64_t seed)
{
    *t = (task_table){.pool = pool, .seed = seed};
    table_init(&t->known, sizeof(task_entry), TASK_MAX);
}

void tasks_free(task_table *t)
{
    table_free(&t->known);
}

uint64_t tasks_hash(const task_table *t, const uint8_t guid[16])
{
    uint64_t words[2];
    memcpy(words, guid, sizeof words);
    return hash_words(t->seed, words[0], words[1]);
}

static bool same_guid(const uint8_t a[16], const uint8_t b[16])
{
    uint64_t x[2], y[2];
    memcpy(x, a, sizeof x);
    memcpy(y, b, sizeof y);
    return x[0] == y[0] && x[1] == y[1];
}

static task_entry *find(const task_table *t, const uint8_t guid[16], uint64_t hash)
{
    for (uint32_t slot = table_find(&t->known, hash); slot != TABLE_NONE; slot = table_next(&t->known, slot)) {
        task_entry *const task = table_at(&t->known, slot);
        if (same_guid(task->guid, guid)) {
            return task;
        }
    }
    return NULL;
}

task_entry *tasks_find(const task_table *t, const uint8_t guid[16])
{
    return find(t, guid, tasks_hash(t, guid));
}

/* The task that makes room refers to nothing any more. */
static void make_room(task_table *t)
{
    const uint32_t victim = table_victim(&t->known);
    if (victim == TABLE_NONE) {
        return;
    }
    const task_entry *const coming = table_coming_victim(&t->known);
    __builtin_prefetch(coming ? coming->last_bad : NULL, 1);
    task_entry *const old = table_at(&t->known, victim);
    record_set(t->pool, &old->last_bad, NULL);
    if (old->signs) {
        record_pool_give(t->pool, old->signs, sizeof *old->signs);
    }
}

task_entry *tasks_enter(task_table *t, const uint8_t guid[16], uint64_t hash)
{
    task_entry *const known = find(t, guid, hash);
    if (known) {
        table_touch(&t->known, table_slot(known));
        return known;
    }
    make_room(t);
    const uint32_t slot = table_put(&t->known, hash);
    if (slot == TABLE_NONE) {
        return NULL;
    }
    task_entry *const task = table_at(&t->known, slot);
    memcpy(task->guid, guid, sizeof task->guid);
    task->succeeded = DPM_NO_TIME;
    return task;
}

table_ref tasks_ref(const task_table *t, const task_entry *task)
{
    const uint32_t slot = table_slot(task);
    return (table_ref){slot, table_serial(&t->known, slot)};
}
