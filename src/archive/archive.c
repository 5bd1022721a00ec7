/* Archives and where bytes lie: opening what an origin names, and holding what was unpacked. How members are listed and
 * extracted is in extract.c. */
#include "archive/archive.h"

#include "base/text.h"
#include "archive/extract.h"
#include "archive/libarchive.h"
#include "archive/gzip.h"

#include <stdlib.h>

/* --- what is held --- */

static void let_go(archives *all, size_t at)
{
    cached *const h = all->cached[at];
    all->cached_memory -= h->memory;
    all->cached[at] = all->cached[--all->cached_count];
    blob_release(h->bytes);
    *h = (cached){0};
}

void archives_free(archives *all)
{
    while (all->cached_count) {
        let_go(all, 0);
    }
    stream_close(all->input);
    all->input = NULL;
}

/* The one that was not asked for longest; cached_count: none may go. */
static size_t find_oldest(const archives *all)
{
    size_t oldest = all->cached_count;
    for (size_t i = 0; i < all->cached_count; i++) {
        const cached *const h = all->cached[i];
        if (!h->pinned && (oldest == all->cached_count || h->used < all->cached[oldest]->used)) {
            oldest = i;
        }
    }
    return oldest;
}

/* What is pinned cannot be unpacked again: there is one such at most, since standard input is read once. */
static void make_room(archives *all, size_t memory)
{
    while (all->cached_count == CACHE_FILES_MAX || (all->cached_count && all->cached_memory + memory > CACHE_MEMORY_MAX)) {
        const size_t oldest = find_oldest(all);
        if (oldest == all->cached_count) {
            return;
        }
        let_go(all, oldest);
    }
}

/* Takes over `bytes`. */
static void hold(archives *all, cached *h, blob *bytes, bool in_memory, bool pinned)
{
    const size_t memory = in_memory && blob_size(bytes) <= BLOB_MEMORY ? (size_t)blob_size(bytes) : 0;
    make_room(all, memory);
    *h = (cached){.bytes = bytes, .memory = memory, .pinned = pinned, .used = ++all->clock};
    all->cached[all->cached_count++] = h;
    all->cached_memory += memory;
}

static blob *take_held(archives *all, cached *h)
{
    h->used = ++all->clock;
    return blob_keep(h->bytes);
}

/* --- an origin's own bytes --- */

static dpm_status open_file(const char *path, stream **out, dpm_error *err)
{
    os_file *file;
    TRY(os_open(&file, path, err));
    return stream_file(out, file, err);
}

static dpm_status open_input(archives *all, stream **out, dpm_error *err)
{
    if (all->input) {
        *out = all->input;
        all->input = NULL;
        return DPM_OK;
    }
    os_file *file;
    TRY(os_open_stdin(&file, err));
    return stream_file(out, file, err);
}

static dpm_status open_part(const origin *o, stream **out, dpm_error *err)
{
    blob *whole;
    TRY(archive_parts(o->in, &whole, err));
    const dpm_status status = blob_stream(out, whole, o->offset, o->len, err);
    blob_release(whole);
    return status < 0 || !o->torn ? status : stream_torn(out, *out, o->torn, err);
}

static dpm_status open_zip(const origin *o, stream **out, dpm_error *err)
{
    blob *whole;
    TRY(archive_bytes(o->in, &whole, err));
    dpm_status status = zip_member_stream(out, whole, &o->zip, err);
    blob_release(whole);
    if (status >= 0) {
        status = readahead_stream(o->all->readahead, out, err);
    }
    return status < 0 ? status : stream_metered(out, *out, &o->all->meter, o->cost, err);
}

static dpm_status open_raw(const origin *o, stream **out, dpm_error *err)
{
    *out = NULL;
    switch (o->kind) {
    case ORIGIN_FILE: return open_file(o->path, out, err);
    case ORIGIN_INPUT: return open_input(o->all, out, err);
    case ORIGIN_PART: return open_part(o, out, err);
    default: return open_zip(o, out, err);
    }
}

/* --- layers --- */

/* The shape of a stream, which becomes one that begins with the bytes that were looked at. Consumes it on failure. */
static dpm_status look_at(stream **s, file_type *is, bool *empty, dpm_error *err)
{
    char head[FILE_TYPE_BYTES];
    size_t got;
    dpm_error failure = {0};
    const dpm_status status = stream_fill(*s, head, sizeof head, &got, &failure);
    if (status == DPM_ENOMEM) {
        stream_close(*s);
        return status_nomem(err);
    }
    if (status == DPM_ELIMIT && got == 0) { /* nothing can be said of it but this */
        stream_close(*s);
        return status_fail(err, status, "%s", failure.message);
    }
    failure.status = status;
    *is = file_type_of(span_of(head, got));
    *empty = got == 0 && status >= 0;
    return stream_replay(s, span_of(head, got), &failure, *s, err);
}

/* Bytes are counted where they are asked for, so that a limit strikes at the same place however many threads there are: reading
 * ahead comes before the meter. So of two layers only the inner one, a zip's, is read ahead. Nor is standard input: signals
 * interrupt the thread that waits for it. */
static dpm_status take_layer_off(const origin *o, file_type layer, stream **s, dpm_error *err)
{
    TRY(layer == FILE_TYPE_GZIP ? gzip_stream(s, *s, err) : libarchive_layer(s, layer, *s, err));
    if (o->kind == ORIGIN_FILE || o->kind == ORIGIN_PART) {
        TRY(readahead_stream(o->all->readahead, s, err));
    }
    return stream_metered(s, *s, &o->all->meter, o->cost, err);
}

dpm_status origin_open(const origin *o, stream **out, origin_type *what, dpm_error *err)
{
    origin_type found = {0};
    TRY(open_raw(o, out, err));
    dpm_status status = look_at(out, &found.inside, &found.empty, err);
    if (status >= 0 && file_type_is_layer(found.inside)) {
        found.layer = found.inside;
        status = take_layer_off(o, found.layer, out, err);
        if (status >= 0) {
            status = look_at(out, &found.inside, &found.empty, err);
        }
    }
    if (what) {
        *what = found;
    }
    *out = status < 0 ? NULL : *out;
    return status;
}

dpm_status origin_look(const origin *o, origin_type *what, dpm_error *err)
{
    stream *s;
    TRY(origin_open(o, &s, what, err));
    if (o->kind == ORIGIN_INPUT) {
        o->all->input = s;
    } else {
        stream_close(s);
    }
    return DPM_OK;
}

dpm_status origin_blob(const origin *o, blob **out, dpm_error *err)
{
    *out = NULL;
    if (o->kind == ORIGIN_FILE) {
        return blob_file(out, o->path, err);
    }
    if (o->kind != ORIGIN_PART || o->torn) {
        return DPM_OK;
    }
    blob *whole;
    TRY(archive_parts(o->in, &whole, err));
    const dpm_status status = blob_part(out, whole, o->offset, o->len, err);
    blob_release(whole);
    return status;
}

/* --- an archive's bytes --- */

bool archive_in_place(const archive *a)
{
    return a->what.layer == FILE_TYPE_PLAIN && (a->from.kind == ORIGIN_FILE || a->from.kind == ORIGIN_PART);
}

/* Remember what is wrong; the first thing counts. */
void archive_blame(archive *a, const dpm_error *why)
{
    if (!a->trouble[0]) {
        const dpm_span words = span_head_utf8(span_str(why->message), sizeof a->trouble - 1);
        memcpy(a->trouble, words.ptr, words.len);
        a->trouble[words.len] = '\0';
    }
}

/* What was unpacked before a failure is of use; of a limit that was reached before, nothing. */
dpm_status archive_spool(archive *a, stream *from, blob **out, dpm_error *err)
{
    const meter *const m = &a->from.all->meter;
    dpm_error why = {0};
    *out = NULL;
    make_room(a->from.all, BLOB_MEMORY);
    const dpm_status status = blob_spool(out, from, m->limit, &why);
    const bool nothing = *out && blob_size(*out) == 0 && status == DPM_ELIMIT;
    if (status == DPM_ENOMEM || !*out || nothing) {
        blob_release(*out);
        *out = NULL;
        return status < 0 && status != DPM_ENOMEM ? status_fail(err, status, "%s", why.message) : status_nomem(err);
    }
    if (status < 0) {
        archive_blame(a, &why);
    }
    return DPM_OK;
}

/* From the file it lies in, or part of what it lies in; held only if it keeps a file open. */
static dpm_status bytes_in_place(archive *a, blob **out, dpm_error *err)
{
    if (a->from.kind == ORIGIN_PART) {
        blob *whole;
        TRY(archive_parts(a->from.in, &whole, err));
        const dpm_status status = blob_part(out, whole, a->from.offset, a->from.len, err);
        blob_release(whole);
        return status;
    }
    TRY(blob_file(out, a->from.path, err));
    hold(a->from.all, &a->bytes, *out, false, false);
    *out = blob_keep(*out);
    return DPM_OK;
}

dpm_status archive_bytes(archive *a, blob **out, dpm_error *err)
{
    *out = NULL;
    if (a->bytes.bytes) {
        *out = take_held(a->from.all, &a->bytes);
        return DPM_OK;
    }
    if (archive_in_place(a)) {
        return bytes_in_place(a, out, err);
    }
    stream *s;
    TRY(origin_open(&a->from, &s, NULL, err));
    const dpm_status status = archive_spool(a, s, out, err);
    stream_close(s);
    TRY(status);
    hold(a->from.all, &a->bytes, *out, true, a->from.kind == ORIGIN_INPUT);
    *out = blob_keep(*out);
    return DPM_OK;
}

dpm_status archive_parts(archive *a, blob **out, dpm_error *err)
{
    if (!a->extracted) {
        return archive_bytes(a, out, err);
    }
    if (a->extract.bytes) {
        *out = take_held(a->from.all, &a->extract);
        return DPM_OK;
    }
    TRY(archive_extract(a, NULL, out, err));
    blob_keep(*out);
    archive_cache_extract(a, *out);
    return DPM_OK;
}

void archive_cache_extract(archive *a, blob *parts)
{
    hold(a->from.all, &a->extract, parts, true, a->from.kind == ORIGIN_INPUT);
}

dpm_status archive_new(archive **out, const origin *from, const origin_type *what, member_choice choose, dpm_span address,
                       arena *memory)
{
    archive *const a = ARENA_NEW(memory, archive);
    *out = a;
    if (!a) {
        return DPM_ENOMEM;
    }
    a->from = *from;
    a->what = *what;
    a->choose = choose;
    return arena_keep(memory, address, &a->address) ? DPM_OK : DPM_ENOMEM;
}

void archive_forget(archive *a)
{
    arena_free(&a->names);
    free(a->entries);
    a->entries = NULL;
    a->entry_count = a->entry_cap = 0;
    a->directory = (zip_directory){0};
}
