/* The half that libevtx runs in. */
#ifndef DPM_WITNESS_EVTX_CHILD_H
#define DPM_WITNESS_EVTX_CHILD_H

#include "os/child.h"
#include "rules/rules.h"

typedef struct evtx_job {
    const char *path;
    const dpm_rules *rules;
} evtx_job;

/* Read the log of `job`, an evtx_job, and write frames (evtx.h) of what is in it. */
void evtx_child(void *job, os_pipe *to);

#endif
