/* The inside of an archive, for the files of this folder alone:
 *
 *     archive_list.c ─▶ archive.c ─▶ extract.c ─▶ archive_entries.c, cache.c
 *     lists members     opens bytes  unpacks      the list, the cache of unpacked bytes */
#ifndef DPM_ARCHIVE_ARCHIVE_STRUCT_H
#define DPM_ARCHIVE_ARCHIVE_STRUCT_H

#include "archive/archive.h"
#include "archive/cache.h"
#include "archive/libarchive.h"

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
    bool extracted; /* the parts of its members are in `extract`, one after the other; else in `bytes` */
    cached bytes, extract;
    double price; /* bytes on the disk for one of its members, as far as that is known */
    char trouble[256];
    /* the list */
    arena names;
    archive_entry *entries; /* not of a zip */
    size_t entry_count, entry_cap;
    zip_directory directory;
};

/* ---- archive_entries.c ---- */

/* Its members are parts of a file, at any offset, without unpacking. */
bool archive_in_place(const archive *a);
/* Remember what is wrong with the archive; the first call counts. */
void archive_blame(archive *a, const dpm_error *why);
/* Add a member to the list. DPM_ELIMIT where the list has `most` already. */
dpm_status archive_add_entry(archive *a, size_t most, const libarchive_entry *e, archive_entry **out, dpm_error *err);
/* Whether this member is to be read. */
bool archive_chooses(const archive *a, const libarchive_entry *e);

/* ---- extract.c ---- */

/* Copy a stream into a blob. What was unpacked before a failure is of use, and the failure is remembered; nothing is of use where
 * a limit was reached before the first byte. */
dpm_status archive_spool(archive *a, stream *from, blob **out, dpm_error *err);
/* Extract the chosen members that `in` reads, one after the other. `most`: also make the list of all members, at most so many;
 * 0: the list was made before. */
dpm_status extract_members(archive *a, libarchive_reader *in, size_t most, blob **out, dpm_error *err);

/* ---- archive.c ---- */

/* The archive's own bytes, at any offset. The caller releases them. */
dpm_status archive_bytes(archive *a, blob **out, dpm_error *err);
/* Extract the chosen members, as extract_members does, and cache what they unpack to. The caller does not own `*out`. */
dpm_status archive_extract(archive *a, size_t most, blob **out, dpm_error *err);

#endif
