/* The first look at a file of a folder: what it is, and, where it is a small log, all that there is to know of it before it is
 * read. Opening a small file costs more than looking at it, so both are done at once, by several threads. Unpacking a member of
 * a zip does, too. */
#ifndef DPM_DISCOVER_FIRST_LOOK_H
#define DPM_DISCOVER_FIRST_LOOK_H

#include "discover/source.h"
#include "os/os.h"

typedef struct first_look {
    bool done;       /* it is a small file with nothing packed in it; else whoever visits it has to look for himself */
    os_info info;    /* `done`: of the file */
    quick_look look; /* `done`: of what is in it */
} first_look;

/* Before source_probe: forget the looks at files that have changed since the walk, and look at small members of zips. */
dpm_status first_looks_at_all(source_list *list);

/* One for each name in the folder: those that are named like logs are looked at. */
dpm_status first_looks(const source_list *list, dpm_span folder, const strbuf *names, size_t count, first_look **out);

#endif
