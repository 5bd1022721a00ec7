/* Dates of records of a summary. */
#include "run/replayed.h"

#include "record/dated.h"
#include "record/year.h"

int64_t replayed_move(const replayed *r, int64_t time)
{
    return r->years_moved && time != DPM_NO_TIME ? year_move(time, r->years_moved) : time;
}

void replayed_date(replayed *r, const source *src, record_batch *batch, place *where)
{
    if (src->kind != SOURCE_LOG) {
        dated_apply(batch);
    }
    where->offsets = &r->offsets[r->at];
    for (uint32_t i = 0; i < batch->count && r->at + i < r->count; i++) {
        const size_t k = r->at + i;
        batch->line[i] = (uint32_t)(r->lines[k] - 1);
        if (src->kind == SOURCE_LOG) {
            batch->time[i] = r->timed[k] ? stamp_to_ms(batch->stamp[i], src->year + r->years[k]) : replayed_move(r, r->times[k]);
        }
    }
    r->at += batch->count;
}
