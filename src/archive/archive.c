/* Where bytes come from: opening what an origin names, and the bytes of the archive around it, which is opened likewise. So these
 * two call each other: origin_open ─▶ archive_parts ─▶ archive_bytes ─▶ origin_open of the archive around. */
#include "archive/archive.h"

#include "base/text.h"
#include "archive/archive_struct.h"
#include "archive/gzip.h"
#include "archive/xz.h"

void archives_free(archives *all)
{
    cache_clear(all);
    stream_close(all->input);
    all->input = NULL;
    inflate_kits_free(&all->kits);
}

/* The bytes that the members of an archive are parts of. The caller releases them. */
static dpm_status archive_parts(archive *a, blob **out, dpm_error *err);

/* --- an origin's own bytes --- */

static dpm_status open_file(const char *path, stream **out, uint64_t *size, dpm_error *err)
{
    os_file *file;
    TRY(os_open(&file, path, err));
    *size = os_opened(file)->size;
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
    dpm_status status = zip_member_stream(out, whole, &o->zip, &o->all->kits, err);
    blob_release(whole);
    if (status >= 0) {
        status = readahead_stream(o->all->readahead, out, err);
    }
    return status < 0 ? status : stream_metered(out, *out, &o->all->meter, o->cost, err);
}

static dpm_status open_volumes(const origin *o, stream **out, dpm_error *err)
{
    blob *bytes;
    TRY(blob_volumes(&bytes, o->volumes, o->volume_count, err));
    const dpm_status status = blob_stream(out, bytes, 0, blob_size(bytes), err);
    blob_release(bytes);
    return status;
}

static dpm_status open_text(const origin *o, stream **out, dpm_error *err)
{
    blob *bytes;
    TRY(blob_memory(&bytes, o->text, err));
    const dpm_status status = blob_stream(out, bytes, 0, o->text.len, err);
    blob_release(bytes);
    return status;
}

static dpm_status open_raw(const origin *o, stream **out, uint64_t *size, dpm_error *err)
{
    *out = NULL;
    switch (o->kind) {
    case ORIGIN_FILE: return open_file(o->path, out, size, err);
    case ORIGIN_VOLUMES: return open_volumes(o, out, err);
    case ORIGIN_INPUT: return open_input(o->all, out, err);
    case ORIGIN_PART: return open_part(o, out, err);
    case ORIGIN_TEXT: return open_text(o, out, err);
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
    const uint64_t memory = o->all->meter.memory ? o->all->meter.memory : METER_MEMORY_DEFAULT;
    TRY(layer == FILE_TYPE_GZIP ? gzip_stream(s, *s, &o->all->kits, err)
        : layer == FILE_TYPE_XZ ? xz_stream(s, *s, memory, err)
                                : libarchive_layer(s, layer, *s, err));
    if (o->kind == ORIGIN_FILE || o->kind == ORIGIN_VOLUMES || o->kind == ORIGIN_PART) {
        TRY(readahead_stream(o->all->readahead, s, err));
    }
    return stream_metered(s, *s, &o->all->meter, o->cost, err);
}

dpm_status origin_open(const origin *o, stream **out, origin_type *what, dpm_error *err)
{
    origin_type found = {0};
    TRY(open_raw(o, out, &found.size, err));
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
    if (o->kind == ORIGIN_VOLUMES) {
        return blob_volumes(out, o->volumes, o->volume_count, err);
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

/* --- apart --- */

dpm_status origin_set_apart(const origin *o, uint64_t most, uint64_t spoken_for, origin_apart *out)
{
    *out = (origin_apart){0};
    if (o->kind == ORIGIN_FILE) {
        out->from = o;
        return DPM_OK;
    }
    if (o->kind != ORIGIN_ZIP || o->zip.trouble || o->zip.cut || o->zip.size > most ||
        !meter_has_room(&o->all->meter, spoken_for, o->zip.size, o->cost)) {
        return DPM_OK;
    }
    TRY(archive_bytes(o->in, &out->whole, NULL));
    out->from = o;
    out->most = o->zip.size;
    return DPM_OK;
}

dpm_status origin_apart_open(const origin_apart *a, stream **out, uint64_t *size)
{
    file_type is = FILE_TYPE_PLAIN;
    bool empty = false;
    const origin *const o = a->from;
    TRY(a->whole ? zip_member_stream(out, a->whole, &o->zip, &o->all->kits, NULL) : open_file(o->path, out, size, NULL));
    TRY(look_at(out, &is, &empty, NULL));
    if (is != FILE_TYPE_PLAIN) {
        stream_close(*out);
        *out = NULL;
        return DPM_EDATA;
    }
    return DPM_OK;
}

void origin_apart_close(origin_apart *a, uint64_t made)
{
    if (a->whole) {
        meter_add(&a->from->all->meter, made, NULL);
        blob_release(a->whole);
    }
    *a = (origin_apart){0};
}

/* --- an archive's bytes --- */

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
    TRY(origin_blob(&a->from, out, err));
    cache_put(a->from.all, &a->bytes, *out, false, false);
    *out = blob_keep(*out);
    return DPM_OK;
}

dpm_status archive_bytes(archive *a, blob **out, dpm_error *err)
{
    *out = NULL;
    if (a->bytes.bytes) {
        *out = cache_take(a->from.all, &a->bytes);
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
    cache_put(a->from.all, &a->bytes, *out, true, a->from.kind == ORIGIN_INPUT);
    *out = blob_keep(*out);
    return DPM_OK;
}

static dpm_status open_walk(archive *a, libarchive_reader **out, dpm_error *err)
{
    if (a->what.inside == FILE_TYPE_7Z || archive_in_place(a)) {
        blob *whole;
        TRY(archive_bytes(a, &whole, err));
        const uint64_t memory = a->from.all->meter.memory ? a->from.all->meter.memory : METER_MEMORY_DEFAULT;
        dpm_status status = a->what.inside == FILE_TYPE_7Z ? sevenzip_judge(whole, memory, err) : DPM_OK;
        status = status < 0 ? status : libarchive_open_blob(out, a->what.inside, whole, err);
        blob_release(whole);
        return status;
    }
    stream *s;
    TRY(origin_open(&a->from, &s, NULL, err));
    return libarchive_open_stream(out, a->what.inside, s, err);
}

dpm_status archive_extract(archive *a, size_t most, blob **out, dpm_error *err)
{
    libarchive_reader *in;
    *out = NULL;
    TRY(open_walk(a, &in, err));
    const dpm_status status = extract_members(a, in, most, out, err);
    libarchive_close(in);
    TRY(status);
    cache_put(a->from.all, &a->extract, *out, true, a->from.kind == ORIGIN_INPUT);
    return DPM_OK;
}

static dpm_status archive_parts(archive *a, blob **out, dpm_error *err)
{
    if (!a->extracted) {
        return archive_bytes(a, out, err);
    }
    if (a->extract.bytes) {
        *out = cache_take(a->from.all, &a->extract);
        return DPM_OK;
    }
    TRY(archive_extract(a, 0, out, err));
    blob_keep(*out);
    return DPM_OK;
}
