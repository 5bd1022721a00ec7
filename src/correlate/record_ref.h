/* A record kept beyond its block: what a report can cite. Each is kept once, however many entries refer to it, and goes when none
 * does any more: so memory is bounded by the tables that refer to records, and an entry holds a pointer where it held a copy.
 *
 *   incident.first ──┐
 *   incident.last  ──┼──▶ record_ref: numbers, then text and position     uses: 4
 *   task.last_bad  ──┤
 *   thread.last_bad ─┘
 */
#ifndef DPM_CORRELATE_RECORD_REF_H
#define DPM_CORRELATE_RECORD_REF_H

#include "base/status.h"
#include "classify/classify.h"
#include "record/batch.h"

enum {
    RECORD_REF_TEXT_CAP = 224,
    RECORD_REF_POSITION_CAP = 48,
    CAPTURE_TEXT_CAP = 96 /* bytes that are kept of what a pattern captured */
};

typedef struct record_ref {
    int64_t time;    /* as assumed while reading: see year_shift */
    uint64_t line;   /* from 1 */
    uint64_t offset; /* bytes in the source as stored */
    uint32_t uses;   /* entries that refer to it */
    uint32_t source; /* number of the source */
    uint32_t pid, tid;
    uint32_t code;   /* first HRESULT it states, or 0 */
    uint32_t dpm_id; /* event.dpm_id */
    uint16_t rule;   /* or RULE_NONE */
    uint8_t level;   /* dpm_level */
    uint8_t text_len, position_len;
    bool has_task, text_cut, numbered;
    uint8_t task[16];
    char texts[]; /* begin of the message, then file.cpp(123) */
} record_ref;

/* What the rule captured in a record that is kept. */
typedef struct captures {
    uint32_t uses;
    uint32_t count;
    struct captured_text {
        const capture *what;
        uint8_t len;
        char text[CAPTURE_TEXT_CAP];
    } items[]; /* EVENT_CAPTURES at most */
} captures;

/* Blocks of a few sizes, multiples of 64 bytes, taken from large chunks; what is given back is taken first. */
enum { POOL_UNIT = 64, POOL_SIZES = 8 };
typedef struct record_pool {
    void *free[POOL_SIZES]; /* by size */
    void *chunks;
    char *fresh; /* what is left of the newest chunk */
    size_t left;
    uint64_t held;   /* blocks that are taken */
    record_ref *now; /* the event that is being taken, once it was asked for */
} record_pool;

void record_pool_free(record_pool *p);
/* A block of up to POOL_SIZES * POOL_UNIT bytes, not cleared; NULL when memory ran out. It is given back with its size. */
void *record_pool_take(record_pool *p, size_t bytes);
void record_pool_give(record_pool *p, void *taken, size_t bytes);

/* Where the batches of one block come from: what their records need to be cited. */
typedef struct place {
    uint32_t source; /* number of the source */
    uint32_t stream; /* number of its host and process */
    uint64_t line;   /* lines before the block */
    uint64_t offset; /* of the block's byte `at` in the source as stored: moves forward with the records asked for, */
    uint32_t at;     /* so that a block is measured once, not once a record */
    int encoding;
    bool witness;            /* it is no errlog: nothing is to be told from its PIDs, and its silence means nothing */
    bool numbered;           /* its records are cited by their numbers, not by lines */
    const uint64_t *offsets; /* of the batch's records in the source, where they are known; else NULL */
    bool sparse;             /* only some records are here: what all of them tell is added by itself (see summary/) */
    uint64_t (*encoded_len)(int encoding, dpm_span text); /* bytes of the source that some decoded text came from */
} place;

/* Where a record begins in the source. Records of a block are asked for in their order. */
uint64_t place_offset(place *where, const record_batch *batch, uint32_t record);

/* The record of the event that is being taken: kept when it is first asked for. NULL when memory ran out. */
record_ref *record_now(record_pool *p, const record_batch *batch, const event *e, place *where);
/* The event was taken: what no entry refers to goes. */
void record_done(record_pool *p);
/* No entry refers to the record any more. */
void record_forget(record_pool *p, record_ref *k);
/* `*at` refers to `k` from now on, and no more to what it did. Either may be NULL. */
static inline void record_set(record_pool *p, record_ref **at, record_ref *k)
{
    record_ref *const old = *at;
    *at = k;
    if (k) {
        k->uses++;
    }
    if (old && --old->uses == 0) {
        record_forget(p, old);
    }
}

/* Copy what a pattern captured; "..." marks a text that was cut. Returns the length. */
uint8_t capture_keep(char to[CAPTURE_TEXT_CAP], dpm_span text);
/* What the event's rule captured, not used yet. NULL when memory ran out. */
captures *captures_keep(record_pool *p, const event *e);
void captures_set(record_pool *p, captures **at, captures *c);

/* A total order by time, then source, then line, so that reports do not depend on the order of reading. */
int record_ref_compare(const record_ref *a, const record_ref *b);

static inline dpm_span record_ref_text(const record_ref *k)
{
    return span_of(k->texts, k->text_len);
}

static inline dpm_span record_ref_position(const record_ref *k)
{
    return span_of(k->texts + k->text_len, k->position_len);
}

#endif
