/* Encodings of a log: found from its bytes, turned into UTF-8 a piece at a time. */
#ifndef DPM_TEXT_ENCODING_H
#define DPM_TEXT_ENCODING_H

#include "dpmlog/span.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* From ENCODING_1252 on: code pages, ENCODING_1252 + n is the n-th of codepage.h. */
typedef enum encoding { ENCODING_UTF8, ENCODING_UTF16LE, ENCODING_UTF16BE, ENCODING_1252, ENCODING_MAX = 127 } encoding;

/* "utf-8", "utf-16le", "utf-16be", "windows-1252" ... */
const char *encoding_name(encoding e);
/* A code page by its name. False: it is not known. */
bool encoding_find_page(dpm_span name, encoding *out);
static inline bool encoding_is_page(encoding e)
{
    return e >= ENCODING_1252;
}

/* From the first bytes (64 KiB or all): BOM, then the place of zero bytes, then valid UTF-8, then a code page by its letters.
 * `*bom` is the length of the byte order mark. */
encoding encoding_detect(dpm_span head, size_t *bom);

/* The same, where a code page is not guessed but given; ENCODING_UTF8: it is not. */
encoding encoding_detect_as(dpm_span head, size_t *bom, encoding page);
/* The same of text known to be in bytes: up to where UTF-16 follows. */
encoding encoding_of_bytes(dpm_span head);

/* Decode as much of `in` as `out` holds: up to the first character that does not fit, so that the text made depends on
 * `in` and `cap` alone, not on how `in` was cut. `cap` of 4 holds any character. UTF-8 is copied as it is. Invalid input
 * becomes U+FFFD and is counted; half a code unit at the end is dropped and counted. Bytes that may be the beginning of a
 * character are left over unless `eof`. */
typedef struct decoded {
    size_t taken, made; /* bytes */
    size_t invalid;     /* places that were no valid text */
} decoded;
decoded decode(encoding e, dpm_span in, bool eof, char *out, size_t cap);

/* All of `s` is UTF-8; `torn`: it may end inside a character. */
bool utf8_valid(dpm_span s, bool torn);

/* How many bytes of the source the decoded `text` came from: for offsets. */
uint64_t encoded_len(encoding e, dpm_span text);

#endif
