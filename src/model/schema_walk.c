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

const void *field_list(const field *f, const void *at, size_t *count)
{
    const void *items;
    assert(f->kind == FIELD_LIST);
    memcpy(&items, (const char *)at + f->offset, sizeof items);
    memcpy(count, (const char *)at + f->count, sizeof *count);
    return items;
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

static void each_of_list(const field *f, char *at, text_class list_text, schema_text_fn take, void *context);

/* `text`: the class of a span that has none of its own, being one of a list of texts. */
static void each_text(const struct_schema *s, char *at, text_class text, schema_text_fn take, void *context)
{
    for (size_t i = 0; i < s->field_count; i++) {
        const field *const f = &s->fields[i];
        if (f->kind == FIELD_SPAN) {
            take(context, s == &span_schema ? text : f->text, (dpm_span *)(void *)(at + f->offset));
        } else if (f->kind == FIELD_NESTED) {
            each_text(f->inner, at + f->offset, TEXT_PUBLIC, take, context);
        } else if (f->kind == FIELD_LIST) {
            each_of_list(f, at, f->text, take, context);
        }
    }
}

static void each_of_list(const field *f, char *at, text_class list_text, schema_text_fn take, void *context)
{
    char *items;
    size_t count;
    memcpy(&items, at + f->offset, sizeof items);
    memcpy(&count, at + f->count, sizeof count);
    for (size_t i = 0; i < count; i++) {
        each_text(f->inner, items + i * f->inner->size, list_text, take, context);
    }
}

void schema_each_text(dpm_report_data *data, schema_text_fn take, void *context)
{
    each_text(&report_schema, (char *)data, TEXT_PUBLIC, take, context);
}
