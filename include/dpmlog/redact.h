#ifndef DPMLOG_REDACT_H
#define DPMLOG_REDACT_H

/** @file
 *  Names of machines, people and places replaced. */

#include "dpmlog/diff.h"
#include "dpmlog/event.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What is replaced. */
typedef enum dpm_secret {
    DPM_SECRET_HOST,    /**< HOST-BCDFGHJKLM: names of machines, with and without their domain */
    DPM_SECRET_USER,    /**< USER-...: DOMAIN\\user, user\@domain, SIDs */
    DPM_SECRET_PATH,    /**< PATH-...: C:\\..., \\\\server\\share\\..., https://..., and the folders in which logs lie */
    DPM_SECRET_ADDRESS, /**< ADDRESS-...: IPv4, IPv6 and MAC addresses */
    DPM_SECRET_NAME,    /**< NAME-...: any other word that neither DPM nor dpmlog uses */
    DPM_SECRET_ID,      /**< ID-...: GUIDs other than those of tasks; they keep their form */
    DPM_SECRETS
} dpm_secret;
/** "host", "user", "path", "address", "name" or "id". Static. */
DPM_API const char *dpm_secret_name(dpm_secret kind);

/** Replaces everything that could name machines, people, places and things, one name by one pseudonym everywhere. What stays are
 *  the words of an allow-list (those of the built-in rules and tables, and of dpmlog itself), numbers, codes, times, versions,
 *  processes and the IDs of tasks. A pseudonym is made by HMAC-SHA256 from a key: the same key gives the same pseudonyms in other
 *  reports, and without the key a pseudonym reveals nothing. A name that is also a word of the list (a person called Will) stays.
 *  One thread at a time. */
typedef struct dpm_redactor dpm_redactor;

/** A redactor with an empty map. DPM_ENOMEM. `err` may be NULL. */
DPM_API dpm_status dpm_redactor_new(dpm_redactor **out, dpm_error *err);
/** NULL is allowed. */
DPM_API void dpm_redactor_free(dpm_redactor *redactor);

/** The size of the key. Set a key before anything is redacted; a new redactor has a random one. */
enum { DPM_REDACT_KEY = 32 /**< bytes */ };
/** Set the key. */
DPM_API void dpm_redactor_set_key(dpm_redactor *redactor, const unsigned char key[DPM_REDACT_KEY]);
/** The key, which is as secret as the map. */
DPM_API void dpm_redactor_get_key(const dpm_redactor *redactor, unsigned char key[DPM_REDACT_KEY]);
/** Derive a key from secret bytes, such as those of a file. */
DPM_API void dpm_redactor_key_of(dpm_span bytes, unsigned char key[DPM_REDACT_KEY]);
/** Keep all GUIDs. By default only those of tasks stay. */
DPM_API void dpm_redactor_keep_guids(dpm_redactor *redactor, bool keep);
/** Replace `host` as the name of a machine, even where it is a word of the allow-list. */
DPM_API void dpm_redactor_learn_host(dpm_redactor *redactor, dpm_span host);
/** Make known what an event names in full: its machine and its task. What is redacted later is as if it had come after all of
 *  them: read logs twice where a name may stand in a text before it stands in full. */
DPM_API void dpm_redactor_learn(dpm_redactor *redactor, const dpm_event *event);

/** Add a row of a map that was kept, such as ("FS01", "HOST-BCDFGHJKLM"). False: `word` is not a pseudonym, or memory ran out. */
DPM_API bool dpm_redactor_put(dpm_redactor *redactor, dpm_span original, dpm_span word);
/** Takes a row of the map: what was replaced, and the word that replaces it. The spans live as long as the redactor. False ends
 *  the list. */
typedef bool (*dpm_redactor_fn)(void *context, dpm_span original, dpm_span word);
/** Hand out the map, in the order in which things were replaced first. False where `take` returned false. */
DPM_API bool dpm_redactor_each(const dpm_redactor *redactor, dpm_redactor_fn take, void *context);
/** Whether memory ran out: discard what was redacted since. */
DPM_API bool dpm_redactor_failed(const dpm_redactor *redactor);

/** Redact a text. The result lives until the next call with this redactor. */
DPM_API dpm_span dpm_redact_text(dpm_redactor *redactor, dpm_span text);
/** Redact the path of a file. Folders become one pseudonym; of the name the allowed words stay. Lives as that of a text does. */
DPM_API dpm_span dpm_redact_path(dpm_redactor *redactor, dpm_span path);
/** Redact an event. The result lives until the next call with this redactor, and no longer than `event`. */
DPM_API dpm_event dpm_redact_event(dpm_redactor *redactor, const dpm_event *event);
/** The record of an event, as of a log that can be analyzed again: the columns stay what they are, and what they hold is
 *  replaced. Empty where the event has no record. It lives until the next call with this redactor. */
DPM_API dpm_span dpm_redact_record(dpm_redactor *redactor, const dpm_event *event);
/** Redact a whole report. Call this before the report is written or shared. */
DPM_API dpm_status dpm_redact_report(dpm_redactor *redactor, dpm_report *report, dpm_error *err);

/** Replace the names of servers in a baseline, so that it can be compared with a redacted report. Words of a report that was
 *  redacted stay. DPM_ENOMEM: the baseline is then not to be used. `err` may be NULL. */
DPM_API dpm_status dpm_redact_baseline(dpm_redactor *redactor, dpm_baseline *baseline, dpm_error *err);

#ifdef __cplusplus
}
#endif

#endif
