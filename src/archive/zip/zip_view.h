/* A window over a blob, for callers that read small pieces in about their order; and numbers as zip stores them. */
#ifndef DPM_ARCHIVE_ZIP_ZIP_VIEW_H
#define DPM_ARCHIVE_ZIP_ZIP_VIEW_H

#include "io/blob.h"

#include <stdint.h>

enum { ZIP_VIEW = 256 << 10 }; /* more than any header with its name, extra fields and comment */

typedef struct zip_view {
    blob *blob;
    uint8_t *bytes;
    uint64_t offset; /* of bytes[0] */
    size_t len;
} zip_view;

dpm_status zip_view_open(zip_view *v, blob *b, dpm_error *err);
void zip_view_close(zip_view *v);
/* The bytes from `offset` on: at least `need` (at most ZIP_VIEW) unless the blob ends before. Valid until the next call. */
dpm_status zip_view_at(zip_view *v, uint64_t offset, size_t need, const uint8_t **out, size_t *len, dpm_error *err);

static inline uint16_t zip_le16(const uint8_t *at)
{
    return (uint16_t)(at[0] | (unsigned)at[1] << 8);
}

static inline uint32_t zip_le32(const uint8_t *at)
{
    return (uint32_t)zip_le16(at) | (uint32_t)zip_le16(at + 2) << 16;
}

static inline uint64_t zip_le64(const uint8_t *at)
{
    return (uint64_t)zip_le32(at) | (uint64_t)zip_le32(at + 4) << 32;
}

/* What begins with these bytes, read as a number. */
enum {
    ZIP_LOCAL = 0x04034B50,      /* PK 3 4: a member */
    ZIP_DESCRIPTOR = 0x08074B50, /* PK 7 8: after a member; also the mark of a volume */
    ZIP_CENTRAL = 0x02014B50,    /* PK 1 2: an entry of the directory */
    ZIP_SIGNATURE = 0x05054B50,  /* PK 5 5: the directory's signature */
    ZIP_END64 = 0x06064B50,      /* PK 6 6 */
    ZIP_LOCATOR = 0x07064B50,    /* PK 6 7: where PK 6 6 is */
    ZIP_END = 0x06054B50,        /* PK 5 6: the end of an archive */
    ZIP_ONE_VOLUME = 0x30304B50  /* PK 0 0: the mark of a volume that stayed the only one */
};

#endif
