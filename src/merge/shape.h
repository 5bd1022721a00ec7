/* What a report's facts are made of, as tables: which members a structure has, of which kind, and where. Who writes a summary and
 * who reads one walk the same tables, so that they cannot disagree.
 *
 *     facts_shape ──▶ FIELD_LIST causes ──▶ cause_shape ──▶ FIELD_LIST evidence ──▶ evidence_shape ... */
#ifndef DPM_MERGE_SHAPE_H
#define DPM_MERGE_SHAPE_H

#include "dpmlog/report.h"

typedef enum field_kind {
    FIELD_BOOL,
    FIELD_U32,
    FIELD_U64,
    FIELD_TIME,
    FIELD_SIZE,
    FIELD_BUCKET_COUNT, /* a size: how long all counts over time are that follow */
    FIELD_DOUBLE,  /* its bits: what is read is what was written */
    FIELD_ENUM,    /* below `limit` */
    FIELD_SPAN,
    FIELD_NUMBERS, /* `limit` uint64_t in a row */
    FIELD_NESTED,  /* a structure of `inner` */
    FIELD_LIST,    /* a pointer to structures of `inner`; how many is at `count` */
    FIELD_BUCKETS  /* `limit` pointers in a row to counts over time, or NULL */
} field_kind;

typedef struct shape shape;

typedef struct field {
    field_kind kind;
    size_t offset, count, limit;
    const shape *inner;
} field;

struct shape {
    size_t size; /* of the structure */
    const field *fields;
    size_t field_count;
};

extern const shape facts_shape;

/* A number that is another one as soon as the tables are: summaries of other tables are told by it. */
uint32_t shape_mark(const shape *s);

enum { SUMMARY_BUCKETS = 600 }; /* at most, of a timeline */

#endif
