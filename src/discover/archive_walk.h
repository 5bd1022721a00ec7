/* Archives as folders: walks an archive and those in it, and puts the logs it meets into the list of sources. */
#ifndef DPM_DISCOVER_ARCHIVE_WALK_H
#define DPM_DISCOVER_ARCHIVE_WALK_H

#include "base/limits.h"
#include "discover/source.h"
#include "os/os.h"

/* The file that an archive is in, or is. */
typedef struct archive_file {
    dpm_span path;          /* kept as long as the list */
    size_t named;           /* offset of the component that the user named */
    os_info info;           /* not of standard input */
    bool is_stdin, program; /* program: of Windows, with no archive in it that is known */
    origin *from;
    origin_type what;
    const quick_look *seen; /* it is a small log that was looked at; NULL: it was not */
} archive_file;

/* What a walk came to. */
typedef struct archive_walk_found {
    size_t logs;    /* those met before too */
    size_t skipped; /* what could not be read */
} archive_walk_found;

/* `address`: only that member of it, or all below it: inner.zip!folder/member. Empty: the whole. */
dpm_status archive_walk_add(source_list *list, const archive_file *file, dpm_span address, archive_walk_found *out);

/* Its name says that it is worth opening. */
bool archive_walk_named(dpm_span name);
/* Why it is not entered, and what to do. NULL: it can be, or it is nothing but a compressed file. */
const char *archive_walk_refusal(const origin_type *what);

#endif
