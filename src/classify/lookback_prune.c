/* Thins out what a crash could look back to. A record without a rule matters only as the last WARNING or FATAL of its thread and
 * of its task before a CRITICAL one. Going backwards, it is left out where later records of the same thread and of the same task
 * were seen and no CRITICAL one between. */
#include "classify/lookback_prune.h"
#include "base/hash.h"

/* An entry is a hash with the number of its round in the low bits. */
static const uint64_t round_bits = (UINT64_C(1) << 20) - 1;

/* Put a key; true if it was there. A round is a stretch of a batch without CRITICAL: keys of earlier rounds do not count, and
 * those of earlier batches, before round `first`, are free room. Two keys of one hash would leave a record out that should stay;
 * with 44 bits that is left to chance. */
static bool meet(lookback_pruner *t, uint64_t first, uint64_t key)
{
    const uint64_t hash = hash_words(0, key, 0), mark = (hash & ~round_bits) | t->round;
    size_t at = (size_t)(hash >> 32) & (PRUNE_SLOTS - 1);
    for (size_t tries = 0; tries < 8; tries++, at = (at + 1) & (PRUNE_SLOTS - 1)) {
        if (t->seen[at] == mark) {
            return true;
        }
        if (tries == 7 || (t->seen[at] & round_bits) < first) {
            t->seen[at] = mark;
            return false;
        }
    }
    return false;
}

/* The first round of another batch. */
static uint64_t begin_batch(lookback_pruner *t)
{
    if (t->round + BATCH_RECORDS + 1 > round_bits) {
        memset(t->seen, 0, sizeof t->seen);
        t->round = 0;
    }
    return ++t->round;
}

static bool stands_back(uint8_t level)
{
    return level == DPM_LEVEL_WARNING || level == DPM_LEVEL_FATAL;
}

void lookback_prune(lookback_pruner *t, const record_batch *batch, event_list *events)
{
    uint32_t kept = events->count;
    const uint64_t first = begin_batch(t);
    for (uint32_t i = events->count; i-- > 0;) {
        const event *const e = &events->items[i];
        const uint8_t level = batch->level[e->record];
        bool needed = e->rule != RULE_NONE || e->fact_count > 0;
        if (level == DPM_LEVEL_CRITICAL) {
            t->round++;
        } else if (stands_back(level)) {
            uint64_t task[2];
            memcpy(task, e->task, sizeof task);
            const bool thread = meet(t, first, (uint64_t)batch->pid[e->record] << 32 | batch->tid[e->record]);
            const bool other = !e->has_task || meet(t, first, hash_words(0, task[0], task[1]));
            needed |= !thread || !other;
        }
        if (needed && --kept != i) {
            events->items[kept] = *e;
        }
    }
    events->count -= kept;
    memmove(events->items, events->items + kept, events->count * sizeof *events->items);
}
