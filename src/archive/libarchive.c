/* Archives and compressed files read by libarchive, which sees only the formats that are asked for, and our bytes: it opens no
 * file and starts no program. */
#ifdef DPM_WITH_LIBARCHIVE
#include "archive/libarchive.h"

#include "base/text.h"
#include "os/library_calls.h"
#ifdef _WIN32
#include "os/wide_windows.h"
#endif

#include <assert.h>
#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

enum { CLIENT_BUFFER = 64 << 10, TAR_BLOCK = 512 };

/* What is asked of libarchive. With DPM_LIBARCHIVE_FILE it is loaded when the first archive is opened: with what it needs itself
 * it is thirteen libraries, half of the time of a start. */
/* clang-format off */
#define CALLS(X) \
    X(archive_entry_filetype) X(archive_entry_hardlink) X(archive_entry_is_data_encrypted) X(archive_entry_mtime) \
    X(archive_entry_mtime_is_set) X(archive_entry_mtime_nsec) X(archive_entry_pathname) X(archive_entry_pathname_utf8) \
    X(archive_entry_size) X(archive_entry_size_is_set) X(archive_entry_sparse_count) X(archive_entry_sparse_next) \
    X(archive_entry_sparse_reset) X(archive_errno) X(archive_error_string) X(archive_filter_bytes) \
    X(archive_read_data) X(archive_read_data_block) X(archive_read_free) X(archive_read_new) \
    X(archive_read_next_header) X(archive_read_open1) X(archive_read_set_callback_data) \
    X(archive_read_set_read_callback) X(archive_read_set_seek_callback) X(archive_read_set_skip_callback) \
    X(archive_read_support_filter_bzip2) X(archive_read_support_filter_zstd) X(archive_read_support_format_7zip) \
    X(archive_read_support_format_cab) X(archive_read_support_format_raw) X(archive_read_support_format_tar) \
    X(archive_set_error)
/* clang-format on */
OS_CALLS(calls, CALLS);

static dpm_status load(calls *out, dpm_error *err)
{
#ifdef DPM_LIBARCHIVE_FILE
    return os_load(OS_NAME(DPM_LIBARCHIVE_FILE), OS_CALL_NAMES(CALLS), OS_CALL_COUNT(calls), out, err);
#else
    (void)err;
    *out = (calls){CALLS(OS_CALL_ADDRESS)};
    return DPM_OK;
#endif
}

struct libarchive_reader {
    calls la;
    struct archive *reader;
    file_type what;
    blob *bytes; /* one of these two is there */
    stream *from;
    uint64_t at;       /* in `bytes` */
    dpm_error trouble; /* of our own bytes: tells more than what libarchive makes of it */
    const void *block; /* of the present member, what was not given yet */
    size_t block_left;
    int warned; /* what libarchive said after it */
    bool finished;
    bool drained, padded; /* no more bytes were there; the last block of those was zeros */
    char number[40];      /* the name of a member without one */
    char *narrowed;       /* the name of the member, where it was made from a wider one */
    os_locale *utf8;      /* in which names are UTF-8: 7z and cab keep them as UTF-16, and other locales cannot spell them all */
    uint64_t count;
    char buffer[CLIENT_BUFFER];
};

/* --- what libarchive asks of us --- */

static bool ends_in_zeros(const char *bytes, size_t len)
{
    for (size_t i = len < TAR_BLOCK ? 0 : len - TAR_BLOCK; i < len; i++) {
        if (bytes[i]) {
            return false;
        }
    }
    return true;
}

static la_ssize_t give(struct archive *a, void *context, const void **out)
{
    libarchive_reader *const f = context;
    size_t got = 0;
    *out = f->buffer;
    const dpm_status status = f->from ? stream_read(f->from, f->buffer, sizeof f->buffer, &got, &f->trouble)
                                      : blob_read_at(f->bytes, f->at, f->buffer, sizeof f->buffer, &got, &f->trouble);
    if (status < 0) {
        f->la.archive_set_error(a, status == DPM_ENOMEM ? ENOMEM : EIO, "%s", f->trouble.message);
        return -1;
    }
    f->at += got;
    f->drained = got == 0;
    f->padded = got == 0 ? f->padded : ends_in_zeros(f->buffer, got);
    return (la_ssize_t)got;
}

/* No further than the end: after it libarchive asks for bytes, and so learns that there are none. */
static la_int64_t skip(struct archive *a, void *context, la_int64_t wanted)
{
    libarchive_reader *const f = context;
    (void)a;
    const uint64_t size = f->bytes ? blob_size(f->bytes) : 0;
    const uint64_t left = f->at < size ? size - f->at : 0;
    const uint64_t step = (uint64_t)wanted < left ? (uint64_t)wanted : left;
    f->at += step;
    return (la_int64_t)step;
}

static la_int64_t seek(struct archive *a, void *context, la_int64_t offset, int whence)
{
    libarchive_reader *const f = context;
    const int64_t size = (int64_t)blob_size(f->bytes);
    const int64_t base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? (int64_t)f->at : size;
    if ((offset > 0 && base > INT64_MAX - offset) || base + offset < 0) {
        f->la.archive_set_error(a, EINVAL, "points outside of the archive");
        return ARCHIVE_FATAL;
    }
    f->at = (uint64_t)(base + offset);
    return base + offset;
}

/* --- failures --- */

static dpm_status fail(const libarchive_reader *f, dpm_error *err)
{
    if (f->trouble.status < 0) {
        return status_fail(err, f->trouble.status, "%s", f->trouble.message);
    }
    if (f->la.archive_errno(f->reader) == ENOMEM) { /* which may be the archive's fault: what it states need not be true */
        return status_fail(err, DPM_ELIMIT, "reading it takes more memory than there is");
    }
    const char *const words = f->la.archive_error_string(f->reader);
    return status_fail(err, DPM_EDATA, "%s", words ? words : "is damaged or cut short");
}

/* --- opening --- */

static int allow(libarchive_reader *f)
{
    switch (f->what) {
    case FILE_TYPE_TAR: return f->la.archive_read_support_format_tar(f->reader);
    case FILE_TYPE_CAB: return f->la.archive_read_support_format_cab(f->reader);
    case FILE_TYPE_7Z: return f->la.archive_read_support_format_7zip(f->reader);
    case FILE_TYPE_ZSTD: return f->la.archive_read_support_filter_zstd(f->reader);
    case FILE_TYPE_BZIP2: return f->la.archive_read_support_filter_bzip2(f->reader);
    default: return ARCHIVE_FATAL;
    }
}

static dpm_status begin(libarchive_reader *f, dpm_error *err)
{
    const dpm_status loaded = load(&f->la, err);
    if (loaded < 0) {
        return loaded == DPM_ELIMIT ? status_fail(err, DPM_ELIMIT, "%s is read by libarchive, which is not here; unpack it first",
                                                  file_type_name(f->what))
                                    : loaded;
    }
    f->reader = f->la.archive_read_new();
    if (!f->reader) {
        return status_nomem(err);
    }
    const int allowed = allow(f); /* a warning says that a program would be started for it */
    if (allowed == ARCHIVE_WARN || (allowed < 0 && f->la.archive_errno(f->reader) != ENOMEM)) {
        return status_fail(err, DPM_ELIMIT, "%s is not read by the libarchive that this dpmlog was built with; unpack it first",
                           file_type_name(f->what));
    }
    if (allowed < 0 || (file_type_is_layer(f->what) && f->la.archive_read_support_format_raw(f->reader) < 0)) {
        return status_nomem(err);
    }
    f->la.archive_read_set_read_callback(f->reader, give);
    f->la.archive_read_set_callback_data(f->reader, f);
    if (f->bytes) {
        f->la.archive_read_set_skip_callback(f->reader, skip);
        f->la.archive_read_set_seek_callback(f->reader, seek);
    }
    return f->la.archive_read_open1(f->reader) < 0 ? fail(f, err) : DPM_OK;
}

/* Owns `from` and keeps `bytes`. */
static dpm_status open_reader(libarchive_reader **out, file_type what, blob *bytes, stream *from, dpm_error *err)
{
    libarchive_reader *const f = calloc(1, sizeof *f);
    *out = NULL;
    if (!f) {
        stream_close(from);
        return status_nomem(err);
    }
    f->utf8 = os_locale_utf8();
    f->what = what;
    f->bytes = bytes ? blob_keep(bytes) : NULL;
    f->from = from;
    const dpm_status status = begin(f, err);
    if (status < 0) {
        libarchive_close(f);
        return status;
    }
    *out = f;
    return DPM_OK;
}

dpm_status libarchive_open_blob(libarchive_reader **out, file_type what, blob *bytes, dpm_error *err)
{
    assert(bytes && file_type_is_archive(what));
    return open_reader(out, what, bytes, NULL, err);
}

dpm_status libarchive_open_stream(libarchive_reader **out, file_type what, stream *from, dpm_error *err)
{
    assert(from && what != FILE_TYPE_7Z); /* 7z needs a blob */
    return open_reader(out, what, NULL, from, err);
}

void libarchive_close(libarchive_reader *f)
{
    if (f) {
        if (f->reader) {
            f->la.archive_read_free(f->reader);
        }
        stream_close(f->from);
        blob_release(f->bytes);
        os_locale_free(f->utf8);
        free(f->narrowed);
        free(f);
    }
}

/* --- members --- */

/* The name in UTF-8; NULL: none that can be had. */
static const char *full_name(libarchive_reader *f, struct archive_entry *e)
{
#ifdef _WIN32
    /* libarchive would go by the code page, which has not all letters */
    const wchar_t *const wide = archive_entry_pathname_w(e);
    free(f->narrowed);
    f->narrowed = wide ? narrow_text(wide) : NULL;
    if (f->narrowed) {
        return f->narrowed;
    }
#endif
    const char *const name = f->la.archive_entry_pathname_utf8(e);
    return name ? name : f->la.archive_entry_pathname(e);
}

/* A member without any name may be a log: it is named like one, so that it is looked at. */
static dpm_span entry_name(libarchive_reader *f, struct archive_entry *e, uint64_t number)
{
    const char *name = full_name(f, e);
    if (!name || !*name) {
        snprintf(f->number, sizeof f->number, "unnamed-%llu.errlog", (unsigned long long)number);
        name = f->number;
    }
    dpm_span s = span_str(name);
    while (span_starts(s, SPAN("./")) && s.len > 2) { /* tars of a folder have it in front of each name */
        s = span_from(s, 2);
    }
    return s;
}

static bool number_octal(const char *at, size_t len, uint64_t *out)
{
    uint64_t value = 0;
    size_t i = 0;
    while (i < len && at[i] == ' ') {
        i++;
    }
    for (; i < len && at[i] >= '0' && at[i] <= '7'; i++) {
        value = value * 8 + (uint64_t)(at[i] - '0');
    }
    *out = value;
    return i < len ? at[i] == ' ' || at[i] == '\0' : true;
}

/* The block before the bytes must be the member's header and state the size that libarchive gives: then they follow it in one
 * piece. Sparse files, and sizes that only an extended header states, do not pass. */
static bool header_fits(const libarchive_reader *f, uint64_t place, uint64_t size)
{
    enum { SIZE_AT = 124, SIZE_LEN = 12, TYPE_AT = 156 };
    char header[TAR_BLOCK];
    size_t got = 0;
    uint64_t stated = 0;
    if (place < TAR_BLOCK || blob_read_at(f->bytes, place - TAR_BLOCK, header, sizeof header, &got, NULL) < 0 ||
        got != sizeof header) {
        return false;
    }
    const char type = header[TYPE_AT];
    return (type == '0' || type == '\0' || type == '7') && number_octal(header + SIZE_AT, SIZE_LEN, &stated) && stated == size;
}

static void place_entry(const libarchive_reader *f, struct archive_entry *e, libarchive_entry *out)
{
    const la_int64_t at = f->la.archive_filter_bytes(f->reader, 0);
    if (f->what == FILE_TYPE_TAR && f->bytes && out->is_file && at > 0 && f->la.archive_entry_sparse_count(e) == 0) {
        out->place = (uint64_t)at;
        out->placed = header_fits(f, out->place, out->size);
    }
}

static uint64_t sparse_data(libarchive_reader *f, struct archive_entry *e)
{
    la_int64_t offset, len;
    uint64_t sum = 0;
    f->la.archive_entry_sparse_reset(e);
    while (f->la.archive_entry_sparse_next(e, &offset, &len) == ARCHIVE_OK) {
        sum += len > 0 && (uint64_t)len < UINT64_MAX - sum ? (uint64_t)len : 0;
    }
    return sum;
}

/* Read on to where the bytes end: there stand the checksums of what is around the archive. */
static dpm_status drain(libarchive_reader *f, dpm_error *err)
{
    size_t got = f->drained ? 0 : 1;
    while (got) {
        TRY(stream_read(f->from, f->buffer, sizeof f->buffer, &got, err));
    }
    f->drained = true;
    return DPM_OK;
}

dpm_status libarchive_next(libarchive_reader *f, libarchive_entry *out, dpm_error *err)
{
    struct archive_entry *e = NULL;
    *out = (libarchive_entry){.mtime = INT64_MIN};
    if (f->finished) {
        return DPM_END;
    }
    f->block_left = 0;
    f->warned = 0;
    void *const before = os_locale_use(f->utf8);
    const int result = f->la.archive_read_next_header(f->reader, &e);
    if (result == ARCHIVE_OK || result == ARCHIVE_WARN) {
        out->name = entry_name(f, e, f->count + 1);
    }
    os_locale_restore(before);
    f->finished = result == ARCHIVE_EOF || result == ARCHIVE_FATAL;
    if (result == ARCHIVE_EOF) { /* libarchive forgives a tar that ends where a member does, without zeros after it */
        const bool ends_early = f->what == FILE_TYPE_TAR && f->drained && !f->padded;
        TRY(f->from ? drain(f, err) : DPM_OK);
        return ends_early ? status_fail(err, DPM_EDATA, "the end of the archive is missing: it was cut short") : DPM_END;
    }
    if (result < ARCHIVE_WARN) { /* a warning is about names and attributes */
        f->finished = true;
        return fail(f, err);
    }
    f->count++;
    out->is_file = f->la.archive_entry_filetype(e) == AE_IFREG && !f->la.archive_entry_hardlink(e);
    out->size = f->la.archive_entry_size_is_set(e) && f->la.archive_entry_size(e) > 0 ? (uint64_t)f->la.archive_entry_size(e) : 0;
    out->encrypted = f->la.archive_entry_is_data_encrypted(e) == 1;
    out->sparse = f->la.archive_entry_sparse_count(e) > 0;
    out->data = out->sparse ? sparse_data(f, e) : out->size;
    if (f->la.archive_entry_mtime_is_set(e)) {
        const int64_t seconds = f->la.archive_entry_mtime(e);
        const bool sane = seconds >= 0 && seconds < INT64_MAX / 1000;
        out->mtime = sane ? seconds * 1000 + f->la.archive_entry_mtime_nsec(e) / 1000000 : INT64_MIN;
        out->mtime_utc = f->what != FILE_TYPE_CAB && out->mtime != INT64_MIN;
    }
    place_entry(f, e, out);
    return DPM_OK;
}

/* Block by block: the last one of a 7z comes with the warning that its checksum does not match. */
static dpm_status read_blocks(libarchive_reader *f, void *buffer, size_t cap, size_t *got, dpm_error *err)
{
    la_int64_t offset;
    int result = ARCHIVE_OK;
    while (f->block_left == 0 && f->warned == 0 && result == ARCHIVE_OK) {
        result = f->la.archive_read_data_block(f->reader, &f->block, &f->block_left, &offset);
        f->warned = result < ARCHIVE_OK ? result : 0;
    }
    *got = result == ARCHIVE_OK || result == ARCHIVE_WARN ? f->block_left < cap ? f->block_left : cap : 0;
    if (*got) {
        memcpy(buffer, f->block, *got);
        f->block = (const char *)f->block + *got;
        f->block_left -= *got;
        return DPM_OK;
    }
    if (f->warned == 0) {
        return DPM_OK;
    }
    f->finished = f->warned == ARCHIVE_FATAL || f->trouble.status < 0;
    return fail(f, err);
}

dpm_status libarchive_read(libarchive_reader *f, void *buffer, size_t cap, size_t *got, dpm_error *err)
{
    assert(f && (buffer || cap == 0));
    *got = 0;
    if (f->finished) {
        return DPM_OK;
    }
    if (f->what == FILE_TYPE_7Z) {
        return read_blocks(f, buffer, cap, got, err);
    }
    const la_ssize_t made = f->la.archive_read_data(f->reader, buffer, cap);
    if (made >= 0) {
        *got = (size_t)made;
        return DPM_OK;
    }
    f->finished = made == ARCHIVE_FATAL || f->trouble.status < 0;
    return fail(f, err);
}

/* --- a compressed file --- */

typedef struct layer_stream {
    stream base;
    libarchive_reader *reader;
} layer_stream;

static dpm_status read_layer(stream *s, void *buffer, size_t cap, size_t *got, dpm_error *err)
{
    return libarchive_read(((layer_stream *)s)->reader, buffer, cap, got, err);
}

static void close_layer(stream *s)
{
    libarchive_close(((layer_stream *)s)->reader);
    free(s);
}

dpm_status libarchive_layer(stream **out, file_type what, stream *from, dpm_error *err)
{
    assert(from && file_type_is_layer(what) && what != FILE_TYPE_GZIP && what != FILE_TYPE_XZ);
    static const stream_ops ops = {read_layer, close_layer};
    libarchive_entry only;
    libarchive_reader *reader;
    *out = NULL;
    TRY(libarchive_open_stream(&reader, what, from, err));
    layer_stream *const s = malloc(sizeof *s);
    const dpm_status status = s ? libarchive_next(reader, &only, err) : status_nomem(err);
    if (status < 0) {
        libarchive_close(reader);
        free(s);
        return status;
    }
    *s = (layer_stream){{&ops}, reader};
    *out = &s->base;
    return DPM_OK;
}

#else
typedef int libarchive_is_not_used_here; /* ISO C wants a declaration in every file */
#endif
