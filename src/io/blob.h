/* Bytes at any offset: a file, a part of another blob, memory, an unlinked temporary file. Counted references; reading is
 * thread-safe. */
#ifndef DPM_IO_BLOB_H
#define DPM_IO_BLOB_H

#include "base/limits.h"
#include "dpmlog/span.h"
#include "io/stream.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct blob blob;

dpm_status blob_file(blob **out, const char *path, dpm_error *err);
/* One of the files that follow each other. */
typedef struct blob_volume {
    const char *path;
    uint64_t size;
} blob_volume;

/* The bytes of several files, one after the other; at least one. The list and its paths are borrowed, and each file is opened
 * when it is read: many files need no more descriptors than one. */
dpm_status blob_volumes(blob **out, const blob_volume *volumes, size_t count, dpm_error *err);
/* Where the bytes of that file begin. False: it is no blob of several files, or has not so many. */
bool blob_volume_start(const blob *b, size_t volume, uint64_t *start);
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
