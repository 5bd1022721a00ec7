/* What the tests of archives share: data to pack, zlib to pack it, zips written field by field, and streams read to their end. */
#ifndef DPM_TESTS_ARCHIVE_SUPPORT_H
#define DPM_TESTS_ARCHIVE_SUPPORT_H

#include "base/strbuf.h"
#include "base/text.h"
#include "io/blob.h"
#include "archive/inflate/inflate.h"
#include "io/stream.h"

#include <criterion/criterion.h>

#include <stdlib.h>
#include <zlib.h>

/* --- data --- */

typedef struct dice {
    uint64_t state;
} dice;

uint32_t dice_below(dice *d, uint32_t limit);

typedef enum data_kind { DATA_EMPTY, DATA_LOG, DATA_RANDOM, DATA_ZEROS, DATA_FAR, DATA_KINDS } data_kind;

/* FAR: random bytes that come again 40 to 64 KB later. */
void data_make(strbuf *b, data_kind kind, size_t len);

/* Raw Deflate by zlib. */
void pack(strbuf *out, dpm_span in, int level, int strategy);

uint32_t crc_of(dpm_span s);

/* --- numbers, as archives store them --- */

void put(strbuf *b, uint64_t value, unsigned bytes);

/* --- streams --- */

/* Read with room for `step` bytes at a time; what ended it. */
dpm_status slurp(stream *s, size_t step, strbuf *out, dpm_error *err);

/* A stream over `bytes` that gives up to `step` bytes at a time, and ends with `end`. The bytes must outlive it. */
typedef struct drip {
    stream base;
    dpm_span bytes;
    size_t step;
    dpm_status end;
} drip;

stream *drip_new(dpm_span bytes, size_t step, dpm_status end);

/* --- zips --- */

/* A member as it is written; what is 0 is made of `data`. */
typedef struct zip_draft {
    const char *name;
    size_t name_len; /* 0: strlen */
    dpm_span data;   /* its bytes, packed already where `method` is not 0 */
    uint64_t size;   /* unpacked; 0: as `data` */
    uint32_t crc;    /* 0: of `data` */
    uint16_t method, flags;
    uint16_t dos_time, dos_date;
    dpm_span extra, local_extra;
    unsigned descriptor; /* bytes of the descriptor behind it: 12, 16, 20, 24; then the local header has no sizes */
    bool zip64;          /* sizes and offset stand in an extra field */
    uint32_t attributes;
    uint16_t disk;
    int64_t offset_change, packed_change, size_change; /* lies of the directory */
} zip_draft;

typedef struct zip_maker {
    strbuf bytes, directory;
    size_t count;
} zip_maker;

void zip_put(zip_maker *z, const zip_draft *m);

/* The end record of a directory of `count` entries and `len` bytes at `at`. */
void zip_put_end(strbuf *b, unsigned disk, size_t count, uint64_t len, uint64_t at, dpm_span comment);

/* Directory and end. `zip64`: both are described by the records of Zip64 alone. */
void zip_finish(zip_maker *z, bool zip64, dpm_span comment);

void zip_maker_free(zip_maker *z);

#endif
