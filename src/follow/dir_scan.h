/* The logs that lie below the followed paths at this moment. Opens no file. */
#ifndef DPM_FOLLOW_DIR_SCAN_H
#define DPM_FOLLOW_DIR_SCAN_H

#include "base/strbuf.h"
#include "os/os.h"

#include <string.h>

typedef struct listed {
    size_t path;  /* offset in `paths`, a NUL ends it */
    size_t named; /* offset in the path of the component that the user named */
    os_info info;
} listed;

typedef struct listing {
    strbuf paths;
    listed *items;
    size_t count, cap;
} listing;

/* Add what lies at a path. Folders and files that cannot be looked at are passed over: they may be there the next time. */
dpm_status listing_add(listing *l, const char *path, dpm_error *err);
void listing_clear(listing *l);
void listing_free(listing *l);

static inline dpm_span listing_path(const listing *l, size_t i)
{
    const char *const path = l->paths.ptr + l->items[i].path;
    return (dpm_span){path, strlen(path)};
}

#endif
