/* JSON in one line without blanks, as JSON lines want it: commas, nesting, strings and numbers. `key` is NULL inside an array. */
#ifndef DPM_OUTPUT_JSON_LINE_JSON_H
#define DPM_OUTPUT_JSON_LINE_JSON_H

#include "output/sink.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct line_json {
    sink *out;
    bool fresh; /* nothing is in the innermost object or array yet */
} line_json;

void line_open(line_json *w, const char *key, const char *bracket); /* "{" or "[" */
void line_close(line_json *w, const char *bracket);                 /* "}" or "]" */
void line_span(line_json *w, const char *key, dpm_span value);
/* The same in lower case of ASCII. */
void line_lower(line_json *w, const char *key, dpm_span value);
void line_text(line_json *w, const char *key, const char *value);
void line_unsigned(line_json *w, const char *key, uint64_t value);
void line_end(line_json *w);

#endif
