/* Streams and process instances. */
#include "correlate/process.h"
#include "base/civil.h"
#include "base/grow.h"
#include "base/hash.h"

#include <stdlib.h>

void processes_init(processes *p, uint64_t seed)
{
    *p = (processes){.seed = seed};
    table_init(&p->instances, sizeof(instance), INSTANCE_MAX);
}

void processes_free(processes *p)
{
    free(p->streams);
    table_free(&p->instances);
    processes_init(p, p->seed);
}

dpm_status processes_stream(processes *p, uint32_t host, uint32_t process, uint32_t *out)
{
    /* Sources come sorted by host and process, so the stream is nearly always the last one. */
    for (uint32_t i = p->stream_count; i-- > 0;) {
        if (p->streams[i].host == host && p->streams[i].process == process) {
            *out = i;
            return DPM_OK;
        }
    }
    if (p->stream_count == STREAM_MAX) {
        return DPM_ELIMIT;
    }
    if (!GROW(p->streams, p->stream_count, p->stream_cap)) {
        return DPM_ENOMEM;
    }
    p->streams[p->stream_count] = (log_stream){.host = host, .process = process};
    *out = p->stream_count++;
    return DPM_OK;
}

/* A PID that logged CRITICAL ends soon after, once its dump is written: the same number later is another process. */
static bool alive(const instance *i, int64_t time)
{
    return !i->critical || time_elapsed(i->last, time) <= MS_MINUTE;
}

static uint32_t find(const processes *p, uint32_t stream, uint32_t pid, uint64_t hash, int64_t time)
{
    uint32_t slot = table_find(&p->instances, hash);
    while (slot != TABLE_NONE) {
        const instance *const i = table_at(&p->instances, slot);
        if (i->stream == stream && i->pid == pid && alive(i, time)) {
            break;
        }
        slot = table_next(&p->instances, slot);
    }
    return slot;
}

static instance *enter(processes *p, uint32_t stream, uint32_t source, uint32_t pid, int64_t time)
{
    const uint64_t hash = hash_words(p->seed, stream, pid);
    uint32_t slot = find(p, stream, pid, hash, time);
    if (slot == TABLE_NONE) {
        slot = table_put(&p->instances, hash);
        if (slot == TABLE_NONE) {
            return NULL;
        }
        instance *const fresh = table_at(&p->instances, slot);
        fresh->serial = table_serial(&p->instances, slot);
        fresh->stream = stream;
        fresh->pid = pid;
        fresh->first = fresh->last = time;
        fresh->first_source = fresh->last_source = source;
    } else {
        table_touch(&p->instances, slot);
    }
    return table_at(&p->instances, slot);
}

/* The instances that a batch has met, by PID: records of several processes are mingled. Only those that are alive at any time are
 * taken from here, since a newer instance of the PID can only follow one that ended. */
enum { MET = 16 };

static instance **met_at(instance *met[MET], uint32_t pid)
{
    return &met[pid / 4 % MET];
}

dpm_status processes_follow(processes *p, uint32_t stream, uint32_t source, const record_batch *batch)
{
    instance *now = NULL, *met[MET] = {NULL};
    for (uint32_t i = 0; i < batch->count; i++) {
        if (batch->flags[i] & (RECORD_DUPLICATE | RECORD_OUTSIDE)) {
            continue;
        }
        if (!now || now->pid != batch->pid[i] || !alive(now, batch->time[i])) {
            instance **const known = met_at(met, batch->pid[i]);
            const uint32_t entered = p->instances.serial;
            const bool same = *known && (*known)->pid == batch->pid[i] && !(*known)->critical;
            now = same ? *known : enter(p, stream, source, batch->pid[i], batch->time[i]);
            if (!now) {
                return DPM_ENOMEM;
            }
            if (p->instances.serial != entered) {
                memset(met, 0, sizeof met); /* the table may have moved */
            }
            *known = now;
        }
        if (batch->time[i] < now->first) {
            now->first = batch->time[i];
            now->first_source = source;
        }
        if (batch->time[i] >= now->last) {
            now->last = batch->time[i];
            now->last_source = source;
        }
        now->records++;
        now->critical |= batch->level[i] == DPM_LEVEL_CRITICAL;
    }
    return DPM_OK;
}

dpm_status processes_join(processes *p, uint32_t source, const instance *from)
{
    instance *const now = enter(p, from->stream, source, from->pid, from->first);
    if (!now) {
        return DPM_ENOMEM;
    }
    if (from->first < now->first) {
        now->first = from->first;
        now->first_source = source;
    }
    if (from->last >= now->last) {
        now->last = from->last;
        now->last_source = source;
    }
    now->records += from->records;
    now->critical |= from->critical;
    return DPM_OK;
}

static int by_stream_and_time(const void *a, const void *b)
{
    const instance *const x = *(const instance *const *)a, *const y = *(const instance *const *)b;
    if (x->stream != y->stream) {
        return x->stream < y->stream ? -1 : 1;
    }
    if (x->first != y->first) {
        return x->first < y->first ? -1 : 1;
    }
    return (x->serial > y->serial) - (x->serial < y->serial);
}

void processes_sorted(const processes *p, const instance **out)
{
    for (uint32_t i = 0; i < p->instances.count; i++) {
        out[i] = table_at(&p->instances, i);
    }
    if (p->instances.count) {
        qsort(out, p->instances.count, sizeof *out, by_stream_and_time);
    }
}

dpm_ending instance_ending(const instance *i, const instance *next)
{
    if (i->critical) {
        return DPM_ENDING_CRASHED;
    }
    /* The next one must begin after this one's last word: otherwise both ran side by side. */
    return next && next->stream == i->stream && next->first >= i->last ? DPM_ENDING_NO_TRACE : DPM_ENDING_OPEN;
}
