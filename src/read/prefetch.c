/* The logs that come next, opened while one is read, so that they are unpacked ahead. */
#include "read/prefetch.h"

#include "base/limits.h"

#include <assert.h>

/* To open it, no archive has to be unpacked that is not in use already. */
static bool opens_cheaply(const source *now, const source *next)
{
    const origin *const from = next->from;
    if (!from) {
        return false;
    }
    return from->kind == ORIGIN_FILE || (from->kind == ORIGIN_ZIP && now->from && now->from->in == from->in);
}

static size_t find(const prefetch *p, const source *of)
{
    size_t i = 0;
    while (i < READAHEAD_SOURCES_MAX && p->items[i].of != of) {
        i++;
    }
    return i;
}

void prefetch_add(prefetch *p, const source *now, const source *next)
{
    assert(now != next);
    const size_t i = find(p, NULL);
    if (i == READAHEAD_SOURCES_MAX || find(p, next) < READAHEAD_SOURCES_MAX || !opens_cheaply(now, next)) {
        return;
    }
    if (source_open(next, &p->items[i].from, &p->items[i].size, NULL) >= 0) {
        p->items[i].of = next;
    }
}

dpm_status prefetch_take(prefetch *p, reader *r, const source *s, dpm_error *err)
{
    const size_t i = find(p, s);
    if (i == READAHEAD_SOURCES_MAX) {
        return reader_open(r, s, err);
    }
    assert(p->items[i].from);
    reader_take(r, p->items[i].from, p->items[i].size);
    p->items[i].of = NULL;
    return DPM_OK;
}

void prefetch_close(prefetch *p)
{
    for (size_t i = 0; i < READAHEAD_SOURCES_MAX; i++) {
        if (p->items[i].of) {
            stream_close(p->items[i].from);
            p->items[i].of = NULL;
        }
    }
}
