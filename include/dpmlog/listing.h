#ifndef DPMLOG_LISTING_H
#define DPMLOG_LISTING_H

/** @file
 *  What is in files, folders and archives. */

#include "dpmlog/session.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What is in files, folders and archives, as a session would find it. Nothing is analyzed. Immutable. */
typedef struct dpm_listing dpm_listing;

/** One thing that a listing found. */
typedef struct dpm_entry {
    dpm_span path;             /**< members as bundle.tar!inner.zip!member */
    dpm_span name;             /**< the last part of `path`: the name of the member, or the whole path */
    dpm_entry_kind kind;       /**< what kind it is */
    unsigned depth;            /**< archives around it */
    dpm_span format;           /**< of an archive: "zip", "tar", "cab", "7z", "gzip" ... */
    uint64_t bytes;            /**< of a member: unpacked. 0 where it is not known */
    dpm_span host;             /**< of a log; empty where they are not known */
    dpm_span process;          /**< of a log; empty where they are not known */
    dpm_span encoding;         /**< of a log; empty where they are not known */
    int64_t first;             /**< times of its first and its last record, or DPM_NO_TIME */
    int64_t last;              /**< times of its first and its last record, or DPM_NO_TIME */
    dpm_year_basis year_basis; /**< where the year comes from */
    dpm_span skipped;          /**< why it would not be read, or only in part; empty: it would be read */
} dpm_entry;

/** List paths, each as of dpm_session_add. Of `options`, which may be NULL, year, now and the limits of archives count. A path
 *  that cannot be read is an entry that says so. */
DPM_API dpm_status dpm_listing_new(dpm_listing **out, const char *const *paths, size_t count, const dpm_session_options *options,
                                   dpm_error *err);
/** In the order of a walk: an archive, its members, what follows it. They live as long as the listing. */
DPM_API const dpm_entry *dpm_listing_entries(const dpm_listing *listing, size_t *count);
/** NULL is allowed. */
DPM_API void dpm_listing_free(dpm_listing *listing);

#ifdef __cplusplus
}
#endif

#endif
