/* Rows of a summary: a letter, then fields, each behind a TAB. In texts TABs, line ends, NULs and backslashes are escaped, so
 * that a row is a line. Which members of a struct a row holds is a table, from which rows are written and read. */
#ifndef DPM_SUMMARY_SUMMARY_ROW_H
#define DPM_SUMMARY_SUMMARY_ROW_H

#include "base/arena.h"
#include "base/strbuf.h"

#include <stdint.h>

typedef enum row_field_type {
    ROW_TEXT,  /* dpm_span */
    ROW_INT,   /* int64_t */
    ROW_COUNT, /* uint64_t */
} row_field_type;

typedef struct row_field {
    row_field_type type;
    size_t at; /* offset in the struct */
} row_field;

/* The fields of a row as an array. */
typedef struct row_form {
    char letter;
    uint8_t count;
    const row_field *fields;
} row_form;

void row_put(strbuf *out, const row_form *form, const void *from);
/* `row` without its line end. DPM_EDATA where it has not all fields, or others than the form says; then `to` may be half filled.
 * Texts are copied to `memory`. */
dpm_status row_take(dpm_span row, const row_form *form, void *to, arena *memory);

void row_put_text(strbuf *out, dpm_span text);
void row_put_int(strbuf *out, int64_t number);
/* The length of what was escaped, written to `to`, which has room for as much; SIZE_MAX: it is no such text. */
size_t row_text(dpm_span escaped, char *to);
/* The next field off the front of a row; false: there is none. */
bool row_next(dpm_span *rest, dpm_span *out);
bool row_number(dpm_span text, int64_t *out);
bool row_count(dpm_span text, uint64_t *out);

#endif
