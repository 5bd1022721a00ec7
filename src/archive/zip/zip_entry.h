/* One header of a zip, of a member or of its entry in the directory, turned into a zip_member. */
#ifndef DPM_ARCHIVE_ZIP_ZIP_ENTRY_H
#define DPM_ARCHIVE_ZIP_ZIP_ENTRY_H

#include "archive/zip/zip.h"
#include "archive/zip/zip_view.h"

enum { ZIP_LOCAL_LEN = 30, ZIP_CENTRAL_LEN = 46 }; /* without name, extra fields and comment */

typedef struct zip_entry {
    zip_member member;
    size_t len;     /* of the header, with name, extra fields and comment */
    uint32_t disk;  /* the volume on which the member begins */
    bool described; /* a descriptor follows the bytes; in a local header the sizes are 0 then, mostly */
} zip_entry;

/* DPM_END: no header of that kind, or not all of it, is at `offset`. */
dpm_status zip_entry_local(zip_entry *out, zip_view *v, uint64_t offset, arena *memory, dpm_error *err);
dpm_status zip_entry_central(zip_entry *out, zip_view *v, uint64_t offset, arena *memory, dpm_error *err);

#endif
