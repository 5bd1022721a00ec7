/* Archives and compressed files that libarchive reads for us: tar, cab, 7z; xz, zstd, bzip2. Where it was not built in, what
 * opens one fails with a message that says so. */
#ifndef DPM_ARCHIVE_LIBARCHIVE_H
#define DPM_ARCHIVE_LIBARCHIVE_H

#include "dpmlog/span.h"
#include "io/blob.h"
#include "archive/file_type.h"
#include "io/stream.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct libarchive_reader libarchive_reader; /* an archive that is walked from its first member to its last */

typedef struct libarchive_entry {
    dpm_span name;  /* as far as possible in UTF-8; valid until the next call */
    uint64_t size;  /* bytes; 0 where it is not known */
    int64_t mtime;  /* ms since 1970, or INT64_MIN */
    bool mtime_utc; /* else it was a local time */
    bool is_file;   /* no folder, link or device */
    bool encrypted;
    bool sparse;   /* of a tar: there are holes in it, which are zeros when it is read */
    uint64_t data; /* of a sparse one: its bytes without the holes */
    bool placed;   /* of a tar: the bytes are in one piece from `place` on, as far as it is known from headers */
    uint64_t place;
} libarchive_entry;

/* From a blob, which is kept until libarchive_close; or from a stream, which it owns from now on (also on failure), where the
 * format allows that: not 7z. */
dpm_status libarchive_open_blob(libarchive_reader **out, file_type what, blob *bytes, dpm_error *err);
dpm_status libarchive_open_stream(libarchive_reader **out, file_type what, stream *from, dpm_error *err);
/* The next member; DPM_END after the last. A failure ends the walk. */
dpm_status libarchive_next(libarchive_reader *f, libarchive_entry *out, dpm_error *err);
/* Bytes of the present member; `*got` 0 at its end. After DPM_EDATA the walk may go on. */
dpm_status libarchive_read(libarchive_reader *f, void *buffer, size_t cap, size_t *got, dpm_error *err);
void libarchive_close(libarchive_reader *f); /* NULL is allowed */

/* The bytes of a compressed file, from its own, which it owns from now on (also on failure). Not of gzip and xz: see gzip.h
 * and xz.h. */
dpm_status libarchive_layer(stream **out, file_type what, stream *from, dpm_error *err);

#endif
