/* What is packed by LZMA: it remembers what it gave, as much as its header asks for, and that is limited here. */
#ifndef DPM_ARCHIVE_XZ_H
#define DPM_ARCHIVE_XZ_H

#include "io/blob.h"
#include "io/stream.h"

#include <stdint.h>

/* Unpack an xz file, `from`, which it owns from now on (also on failure). Its checksums are checked. What asks for more than
 * `memory` bytes ends with DPM_ELIMIT; what is damaged, cut short or followed by garbage with DPM_EDATA, after all bytes before
 * it. */
dpm_status xz_stream(stream **out, stream *from, uint64_t memory, dpm_error *err);

/* Judge a 7z by its header, before it is unpacked: DPM_ELIMIT where that takes more than `memory` bytes, DPM_EDATA where the
 * header is damaged. */
dpm_status sevenzip_judge(blob *bytes, uint64_t memory, dpm_error *err);

#endif
