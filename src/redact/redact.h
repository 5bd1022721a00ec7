/* The redactor from inside: a map from what is replaced to words, and where texts are put together. */
#ifndef DPM_REDACT_REDACT_H
#define DPM_REDACT_REDACT_H

#include "base/arena.h"
#include "base/hashset.h"
#include "base/limits.h"
#include "base/strbuf.h"
#include "base/text.h"
#include "dpmlog/redact.h"

#include <stdint.h>

enum { SECRET_WORD = 48, SECRET_LETTERS = 10, SECRET_KEPT = 64 << 10 /* bytes of an original that the map holds */ };

typedef struct secret {
    dpm_span original; /* as it was seen first */
    dpm_span word;
    uint64_t hash;
    dpm_secret kind;
} secret;

enum { EVENT_TEXTS = 11 };

struct dpm_redactor {
    arena memory;
    secret *items;
    size_t count, cap;
    uint32_t *slots; /* item + 1 by hash, 0: free */
    size_t slot_cap;
    uint64_t seed;
    unsigned char key[DPM_REDACT_KEY];
    hashset allowed;
    hashset tasks; /* hashes of GUIDs */
    bool keep_guids, in_record;
    char made[SECRET_WORD]; /* a word that the map does not hold */
    strbuf text;
    strbuf texts[EVENT_TEXTS]; /* of an event */
    bool failed;
};

/* The word for something, found or made. A host is known by its name without the domain. */
dpm_span secret_word(dpm_redactor *r, dpm_secret kind, dpm_span original);
/* The replacement of a host that was seen before; empty where there is none. */
dpm_span secret_host(const dpm_redactor *r, dpm_span name);
/* Whether a name is a word that stands for a host, of whatever key. */
bool secret_is_host_word(dpm_span name);
/* Append the text with its replacements; of the column of objects. */
void redact_into(dpm_redactor *r, strbuf *out, dpm_span text);
void redact_object(dpm_redactor *r, strbuf *out, dpm_span text);
/* The GUID of a task stays, wherever it is; any other name of a task is a text. */
dpm_span redact_task(dpm_redactor *r, strbuf *out, dpm_span text);
/* Remember the GUID of a task; anything else is passed over. */
void redact_learn_task(dpm_redactor *r, dpm_span text);
/* Column values that are hex stand; else they are texts. */
dpm_span redact_hex(dpm_redactor *r, strbuf *out, dpm_span text);
/* The path of a log: its folder is a secret, its name a text. */
void redact_path(dpm_redactor *r, strbuf *out, dpm_span path);

#endif
