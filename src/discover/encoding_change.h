/* Logs that go on in another encoding: what PowerShell's `>>` adds to an ANSI file is UTF-16, what cmd's adds to a UTF-16 file is
 * ANSI, and `copy /b` joins whatever it is given. */
#ifndef DPM_DISCOVER_ENCODING_CHANGE_H
#define DPM_DISCOVER_ENCODING_CHANGE_H

#include "text/encoding.h"

enum { CHANGE_AHEAD = 128 }; /* bytes at the end that may begin a record whose other bytes are not there yet */

typedef struct encoding_change {
    size_t at;   /* where the other encoding begins, with its byte order mark */
    size_t mark; /* length of that */
    encoding to;
} encoding_change;

/* The first place at which a record begins in the other kind of encoding: 8-bit text in UTF-16, and the other way round. What
 * begins in the last CHANGE_AHEAD bytes need not be found. Costs a small share of decoding. */
bool encoding_change_find(encoding now, dpm_span bytes, encoding_change *out);

#endif
