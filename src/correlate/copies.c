/* Records that came before, by their hashes. */
#include "correlate/copies.h"

#include "base/hash.h"

/* The threads of a process write slightly out of order. */
enum { DISORDER = 10 * 60 * 1000 };

void copies_init(copies *c, uint64_t seed)
{
    *c = (copies){.seed = seed};
}

void copies_free(copies *c)
{
    hashset_free(&c->records);
    copies_init(c, c->seed);
}

void copies_new_group(copies *c, int64_t repeated_from)
{
    hashset_clear(&c->records);
    c->latest = c->before = INT64_MIN;
    copies_new_source(c, repeated_from);
}

void copies_new_source(copies *c, int64_t repeated_from)
{
    c->recent = (recent_hashes){0};
    c->before = c->latest > c->before ? c->latest : c->before;
    c->repeating = repeated_from == INT64_MIN;
    c->repeated_from = repeated_from == INT64_MIN ? INT64_MIN : repeated_from - DISORDER;
}

/* What comes behind the first record that a later source may have is all kept, also where a clock is set back. */
static bool matters(copies *c, const record_batch *batch, uint32_t i)
{
    if (batch->flags[i] & RECORD_NO_TIME) {
        return true;
    }
    const int64_t time = batch->time[i];
    c->latest = time > c->latest ? time : c->latest;
    c->repeating |= time >= c->repeated_from;
    return c->repeating || time <= c->before;
}

static dpm_status mark_one(copies *c, uint64_t id, uint8_t *flags)
{
    bool fresh = true;
    if (c->records.count == COPIES_MAX) {
        fresh = !hashset_has(&c->records, id);
        c->overflow += fresh;
    } else if (!hashset_add(&c->records, id, &fresh)) {
        return DPM_ENOMEM;
    }
    *flags |= fresh ? 0 : RECORD_DUPLICATE;
    return DPM_OK;
}

/* The set is larger than the cache: its lines are asked for some records before they are needed. */
enum { AHEAD = 16 };

dpm_status copies_mark(copies *c, record_batch *batch)
{
    uint64_t ids[BATCH_RECORDS];
    uint32_t which[BATCH_RECORDS], count = 0;
    for (uint32_t i = 0; i < batch->count; i++) {
        if (matters(c, batch, i)) {
            const dpm_span record = span_of(batch->base + batch->start[i], batch->end[i] - batch->start[i]);
            ids[count] = recent_identity(&c->recent, c->seed, hash_bytes(c->seed, record));
            which[count++] = i;
        }
    }
    for (uint32_t i = 0; i < count; i++) {
        hashset_expect(&c->records, ids[i + AHEAD < count ? i + AHEAD : count - 1]);
        TRY(mark_one(c, ids[i], &batch->flags[which[i]]));
    }
    return DPM_OK;
}
