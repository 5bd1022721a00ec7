/* Streams that unpack, read ahead by whichever thread has nothing better to do. */
#include "io/readahead.h"

#include "base/limits.h"

#include "io/streams.h"
#include "os/thread.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

typedef struct piece {
    char *bytes; /* READAHEAD_PIECE of them, or NULL so far */
    size_t len;
} piece;

typedef struct ahead_reader {
    stream base;
    readahead *all;
    struct ahead_reader *next;
    stream *from;
    /* under the lock */
    piece ring[READAHEAD_PIECES_MAX]; /* the reader has the first one, the others wait */
    size_t first, count;
    bool busy;        /* somebody reads from `from` */
    dpm_status ended; /* what comes after the last piece; DPM_OK: more bytes */
    dpm_error why;
    /* the reader's */
    size_t at; /* in the first piece */
} ahead_reader;

struct readahead {
    os_lock *lock;
    ahead_reader *readers; /* under the lock; in the order in which they were opened */
    void (*wake)(void *context);
    void *context;
};

readahead *readahead_new(void (*wake)(void *context), void *context)
{
    assert(wake);
    readahead *const a = calloc(1, sizeof *a);
    if (!a) {
        return NULL;
    }
    *a = (readahead){.lock = os_lock_new(), .wake = wake, .context = context};
    if (!a->lock) {
        free(a);
        return NULL;
    }
    return a;
}

void readahead_free(readahead *a)
{
    if (a) {
        assert(!a->readers); /* all its streams are closed */
        os_lock_free(a->lock);
        free(a);
    }
}

/* --- reading --- */

/* Note how `from` came to its end, if it did. The lock is held. */
static void note_end(ahead_reader *r, dpm_status status, size_t got, const dpm_error *why)
{
    if (status < 0) {
        r->ended = status;
        r->why = *why;
    } else if (got == 0) {
        r->ended = DPM_END;
    }
}

static void begin(ahead_reader *r)
{
    assert(!r->busy); /* at most one thread reads from `from` */
    r->busy = true;
    os_lock_give(r->all->lock);
}

static void end(ahead_reader *r)
{
    os_lock_take(r->all->lock);
    assert(r->busy);
    r->busy = false;
    os_lock_wake(r->all->lock);
}

/* Nothing is ready: the reader fetches its bytes itself. The lock is held on entry and on return. */
static size_t fetch(ahead_reader *r, void *buffer, size_t cap)
{
    size_t got = 0;
    dpm_error why = {0};
    begin(r);
    const dpm_status status = stream_read(r->from, buffer, cap, &got, &why);
    end(r);
    got = status < 0 ? 0 : got;
    note_end(r, status, got, &why);
    return got;
}

static size_t take_ready(ahead_reader *r, void *buffer, size_t cap)
{
    piece *const p = &r->ring[r->first];
    assert(r->at < p->len);
    const size_t left = p->len - r->at, got = left < cap ? left : cap;
    memcpy(buffer, p->bytes + r->at, got);
    r->at += got;
    return got;
}

/* The piece was used up: there is room for another one. */
static void drop_piece(ahead_reader *r)
{
    os_lock_take(r->all->lock);
    assert(r->count > 0);
    r->first = (r->first + 1) % READAHEAD_PIECES_MAX;
    r->count--;
    r->at = 0;
    os_lock_give(r->all->lock);
    r->all->wake(r->all->context);
}

static dpm_status read_ahead(stream *s, void *buffer, size_t cap, size_t *got, dpm_error *err)
{
    ahead_reader *const r = (ahead_reader *)s;
    *got = 0;
    if (cap == 0) {
        return DPM_OK;
    }
    os_lock_take(r->all->lock);
    while (r->count == 0 && r->busy) {
        os_lock_wait(r->all->lock);
    }
    const bool ready = r->count > 0;
    if (!ready && r->ended == DPM_OK) {
        *got = fetch(r, buffer, cap);
    }
    const dpm_status ended = *got || ready ? DPM_OK : r->ended;
    os_lock_give(r->all->lock);
    if (ready) {
        *got = take_ready(r, buffer, cap);
        if (r->at == r->ring[r->first].len) {
            drop_piece(r);
        }
    }
    return ended < 0 ? status_fail(err, ended, "%s", r->why.message) : DPM_OK;
}

static void unlink_reader(ahead_reader *r)
{
    ahead_reader **at = &r->all->readers;
    while (*at != r) {
        assert(*at); /* it is in the list from its opening on */
        at = &(*at)->next;
    }
    *at = r->next;
}

static void close_ahead(stream *s)
{
    ahead_reader *const r = (ahead_reader *)s;
    os_lock_take(r->all->lock);
    unlink_reader(r);
    while (r->busy) {
        os_lock_wait(r->all->lock);
    }
    os_lock_give(r->all->lock);
    stream_close(r->from);
    for (size_t i = 0; i < READAHEAD_PIECES_MAX; i++) {
        free(r->ring[i].bytes);
    }
    free(r);
}

dpm_status readahead_stream(readahead *a, stream **s, dpm_error *err)
{
    assert(s && *s);
    static const stream_ops ops = {read_ahead, close_ahead};
    if (!a) {
        return DPM_OK;
    }
    ahead_reader *const r = calloc(1, sizeof *r);
    if (!r) {
        stream_close(*s);
        *s = NULL;
        return status_nomem(err);
    }
    r->base.ops = &ops;
    r->all = a;
    r->from = *s;
    *s = &r->base;
    os_lock_take(a->lock);
    ahead_reader **at = &a->readers;
    while (*at) {
        at = &(*at)->next;
    }
    *at = r;
    os_lock_give(a->lock);
    return DPM_OK;
}

/* --- ahead --- */

static ahead_reader *find_work(const readahead *a)
{
    for (ahead_reader *r = a->readers; r; r = r->next) {
        if (!r->busy && r->ended == DPM_OK && r->count < READAHEAD_PIECES_MAX) {
            return r;
        }
    }
    return NULL;
}

/* The piece after the last one. Only the thread that made the reader busy touches it. */
static void fill_piece(ahead_reader *r, piece *p, dpm_status *status, dpm_error *why)
{
    p->len = 0;
    p->bytes = p->bytes ? p->bytes : malloc(READAHEAD_PIECE);
    if (p->bytes) {
        *status = stream_fill(r->from, p->bytes, READAHEAD_PIECE, &p->len, why);
    }
}

bool readahead_work(readahead *a)
{
    os_lock_take(a->lock);
    ahead_reader *const r = find_work(a);
    if (!r) {
        os_lock_give(a->lock);
        return false;
    }
    piece *const p = &r->ring[(r->first + r->count) % READAHEAD_PIECES_MAX];
    dpm_status status = DPM_OK;
    dpm_error why = {0};
    begin(r);
    fill_piece(r, p, &status, &why);
    end(r);
    const bool made = p->bytes != NULL; /* else memory is short: the reader goes on by itself */
    r->count += made && p->len > 0;
    assert(r->count <= READAHEAD_PIECES_MAX);
    if (made) {
        note_end(r, status, p->len == READAHEAD_PIECE ? p->len : 0, &why); /* fewer come only at the end */
    }
    os_lock_give(a->lock);
    return made;
}
