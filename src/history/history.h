/* What is kept of a task's records: the struct of dpmlog/history.h. */
#ifndef DPM_HISTORY_HISTORY_H
#define DPM_HISTORY_HISTORY_H

#include "base/intern.h"
#include "base/limits.h"
#include "dpmlog/history.h"

enum {
    GUID_TEXT = 36,
    STALL_MS = 10000 /* without a record so long, a task stalls */
};

typedef struct history_record {
    dpm_event event; /* its spans are kept; codes point to `codes` once sorted */
    uint32_t codes[HISTORY_CODE_MAX];
    int64_t order; /* its time, or that of the record before it where it has none */
    uint64_t serial;
} history_record;

struct dpm_history {
    arena texts;
    intern words; /* hosts, processes, paths, rules, positions */
    history_record *records;
    size_t count, cap;
    uint64_t lost;    /* records beyond the bounds */
    uint64_t sources; /* logs that they came from, runs of them */
    dpm_history_task tasks[HISTORY_TASK_MAX];
    char guids[HISTORY_TASK_MAX][GUID_TEXT];
    size_t task_count;
    bool sorted;
};

/* In order of time. */
void history_sort(dpm_history *h);

#endif
