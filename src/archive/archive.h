/* Archives, the members in them, and where a log's bytes lie: in a file, on standard input, in a member of an archive in an
 * archive. One thread at a time; streams that were opened here can then be read by any.
 *
 *     file ◀── archive ◀── origin of a member ◀── archive ◀── origin of a log
 *
 * What must be unpacked to be reached at any offset is held while there is room, and unpacked again when it is asked for
 * later. */
#ifndef DPM_ARCHIVE_ARCHIVE_H
#define DPM_ARCHIVE_ARCHIVE_H

#include "base/arena.h"
#include "base/limits.h"
#include "io/readahead.h"
#include "io/blob.h"
#include "archive/file_type.h"
#include "io/streams.h"
#include "archive/zip/zip.h"

#include <stdbool.h>

typedef struct archive archive;
typedef struct archives archives;

typedef enum origin_kind {
    ORIGIN_FILE,
    ORIGIN_VOLUMES, /* files that follow each other: the parts of a split archive */
    ORIGIN_INPUT,   /* standard input */
    ORIGIN_PART,    /* of an archive's bytes, or of what was extracted from it */
    ORIGIN_ZIP,     /* a member of a zip */
    ORIGIN_TEXT     /* bytes in memory */
} origin_kind;

typedef struct origin {
    origin_kind kind;
    archives *all;
    archive *in;                /* the archive that it is in; NULL: none */
    const char *path;           /* of a file */
    uint64_t offset, len;       /* of a part */
    const blob_volume *volumes; /* live as long as the run */
    size_t volume_count;
    zip_member zip;
    dpm_span text;    /* of ORIGIN_TEXT; lives as long as the run */
    double cost;      /* bytes on the disk that it takes, as far as that is known; 0: not known */
    const char *torn; /* why a part ends before its time, or NULL */
} origin;

/* What is in it. */
typedef struct origin_type {
    file_type layer;  /* it is one compressed file, or FILE_TYPE_PLAIN */
    file_type inside; /* without the layer */
    bool empty;
    uint64_t size; /* of a file, when it was opened */
} origin_type;

/* Everything that one run opens. Zeroed, with the limits set, it is ready. */
struct archives {
    meter meter;
    readahead *readahead; /* what reads ahead in what is opened from now on; NULL: nothing does */
    inflate_kits kits;    /* buffers of streams, for the next ones */
    stream *input;        /* standard input, once it was looked at and until it is read */
    struct cached *cached[CACHE_FILES_MAX];
    size_t cached_count, cached_memory;
    uint64_t clock;
};
void archives_free(archives *all);

/* Its bytes, a compressed layer taken off. `what` may be NULL. Standard input can be opened once, after origin_look too. */
dpm_status origin_open(const origin *o, stream **out, origin_type *what, dpm_error *err);
/* Only look what it is. */
dpm_status origin_look(const origin *o, origin_type *what, dpm_error *err);
/* Bytes at any offset without unpacking anything, where there are such: else `*out` is NULL. */
dpm_status origin_blob(const origin *o, blob **out, dpm_error *err);

/* An origin that any thread can open by itself, beside others: small, nothing of it is in use by others, and no limit can strike
 * while it is read. */
typedef struct origin_apart {
    const origin *from; /* NULL: it is none */
    blob *whole;        /* of a member: the archive */
    uint64_t most;      /* bytes that it may unpack to */
} origin_apart;

/* `spoken_for`: bytes that others of these may unpack to. `out->from` is NULL where it has to be opened in its turn. */
dpm_status origin_set_apart(const origin *o, uint64_t most, uint64_t spoken_for, origin_apart *out);
/* On any thread. `*size` is set to that of a file. DPM_EDATA: it is packed once more, or no log. */
dpm_status origin_apart_open(const origin_apart *a, stream **out, uint64_t *size);
/* In its turn, once it was read: `made` bytes count as unpacked. */
void origin_apart_close(origin_apart *a, uint64_t made);

/* A member of an archive. */
typedef struct member {
    dpm_span name; /* as stored, with slashes */
    uint64_t size; /* unpacked */
    int64_t mtime; /* or INT64_MIN */
    bool mtime_utc;
    bool is_file;
    const char *trouble; /* why it cannot be read; NULL: it can */
    bool has_origin;     /* it was chosen, and can be opened: */
    origin from;
} member;

/* Which members are to be read; the others are only listed. */
typedef bool (*member_choice)(dpm_span address, dpm_span name);

/* An archive of this shape. `address`: for the choice. Lives in `memory`, as long as its members' origins. */
dpm_status archive_new(archive **out, const origin *from, const origin_type *what, member_choice choose, dpm_span address,
                       arena *memory);
/* Read the names and places of its members, at most `most`. What is wrong with it as a whole is said in `trouble` (empty:
 * nothing), which is not a failure: the members up to there can be read. */
dpm_status archive_list(archive *a, size_t most, dpm_error *err);
const char *archive_trouble(const archive *a);
/* Zeros after it, as a copy in whole blocks leaves: nothing is wrong. */
uint64_t archive_padding(const archive *a);
size_t archive_count(const archive *a);
void archive_member(archive *a, size_t index, member *out);
/* The list is not needed any more; origins of members stay. */
void archive_forget(archive *a);

#endif
