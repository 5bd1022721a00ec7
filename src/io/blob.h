/* Bytes at any offset: a file, a part of another blob, memory, an unlinked temporary file. Counted references; reading is
 * thread-safe. */
#ifndef DPM_IO_BLOB_H
#define DPM_IO_BLOB_H

#include "base/limits.h"
#include "dpmlog/span.h"
#include "io/stream.h"

#include <stdint.h>

typedef struct blob blob;

dpm_status blob_file(blob **out, const char *path, dpm_error *err);
/* `len` bytes of `whole` from `offset` on; takes a reference of its own. */
dpm_status blob_part(blob **out, blob *whole, uint64_t offset, uint64_t len, dpm_error *err);
/* A copy of `bytes`. */
dpm_status blob_memory(blob **out, dpm_span bytes, dpm_error *err);
/* Read a stream to its end: into memory up to BLOB_MEMORY_MAX bytes, past that into an unlinked temporary file, up to `limit`
 * bytes in all (then DPM_ELIMIT). What the stream gave before a failure is kept: `*out` is set then too. */
dpm_status blob_spool(blob **out, stream *from, uint64_t limit, dpm_error *err);

uint64_t blob_size(const blob *b);
dpm_status blob_read_at(blob *b, uint64_t offset, void *buffer, size_t cap, size_t *got, dpm_error *err);
/* A stream over `len` bytes from `offset` on; holds a reference until it is closed. */
dpm_status blob_stream(stream **out, blob *b, uint64_t offset, uint64_t len, dpm_error *err);
blob *blob_keep(blob *b);
void blob_release(blob *b); /* NULL is allowed */

#endif
