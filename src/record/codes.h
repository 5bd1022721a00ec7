/* The codes and DPM error IDs that a message states. */
#ifndef DPM_RECORD_CODES_H
#define DPM_RECORD_CODES_H

#include "dpmlog/span.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { STATED_MAX = 4 }; /* codes, and IDs, that are kept of one message */

typedef struct stated_codes {
    size_t code_count, id_count;
    uint32_t codes[STATED_MAX], ids[STATED_MAX];
    uint8_t printed; /* bit i: ids[i] is in a form in which DPM prints its errors */
    uint8_t sure;    /* bit i: and this form can be nothing else, whatever the number: with details, or a line of its own */
} stated_codes;

/* HRESULTs by hex (`0x` and 8 digits; severity bit set) or signed decimal (-21474xxxxx). DPM IDs: `ID 43`, `error ID: 43` and
 * `ErrorCode="998"`; of these are printed forms `(ID 43 ...)` with the brackets of any language, `ID 43:`, `Error 43:` in DPM's
 * languages, `ID: 43` as a whole line, and `service error [0x29834]`, the ID in hex. Bare hex is never a code. In the order of
 * the message, each once; more than STATED_MAX are left out. */
stated_codes codes_find(dpm_span message);

/* codes_find where `readable` bytes, at least message.len, may be read from message.ptr on. */
typedef void codes_kernel(dpm_span message, size_t readable, stated_codes *out);
void codes_find_portable(dpm_span message, size_t readable, stated_codes *out);
/* The fastest that this machine can run; all give the same. */
codes_kernel *codes_best(void);

#endif
