/* Small streams of which larger ones are made: a file, a replayed head, a torn end, a meter. */
#include "io/streams.h"

#include "base/limits.h"
#include "base/text.h"

#include <assert.h>
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

dpm_status stream_file(stream **out, os_file *file, dpm_error *err)
{
    assert(file);
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
    if (r->at == r->len) {
        return stream_read(r->rest, buffer, cap, got, err);
    }
    *got = r->len - r->at < cap ? r->len - r->at : cap;
    memcpy(buffer, r->head + r->at, *got);
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
    assert(rest || (failure && failure->status < 0)); /* something follows the head */
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
    meter *to;
    double cost;
    uint64_t made;
    enum { OVER_NOTHING, OVER_TOTAL, OVER_RATIO } over; /* which limit there were more bytes than */
} meter_stream;

static dpm_status fail_total(const meter *m, dpm_error *err)
{
    static const char *const units[] = {"bytes", "KiB", "MiB", "GiB"};
    double amount = (double)m->limit;
    size_t unit = 0;
    for (; amount >= 1024 && unit < 3; unit++) {
        amount /= 1024;
    }
    return status_fail(err, DPM_ELIMIT, "more than %.4g %s would be unpacked; --max-expand sets that limit", amount, units[unit]);
}

dpm_status meter_add(meter *m, uint64_t bytes, dpm_error *err)
{
    m->spent = bytes < UINT64_MAX - m->spent ? m->spent + bytes : UINT64_MAX;
    return m->spent > m->limit ? fail_total(m, err) : DPM_OK;
}

/* Bytes that this stream may still give, by its ratio. */
static uint64_t ratio_left(const meter_stream *m)
{
    const double most = m->cost * METER_RATIO_MAX;
    const uint64_t limit = m->cost <= 0 || most >= (double)UINT64_MAX ? UINT64_MAX
                           : most < METER_FREE                        ? METER_FREE
                                                                      : (uint64_t)most;
    return limit > m->made ? limit - m->made : 0;
}

static dpm_status fail_over(const meter_stream *m, dpm_error *err)
{
    return m->over == OVER_TOTAL
               ? fail_total(m->to, err)
               : status_fail(err, DPM_ELIMIT, "unpacks to more than %d times its size: not a log", (int)METER_RATIO_MAX);
}

/* Up to the limits everything is given, so that what comes out does not hang on the sizes that it was read in. */
static dpm_status read_metered(stream *s, void *buffer, size_t cap, size_t *got, dpm_error *err)
{
    meter_stream *const m = (meter_stream *)s;
    *got = 0;
    if (!m->over) {
        TRY(stream_read(m->from, buffer, cap, got, err));
        const uint64_t total = m->to->limit > m->to->spent ? m->to->limit - m->to->spent : 0, ratio = ratio_left(m);
        const uint64_t room = total < ratio ? total : ratio;
        m->over = *got <= room ? OVER_NOTHING : total <= ratio ? OVER_TOTAL : OVER_RATIO;
        *got = *got < room ? *got : (size_t)room;
        m->made += *got;
        m->to->spent += *got;
    }
    return m->over && *got == 0 && cap > 0 ? fail_over(m, err) : DPM_OK;
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
    *s = (meter_stream){.base = {&ops}, .from = from, .to = to, .cost = cost};
    *out = &s->base;
    return DPM_OK;
}
