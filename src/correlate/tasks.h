/* Tasks by their GUIDs: one place, a line of the cache, where an event finds all that is known of its task. */
#ifndef DPM_CORRELATE_TASKS_H
#define DPM_CORRELATE_TASKS_H

#include "base/limits.h"
#include "correlate/fact_set.h"
#include "correlate/record_ref.h"
#include "correlate/table.h"

/* Facts that records of a task show that are no failures: few tasks have any. */
typedef struct task_signs {
    fact_set facts;
    fact_times seen; /* the first of them and the last */
} task_signs;

typedef struct task_entry {
    uint8_t guid[16];
    int64_t succeeded;    /* the last time, or DPM_NO_TIME */
    table_ref incident;   /* its open one */
    record_ref *last_bad; /* its last WARNING or FATAL; NULL: none */
    task_signs *signs;    /* of the pool of records; NULL: none */
} task_entry;

typedef struct task_table {
    record_pool *pool;
    uint64_t seed;
    table known;
} task_table;

void tasks_init(task_table *t, record_pool *pool, uint64_t seed);
void tasks_free(task_table *t);
/* What a task is found by. */
uint64_t tasks_hash(const task_table *t, const uint8_t guid[16]);
/* A task, which is new if it is not known; another one makes room then. NULL when memory ran out. */
task_entry *tasks_enter(task_table *t, const uint8_t guid[16], uint64_t hash);
/* NULL: it is not known. */
task_entry *tasks_find(const task_table *t, const uint8_t guid[16]);
/* What an entry is referred to by. */
table_ref tasks_ref(const task_table *t, const task_entry *task);

#endif
