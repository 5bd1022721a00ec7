/* What a report's facts are made of, as tables: which members a structure has, of which kind, and where. Who writes a summary and
 * who reads one walk the same tables, so that they cannot disagree.
 *
 *     report_schema ──▶ FIELD_LIST causes ──▶ cause_shape ──▶ FIELD_LIST evidence ──▶ evidence_shape ... */
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
    FIELD_DOUBLE,       /* its bits: what is read is what was written */
    FIELD_ENUM,         /* below `limit` */
    FIELD_SPAN,
    FIELD_NUMBERS, /* `limit` uint64_t in a row */
    FIELD_NESTED,  /* a structure of `inner` */
    FIELD_LIST,    /* a pointer to structures of `inner`; how many is at `count` */
    FIELD_BUCKETS  /* `limit` pointers in a row to counts over time, or NULL */
} field_kind;

typedef struct struct_schema struct_schema;

typedef struct field {
    field_kind kind;
    size_t offset, count, limit;
    const struct_schema *inner;
} field;

struct struct_schema {
    size_t size; /* of the structure */
    const field *fields;
    size_t field_count;
};

extern const struct_schema report_schema;

/* A number that is another one as soon as the tables are: summaries of other tables are told by it. */
uint32_t schema_mark(const struct_schema *s);

enum { BUCKETS_MAX = 600 }; /* at most, of a timeline */

#endif
