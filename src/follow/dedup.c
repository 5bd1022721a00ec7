/* The events that were handed out. */
#include "follow/dedup.h"

#include "base/hash.h"
#include "base/text.h"

void dedup_init(dedup *s, uint64_t seed)
{
    *s = (dedup){.seed = seed};
}

void dedup_free(dedup *s)
{
    hashset_free(&s->fresh);
    hashset_free(&s->aged);
    dedup_init(s, s->seed);
}

static bool put(dedup *s, uint64_t hash)
{
    if (s->fresh.count == DEDUP_EVENTS_MAX) {
        hashset_free(&s->aged);
        s->aged = s->fresh;
        s->fresh = (hashset){0};
    }
    bool fresh;
    return hashset_add(&s->fresh, hash, &fresh);
}

/* Of the first line: what goes on after it may not have been there yet. */
static uint64_t identity(const dedup *s, recent_hashes *recent, uint64_t stream, dpm_span record)
{
    const dpm_span line = span_cut(span_cut(record, '\n').head, '\r').head;
    return recent_identity(recent, s->seed, hash_words(s->seed, hash_bytes(s->seed, line), stream));
}

dpm_status dedup_insert(dedup *s, recent_hashes *recent, uint64_t stream, dpm_span record, bool *again)
{
    const uint64_t id = identity(s, recent, stream, record);
    *again = hashset_has(&s->fresh, id) || hashset_has(&s->aged, id);
    return *again || put(s, id) ? DPM_OK : DPM_ENOMEM;
}
