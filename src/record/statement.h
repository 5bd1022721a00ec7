/* Whether a message states a failure, by the numbers and names in it and in no language's words. What an ID means is not known
 * here: of those record/codes.h says how they are printed. */
#ifndef DPM_RECORD_STATEMENT_H
#define DPM_RECORD_STATEMENT_H

#include "dpmlog/span.h"

#include <stdbool.h>
#include <stddef.h>

/* Each message that states a failure, or an ID in a printed form, holds one of these, or begins as below. The first
 * STATEMENT_NAMES are for what is no HRESULT and no ID. */
enum { STATEMENT_NAMES = 7, STATEMENT_LITERALS = 35 };
extern const dpm_span statement_literals[STATEMENT_LITERALS];
/* Or it may begin so: with an ID, or with the word for an error. */
static inline bool statement_begins(const char *message, size_t len)
{
    const char first = len > 2 ? message[0] : ' ';
    return first & 0x80 || (first == 'I' && message[1] == 'D') ||
           ((first == 'F' || first == 'E') && message[1] == (first == 'F' ? 'e' : 'r'));
}

/* Or one of its later lines may, after its indentation: a dialog that was pasted or traced. */
bool statement_on_line(dpm_span message);

/* The type of the exception that the message says was thrown: `System.IO.IOException: text`, `FMException: [ErrorCode:...`. Empty
 * where there is none. `strict`: types that are only mentioned do not count. */
dpm_span statement_exception(dpm_span message, bool strict);
/* The name after `FMException: [ErrorCode:`; empty where there is none. */
dpm_span statement_error_name(dpm_span message);
/* A VSS writer is in a failed state: `VSS_WS_FAILED...`, or `[8]` as vssadmin prints states. */
bool statement_writer(dpm_span message, bool strict);
/* An HRESULT stands where DPM traces that a call failed: `Hr: = [0x8...`, `error code: 0x8...`. */
bool statement_call_failed(dpm_span message);

#endif
