/* By what a file is known again, when its name has changed or has not: its size, and what it begins and ends with. */
#ifndef DPM_SUMMARY_FINGERPRINT_H
#define DPM_SUMMARY_FINGERPRINT_H

#include "base/status.h"

#include <stdint.h>

enum { FINGERPRINT_BYTES = 4096 }; /* of each end */

typedef struct fingerprint {
    uint64_t size; /* bytes on the disk */
    uint64_t head; /* hash of the first bytes, FINGERPRINT_BYTES or all */
    uint64_t tail; /* of the last ones */
} fingerprint;

/* DPM_EIO: it cannot be read. */
dpm_status fingerprint_of(const char *path, fingerprint *out);
/* Whether the file at `path` begins as a file of this fingerprint did: it has grown since, or is the same. */
bool fingerprint_grew(const char *path, const fingerprint *of);

#endif
