/* A source: one log, with what its path says of it. The list of them is made by the walk and put in reading order. */
#ifndef DPM_DISCOVER_SOURCE_H
#define DPM_DISCOVER_SOURCE_H

#include "base/arena.h"
#include "base/limits.h"
#include "base/status.h"
#include "dpmlog/report.h"
#include "archive/archive.h"
#include "discover/job_history.h"
#include "io/crew.h"
#include "record/year.h"
#include "text/encoding.h"

#include <stdbool.h>
#include <stdint.h>

/* What a file is by its name. All but logs are witnesses: src/witness turns them into the text of a log. */
typedef enum source_kind {
    SOURCE_LOG,
    SOURCE_EVENTS, /* a Windows event log */
    SOURCE_EXPORT  /* of one: XML, CSV or text */
} source_kind;

/* What a look at the bytes of a log tells, whatever its year is. */
typedef struct quick_look {
    bool done;
    bool ended; /* it was seen to its end */
    encoding enc;
    uint64_t first, last; /* stamps; UINT64_MAX: no record found */
    year_range range;
    int wraps;      /* New Years between them, if it was seen to its end */
    int leap_wraps; /* New Years before the first 02/29; -1: none was seen */
} quick_look;

typedef struct source {
    dpm_span path;      /* as shown in reports (a NUL follows it); also what is opened where `from` is NULL */
    const origin *from; /* where the bytes of a member of an archive are, or of standard input that was looked at */
    dpm_span inside;    /* of a member: its path in the file that the user named */
    dpm_span only;      /* of a file with names in front of its lines: those with this one; empty: all */
    dpm_span host;      /* from the name or the folder, or empty */
    dpm_span process;   /* DPMRA, MSDPM, CBEngine, ...: the log's stem */
    int64_t crash_time; /* the stamp in a .Crash name, or DPM_NO_TIME */
    int64_t mtime;      /* or DPM_NO_TIME */
    uint64_t size;      /* bytes, as found; 0 where that is not known, as of a pipe */
    uint64_t device, inode;
    bool is_stdin;
    bool is_alert;                         /* alert text: `process` is the engine, whose alerts they are */
    bool is_crash_copy;                    /* *.Crash */
    bool mtime_local;                      /* the mtime is a local time of an unknown zone, taken for UTC */
    const struct summary_section *section; /* it is one of a summary, where its records are; NULL: it is a log */
    const struct source *instead;          /* the log itself, where `section` is what a state knows of it; else NULL */
    bool alone;                            /* it was found to need more than small_log.h gives */
    quick_look look;                       /* `done`: it was had before source_probe */
    /* by the quick look (source_probe) */
    bool probed;    /* the first stamp is known */
    bool end_known; /* the last one and `wraps` are too: it was seen to its end */
    /* of what is no errlog: src/witness fills these before it is opened */
    source_kind kind;
    uint64_t stored;    /* bytes as stored; `size` is then that of the text which was made of it */
    const char *format; /* "evtx", "xml" ...; NULL: of an errlog */
    const char *remark; /* on how it was read; NULL: none */
    bool torn;          /* not all of it was read */
    bool lent;          /* the year is that of another log: see sources_infer_years */
    bool overlaps;      /* by sources_order: another source of the same host and process covers the same time: look for copies */
    int64_t repeated_from; /* by sources_order: what a later source repeats of it is not earlier (INT64_MAX: none does) */
    int wraps;             /* New Years between them */
    int year;              /* of the first record */
    uint64_t first_stamp, last_stamp; /* UINT64_MAX: no record found */
    year_range range;                 /* the earliest and the latest record seen */
    encoding page;                    /* given for text that is neither UTF-8 nor UTF-16; ENCODING_UTF8: guessed */
    const char *encoding;             /* or NULL */
    dpm_year_basis year_basis;
    /* derived by sources_order */
    int64_t first, last; /* time of the first and the last record, as far as known, or DPM_NO_TIME; `last` may be too late */
} source;

typedef struct source_slot source_slot;

/* The machine that some folders name: of the last ones that were asked for. */
typedef struct folder_host {
    dpm_span folders, host;
    bool packed; /* archives are among them */
} folder_host;

/* What the walk found, for listings. */
typedef struct found_entry {
    dpm_span path;
    dpm_entry_kind kind;
    unsigned depth;     /* archives around it */
    size_t name_at;     /* offset in the path of what the archive around it calls it */
    const char *format; /* of an archive, or NULL */
    uint64_t size;
    int64_t mtime;
    size_t item; /* of a log: its index, or SIZE_MAX */
} found_entry;

typedef struct source_list {
    arena memory;              /* owns the paths and the archives */
    archives archives;         /* what is open; meter.limit is one of the limits */
    folder_host last;          /* that was named; its spans lie in paths of `memory` */
    crew *crew;                /* threads that look at the files of a folder; NULL: the caller alone */
    unsigned max_depth;        /* archives in archives that are entered */
    encoding page;             /* given for text that is neither UTF-8 nor UTF-16 */
    size_t members;            /* logs that came out of archives */
    size_t listed, max_listed; /* members of archives */
    job_history jobs;          /* what the job histories said */
    bool input_taken;          /* standard input was named */
    bool keep_found;           /* keep `met` */
    found_entry *found;
    size_t found_count, found_cap;
    source *items;
    size_t count, cap;
    dpm_skipped *skipped; /* what the walk could not read */
    size_t skipped_count, skipped_cap;
    dpm_span remarks[SOURCE_REMARKS_MAX]; /* what there is to say of paths that were read: "path: words" */
    size_t remark_count, remarks_lost;
    uint64_t passed[DPM_ENTRY_KINDS]; /* files and linked folders that nothing was asked of, by kind: not an error */
    dpm_span *sets;                   /* split archives that were named, by the part that names them */
    size_t set_count, set_cap;
    source_slot *slots;          /* the files met so far, by device and inode: a hash table */
    size_t slot_count, slot_cap; /* the capacity is a power of two, or 0 */
    uint64_t seed;
} source_list;

void sources_free(source_list *list);
/* Limits, 0: their defaults. Call this before the first sources_add. */
typedef struct source_limits {
    unsigned max_depth, max_ratio;
    size_t max_members;
    uint64_t max_expand, max_memory;
} source_limits;
void sources_limit(source_list *list, const source_limits *limits);

/* What a log's name says: host, process, crash stamp. `path` is kept by the caller. The spans point into `path` or are static. */
void source_name(dpm_span path, source *out);
/* The same, where of an absolute path only the components from offset `named` on may name the host. Archives in the path, at
 * whose `!` it goes on, name it like folders: `inside` is the length of what follows the first of them, 0: none. `last` is asked
 * before the folders are, and keeps what they say, so their path must live as long; NULL: there is none. */
void source_name_under(dpm_span path, size_t named, size_t inside, folder_host *last, source *out);
/* It can be the name of a machine. */
bool source_host_named(dpm_span name);
/* The last component of a path, without separators ('/' and '\\') at its end. */
dpm_span path_name(dpm_span path);
/* A file of a folder is read when its name is one of a log. */
bool source_is_log(dpm_span name);

/* What a file of a folder is by its name, if it is a witness; SOURCE_LOG: it is not a witness. */
source_kind witness_named(dpm_span name);

/* Add a file, a folder (walked in the order of names), "-", or a member of an archive: bundle.tar!inner.zip!member. What an
 * archive is, its first bytes say; it is entered like a folder. A file met again is added once, even when the items were taken
 * out of the list meanwhile (`count` 0). What cannot be read goes to `skipped`; then the status is that of the path itself.
 * A folder or an archive without any log is DPM_END with `err` filled: it says what was looked for. */
dpm_status sources_add(source_list *list, const char *path, dpm_error *err);
dpm_status sources_skip(source_list *list, dpm_span path, const char *reason);

/* What a listing calls it. */
dpm_entry_kind source_entry_kind(const source *s);
/* It is alert text: the engine says it, on a host that it does not name. */
void source_make_alert(source *s);
/* Open it for reading. `*size`: its bytes, 0 where that is not known. */
dpm_status source_open(const source *s, stream **out, uint64_t *size, dpm_error *err);

/* A quick look at a file: encoding, stamps of its first and last record, New Years between (sampled). Reads a small share of
 * large files, and of what must be unpacked only the beginning, unless it is small or `whole`. A file that cannot be opened is
 * left to be found by the reading proper. */
dpm_status source_probe(source *s, bool whole, int option_year, int64_t now);
/* The same look at all bytes of a stream, which it owns; `page` as in the source. `*taken`: how many they were. */
dpm_status quick_look_at(stream *from, encoding page, quick_look *out, uint64_t *taken);

/* The year of the record with `last_stamp` (UINT64_MAX: of some record), when that is the last one of the source: from the
 * option, the crash stamp, the file's time or the clock, whichever is the best there is. `*basis` says which. 02/29 limits it. */
int source_anchor_year(const source *s, int option_year, int64_t now, uint64_t last_stamp, dpm_year_basis *basis);

/* Correct years that were guessed from file times by those that crash copies of the same logs prove. */
dpm_status sources_infer_years(source_list *list);
/* Correct years that were guessed, by the event logs of the same machine: they state theirs. */
void sources_date_by_events(source_list *list);
/* Give logs whose host no name tells the one that the event logs beside them state. */
void sources_name_by_events(source_list *list);

/* Fill the fields that sources_order derives for each alone. */
void source_set_times(source *s);
/* Put in the order in which they are analyzed: host, process, first time, copies last, path; find overlaps. */
dpm_status sources_order(source_list *list);

#endif
