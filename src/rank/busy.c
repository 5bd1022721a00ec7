/* Busy hours. */
#include "rank/busy.h"

#include "base/civil.h"

#include <stdlib.h>

enum { LEAST_HOURS = 6 };

static int by_hour(const void *left, const void *right)
{
    const struct hour_load *const a = left, *const b = right;
    return (a->hour > b->hour) - (a->hour < b->hour);
}

dpm_status busy_make(busy_hours *out, const incidents *all, arena *memory)
{
    const uint32_t count = all->successes.count;
    *out = (busy_hours){.items = ARENA_ARRAY(memory, count + 1u, struct hour_load)};
    if (!out->items) {
        return DPM_ENOMEM;
    }
    for (uint32_t i = 0; i < count; i++) {
        const success *const s = table_at(&all->successes, i);
        out->items[i] = (struct hour_load){s->hour, s->tasks};
        out->tasks += s->tasks;
    }
    qsort(out->items, count, sizeof *out->items, by_hour);
    for (uint32_t i = 0; i < count; i++) { /* the hosts of one hour are one */
        if (out->count && out->items[out->count - 1].hour == out->items[i].hour) {
            out->items[out->count - 1].tasks += out->items[i].tasks;
        } else {
            out->items[out->count++] = out->items[i];
        }
    }
    return DPM_OK;
}

bool busy_at(const busy_hours *b, int64_t time)
{
    const struct hour_load key = {.hour = time / MS_HOUR};
    const struct hour_load *const met = b->count ? bsearch(&key, b->items, b->count, sizeof key, by_hour) : NULL;
    const uint64_t hours = b->count ? (uint64_t)(b->items[b->count - 1].hour - b->items[0].hour) + 1 : 0;
    return met && hours >= LEAST_HOURS && met->tasks > b->tasks / hours;
}
