/* What tasks are for, as their records say it, and when each data source was backed up last. */
#ifndef DPM_CORRELATE_JOBS_H
#define DPM_CORRELATE_JOBS_H

#include "base/intern.h"
#include "base/limits.h"
#include "base/status.h"
#include "classify/classify.h"
#include "correlate/record_ref.h"
#include "correlate/table.h"

typedef struct task_job {
    uint8_t guid[16];
    uint32_t source; /* interned in jobs.sources; 0: not said */
    uint32_t host;   /* interned where hosts are; 0: not said */
    uint8_t kind;    /* dpm_job_kind */
} task_job;

/* A data source of a machine. */
typedef struct job_place {
    uint32_t source, host;
    uint64_t successes;
    int64_t last;         /* success, as assumed while its log was read */
    uint32_t last_source; /* number of that log */
} job_place;

typedef struct jobs {
    const dpm_rules *rules;
    uint64_t seed;
    intern sources;
    table tasks, places;
} jobs;

void jobs_init(jobs *j, const dpm_rules *rules, uint64_t seed);
void jobs_free(jobs *j);
/* Take an event that says how a task goes; others are passed over. `names`: of hosts. `host`: what the event is about. */
dpm_status jobs_take(jobs *j, const record_batch *batch, const event *e, const place *where, intern *names, uint32_t host);
/* The job of a task, or NULL. */
const task_job *jobs_find(const jobs *j, const uint8_t guid[16]);

#endif
