/* Times in the year that their source turned out to be of. */
#include "rank/settle.h"

#include "base/civil.h"
#include "record/year.h"

int64_t rank_settle(const rank_input *in, uint32_t source, int64_t time)
{
    const int shift = source < in->source_count ? in->sources[source].year_shift : 0;
    return shift ? year_move(time, shift) : time;
}

int64_t rank_time(const rank_input *in, const record_ref *record)
{
    return rank_settle(in, record->source, record->time);
}

dpm_ending rank_ending(const rank_input *in, const instance *i, const instance *next)
{
    const correlation *const c = in->correlated;
    const dpm_ending told = instance_ending(i, next);
    if (told != DPM_ENDING_NO_TRACE) {
        return told;
    }
    const int64_t end = rank_settle(in, i->last_source, i->last), begin = rank_settle(in, next->first_source, next->first);
    if (end == DPM_NO_TIME || begin == DPM_NO_TIME) {
        return told;
    }
    for (size_t k = 0; k < c->restart_count; k++) {
        const restart *const r = &c->restarts[k];
        const int64_t time = rank_settle(in, r->source, r->time);
        if (r->host == c->processes.streams[i->stream].host && time >= end - MS_MINUTE && time <= begin + MS_MINUTE) {
            return DPM_ENDING_RESTARTED;
        }
    }
    return told;
}
