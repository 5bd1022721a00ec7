/* Masked form of a message: what stays the same when the same thing happens again. Numbers, GUIDs, addresses,
 * paths and hosts become placeholders; codes stay. Used to count failures that no rule explains. */
#ifndef DPM_CLASSIFY_PATTERN_H
#define DPM_CLASSIFY_PATTERN_H

#include "dpmlog/span.h"

#include <stddef.h>

/* Write the masked form of `message` into `bytes`, at most `cap` bytes, cut at a character. Returns its length. Only as much of
 * the message is read as fills `bytes`. `host`: a name that is known to be one, or empty. */
size_t pattern_mask(dpm_span message, dpm_span host, char *bytes, size_t cap);
/* The same word by word. For tests. */
size_t pattern_mask_plain(dpm_span message, dpm_span host, char *bytes, size_t cap);

#endif
