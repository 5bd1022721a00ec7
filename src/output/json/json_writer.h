/* JSON: commas, nesting and values. One member a line, indented by two blanks, or, if compact, all in one line without blanks.
 * Knows nothing of reports. `key` is NULL inside an array, and else a literal of ours that needs no escape. */
#ifndef DPM_OUTPUT_JSON_JSON_WRITER_H
#define DPM_OUTPUT_JSON_JSON_WRITER_H

#include "output/sink.h"

#include <stdint.h>

typedef struct json_writer {
    sink *out;
    bool compact;
    unsigned depth;
    bool fresh; /* nothing is in the innermost object or array yet */
} json_writer;

void json_open_object(json_writer *w, const char *key);
void json_close_object(json_writer *w);
void json_open_array(json_writer *w, const char *key);
void json_close_array(json_writer *w);

void json_span(json_writer *w, const char *key, dpm_span value);
void json_text(json_writer *w, const char *key, const char *value);
void json_unsigned(json_writer *w, const char *key, uint64_t value);
void json_signed(json_writer *w, const char *key, int64_t value);
void json_bool(json_writer *w, const char *key, bool value);
void json_null(json_writer *w, const char *key);
/* Rounded to one decimal, with a point in every locale. */
void json_tenths(json_writer *w, const char *key, double value);
/* "2016-06-01T20:55:45.690Z", or null for DPM_NO_TIME. */
void json_time(json_writer *w, const char *key, int64_t ms);

#endif
