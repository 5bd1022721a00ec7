/* The order of what is stated without a cause: for the report and for the merging of reports. */
#ifndef DPM_RANK_STATED_ORDER_H
#define DPM_RANK_STATED_ORDER_H

#include "dpmlog/report.h"

/* A total order, whatever was counted: 0 where both state the same. */
int stated_compare(const dpm_stated *a, const dpm_stated *b);
/* For qsort: the most frequent first. */
int stated_most_first(const void *a, const void *b);

#endif
