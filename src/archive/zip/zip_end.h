/* The end of a zip: where its directory is. */
#ifndef DPM_ARCHIVE_ZIP_ZIP_END_H
#define DPM_ARCHIVE_ZIP_ZIP_END_H

#include "archive/zip/zip_view.h"

#include <stdbool.h>

typedef struct zip_end {
    uint64_t dir, dir_len;   /* of the directory, as stated */
    uint64_t count;          /* of its entries, as stated */
    uint64_t limit;          /* the directory must end before this */
    uint64_t behind;         /* bytes past the end record that are not its comment */
    bool padded;             /* those are all zeros */
    uint32_t disk, dir_disk; /* of the volume that this is, and of the one where the directory begins */
    bool wide;               /* the count is one of Zip64 */
} zip_end;

/* DPM_END: there is no end record. */
dpm_status zip_end_find(zip_end *out, zip_view *v, dpm_error *err);

#endif
