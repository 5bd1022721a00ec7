#ifndef DPMLOG_REDACT_H
#define DPMLOG_REDACT_H

/** @file
 *  Names of machines, people and places replaced. */

#include "dpmlog/event.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What is replaced. */
typedef enum dpm_secret {
    DPM_SECRET_HOST,    /**< host-1: names of machines, with and without their domain */
    DPM_SECRET_USER,    /**< user-1: DOMAIN\\user, user\@domain, SIDs */
    DPM_SECRET_PATH,    /**< path-1: C:\\..., \\\\server\\share\\..., and the folders in which logs lie */
    DPM_SECRET_ADDRESS, /**< address-1: IPv4, IPv6 and MAC addresses */
    DPM_SECRETS
} dpm_secret;
/** "host", "user", "path" or "address". Static. */
DPM_API const char *dpm_secret_name(dpm_secret kind);

/** Replaces what names machines, people and places, the same thing by the same word everywhere. It finds what has the form of
 *  such a name, and the names of machines that it has met; the short name of a machine that was never met in full, or as the
 *  host of a log, stays. Tasks, codes, times, processes and source positions stay. One thread at a time. */
typedef struct dpm_redactor dpm_redactor;

/** One that knows nothing yet. DPM_ENOMEM. `err` may be NULL. */
DPM_API dpm_status dpm_redactor_new(dpm_redactor **out, dpm_error *err);
/** NULL is allowed. */
DPM_API void dpm_redactor_free(dpm_redactor *redactor);

/** Say what something is replaced by: a row of a map that was kept, such as ("FS01", "host-1"). False where `word` is no such
 *  word or memory ran out. */
DPM_API bool dpm_redactor_put(dpm_redactor *redactor, dpm_span original, dpm_span word);
/** The map: the `index`-th thing that was replaced, and through `word` by what; an empty span past the end. Lives as long as the
 *  redactor. */
DPM_API dpm_span dpm_redactor_entry(const dpm_redactor *redactor, size_t index, dpm_span *word);
/** Memory ran out: what was redacted since is not to be used. */
DPM_API bool dpm_redactor_failed(const dpm_redactor *redactor);

/** The text with its replacements. The result lives until the next call with this redactor. */
DPM_API dpm_span dpm_redact_text(dpm_redactor *redactor, dpm_span text);
/** The event with replacements. It lives until the next call with this redactor, and no longer than `event`. */
DPM_API dpm_event dpm_redact_event(dpm_redactor *redactor, const dpm_event *event);
/** Replace in a whole report. Call this before the report is written or shared. */
DPM_API dpm_status dpm_redact_report(dpm_redactor *redactor, dpm_report *report, dpm_error *err);

#ifdef __cplusplus
}
#endif

#endif
