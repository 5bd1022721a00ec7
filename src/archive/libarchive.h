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

typedef struct foreign foreign; /* an archive that is walked from its first member to its last */

typedef struct foreign_entry {
    dpm_span name;     /* as far as possible in UTF-8; valid until the next call */
    uint64_t size;     /* bytes; 0 where it is not known */
    int64_t mtime;     /* ms since 1970, or INT64_MIN */
    bool mtime_utc;    /* else it was a local time */
    bool is_file;      /* no folder, link or device */
    bool encrypted;
    bool placed;       /* of a tar: the bytes lie in one piece from `place` on, as far as it can be told from headers */
    uint64_t place;
} foreign_entry;

/* From a blob, which is kept until foreign_close; or from a stream, which it owns from now on (also on failure), where the
 * format allows that: not 7z. */
dpm_status foreign_open_blob(foreign **out, shape what, blob *bytes, dpm_error *err);
dpm_status foreign_open_stream(foreign **out, shape what, stream *from, dpm_error *err);
/* The next member; DPM_END behind the last. A failure ends the walk. */
dpm_status foreign_next(foreign *f, foreign_entry *out, dpm_error *err);
/* Bytes of the present member; `*got` 0 at its end. After DPM_EDATA the walk may go on. */
dpm_status foreign_read(foreign *f, void *buffer, size_t cap, size_t *got, dpm_error *err);
void foreign_close(foreign *f); /* NULL is allowed */

/* The bytes of a compressed file, from its own, which it owns from now on (also on failure). Not gzip: see gzip.h. */
dpm_status foreign_layer(stream **out, shape what, stream *from, dpm_error *err);

#endif
