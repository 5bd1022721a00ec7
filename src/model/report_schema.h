/* What a report is made of, described once: each member of its structs with its name, kind and place, and what its text is.
 * Redaction, the summary and its fingerprint walk these tables. A text without a class does not compile, and
 * tests/unit/model/test_report_schema.c fails for a member of the public headers that has no row.
 *
 *     report_schema --> FIELD_LIST causes --> cause_schema --> FIELD_LIST evidence --> evidence_schema ... */
#ifndef DPM_MODEL_REPORT_SCHEMA_H
#define DPM_MODEL_REPORT_SCHEMA_H

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

/* What a text can hold, which decides how it is redacted. */
typedef enum text_class {
    TEXT_PUBLIC, /* our own words, numbers, GUIDs, names of DPM's functions and files: stays */
    TEXT_HOST,   /* the name of a machine, and nothing else */
    TEXT_PATH,   /* the path of a file */
    TEXT_LOG     /* words of a log, or a sentence that may quote one */
} text_class;

typedef struct field {
    field_kind kind;
    text_class text; /* of a span, or of each span in a list of texts */
    const char *name;
    size_t offset, count, limit;
    const struct_schema *inner;
} field;

struct struct_schema {
    const char *type;
    size_t size; /* of the struct */
    const field *fields;
    size_t field_count;
};

extern const struct_schema report_schema;

/* A fingerprint of the tables. A summary written with other tables is recognised by it and refused. */
uint32_t schema_mark(const struct_schema *s);

/* Hands out every text of a report with its class; `take` may change the span. Texts of TEXT_PUBLIC can be in memory that must
 * not be written. */
typedef void (*schema_text_fn)(void *context, text_class text, dpm_span *span);
void schema_each_text(dpm_report_data *data, schema_text_fn take, void *context);

enum { BUCKETS_MAX = 600 }; /* at most, of a timeline */

#endif
