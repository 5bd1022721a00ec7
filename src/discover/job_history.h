/* What DPM_Job_History.txt and OnlineJob_History.txt say of tasks: on which server, for which data source. */
#ifndef DPM_DISCOVER_JOB_HISTORY_H
#define DPM_DISCOVER_JOB_HISTORY_H

#include "base/arena.h"
#include "base/limits.h"
#include "io/stream.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct job {
    uint8_t task[16];
    dpm_span server, source; /* either may be empty */
} job;

typedef struct job_history {
    arena memory;
    job *slots; /* a hash table */
    bool *used;
    size_t count, cap; /* the capacity is a power of two, or 0 */
    uint64_t seed;
    uint64_t lost; /* tasks beyond HISTORY_JOBS_MAX */
} job_history;

/* The file is one of these by its name. */
bool job_history_named(dpm_span name);
/* Read a table to its end: a line that names the columns, one of dashes that gives their widths, a line for each job. Text
 * without a TaskId column is passed over. Of two lines for one task the first counts. */
dpm_status job_history_read(job_history *all, stream *from, dpm_error *err);
/* Note a task, unless it is known. False: memory ran out. */
bool job_history_add(job_history *all, const uint8_t task[16], dpm_span server, dpm_span source);
/* NULL: the task is not known. */
const job *job_history_find(const job_history *all, const uint8_t task[16]);
void job_history_free(job_history *all);

#endif
