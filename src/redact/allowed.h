/* The words that may be in a redacted text: those of grammars/, which are DPM's and our own, and plain_words. Whatever is not
 * among them could be a name. */
#ifndef DPM_REDACT_ALLOWED_H
#define DPM_REDACT_ALLOWED_H

#include "base/hashset.h"
#include "base/status.h"
#include "dpmlog/span.h"

extern const char *const plain_words[]; /* lines of words with a blank between, then NULL */

/* Fill an empty set. `seed`: as the set's hashes are made. */
dpm_status allowed_fill(hashset *set, uint64_t seed);
/* Letters of any case, digits and '_'. */
bool allowed_word(const hashset *set, uint64_t seed, dpm_span word);

#endif
