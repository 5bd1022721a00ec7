/* Terms of a signature that must be seen in an order of time. */
#ifndef DPM_RANK_SEQUENCE_H
#define DPM_RANK_SEQUENCE_H

#include "rank/observations.h"

/* From the first term of a sequence that was seen whole to its last. */
typedef struct stretch {
    int64_t begin, end;
} stretch;

typedef struct moment {
    int64_t time;
    size_t step;
} moment;

typedef struct stretches {
    moment *moments; /* room for 2 * TERM_GROUPS for each observation that is looked at */
    stretch *items;  /* the same */
    size_t count;
} stretches;

/* Room for `count` observations. */
dpm_status stretches_make(stretches *out, size_t steps, size_t count, arena *memory);
/* Begin a group of observations; then give it each of them; then find the stretches of at most sig->within. */
void stretches_begin(stretches *s);
void stretches_add(stretches *s, const rank_input *in, const signature *sig, const observation *o);
void stretches_find(stretches *s, const signature *sig);
/* The observation has a part in a stretch. */
bool stretches_touch(const stretches *s, const observation *o);

#endif
