/* A walk over the rows of a struct. */
#include "output/json/json_schema.h"

#include <assert.h>
#include <string.h>

static void write_list(const json_form *form, const field *f, const void *at)
{
    json_open_array(form->w, f->key);
    for (size_t i = 0; i < field_length(f, at); i++) {
        const void *const item = field_item(f, at, i);
        if (field_is_texts(f)) {
            json_span(form->w, NULL, *(const dpm_span *)item);
            continue;
        }
        json_open_object(form->w, NULL);
        json_members(form, f->inner, item);
        json_close_object(form->w);
    }
    json_close_array(form->w);
}

static void write_field(const json_form *form, const field *f, const void *at)
{
    json_writer *const w = form->w;
    switch (f->kind) {
    case FIELD_BOOL: json_bool(w, f->key, field_number(f, at) != 0); break;
    case FIELD_U32:
    case FIELD_U64:
    case FIELD_SIZE:
    case FIELD_BUCKET_COUNT: json_unsigned(w, f->key, field_number(f, at)); break;
    case FIELD_TIME: json_time(w, f->key, field_time(f, at)); break;
    case FIELD_DOUBLE: json_tenths(w, f->key, field_double(f, at)); break;
    case FIELD_ENUM: json_text(w, f->key, field_word(f, at)); break;
    case FIELD_SPAN: json_span(w, f->key, field_span(f, at)); break;
    case FIELD_LIST:
    case FIELD_ROWS: write_list(form, f, at); break;
    case FIELD_NESTED:
        json_open_object(w, f->key);
        json_members(form, f->inner, (const char *)at + f->offset);
        json_close_object(w);
        break;
    case FIELD_NUMBERS:
    case FIELD_BUCKETS: assert(!"rows of numbers have no keys"); break;
    }
}

/* The members that are computed for a struct: of most there are none. */
enum { COMPUTED_MAX = 8 };
typedef struct computed_list {
    const json_computed *items[COMPUTED_MAX];
    size_t count;
} computed_list;

static computed_list find_computed(const json_form *form, const struct_schema *s)
{
    computed_list out = {.count = 0};
    for (size_t i = 0; i < form->computed_count; i++) {
        if (strcmp(form->computed[i].type, s->type) == 0) {
            assert(out.count < COMPUTED_MAX);
            out.items[out.count++] = &form->computed[i];
        }
    }
    return out;
}

static void write_computed(const json_form *form, const computed_list *list, const char *after, const void *at)
{
    for (size_t i = 0; i < list->count; i++) {
        if (strcmp(list->items[i]->after, after) == 0) {
            list->items[i]->write(form->w, at);
        }
    }
}

void json_members(const json_form *form, const struct_schema *s, const void *at)
{
    const computed_list computed = find_computed(form, s);
    write_computed(form, &computed, "", at);
    for (size_t i = 0; i < s->field_count; i++) {
        if (s->fields[i].shown & SHOWN_JSON) {
            write_field(form, &s->fields[i], at);
            write_computed(form, &computed, s->fields[i].key, at);
        }
    }
}

void json_member(const json_form *form, const struct_schema *s, const char *key, const void *at)
{
    const field *const f = schema_find(s, key);
    assert(f && f->shown & SHOWN_JSON);
    write_field(form, f, at);
}
