/* gzip, one member or many, as a stream. */
#ifndef DPM_ARCHIVE_GZIP_H
#define DPM_ARCHIVE_GZIP_H

#include "archive/inflate/inflate_kit.h"
#include "dpmlog/span.h"
#include "io/stream.h"

#include <stdbool.h>

/* The bytes begin like gzip (magic and method). */
bool gzip_is(dpm_span head);
/* Inflate `from`, which it owns from now on (also on failure). Every member's CRC-32 and length are checked. Garbage after the
 * last member is DPM_EDATA at the end, after all bytes were given; a stream that ends early likewise.
 * `kits`: where its buffers come from and go back to; NULL: they are its own. */
dpm_status gzip_stream(stream **out, stream *from, inflate_kits *kits, dpm_error *err);

#endif
