/* What is counted. */
#include "correlate/tally.h"

dpm_status tally_init(tally *t, const dpm_rules *rules, record_pool *pool, uint64_t seed)
{
    timeline_init(&t->timeline, seed);
    return counts_init(&t->counts, rules, pool, seed);
}

void tally_free(tally *t)
{
    counts_free(&t->counts);
    timeline_free(&t->timeline);
}

void tally_clear(tally *t)
{
    counts_clear(&t->counts);
    timeline_free(&t->timeline);
}

dpm_status tally_follow(tally *t, const record_batch *batch, const event_list *events, const place *where)
{
    counts_levels(&t->counts, batch, events);
    return where->sparse ? DPM_OK : timeline_follow(&t->timeline, batch, where);
}

dpm_status tally_join(tally *into, tally *from, int years)
{
    TRY(counts_join(&into->counts, &from->counts));
    return timeline_join(&into->timeline, &from->timeline, years);
}
