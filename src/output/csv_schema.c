/* A walk over the rows of a struct. */
#include "output/csv_schema.h"

#include "base/civil.h"
#include "model/format.h"

#include <assert.h>

static void put_time(csv_row *row, int64_t ms)
{
    char time[CIVIL_TEXT + 1] = "";
    if (ms != DPM_NO_TIME) {
        civil_iso(ms, time);
    }
    csv_word(row, time);
}

static void put_field(csv_row *row, const field *f, const void *at, strbuf *text)
{
    char tenths[FORMAT_BYTES];
    switch (f->kind) {
    case FIELD_TIME: put_time(row, field_time(f, at)); break;
    case FIELD_SPAN: csv_field(row, field_span(f, at)); break;
    case FIELD_ENUM: csv_word(row, field_word(f, at)); break;
    case FIELD_DOUBLE:
        format_tenths(field_double(f, at), tenths);
        csv_word(row, tenths);
        break;
    case FIELD_ROWS:
        assert(field_is_texts(f));
        strbuf_clear(text);
        for (size_t i = 0; i < field_length(f, at); i++) {
            strbuf_adds(text, i ? " " : "");
            strbuf_add(text, *(const dpm_span *)field_item(f, at, i));
        }
        csv_field(row, strbuf_span(text));
        break;
    default: csv_number(row, field_number(f, at)); break;
    }
}

void csv_heads(csv_row *row, const struct_schema *s)
{
    for (size_t i = 0; i < s->field_count; i++) {
        if (s->fields[i].shown & SHOWN_CSV) {
            csv_word(row, s->fields[i].key);
        }
    }
}

void csv_members(csv_row *row, const struct_schema *s, const void *at, strbuf *scratch)
{
    for (size_t i = 0; i < s->field_count; i++) {
        if (s->fields[i].shown & SHOWN_CSV) {
            put_field(row, &s->fields[i], at, scratch);
        }
    }
}
