/* The logs that are below the followed paths at this moment. Opens no file. */
#ifndef DPM_FOLLOW_DIR_SCAN_H
#define DPM_FOLLOW_DIR_SCAN_H

#include "base/strbuf.h"
#include "os/os.h"

#include <string.h>

typedef struct dir_entry {
    size_t path;  /* offset in `paths`, a NUL ends it */
    size_t named; /* offset in the path of the component that the user named */
    os_info info;
} dir_entry;

typedef struct dir_scan {
    strbuf paths;
    dir_entry *items;
    size_t count, cap;
} dir_scan;

/* Add what is at a path. Folders and files that cannot be looked at are passed over: they may be there the next time. */
dpm_status dir_scan_add(dir_scan *l, const char *path, dpm_error *err);
void dir_scan_clear(dir_scan *l);
void dir_scan_free(dir_scan *l);

static inline dpm_span dir_scan_path(const dir_scan *l, size_t i)
{
    const char *const path = l->paths.ptr + l->items[i].path;
    return (dpm_span){path, strlen(path)};
}

#endif
