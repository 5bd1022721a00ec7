/* Streams (the logs of one process on one host) and process instances (one PID of a stream), with how they ended. */
#ifndef DPM_CORRELATE_PROCESS_H
#define DPM_CORRELATE_PROCESS_H

#include "base/intern.h"
#include "base/limits.h"
#include "base/status.h"
#include "correlate/table.h"
#include "dpmlog/report.h"
#include "record/batch.h"

typedef struct instance {
    uint64_t serial; /* in the order of their first records */
    uint32_t stream, pid;
    int64_t first, last;
    uint32_t first_source, last_source;
    uint64_t records;
    bool critical; /* it logged a CRITICAL record */
} instance;

typedef struct log_stream {
    uint32_t host, process; /* interned */
    bool engine;            /* its records name the machine that a task is for */
    bool tells_ends;        /* some record of it said that a task has ended */
} log_stream;

typedef struct processes {
    log_stream *streams;
    uint32_t stream_count;
    size_t stream_cap;
    table instances;
    uint64_t seed;
} processes;

void processes_init(processes *p, uint64_t seed);
void processes_free(processes *p);
/* The number of the stream of a host and process. DPM_ELIMIT when there are STREAM_MAX others. */
dpm_status processes_stream(processes *p, uint32_t host, uint32_t process, uint32_t *out);
/* Follow the PIDs of a batch. */
dpm_status processes_follow(processes *p, uint32_t stream, uint32_t source, const record_batch *batch);

/* Add an instance of which the records are not here: the stream, its PID, times, count and whether it was critical. */
dpm_status processes_join(processes *p, uint32_t source, const instance *from);

/* The instances by stream and time of their beginning; `out` holds p->instances.count pointers, valid until the next follow. */
void processes_sorted(const processes *p, const instance **out);
/* How an instance ended, given the one that follows it in the sorted order (or NULL). */
dpm_ending instance_ending(const instance *i, const instance *next);

#endif
