/* What the bytes of a message tell of the words that they are in, as bit maps: bit `i % 64` of word `i / 64` is for byte `i`. */
#ifndef DPM_CLASSIFY_PATTERN_MAP_H
#define DPM_CLASSIFY_PATTERN_MAP_H

#include "dpmlog/span.h"

#include <stdbool.h>
#include <stdint.h>

/* What a byte tells; 0: it is in no word. */
enum pattern_trait { IN_WORD = 1, DIGIT = 2, DOT = 4, BACKSLASH = 8, NOT_HEX = 16 };
uint8_t pattern_traits(char c);

enum { PATTERN_MAP_BYTES = 512, PATTERN_MAP_WORDS = PATTERN_MAP_BYTES / 64 };
typedef struct pattern_map {
    uint64_t word[PATTERN_MAP_WORDS + 1];    /* one more, for mask_from */
    uint64_t telling[PATTERN_MAP_WORDS + 1]; /* DIGIT, DOT or BACKSLASH */
    uint64_t not_hex[PATTERN_MAP_WORDS + 1];
    bool blanks; /* some byte is '\t', '\n' or '\r' */
} pattern_map;

/* Of at most PATTERN_MAP_BYTES. Bits after the text are 0, up to a word more than it fills. */
void pattern_map_fill(dpm_span text, pattern_map *out);
/* The same without what only this processor can do. For tests. */
void pattern_map_scalar(dpm_span text, pattern_map *out);

#endif
