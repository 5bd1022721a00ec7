/* Incidents: one task's failure, from its first failed record to its last. A task is known by its GUID; records without one
 * belong to what their thread last worked on, within a minute. A retry loop is one incident.
 *
 *   event ─▶ thread (stream, PID, TID) ─▶ incident ◀─ task (GUID): started, succeeded
 *                                          │ full table: the oldest is folded into its group
 *                                          ▼
 *                                        group: incidents alike (host, rule, facts, hour), counted
 */
#ifndef DPM_CORRELATE_INCIDENT_H
#define DPM_CORRELATE_INCIDENT_H

#include "base/intern.h"
#include "base/limits.h"
#include "base/status.h"
#include "correlate/record_ref.h"
#include "correlate/table.h"
#include "correlate/tasks.h"

enum {
    INCIDENT_GAP = 60000 /* ms: records of one thread without a task GUID, closer than this, are one incident */
};

/* How the host of an incident is known; the best way that was seen counts. */
typedef enum host_source {
    HOST_OF_ENGINE, /* the engine's own: it only heard of it */
    HOST_OF_AGENT,  /* the log is of the host where it happened */
    HOST_NAMED      /* the engine's record names it */
} host_source;

typedef struct incident {
    record_ref *first, *last; /* the first event and the last; ordered by record_ref_compare */
    record_ref *telling;      /* the event of the strongest rule, of the highest level, first of these */
    captures *captures;       /* of the strongest rule that captured something; or NULL */
    uint32_t stream;
    uint32_t hosts[INCIDENT_HOST_MAX]; /* interned; 0: no more */
    uint8_t host_source;
    bool has_task;
    bool recovered; /* its task succeeded after its last event */
    uint8_t task[16];
    uint8_t strength; /* of `telling` */
    uint8_t worst;    /* highest level among its events */
    uint64_t events;  /* classified records; 0: so far only records to look back to */
    uint64_t count;   /* incidents in it: 1, or more for a group */
    uint64_t tasks;   /* of them with a task GUID */
    uint64_t repeats; /* turns of a retry loop that were folded into it */
    int64_t interval; /* ms between the turns, 0: no loop */
    int64_t success;  /* when its task succeeded last, as far as that is known; or DPM_NO_TIME */
    fact_set facts;
    fact_times times[CLOCK_MAX]; /* by clock; of facts that it does not have anything may be here */
} incident;

/* Tasks seen to succeed, an hour of a host. */
typedef struct success {
    uint32_t host;
    int64_t hour; /* hours since 1970 */
    uint64_t tasks;
} success;

/* A fact that is no failure by itself, once for each hour of a process instance. */
typedef struct companion {
    uint32_t stream, pid, host, source;
    uint16_t fact;
    int64_t hour, first, time; /* the first in the hour and the last */
} companion;

typedef struct incidents {
    const dpm_rules *rules;
    record_pool *pool;
    const task_table *tasks;
    uint64_t seed;
    table open, groups, threads, successes, companions;
    uint64_t lost; /* incidents beyond GROUP_MAX: counted, not judged */
    uint64_t lost_events;
    uint64_t recovered[FACT_MAX]; /* how many tasks showed a fact and succeeded nevertheless; of tasks that made room */
    uint64_t succeeded;           /* tasks seen to succeed */
} incidents;

void incidents_init(incidents *all, const dpm_rules *rules, const task_table *tasks, record_pool *pool, uint64_t seed);
void incidents_free(incidents *all);

/* What a crash looks back to; NULL where there is none. */
typedef struct lookback {
    record_ref *of_task, *of_thread;
} lookback;

/* Take one event. `task`: that of its GUID; NULL: it has none. `host`: interned. For a CRITICAL event `back`, unless NULL, gets
 * the last WARNING or FATAL of its task and of its thread before it. */
dpm_status incidents_take(incidents *all, const record_batch *batch, const event *e, task_entry *task, place *where,
                          uint32_t host, host_source source, lookback *back);

/* Whether a task was seen to succeed at `time` or later. */
bool incidents_task_succeeded(const incidents *all, const uint8_t guid[16], int64_t time);
/* Whether the task of an incident succeeded after its last event. */
bool incident_recovered(const incident *i);
/* Successes of a host (0: of all) from `first` to `last`, whole hours. */
uint64_t incidents_successes(const incidents *all, uint32_t host, int64_t first, int64_t last);

#endif
