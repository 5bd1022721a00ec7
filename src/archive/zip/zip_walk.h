/* The members of a zip whose directory is missing: from one local header to the next. */
#ifndef DPM_ARCHIVE_ZIP_ZIP_WALK_H
#define DPM_ARCHIVE_ZIP_ZIP_WALK_H

#include "archive/zip/zip_entry.h"

/* Members as they are found. */
typedef struct zip_list {
    zip_member *items;
    size_t count, cap;
    size_t most; /* further ones are not taken */
    bool full;   /* there were */
} zip_list;

dpm_status zip_list_add(zip_list *l, const zip_member *m, arena *memory, dpm_error *err);

/* What ended the walk. */
typedef enum zip_stop {
    ZIP_STOP_END,       /* the blob ends, after a member or within one */
    ZIP_STOP_DIRECTORY, /* the directory begins here, or the end record */
    ZIP_STOP_GARBAGE    /* no header where one should be */
} zip_stop;

dpm_status zip_walk(zip_list *out, zip_stop *stop, zip_view *v, arena *memory, dpm_error *err);

#endif
