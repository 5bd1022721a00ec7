/* Times in the year that their source turned out to be of. */
#include "rank/settle.h"

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
