/* What is done with the tables of report_schema: values are read, texts handed out, and the fingerprint taken. */
#include "model/report_schema.h"

#include <assert.h>
#include <string.h>

const field *schema_find(const struct_schema *s, const char *key)
{
    for (size_t i = 0; i < s->field_count; i++) {
        if (strcmp(s->fields[i].key, key) == 0) {
            return &s->fields[i];
        }
    }
    return NULL;
}

uint64_t field_number(const field *f, const void *at)
{
    const void *const place = (const char *)at + f->offset;
    switch (f->kind) {
    case FIELD_BOOL: return *(const bool *)place;
    case FIELD_U32: return *(const uint32_t *)place;
    case FIELD_ENUM: return *(const unsigned *)place;
    case FIELD_SIZE:
    case FIELD_BUCKET_COUNT: return *(const size_t *)place;
    default: assert(f->kind == FIELD_U64); return *(const uint64_t *)place;
    }
}

const char *field_word(const field *f, const void *at)
{
    assert(f->word);
    return f->word((unsigned)field_number(f, at));
}

int64_t field_time(const field *f, const void *at)
{
    assert(f->kind == FIELD_TIME);
    return *(const int64_t *)(const void *)((const char *)at + f->offset);
}

double field_double(const field *f, const void *at)
{
    assert(f->kind == FIELD_DOUBLE);
    return *(const double *)(const void *)((const char *)at + f->offset);
}

dpm_span field_span(const field *f, const void *at)
{
    assert(f->kind == FIELD_SPAN);
    return *(const dpm_span *)(const void *)((const char *)at + f->offset);
}

size_t field_length(const field *f, const void *at)
{
    assert(f->kind == FIELD_LIST || f->kind == FIELD_ROWS);
    return *(const size_t *)(const void *)((const char *)at + f->count);
}

const void *field_item(const field *f, const void *at, size_t i)
{
    const void *items, *item;
    assert(i < field_length(f, at));
    memcpy(&items, (const char *)at + f->offset, sizeof items);
    if (f->kind == FIELD_ROWS) {
        return (const char *)items + i * f->inner->size;
    }
    memcpy(&item, (const char *)items + i * sizeof item, sizeof item);
    return item;
}

bool field_is_texts(const field *f)
{
    return f->inner == &span_schema;
}

/* FNV-1a over the names, kinds and limits of the members in their order. Where a member is in memory does not matter. */
uint32_t schema_mark(const struct_schema *s)
{
    uint32_t mark = 2166136261u;
    for (size_t i = 0; i < s->field_count; i++) {
        const field *const f = &s->fields[i];
        for (const char *at = f->name; *at; at++) {
            mark = (mark ^ (unsigned char)*at) * 16777619u;
        }
        mark = (mark ^ (uint32_t)f->kind) * 16777619u;
        mark = (mark ^ (uint32_t)f->limit) * 16777619u;
        mark = (mark ^ (f->inner ? schema_mark(f->inner) : 0)) * 16777619u;
    }
    return mark;
}

/* `text`: the class of a span that has none of its own, being one of a list of texts. */
static void each_text(const struct_schema *s, char *at, text_class text, schema_text_fn take, void *context)
{
    for (size_t i = 0; i < s->field_count; i++) {
        const field *const f = &s->fields[i];
        if (f->kind == FIELD_SPAN) {
            take(context, s == &span_schema ? text : f->text, (dpm_span *)(void *)(at + f->offset));
        } else if (f->kind == FIELD_NESTED) {
            each_text(f->inner, at + f->offset, TEXT_PUBLIC, take, context);
        } else if (f->kind == FIELD_LIST || f->kind == FIELD_ROWS) {
            for (size_t k = 0; k < field_length(f, at); k++) {
                each_text(f->inner, (char *)field_item(f, at, k), f->text, take,
                          context); /* ours to change: see report_schema.h */
            }
        }
    }
}

void schema_each_text(dpm_report_data *data, schema_text_fn take, void *context)
{
    each_text(&report_schema, (char *)data, TEXT_PUBLIC, take, context);
}
