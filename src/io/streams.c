/* Small streams of which larger ones are made: a file, a replayed head, a small file, a torn end, a meter. */
#include "io/streams.h"

#include "base/limits.h"
#include "base/text.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

/* Give up what was to be owned. */
static dpm_status drop(stream **out, stream *from, dpm_error *err)
{
    stream_close(from);
    *out = NULL;
    return status_nomem(err);
}

/* --- a file --- */

typedef struct file_stream {
    stream base;
    os_file *file;
} file_stream;

static dpm_status read_file(stream *s, void *buffer, size_t cap, size_t *got, dpm_error *err)
{
    return os_read(((file_stream *)s)->file, buffer, cap, got, err);
}

static void close_file(stream *s)
{
    os_close(((file_stream *)s)->file);
    free(s);
}

static dpm_status open_file(stream **out, os_file *file, dpm_error *err)
{
    static const stream_ops ops = {read_file, close_file};
    file_stream *const s = malloc(sizeof *s);
    if (!s) {
        os_close(file);
        return drop(out, NULL, err);
    }
    *s = (file_stream){{&ops}, file};
    *out = &s->base;
    return DPM_OK;
}

/* --- a replayed head --- */

typedef struct replay_stream {
    stream base;
    stream *rest;
    dpm_error failure;
    size_t at, len;
    char head[];
} replay_stream;

static dpm_status read_replay(stream *s, void *buffer, size_t cap, size_t *got, dpm_error *err)
{
    replay_stream *const r = (replay_stream *)s;
    assert(r->at <= r->len);
    if (r->at == r->len && r->failure.status < 0) {
        return status_fail(err, r->failure.status, "%s", r->failure.message);
    }
    if (r->at == r->len && r->rest) {
        return stream_read(r->rest, buffer, cap, got, err);
    }
    *got = r->len - r->at < cap ? r->len - r->at : cap;
    if (*got) {
        memcpy(buffer, r->head + r->at, *got);
    }
    r->at += *got;
    return DPM_OK;
}

static void close_replay(stream *s)
{
    stream_close(((replay_stream *)s)->rest);
    free(s);
}

dpm_status stream_replay(stream **out, dpm_span head, const dpm_error *failure, stream *rest, dpm_error *err)
{
    assert(head.ptr || head.len == 0);
    static const stream_ops ops = {read_replay, close_replay};
    replay_stream *const s = malloc(sizeof *s + head.len);
    if (!s) {
        return drop(out, rest, err);
    }
    *s = (replay_stream){.base = {&ops}, .rest = rest, .len = head.len};
    if (failure) {
        s->failure = *failure;
    }
    if (head.len) {
        memcpy(s->head, head.ptr, head.len);
    }
    *out = &s->base;
    return DPM_OK;
}

/* --- a small file --- */

enum { AT_ONCE = 16 << 10 };

/* One byte more is asked for than it had when it was opened: when that does not come, there is nothing else to ask for. */
dpm_status stream_file(stream **out, os_file *file, dpm_error *err)
{
    assert(file);
    const os_info *const opened = os_opened(file);
    char head[AT_ONCE + 1];
    size_t got = 0;
    dpm_error failure = {0};
    if (opened->kind != OS_FILE || opened->size == 0 || opened->size > AT_ONCE) {
        return open_file(out, file, err);
    }
    const size_t size = (size_t)opened->size;
    failure.status = os_read(file, head, size + 1, &got, &failure);
    stream *rest = NULL;
    if (failure.status < 0 || got == size) {
        os_close(file);
    } else {
        TRY(open_file(&rest, file, err));
    }
    return stream_replay(out, span_of(head, got), &failure, rest, err);
}

/* --- a torn end --- */

typedef struct torn_stream {
    stream base;
    stream *from;
    const char *words;
} torn_stream;

static dpm_status read_torn(stream *s, void *buffer, size_t cap, size_t *got, dpm_error *err)
{
    torn_stream *const t = (torn_stream *)s;
    TRY(stream_read(t->from, buffer, cap, got, err));
    return *got || cap == 0 ? DPM_OK : status_fail(err, DPM_EDATA, "%s", t->words);
}

static void close_torn(stream *s)
{
    stream_close(((torn_stream *)s)->from);
    free(s);
}

dpm_status stream_torn(stream **out, stream *from, const char *words, dpm_error *err)
{
    assert(from && words);
    static const stream_ops ops = {read_torn, close_torn};
    torn_stream *const s = malloc(sizeof *s);
    if (!s) {
        return drop(out, from, err);
    }
    *s = (torn_stream){{&ops}, from, words};
    *out = &s->base;
    return DPM_OK;
}

/* --- reading on --- */

dpm_status stream_fill(stream *s, void *buffer, size_t cap, size_t *got, dpm_error *err)
{
    assert(buffer || cap == 0);
    size_t have = 0, more = 1;
    dpm_status status = DPM_OK;
    while (have < cap && more > 0 && status >= 0) {
        status = stream_read(s, (char *)buffer + have, cap - have, &more, err);
        have += status >= 0 ? more : 0;
    }
    *got = have;
    return status;
}

/* --- the meter --- */

typedef struct meter_stream {
    stream base;
    stream *from;
    gauge gauge;
} meter_stream;

static const char *round_bytes(uint64_t bytes, char out[32])
{
    static const char *const units[] = {"bytes", "KiB", "MiB", "GiB"};
    double amount = (double)bytes;
    size_t unit = 0;
    for (; amount >= 1024 && unit < 3; unit++) {
        amount /= 1024;
    }
    snprintf(out, 32, "%.4g %s", amount, units[unit]);
    return out;
}

static dpm_status fail_total(const meter *m, dpm_error *err)
{
    char text[32];
    return status_fail(err, DPM_ELIMIT, "more than %s would be unpacked; --max-expand sets that limit",
                       round_bytes(m->limit, text));
}

static unsigned ratio_of(const meter *m)
{
    return m->ratio ? m->ratio : METER_RATIO_DEFAULT;
}

dpm_status meter_stopped(const meter *m, dpm_error *err)
{
    const bool stopped = m->stop && atomic_load_explicit(m->stop, memory_order_relaxed);
    return stopped ? status_fail(err, DPM_ELIMIT, "interrupted before it was read") : DPM_OK;
}

dpm_status meter_add(meter *m, uint64_t bytes, dpm_error *err)
{
    m->spent = bytes < UINT64_MAX - m->spent ? m->spent + bytes : UINT64_MAX;
    return m->spent > m->limit ? fail_total(m, err) : DPM_OK;
}

/* Bytes that a share of the disk accounts for. */
static uint64_t paid_for(const meter *m, double cost)
{
    const double most = cost * ratio_of(m);
    return cost <= 0 || most >= (double)UINT64_MAX ? UINT64_MAX : (uint64_t)most;
}

static uint64_t above(uint64_t a, uint64_t b)
{
    return a > b ? a - b : 0;
}

static uint64_t least(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

bool meter_has_room(const meter *m, uint64_t before, uint64_t bytes, double cost)
{
    const uint64_t left = above(m->limit, m->spent);
    return bytes <= paid_for(m, cost) && before <= left && bytes <= left - before;
}

/* Up to the limits everything is given, so that what comes out does not hang on the sizes that it was read in. */
size_t gauge_take(gauge *g, size_t got)
{
    meter *const m = g->to;
    const uint64_t paid_left = above(paid_for(m, g->cost), g->made), free_left = above(METER_FREE, m->inflated);
    const uint64_t total = above(m->limit, m->spent);
    const uint64_t ratio = paid_left < UINT64_MAX - free_left ? paid_left + free_left : UINT64_MAX;
    const size_t take = (size_t)least(got, least(total, ratio));
    if (take < got) {
        g->over = total <= ratio ? OVER_TOTAL : OVER_RATIO;
    }
    g->made += take;
    m->spent += take;
    m->inflated += above(take, paid_left);
    return take;
}

dpm_status gauge_fail(const gauge *g, dpm_error *err)
{
    return g->over == OVER_TOTAL ? fail_total(g->to, err)
                                 : status_fail(err, DPM_ELIMIT,
                                               "unpacks to more than %u times its size: not a log; "
                                               "--max-ratio sets that limit",
                                               ratio_of(g->to));
}

static dpm_status read_metered(stream *s, void *buffer, size_t cap, size_t *got, dpm_error *err)
{
    meter_stream *const m = (meter_stream *)s;
    *got = 0;
    TRY(meter_stopped(m->gauge.to, err));
    if (!m->gauge.over) {
        TRY(stream_read(m->from, buffer, cap, got, err));
        *got = gauge_take(&m->gauge, *got);
    }
    return m->gauge.over && *got == 0 && cap > 0 ? gauge_fail(&m->gauge, err) : DPM_OK;
}

static void close_metered(stream *s)
{
    stream_close(((meter_stream *)s)->from);
    free(s);
}

dpm_status stream_metered(stream **out, stream *from, meter *to, double cost, dpm_error *err)
{
    assert(from && to && cost >= 0);
    static const stream_ops ops = {read_metered, close_metered};
    meter_stream *const s = malloc(sizeof *s);
    if (!s) {
        return drop(out, from, err);
    }
    *s = (meter_stream){.base = {&ops}, .from = from, .gauge = {.to = to, .cost = cost}};
    *out = &s->base;
    return DPM_OK;
}
