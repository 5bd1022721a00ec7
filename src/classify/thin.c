/* Thins out what a crash could look back to. A record without a rule matters only as the last WARNING or FATAL of its thread and of
 * its task before a CRITICAL one. Going backwards, it is left out where later records of the same thread and of the same task
 * were met and no CRITICAL one between. */
#include "classify/thin.h"
#include "base/hash.h"

/* Put a key; true if it was there. A round is a stretch without CRITICAL: keys of earlier rounds do not count. Two keys of one hash
 * would leave a record out that should stay; with 64 bits that is left to chance. */
static bool meet(thinner *t, uint64_t key)
{
    const uint64_t mark = hash_words(t->round, key, 0) | 1;
    size_t at = (size_t)(mark >> 32) & (THIN_SLOTS - 1);
    for (size_t tries = 0; tries < 8; tries++, at = (at + 1) & (THIN_SLOTS - 1)) {
        if (t->seen[at] == mark) {
            return true;
        }
        if (tries == 7 || t->seen[at] == 0) {
            t->seen[at] = mark;
            return false;
        }
    }
    return false;
}

static bool stands_back(uint8_t level)
{
    return level == DPM_LEVEL_WARNING || level == DPM_LEVEL_FATAL;
}

void events_thin(thinner *t, const record_batch *batch, event_list *events)
{
    uint32_t kept = events->count;
    memset(t->seen, 0, sizeof t->seen);
    for (uint32_t i = events->count; i-- > 0;) {
        const event *const e = &events->items[i];
        const uint8_t level = batch->level[e->record];
        bool needed = e->rule != RULE_NONE || e->fact_count > 0;
        if (level == DPM_LEVEL_CRITICAL) {
            t->round++;
        } else if (stands_back(level)) {
            const part task = batch->task[e->record];
            const bool thread = meet(t, (uint64_t)batch->pid[e->record] << 32 | batch->tid[e->record]);
            const bool other = task.len == 0 || meet(t, hash_bytes(t->round, batch_part(batch, task)));
            needed |= !thread || !other;
        }
        if (needed && --kept != i) {
            events->items[kept] = *e;
        }
    }
    events->count -= kept;
    memmove(events->items, events->items + kept, events->count * sizeof *events->items);
}
