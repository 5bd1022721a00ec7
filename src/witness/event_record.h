/* An event of a Windows event log, from whatever form it was read: the log itself, or an export of it. All spans are borrowed. */
#ifndef DPM_WITNESS_EVENT_RECORD_H
#define DPM_WITNESS_EVENT_RECORD_H

#include "base/limits.h"
#include "base/text.h"
#include "dpmlog/report.h"

typedef struct event_record {
    dpm_span provider; /* as Event Viewer shows it: without "Microsoft-Windows-" */
    dpm_span channel, computer;
    uint32_t id;
    uint64_t number; /* of the record in its log; of an export, where it has none, of the record in the file */
    dpm_level level;
    int64_t time; /* UTC, or local where `local` says so; DPM_NO_TIME: none */
    bool local;
    uint32_t pid, tid;
    dpm_span message; /* as Windows words it, in its language; empty where only the data are there */
    struct {
        dpm_span name, value;
    } data[EVENT_DATA_MAX];
    size_t data_count;
} event_record;

/* Event Viewer's name of a provider. */
dpm_span event_provider(dpm_span name);
/* The level by its number: 1 critical, 2 error, 3 warning. An event of level 1 ends no process, so it is as 2. */
dpm_level event_level(unsigned number);

#endif
