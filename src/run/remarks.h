/* The remarks of a report: bounds that were reached, and what was left out as asked. Nothing is lost silently. */
#ifndef DPM_RUN_REMARKS_H
#define DPM_RUN_REMARKS_H

#include "base/limits.h"
#include "run/source_run.h"

typedef struct remarks {
    arena memory;
    dpm_span items[REMARK_MAX];
    size_t count;
    bool failed;     /* memory ran out */
    bool not_judged; /* patterns gave up, or did not see all */
} remarks;

/* Collect what there is to say after `run`, whose sources came from `list`. `filtered`: logs that were not asked for,
 * `others`: their hosts, which are named where no log was read. */
void remarks_collect(remarks *r, const source_run *run, const source_list *list, uint64_t filtered, dpm_span others);
void remarks_free(remarks *r);

#endif
