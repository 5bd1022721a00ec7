/* Records that came before, by their hashes. */
#include "correlate/copies.h"
#include "base/hash.h"

void copies_init(copies *c, uint64_t seed)
{
    *c = (copies){.seed = seed};
}

void copies_free(copies *c)
{
    hashset_free(&c->records);
    copies_init(c, c->seed);
}

void copies_new_group(copies *c)
{
    hashset_clear(&c->records);
    copies_new_source(c);
}

void copies_new_source(copies *c)
{
    c->recent = (recent_hashes){0};
}

dpm_status copies_mark(copies *c, record_batch *batch)
{
    for (uint32_t i = 0; i < batch->count; i++) {
        const dpm_span record = span_of(batch->base + batch->start[i], batch->end[i] - batch->start[i]);
        const uint64_t id = recent_identity(&c->recent, c->seed, hash_bytes(c->seed, record));
        bool fresh = true;
        if (c->records.count == COPIES_MAX) {
            fresh = !hashset_has(&c->records, id);
            c->overflow += fresh;
        } else if (!hashset_add(&c->records, id, &fresh)) {
            return DPM_ENOMEM;
        }
        batch->flags[i] |= fresh ? 0 : RECORD_DUPLICATE;
    }
    return DPM_OK;
}
