/* Busy hours: those in which more tasks succeeded than in the average hour of the logs. Failures do not count as load: a
 * storm of them would make its own hour busy. */
#ifndef DPM_RANK_BUSY_H
#define DPM_RANK_BUSY_H

#include "base/arena.h"
#include "correlate/incident.h"

typedef struct busy_hours {
    struct hour_load {
        int64_t hour;   /* since 1970 */
        uint64_t tasks; /* that succeeded, on all hosts */
    } * items;          /* by hour, each once */
    size_t count;
    uint64_t tasks; /* in all */
} busy_hours;

dpm_status busy_make(busy_hours *out, const incidents *all, arena *memory);
/* Never where the logs cover fewer than six hours: no hour can be busier then. */
bool busy_at(const busy_hours *b, int64_t time);

#endif
