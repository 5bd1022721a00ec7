/* Archives as folders: walks an archive and those in it, and puts the logs it meets into the list of sources. */
#ifndef DPM_DISCOVER_ARCHIVE_WALK_H
#define DPM_DISCOVER_ARCHIVE_WALK_H

#include "discover/source.h"
#include "os/os.h"

enum {
    MOST_LISTED = 131072,  /* members of one archive that are listed */
    MOST_MEMBERS = 65536,  /* logs of a run that come out of archives */
    MOST_ENTERED = 4096,   /* archives in one that the user named */
    MOST_SKIPPED = 64      /* members of it that are said to be skipped, by name */
};

/* The file that an archive lies in, or is. */
typedef struct bundle_file {
    dpm_span path;  /* kept as long as the list */
    size_t named;   /* offset of the component that the user named */
    os_info info;   /* not of standard input */
    bool is_stdin;
    origin *from;
    origin_shape what;
} bundle_file;

/* What a walk came to. */
typedef struct bundle_found {
    size_t logs;    /* those met before too */
    size_t skipped; /* what could not be read */
} bundle_found;

/* `address`: only that member of it, or all below it: inner.zip!folder/member. Empty: the whole. */
dpm_status bundle_add(source_list *list, const bundle_file *file, dpm_span address, bundle_found *out);

/* Its name says that it is worth opening. */
bool bundle_named(dpm_span name);
/* Why it is not entered, and what to do. NULL: it can be, or it is nothing but a compressed file. */
const char *bundle_refusal(const origin_shape *what);

#endif
