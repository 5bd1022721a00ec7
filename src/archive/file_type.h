/* What a file is by its first bytes, and what it says it is by its name. */
#ifndef DPM_ARCHIVE_FILE_TYPE_H
#define DPM_ARCHIVE_FILE_TYPE_H

#include "dpmlog/span.h"

#include <stdbool.h>

typedef enum file_type {
    FILE_TYPE_PLAIN, /* none of the others: perhaps a log */
    FILE_TYPE_ZIP,
    FILE_TYPE_TAR,
    FILE_TYPE_CAB,
    FILE_TYPE_7Z,
    FILE_TYPE_RAR, /* from here on: known, not read */
    FILE_TYPE_ISO,
    FILE_TYPE_WIM,
    FILE_TYPE_LHA,
    FILE_TYPE_ARJ,
    FILE_TYPE_LZ4,
    FILE_TYPE_LZIP,
    FILE_TYPE_COMPRESS,
    FILE_TYPE_SELF_EXTRACTING, /* a program with a 7z, rar or cab after its code */
    FILE_TYPE_GZIP,            /* from here on: one file, compressed */
    FILE_TYPE_XZ,
    FILE_TYPE_ZSTD,
    FILE_TYPE_BZIP2
} file_type;

enum { FILE_TYPE_BYTES = 512 }; /* that are enough to tell */

file_type file_type_of(dpm_span head);
const char *file_type_name(file_type s);

/* Holds members that can be read. */
static inline bool file_type_is_archive(file_type s)
{
    return s >= FILE_TYPE_ZIP && s < FILE_TYPE_RAR;
}

/* Is packed in a way that is not read. */
static inline bool file_type_is_foreign(file_type s)
{
    return s >= FILE_TYPE_RAR && s < FILE_TYPE_GZIP;
}

/* Why it is not read, and what to do. NULL: it is no foreign type. */
const char *file_type_refusal(file_type s);

/* Is one file in compressed form. */
static inline bool file_type_is_layer(file_type s)
{
    return s >= FILE_TYPE_GZIP;
}

/* Named like an archive or a compressed file: *.zip, *.tar, *.tgz, *.gz ... */
bool name_is_packed(dpm_span name);
/* Without endings of that kind: X of X.zip.zip, X.errlog of X.errlog.gz. */
dpm_span name_unpacked(dpm_span name);
/* Without the ending of one compressed file: X.tar of X.tar.gz, X.tgz of X.tgz. */
dpm_span name_inside(dpm_span name);

#endif
