/* What archive.c and extract.c share: the inside of an archive. For these two alone. */
#ifndef DPM_ARCHIVE_EXTRACT_H
#define DPM_ARCHIVE_EXTRACT_H

#include "archive/archive.h"
#include "archive/libarchive.h"

/* Bytes that are held for an archive, and can be let go and made again. */
typedef struct cached {
    blob *bytes;   /* NULL: not held */
    size_t memory; /* bytes; 0: it is a file */
    uint64_t used; /* the archives' clock */
    bool pinned;   /* they could not be made again */
} cached;

/* A member of an archive that libarchive lists. */
typedef struct archive_entry {
    dpm_span name;
    uint64_t size;
    int64_t mtime;
    bool mtime_utc, is_file, encrypted, chosen;
    uint64_t offset, len; /* where a chosen one lies, in the archive or in what was extracted */
    const char *torn;
} archive_entry;

struct archive {
    origin from;
    origin_type what;
    member_choice choose;
    dpm_span address;
    bool extracted; /* the parts of its members lie in `extract`, one behind the other; else in `bytes` */
    cached bytes, extract;
    double price; /* bytes on the disk for one of its members, as far as that can be told */
    char trouble[256];
    /* the list */
    arena names;
    archive_entry *entries; /* not of a zip */
    size_t entry_count, entry_cap;
    zip_directory directory;
};

bool archive_in_place(const archive *a);
void archive_blame(archive *a, const dpm_error *why);
dpm_status archive_spool(archive *a, stream *from, blob **out, dpm_error *err);
/* Its own bytes, at any offset; and those that its members are parts of. The caller releases them. */
dpm_status archive_bytes(archive *a, blob **out, dpm_error *err);
dpm_status archive_parts(archive *a, blob **out, dpm_error *err);

/* Extract the chosen members, one behind the other. `list`: make the list of all members too; NULL: it was made before. */
typedef struct walk_list {
    size_t most;
} walk_list;
dpm_status archive_extract(archive *a, const walk_list *list, blob **out, dpm_error *err);
/* Hold what was extracted, which it takes over. */
void archive_cache_extract(archive *a, blob *parts);

#endif
