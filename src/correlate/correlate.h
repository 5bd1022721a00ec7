/* The fold: takes the events of all batches in order and keeps what a report needs, in bounded memory. One thread. */
#ifndef DPM_CORRELATE_CORRELATE_H
#define DPM_CORRELATE_CORRELATE_H

#include "base/limits.h"
#include "correlate/calls.h"
#include "correlate/copies.h"
#include "correlate/incident.h"
#include "correlate/jobs.h"
#include "correlate/phases.h"
#include "correlate/process.h"
#include "correlate/tally.h"

/* A machine went down or came up. */
typedef struct restart {
    int64_t time; /* as assumed while its source was read */
    uint32_t source, host;
} restart;

/* A crash: one process instance that logged CRITICAL, with what came before. */
typedef struct crash {
    record_ref *record;
    lookback before;
    uint8_t exception_len, message_len;
    char exception[CAPTURE_TEXT_CAP], message[CAPTURE_TEXT_CAP];
} crash;

enum { VERSION_TEXT = 24, CRASH_HEADS = 256 };

typedef struct correlation {
    const dpm_rules *rules;
    intern names; /* hosts and processes */
    processes processes;
    copies copies;
    tally whole; /* of all sources that were read to their end */
    tally part;  /* of the one that is being read, with the year that was assumed */
    task_table tasks;
    incidents incidents;
    calls calls;
    phases phases;
    jobs jobs;
    record_pool pool;               /* the records that all of these refer to */
    uint64_t hashes[BATCH_RECORDS]; /* of the tasks of the batch's events */
    char version[VERSION_TEXT];     /* of DPM, as a record stated it last; empty: none did */
    crash *crashes;
    struct crash_key {
        uint32_t stream, pid;
        int64_t time;
    } crash_keys[CRASH_MAX]; /* of each crash */
    struct crash_head {
        int64_t last;               /* the latest time of its crashes */
        uint16_t newest;            /* number + 1 */
    } crash_heads[CRASH_HEADS];     /* by the PID of a crash */
    uint16_t crash_next[CRASH_MAX]; /* number + 1 of the crash before it with its head */
    size_t crash_count, crash_cap;
    uint64_t crashes_lost; /* beyond CRASH_MAX */
    restart *restarts;     /* the first RESTART_MAX */
    size_t restart_count, restart_cap;
    uint64_t restarts_lost;
    /* The server that a task was for, where a job history tells it; else empty. NULL: there is no history. */
    dpm_span (*server_of)(const void *context, const uint8_t task[16]);
    dpm_span (*datasource_of)(const void *context, const uint8_t task[16]); /* the same of the data source */
    const void *server_context;
} correlation;

dpm_status correlation_init(correlation *c, const dpm_rules *rules, uint64_t seed);
void correlation_free(correlation *c);

/* The stream of a source's host and process. */
dpm_status correlation_stream(correlation *c, dpm_span host, dpm_span process, uint32_t *out);
/* A source ended, and all its times lie `years` later than assumed. */
dpm_status correlation_settle(correlation *c, int years);
/* A thread of the stream spoke last at this time, in a record that is not here. */
void correlation_hear(correlation *c, uint32_t stream, uint32_t pid, uint32_t tid, int64_t time);
/* Take a batch that was classified. */
dpm_status correlation_take(correlation *c, const record_batch *batch, const event_list *events, place *where);

#endif
