/* Our own zip reader: the central directory, and members as streams that any thread can open for itself. Over zlib and, where
 * it was built in, ISA-L; Deflate64 is ours. */
#ifndef DPM_ARCHIVE_ZIP_ZIP_H
#define DPM_ARCHIVE_ZIP_ZIP_H

#include "archive/inflate/inflate_kit.h"
#include "base/arena.h"
#include "io/blob.h"

#include <stdbool.h>

typedef struct zip_member {
    dpm_span name;         /* as stored, backslashes turned into slashes; UTF-8 (from CP437 where the flag is off and it is no
                              * UTF-8). Never used as a file path */
    uint64_t offset;       /* of the local header */
    uint64_t packed, size; /* bytes */
    uint32_t crc;
    uint16_t method; /* 0 stored, 8 deflate, 9 Deflate64 */
    int64_t mtime;   /* ms since 1970, UTC from an extended timestamp or NTFS times; else the DOS time as if it were UTC;
                              * INT64_MIN: none */
    bool mtime_utc;  /* the time is known to be UTC */
    bool folder, encrypted;
    bool cut;            /* the archive ends inside it: `packed` is what is left of it; `size` and `crc` may be 0, not
                              * known */
    const char *trouble; /* why it cannot be read, and what to do; NULL: it can. Static */
} zip_member;

typedef struct zip_directory {
    zip_member *members; /* in the order of the central directory */
    size_t count;
    char trouble[256]; /* what is wrong with the archive as a whole: members listed can still be read. Empty: nothing */
    uint64_t padding;  /* zeros after the archive: nothing is wrong with it */
} zip_directory;

/* The blob begins like a zip: a local header, perhaps after the mark of a first volume, or the end record of an empty one. */
bool zip_is(dpm_span head);
/* The number of the volume that ends with this blob, from 0 on; 0 also where there is no end of a zip. */
dpm_status zip_last_volume(blob *b, uint32_t *out, dpm_error *err);
/* Read the directory; members and names live in `memory`. Where the end of the archive is missing (cut short), the local headers
 * are walked instead, and `trouble` says so. Members that overlap or are outside have `trouble`. At most `most` members. */
dpm_status zip_open(zip_directory *out, blob *b, size_t most, arena *memory, dpm_error *err);
/* The member's bytes, inflated: never more than `size`. CRC-32 and size are checked at the end of the stream (DPM_EDATA), and
 * so are the bytes of a member that is cut: what there is was given by then. A member with `trouble` is refused.
 * `kits`: where its buffers come from and go back to; NULL: they are its own. */
dpm_status zip_member_stream(stream **out, blob *b, const zip_member *m, inflate_kits *kits, dpm_error *err);

#endif
