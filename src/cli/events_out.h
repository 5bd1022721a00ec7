/* Events onto every output that was asked for. */
#ifndef DPM_CLI_EVENTS_OUT_H
#define DPM_CLI_EVENTS_OUT_H

#include "cli/output.h"

typedef struct events_out {
    const cli_options *o;
    output *outputs;
    size_t count;
    dpm_redactor *redactor; /* the caller's; NULL: nothing is replaced */
    bool color;
    unsigned width;
    bool any;    /* there was an event */
    bool failed; /* one of them could not be written */
    bool unread; /* none of them has a reader any more */
} events_out;

/* Open the outputs and write what comes before the first event. False after an error, already printed. */
bool events_out_begin(events_out *out, const cli_options *o);
/* A dpm_event_fn: `context` is the events_out. False once no output takes events any more. */
bool events_out_take(void *context, const dpm_event *event);
/* What was written is out. False after an error, already printed. */
bool events_out_flush(events_out *out);
/* All was written; files get their names. False after an error, already printed; a closed pipe is not an error. */
bool events_out_finish(events_out *out);
void events_out_end(events_out *out);

#endif
