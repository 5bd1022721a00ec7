/* What a file is by its first bytes, and what it says it is by its name. */
#ifndef DPM_ARCHIVE_FILE_TYPE_H
#define DPM_ARCHIVE_FILE_TYPE_H

#include "dpmlog/span.h"

#include <stdbool.h>

typedef enum shape {
    SHAPE_PLAIN, /* none of the others: perhaps a log */
    SHAPE_ZIP,
    SHAPE_TAR,
    SHAPE_CAB,
    SHAPE_7Z,
    SHAPE_RAR,  /* known, not read */
    SHAPE_GZIP, /* from here on: one file, compressed */
    SHAPE_XZ,
    SHAPE_ZSTD,
    SHAPE_BZIP2
} shape;

enum { SNIFF_BYTES = 512 }; /* that are enough to tell */

shape shape_of(dpm_span head);
const char *shape_name(shape s);

/* Holds members. */
static inline bool shape_is_archive(shape s)
{
    return s >= SHAPE_ZIP && s <= SHAPE_RAR;
}

/* Is one file in compressed form. */
static inline bool shape_is_layer(shape s)
{
    return s >= SHAPE_GZIP;
}

/* Named like an archive or a compressed file: *.zip, *.tar, *.tgz, *.gz ... */
bool name_is_packed(dpm_span name);
/* Without endings of that kind: X of X.zip.zip, X.errlog of X.errlog.gz. */
dpm_span name_unpacked(dpm_span name);
/* Without the ending of one compressed file: X.tar of X.tar.gz, X.tgz of X.tgz. */
dpm_span name_inside(dpm_span name);

#endif
