/* What the records of a task tell together: how it ended, its phases, stalls, codes and open calls. By the marks of the rules; no
 * text is read here. */
#ifndef DPM_HISTORY_FINDINGS_H
#define DPM_HISTORY_FINDINGS_H

#include "history/history_calls.h"

enum { HISTORY_CODES_SHOWN_MAX = 16, HISTORY_STREAM_MAX = 64 };

typedef struct phase {
    dpm_span name;
    int64_t first, last; /* DPM_NO_TIME: no record of its start, of its end */
} phase;

typedef struct phase_list {
    phase items[HISTORY_PHASE_MAX];
    size_t count;
} phase_list;

typedef struct stated_code {
    uint32_t code;
    dpm_span name; /* known for the first code of a record alone */
    uint64_t count;
} stated_code;

/* What the records of a task tell together. */
typedef struct history_findings {
    int64_t first, last;
    int64_t event_first, event_last; /* of the records that a report knows of: its length of the task */
    uint64_t levels[DPM_LEVELS];
    const dpm_event *ended; /* the last record that says how the task ended, or NULL */
    int64_t stall;
    const dpm_event *stalled; /* the record before the longest stall */
    uint64_t stalls;
    stated_code codes[HISTORY_CODES_SHOWN_MAX];
    size_t code_count;
    dpm_span streams[HISTORY_STREAM_MAX][2]; /* host, process */
    size_t stream_count;
    phase_list phases;
    call_stack calls;
} history_findings;

/* `h` is sorted. */
void history_find(const dpm_history *h, history_findings *f);
/* What one record does to the phases. */
void history_phases(phase_list *phases, const dpm_event *e);

#endif
