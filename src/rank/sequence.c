/* Terms in an order of time. Of each term an observation knows when it was first and last seen: two moments. Going through all
 * moments in order, the latest begin of each beginning of the sequence is kept:
 *
 *     moments   a    b  a   c        a, b, c:  begin[a] ─▶ begin[b] ─▶ begin[c]: a stretch from the first a to c
 */
#include "rank/sequence.h"
#include "rank/settle.h"

#include <stdlib.h>

dpm_status stretches_make(stretches *out, size_t steps, size_t count, arena *memory)
{
    *out = (stretches){0};
    if (steps == 0) {
        return DPM_OK;
    }
    out->moments = ARENA_ARRAY(memory, 2 * steps * count + 1, moment);
    out->items = ARENA_ARRAY(memory, 2 * steps * count + 1, stretch);
    return out->moments && out->items ? DPM_OK : DPM_ENOMEM;
}

void stretches_begin(stretches *s)
{
    s->count = 0;
}

/* When the observation showed one of the facts; false where it did not, or has no time. */
static bool group_times(const rank_input *in, const fact_group *group, const observation *o, fact_times *out)
{
    bool seen = false;
    for (size_t i = 0; i < group->count; i++) {
        const uint16_t number = group->facts[i];
        if (!fact_has(&o->facts, number) || o->first == DPM_NO_TIME) {
            continue;
        }
        fact_times when = {o->since, o->last};
        if (o->incident && !o->made && fact_has(&o->incident->facts, number)) {
            const fact_times *const known = &o->incident->times[in->rules->facts[number].clock];
            when.first = rank_settle(in, o->incident->first->source, known->first);
            when.last = rank_settle(in, o->incident->first->source, known->last);
        }
        out->first = seen && out->first < when.first ? out->first : when.first;
        out->last = seen && out->last > when.last ? out->last : when.last;
        seen = true;
    }
    return seen;
}

void stretches_add(stretches *s, const rank_input *in, const signature *sig, const observation *o)
{
    fact_times when = {0};
    for (size_t step = 0; step < sig->sequence_count; step++) {
        if (group_times(in, &sig->sequence[step], o, &when)) {
            s->moments[s->count++] = (moment){when.first, step};
            s->moments[s->count++] = (moment){when.last, step};
        }
    }
}

static int by_time(const void *a, const void *b)
{
    const moment *const x = a, *const y = b;
    if (x->time != y->time) {
        return x->time < y->time ? -1 : 1;
    }
    return (x->step > y->step) - (x->step < y->step);
}

void stretches_find(stretches *s, const signature *sig)
{
    int64_t begin[TERM_GROUPS];
    size_t found = 0;
    for (size_t i = 0; i < sig->sequence_count; i++) {
        begin[i] = INT64_MIN;
    }
    if (s->count) {
        qsort(s->moments, s->count, sizeof *s->moments, by_time);
    }
    for (size_t i = 0; i < s->count; i++) {
        const moment m = s->moments[i];
        if (m.step == 0) {
            begin[0] = m.time;
            continue;
        }
        begin[m.step] = begin[m.step - 1] > begin[m.step] ? begin[m.step - 1] : begin[m.step];
        const int64_t from = begin[m.step];
        if (m.step + 1 == sig->sequence_count && from != INT64_MIN && (!sig->within || m.time - from <= sig->within)) {
            s->items[found++] = (stretch){from, m.time};
        }
    }
    s->count = found;
}

bool stretches_touch(const stretches *s, const observation *o)
{
    size_t low = 0, high = s->count; /* both ends grow from stretch to stretch */
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (s->items[middle].end < o->since) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < s->count && s->items[low].begin <= o->last;
}
