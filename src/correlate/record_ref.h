/* A record kept beyond its block: what a report can cite. Fixed size, so that tables of them are bounded. */
#ifndef DPM_CORRELATE_RECORD_REF_H
#define DPM_CORRELATE_RECORD_REF_H

#include "classify/classify.h"
#include "record/batch.h"

enum { RECORD_REF_TEXT_CAP = 224, RECORD_REF_POSITION_CAP = 48 };

typedef struct record_ref {
    int64_t time;    /* as assumed while reading: see year_shift */
    uint64_t line;   /* from 1 */
    uint64_t offset; /* bytes in the source as stored */
    uint32_t source; /* number of the source */
    uint32_t pid, tid;
    uint32_t code; /* first HRESULT it states, or 0 */
    uint16_t rule; /* or RULE_NONE */
    uint8_t level; /* dpm_level */
    bool present, has_task, text_cut;
    uint8_t task[16];
    uint8_t text_len, position_len;
    char text[RECORD_REF_TEXT_CAP];         /* begin of the message */
    char position[RECORD_REF_POSITION_CAP]; /* file.cpp(123) */
} record_ref;

/* Where the batches of one block come from: what their records need to be cited. */
typedef struct place {
    uint32_t source; /* number of the source */
    uint32_t stream; /* number of its host and process */
    uint64_t line;   /* lines before the block */
    uint64_t offset; /* of the block's byte `at` in the source as stored: moves forward with the records asked for, */
    uint32_t at;     /* so that a block is measured once, not once a record */
    int encoding;
    uint64_t (*encoded_len)(int encoding, dpm_span text); /* bytes of the source that some decoded text came from */
} place;

/* Where a record begins in the source. Records of a block are asked for in their order. */
uint64_t place_offset(place *where, const record_batch *batch, uint32_t record);

/* Copy record `e->record` of the batch. */
void record_ref_fill(record_ref *out, const record_batch *batch, const event *e, place *where);
/* A total order by time, then source, then line, so that reports do not depend on the order of reading. */
int record_ref_compare(const record_ref *a, const record_ref *b);

static inline dpm_span record_ref_text(const record_ref *k)
{
    return span_of(k->text, k->text_len);
}

static inline dpm_span record_ref_position(const record_ref *k)
{
    return span_of(k->position, k->position_len);
}

#endif
