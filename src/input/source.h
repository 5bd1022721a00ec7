/* A source: one log, with what its path says of it. The list of them is made by the walk and put in reading order. */
#ifndef DPM_INPUT_SOURCE_H
#define DPM_INPUT_SOURCE_H

#include "base/arena.h"
#include "base/status.h"
#include "dpmlog/report.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct source {
    dpm_span path;      /* as shown in reports; also what is opened (a NUL follows it) */
    dpm_span host;      /* from the name or the folder, or empty */
    dpm_span process;   /* DPMRA, MSDPM, CBEngine, ...: the log's stem */
    bool is_stdin;
    bool is_crash_copy; /* *.Crash */
    int64_t crash_time; /* the stamp in a .Crash name, or DPM_NO_TIME */
    int64_t mtime;      /* or DPM_NO_TIME */
    uint64_t size;      /* bytes, as found; 0 for a pipe */
    uint64_t device, inode;
    /* by the quick look (source_peek) */
    bool peeked;        /* the four below are known */
    uint64_t first_stamp, last_stamp; /* UINT64_MAX: no record found */
    int wraps;          /* New Years between them */
    int year;           /* of the first record */
    /* derived by sources_order */
    int64_t first, last; /* time of the first and the last record, as far as known, or DPM_NO_TIME */
    const char *year_basis; /* by source_peek: "crash-name", "mtime", "option", "clock" */
    bool overlaps;      /* another source of the same host and process covers the same time: look for copies */
} source;

typedef struct source_slot source_slot;

typedef struct source_list {
    arena memory; /* owns the paths */
    source *items;
    size_t count, cap;
    dpm_skipped *skipped; /* what the walk could not read */
    size_t skipped_count, skipped_cap;
    size_t ignored;  /* files in folders that are no logs by their name, linked folders, Temp/MTA: not an error */
    source_slot *slots; /* the files met so far, by device and inode: a hash table */
    size_t slot_count, slot_cap; /* the capacity is a power of two, or 0 */
    uint64_t seed;
} source_list;

void sources_free(source_list *list);

/* What a log's name says: host, process, crash stamp. `path` is kept by the caller. The spans point into `path` or are static. */
void source_name(dpm_span path, source *out);
/* The same, where of an absolute path only the components from offset `named` on may name the host. */
void source_name_under(dpm_span path, size_t named, source *out);
/* The last component of a path, without separators ('/' and '\\') at its end. */
dpm_span path_name(dpm_span path);
/* A file of a folder is read when its name is one of a log. */
bool source_is_log(dpm_span name);

/* Add a file, a folder (walked in the order of names) or "-". A file met again is added once, even when the items were taken
 * out of the list meanwhile (`count` 0). What cannot be read goes to `skipped`; then the status is that of the path itself.
 * A folder without any log is DPM_END with `err` filled: it says what was looked for. */
dpm_status sources_add(source_list *list, const char *path, dpm_error *err);
dpm_status sources_skip(source_list *list, dpm_span path, const char *reason);

/* A quick look at a file: encoding, stamps of its first and last record, New Years between (sampled). Reads a
 * small share of large files. A file that cannot be opened is left to be found by the reading proper. */
dpm_status source_peek(source *s, int option_year, int64_t now);

/* The year of the record with `last_stamp` (UINT64_MAX: of some record), when that is the last one of the source: from the
 * option, the crash stamp, the file's time or the clock, whichever is the best there is. `*basis` says which. 02/29 limits it. */
int source_anchor_year(const source *s, int option_year, int64_t now, uint64_t last_stamp, const char **basis);

/* Correct years that were guessed from file times by those that crash copies of the same logs prove. */
void sources_lend_years(source_list *list);

/* Put in the order in which they are analyzed: host, process, first time, copies last, path; find overlaps. */
dpm_status sources_order(source_list *list);

#endif
