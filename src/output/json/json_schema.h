/* Structs of a report as JSON, by the rows of model/report_schema: the members that JSON shows, in the order of the rows. */
#ifndef DPM_OUTPUT_JSON_JSON_SCHEMA_H
#define DPM_OUTPUT_JSON_JSON_SCHEMA_H

#include "model/report_schema.h"
#include "output/json/json_writer.h"

/* A member of the JSON that no struct has: it is computed from the others. */
typedef struct json_computed {
    const char *type, *after; /* "dpm_absence", "until": which member it follows; "": it is the first */
    void (*write)(json_writer *w, const void *at);
} json_computed;

typedef struct json_form {
    json_writer *w;
    const json_computed *computed;
    size_t computed_count;
} json_form;

/* The members of the struct at `at`, without the braces around them. */
void json_members(const json_form *form, const struct_schema *s, const void *at);
/* One of them by its key: a value, an object or a list. */
void json_member(const json_form *form, const struct_schema *s, const char *key, const void *at);

#endif
