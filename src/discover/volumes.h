/* Split archives: which files are the parts of one, and which of them are missing.
 *
 *     X.7z.001, X.7z.002 ...       one archive, cut; named by its first part
 *     X.z01, X.z02 ..., X.zip      the volumes of a zip; named by its last one, which has the directory */
#ifndef DPM_DISCOVER_VOLUMES_H
#define DPM_DISCOVER_VOLUMES_H

#include "base/arena.h"
#include "io/blob.h"

typedef enum volume_role {
    VOLUME_NONE,   /* it is a file of its own */
    VOLUME_NAMES,  /* the others are read with it */
    VOLUME_FOLLOWS /* it is read, or told to be incomplete, with another */
} volume_role;

typedef struct volume_set {
    volume_role role;
    dpm_span named_by;          /* path of the part that the archive is read by */
    const blob_volume *volumes; /* of VOLUME_NAMES */
    size_t count;
} volume_set;

/* It is named like a part that is no archive by itself. */
bool volume_named(dpm_span name);
/* Of the file at this path, which exists. DPM_EDATA: parts are missing, and the message says which; of several that lie there the
 * first is blamed. Everything in `out` lives in `memory`. */
dpm_status volumes_find(volume_set *out, dpm_span path, arena *memory, dpm_error *err);

#endif
