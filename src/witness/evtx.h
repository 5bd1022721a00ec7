/* Windows event logs by libevtx, in a process of its own (ARCHITECTURE.md says why). */
#ifndef DPM_WITNESS_EVTX_H
#define DPM_WITNESS_EVTX_H

#include "archive/archive.h"
#include "witness/witness_text.h"

/* Read the log at `from` into `w`. What is wrong with it is said in w->trouble; only memory can fail. */
dpm_status evtx_read(witness_text *w, const origin *from, dpm_error *err);

/* A frame that the reading process writes: its kind, the length of what follows. */
typedef enum evtx_frame_kind {
    EVTX_FRAME_RECORD = 'R', /* XML of a record that the table has */
    EVTX_FRAME_COUNT = 'C',  /* evtx_counts: how far it is; the last one tells all */
    EVTX_FRAME_TROUBLE = 'T' /* words */
} evtx_frame_kind;
typedef struct evtx_frame {
    uint32_t kind, len;
} evtx_frame;
typedef struct evtx_counts {
    uint64_t records; /* of the log, looked at */
    uint64_t bad;     /* of them, not readable */
    uint64_t chunks;  /* damaged: nothing in them is readable */
    bool cut;         /* it ends inside a chunk, or before the last one that its header counts */
    uint64_t last;    /* number of the last record that was read */
    int64_t first_time, last_time;
    bool done;
} evtx_counts;

#endif
