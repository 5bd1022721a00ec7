/* Bytes at any offset: a file, a part of another blob, memory, an unlinked temporary file. */
#include "io/blob.h"

#include "base/limits.h"
#include "base/text.h"
#include "os/os.h"

#include <assert.h>
#include <stdatomic.h>
#include <stdlib.h>

struct blob {
    atomic_size_t references;
    uint64_t size;
    os_file *file; /* a file, or */
    char *bytes;   /* memory, or */
    blob *whole;   /* a part of another, from `offset` on, or */
    uint64_t offset;
    const blob_volume *volumes; /* files that follow each other */
    size_t volume_count;
};

static dpm_status make(blob **out, dpm_error *err)
{
    *out = calloc(1, sizeof **out);
    if (!*out) {
        return status_nomem(err);
    }
    atomic_init(&(*out)->references, 1);
    return DPM_OK;
}

blob *blob_keep(blob *b)
{
    assert(atomic_load_explicit(&b->references, memory_order_relaxed) > 0);
    atomic_fetch_add_explicit(&b->references, 1, memory_order_relaxed);
    return b;
}

/* Parts of parts do not exist: see blob_part. So `whole` has none itself. */
static void destroy(blob *b)
{
    os_close(b->file);
    free(b->bytes);
    free(b);
}

static bool drop(blob *b)
{
    const size_t before = atomic_fetch_sub_explicit(&b->references, 1, memory_order_acq_rel);
    assert(before > 0);
    return before == 1;
}

void blob_release(blob *b)
{
    if (b && drop(b)) {
        blob *const whole = b->whole;
        destroy(b);
        if (whole && drop(whole)) {
            destroy(whole);
        }
    }
}

uint64_t blob_size(const blob *b)
{
    return b->size;
}

/* --- kinds --- */

dpm_status blob_file(blob **out, const char *path, dpm_error *err)
{
    TRY(make(out, err));
    dpm_status status = os_open(&(*out)->file, path, err);
    if (status >= 0 && os_opened((*out)->file)->kind != OS_FILE) {
        status = status_fail_path(err, DPM_EIO, path, "not a file that can be read at any place");
    }
    if (status < 0) {
        blob_release(*out);
        *out = NULL;
        return status;
    }
    (*out)->size = os_opened((*out)->file)->size;
    return DPM_OK;
}

dpm_status blob_volumes(blob **out, const blob_volume *volumes, size_t count, dpm_error *err)
{
    assert(count > 0);
    TRY(make(out, err));
    (*out)->volumes = volumes;
    (*out)->volume_count = count;
    for (size_t i = 0; i < count; i++) {
        (*out)->size += volumes[i].size;
    }
    return DPM_OK;
}

bool blob_volume_start(const blob *b, size_t volume, uint64_t *start)
{
    *start = 0;
    for (size_t i = 0; i < volume && volume < b->volume_count; i++) {
        *start += b->volumes[i].size;
    }
    return volume < b->volume_count;
}

dpm_status blob_part(blob **out, blob *whole, uint64_t offset, uint64_t len, dpm_error *err)
{
    *out = NULL;
    if (offset > whole->size || len > whole->size - offset) {
        return status_fail(err, DPM_EDATA, "a part that reaches past the end");
    }
    TRY(make(out, err));
    (*out)->size = len;
    (*out)->offset = whole->whole ? whole->offset + offset : offset;
    (*out)->whole = blob_keep(whole->whole ? whole->whole : whole);
    assert(!(*out)->whole->whole); /* parts of parts do not exist */
    return DPM_OK;
}

dpm_status blob_memory(blob **out, dpm_span bytes, dpm_error *err)
{
    assert(bytes.ptr || bytes.len == 0);
    TRY(make(out, err));
    (*out)->bytes = malloc(bytes.len ? bytes.len : 1);
    if (!(*out)->bytes) {
        blob_release(*out);
        *out = NULL;
        return status_nomem(err);
    }
    if (bytes.len) {
        memcpy((*out)->bytes, bytes.ptr, bytes.len);
    }
    (*out)->size = bytes.len;
    return DPM_OK;
}

/* --- spooling --- */

enum { FIRST_BYTES = 64 << 10, PIECE_BYTES = 256 << 10 };

/* Room for more bytes in memory: twice the room, up to BLOB_MEMORY_MAX. False: out of memory. */
static bool widen(blob *b, size_t *cap)
{
    const size_t more = *cap == 0 ? FIRST_BYTES : *cap * 2 < BLOB_MEMORY_MAX ? *cap * 2 : BLOB_MEMORY_MAX;
    char *const bytes = realloc(b->bytes, more);
    if (!bytes) {
        return false;
    }
    b->bytes = bytes;
    *cap = more;
    return true;
}

static uint64_t at_most(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

/* DPM_END: the stream has ended. DPM_OK: memory, or what `limit` allows, is full. */
static dpm_status spool_to_memory(blob *b, stream *from, uint64_t limit, dpm_error *err)
{
    size_t cap = 0;
    for (uint64_t room; (room = at_most(BLOB_MEMORY_MAX, limit) - b->size) > 0;) {
        size_t got = 0;
        if (b->size == cap && !widen(b, &cap)) {
            return status_nomem(err);
        }
        const dpm_status status = stream_read(from, b->bytes + b->size, (size_t)at_most(cap - b->size, room), &got, err);
        b->size += got;
        if (status < 0 || got == 0) {
            return status < 0 ? status : DPM_END;
        }
    }
    return DPM_OK;
}

/* What is in memory goes to the file too, and `piece` takes its place. */
static dpm_status move_to_file(blob *b, char **piece, dpm_error *err)
{
    os_file *file;
    *piece = malloc(PIECE_BYTES);
    if (!*piece) {
        return status_nomem(err);
    }
    TRY(os_temp_file(&file, err));
    const dpm_status status = os_write(file, b->bytes, (size_t)b->size, err);
    if (status < 0) {
        os_close(file); /* what is in memory stays */
        return status;
    }
    free(b->bytes);
    b->bytes = NULL;
    b->file = file;
    return DPM_OK;
}

static dpm_status spool_to_file(blob *b, stream *from, char *piece, uint64_t limit, dpm_error *err)
{
    assert(b->file && !b->bytes);
    while (b->size < limit) {
        size_t got = 0;
        TRY(stream_read(from, piece, (size_t)at_most(PIECE_BYTES, limit - b->size), &got, err));
        if (got == 0) {
            return DPM_END;
        }
        TRY(os_write(b->file, piece, got, err));
        b->size += got;
    }
    return DPM_OK;
}

/* At the limit: a stream that has no more bytes is not over it. */
static dpm_status judge_limit(stream *from, uint64_t limit, dpm_error *err)
{
    char byte;
    size_t got = 0;
    TRY(stream_read(from, &byte, 1, &got, err));
    return got == 0 ? DPM_OK
                    : status_fail(err, DPM_ELIMIT, "more than %llu bytes, which is the limit", (unsigned long long)limit);
}

dpm_status blob_spool(blob **out, stream *from, uint64_t limit, dpm_error *err)
{
    assert(from);
    TRY(make(out, err));
    blob *const b = *out;
    char *piece = NULL;
    dpm_status status = spool_to_memory(b, from, limit, err);
    if (status == DPM_OK && b->size < limit) {
        status = move_to_file(b, &piece, err);
        if (status == DPM_OK) {
            status = spool_to_file(b, from, piece, limit, err);
        }
    }
    free(piece);
    if (status == DPM_OK) {
        status = judge_limit(from, limit, err);
    }
    return status < 0 ? status : DPM_OK;
}

/* --- reading --- */

static dpm_status read_file(os_file *file, uint64_t offset, char *buffer, size_t cap, size_t *got, dpm_error *err)
{
    while (*got < cap) {
        size_t n = 0;
        TRY(os_read_at(file, offset + *got, buffer + *got, cap - *got, &n, err));
        if (n == 0) { /* the file has become shorter */
            break;
        }
        *got += n;
    }
    return DPM_OK;
}

/* What lies in one file of several, from `offset` on in it. A file that has become shorter would shift those after it. */
static dpm_status read_volume(const blob_volume *v, uint64_t offset, char *buffer, size_t cap, dpm_error *err)
{
    os_file *file;
    size_t got = 0;
    TRY(os_open(&file, v->path, err));
    const dpm_status status = read_file(file, offset, buffer, cap, &got, err);
    os_close(file);
    return status >= 0 && got < cap ? status_fail_path(err, DPM_EIO, v->path, "has become shorter while it was read") : status;
}

static dpm_status read_volumes(const blob *b, uint64_t offset, char *buffer, size_t cap, size_t *got, dpm_error *err)
{
    for (size_t i = 0; i < b->volume_count && *got < cap; i++) {
        const blob_volume *const v = &b->volumes[i];
        if (offset < v->size) {
            const size_t len = (size_t)at_most(cap - *got, v->size - offset);
            TRY(read_volume(v, offset, buffer + *got, len, err));
            *got += len;
        }
        offset = offset > v->size ? offset - v->size : 0;
    }
    return DPM_OK;
}

dpm_status blob_read_at(blob *b, uint64_t offset, void *buffer, size_t cap, size_t *got, dpm_error *err)
{
    assert(b && (buffer || cap == 0));
    *got = 0;
    const size_t len = offset < b->size ? (size_t)at_most(cap, b->size - offset) : 0;
    const blob *const base = b->whole ? b->whole : b;
    const uint64_t from = b->offset + offset; /* outside of a part it is 0 */
    if (len == 0) {
        return DPM_OK;
    }
    assert(from + len <= base->size || base->file); /* a file may have become shorter */
    if (base->file) {
        return read_file(base->file, from, buffer, len, got, err);
    }
    if (base->volumes) {
        return read_volumes(base, from, buffer, len, got, err);
    }
    memcpy(buffer, base->bytes + from, len);
    *got = len;
    return DPM_OK;
}

typedef struct blob_reader {
    stream base;
    blob *blob;
    uint64_t at, end;
} blob_reader;

static dpm_status reader_read(stream *s, void *buffer, size_t cap, size_t *got, dpm_error *err)
{
    blob_reader *const r = (blob_reader *)s;
    assert(r->at <= r->end);
    const dpm_status status = blob_read_at(r->blob, r->at, buffer, (size_t)at_most(cap, r->end - r->at), got, err);
    r->at += *got;
    return status;
}

static void reader_close(stream *s)
{
    blob_reader *const r = (blob_reader *)s;
    blob_release(r->blob);
    free(r);
}

dpm_status blob_stream(stream **out, blob *b, uint64_t offset, uint64_t len, dpm_error *err)
{
    static const stream_ops ops = {reader_read, reader_close};
    *out = NULL;
    if (offset > b->size || len > b->size - offset) {
        return status_fail(err, DPM_EDATA, "a part that reaches past the end");
    }
    blob_reader *const r = malloc(sizeof *r);
    if (!r) {
        return status_nomem(err);
    }
    *r = (blob_reader){{&ops}, blob_keep(b), offset, offset + len};
    *out = &r->base;
    return DPM_OK;
}
