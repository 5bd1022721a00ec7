/* What a report is made of, described once: each member of its structs with its name, kind and place, what its text is, and
 * which writers show it. Redaction, the summary and its fingerprint, JSON, CSV and SQLite walk these tables. A text without a
 * class and a member that does not say where it is shown do not compile. tests/unit/model/test_report_schema.c fails for a
 * member of the public headers that has no row, and where docs/report.schema.json says something else than the rows.
 *
 *     report_schema --> FIELD_LIST causes --> cause_schema --> FIELD_LIST evidence --> evidence_schema ... */
#ifndef DPM_MODEL_REPORT_SCHEMA_H
#define DPM_MODEL_REPORT_SCHEMA_H

#include "base/limits.h"
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
    FIELD_LIST,    /* an array of pointers to structures of `inner`; how many is at `count` */
    FIELD_ROWS,    /* an array of structures of `inner`, which never get new members */
    FIELD_BUCKETS  /* `limit` pointers in a row to counts over time, or NULL */
} field_kind;

typedef struct struct_schema struct_schema;

/* What a text can hold, which decides how it is redacted. */
typedef enum text_class {
    TEXT_PUBLIC, /* our own words, numbers, GUIDs, names of DPM's functions and files: stays */
    TEXT_HOST,   /* the name of a machine, and nothing else */
    TEXT_PATH,   /* the path of a file */
    TEXT_TASK,   /* the GUID of a task, as a log has it */
    TEXT_HEX,    /* a number in hex, as a log has it */
    TEXT_LOG     /* words of a log, or a sentence that may quote one */
} text_class;

/* Writers that show members as they are: a set. A writer shows them in the order of the rows. */
enum { SHOWN_JSON = 1, SHOWN_CSV = 2, SHOWN_SQL = 4 };

typedef struct field {
    field_kind kind;
    text_class text;  /* of a span, or of each span in a list of texts */
    const char *name; /* of the member */
    const char *key;  /* how writers name it */
    size_t offset, count, limit;
    const struct_schema *inner;
    const char *(*word)(unsigned value); /* of an enumeration that is shown */
    unsigned shown;
} field;

struct struct_schema {
    const char *type;
    size_t size; /* of the struct */
    const field *fields;
    size_t field_count;
};

extern const struct_schema report_schema, cause_schema, evidence_schema, skipped_schema, source_schema, task_schema,
    incident_schema, datasource_schema, comparison_schema;
/* A text by itself, as lists of texts have them. */
extern const struct_schema span_schema;

/* The row that writers name so, or NULL. */
const field *schema_find(const struct_schema *s, const char *key);

/* The value of a member. `at`: the struct. */
uint64_t field_number(const field *f, const void *at); /* also of bool and of enumerations */
const char *field_word(const field *f, const void *at);
int64_t field_time(const field *f, const void *at);
double field_double(const field *f, const void *at);
dpm_span field_span(const field *f, const void *at);
size_t field_length(const field *f, const void *at);
/* Item number `i` of a list or of rows. */
const void *field_item(const field *f, const void *at, size_t i);
/* Whether the list is one of texts, not of structs. */
bool field_is_texts(const field *f);

/* A fingerprint of the tables. A summary written with other tables is recognised by it and refused. */
uint32_t schema_mark(const struct_schema *s);

/* Hands out every text of a report with its class; `take` may change the span. Texts of TEXT_PUBLIC can be in memory that must
 * not be written. */
typedef void (*schema_text_fn)(void *context, text_class text, dpm_span *span);
void schema_each_text(dpm_report_data *data, schema_text_fn take, void *context);

#endif
