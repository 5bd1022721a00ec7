/* A YAML file as a tree in which every node knows its place: libyaml's events, with what a rule file has no use for refused. */
#include "rules/yaml.h"

#include "base/limits.h"
#include "base/text.h"

#include <assert.h>
#include <yaml.h>

typedef struct builder {
    yaml_file *file;
    node *stack[YAML_DEPTH_MAX]; /* open lists and mappings */
    node *key[YAML_DEPTH_MAX];   /* of an open mapping: the key that waits for its value */
    size_t depth, count;
    size_t documents;
} builder;

static dpm_status fail_parser(const yaml_file *file, dpm_span bytes, const yaml_parser_t *parser)
{
    size_t line = parser->problem_mark.line + 1, column = parser->problem_mark.column + 1;
    if (parser->error == YAML_MEMORY_ERROR) {
        return status_nomem(file->err);
    }
    if (parser->error == YAML_READER_ERROR) { /* it has an offset and no mark */
        line = column = 1;
        for (size_t i = 0; i < bytes.len && i < parser->problem_offset; i++) {
            column = bytes.ptr[i] == '\n' ? 1 : column + 1;
            line += bytes.ptr[i] == '\n';
        }
    }
    return yaml_fail_at(file, line, column, "bad YAML: %s%s%s", parser->problem ? parser->problem : "unreadable",
                        parser->context ? " " : "", parser->context ? parser->context : "");
}

static dpm_status add_key(builder *b, node *map, node *key)
{
    if (key->kind != NODE_TEXT) {
        return yaml_fail(b->file, key, "a key must be a word");
    }
    const node *const twin = yaml_get(map, key->text.ptr);
    if (twin) {
        return yaml_fail(b->file, key, "duplicate key '%.60s'", key->text.ptr);
    }
    if (map->count == YAML_KEYS_MAX) {
        return yaml_fail(b->file, key, "more than %d keys in one mapping", YAML_KEYS_MAX);
    }
    b->key[b->depth - 1] = key;
    return DPM_OK;
}

static dpm_status attach(builder *b, node *n)
{
    node *const parent = b->depth ? b->stack[b->depth - 1] : NULL;
    if (!parent) {
        b->file->root = n;
        return DPM_OK;
    }
    node *const key = b->key[b->depth - 1];
    if (parent->kind == NODE_MAP && key) {
        key->value = n;
        b->key[b->depth - 1] = NULL;
        return DPM_OK;
    }
    if (parent->kind == NODE_MAP) {
        TRY(add_key(b, parent, n));
    }
    if (parent->last) {
        parent->last->next = n;
    } else {
        parent->first = n;
    }
    parent->last = n;
    parent->count++;
    return DPM_OK;
}

/* NULL on failure, which `status` then tells. */
static node *add_node(builder *b, node_kind kind, const yaml_event_t *event, dpm_status *status)
{
    const size_t line = event->start_mark.line + 1, column = event->start_mark.column + 1;
    if (++b->count > YAML_NODE_MAX) {
        *status = yaml_fail_at(b->file, line, column, "more than %d values in one file", YAML_NODE_MAX);
        return NULL;
    }
    node *const n = ARENA_NEW(b->file->nodes, node);
    if (!n) {
        *status = status_nomem(b->file->err);
        return NULL;
    }
    *n = (node){.kind = kind, .line = (uint32_t)line, .column = (uint32_t)column};
    return n;
}

static dpm_status refuse_extras(const builder *b, const yaml_event_t *event, const yaml_char_t *anchor, const yaml_char_t *tag)
{
    const size_t line = event->start_mark.line + 1, column = event->start_mark.column + 1;
    if (anchor) {
        return yaml_fail_at(b->file, line, column, "anchors and aliases are not allowed here");
    }
    return tag ? yaml_fail_at(b->file, line, column, "tags are not allowed here") : DPM_OK;
}

static dpm_status add_scalar(builder *b, const yaml_event_t *event)
{
    TRY(refuse_extras(b, event, event->data.scalar.anchor, event->data.scalar.tag));
    dpm_status status = DPM_OK;
    node *const n = add_node(b, NODE_TEXT, event, &status);
    if (!n) {
        return status;
    }
    const yaml_scalar_style_t style = event->data.scalar.style;
    n->quoted = style == YAML_SINGLE_QUOTED_SCALAR_STYLE;
    n->inlined = (n->quoted || style == YAML_PLAIN_SCALAR_STYLE) && event->start_mark.line == event->end_mark.line;
    const dpm_span text = {(const char *)event->data.scalar.value, event->data.scalar.length};
    if (text.len && memchr(text.ptr, '\0', text.len)) {
        return yaml_fail(b->file, n, "NUL in text");
    }
    if (!arena_keep(b->file->strings, text, &n->text)) {
        return status_nomem(b->file->err);
    }
    return attach(b, n);
}

static dpm_status open_node(builder *b, const yaml_event_t *event, bool map)
{
    TRY(refuse_extras(b, event, map ? event->data.mapping_start.anchor : event->data.sequence_start.anchor,
                      map ? event->data.mapping_start.tag : event->data.sequence_start.tag));
    dpm_status status = DPM_OK;
    node *const n = add_node(b, map ? NODE_MAP : NODE_LIST, event, &status);
    if (!n) {
        return status;
    }
    if (b->depth == YAML_DEPTH_MAX) {
        return yaml_fail(b->file, n, "more than %d levels of nesting", YAML_DEPTH_MAX);
    }
    TRY(attach(b, n));
    b->key[b->depth] = NULL;
    b->stack[b->depth++] = n;
    return DPM_OK;
}

static dpm_status take_event(builder *b, const yaml_event_t *event)
{
    const size_t line = event->start_mark.line + 1, column = event->start_mark.column + 1;
    switch (event->type) {
    case YAML_DOCUMENT_START_EVENT:
        if (b->documents++) {
            return yaml_fail_at(b->file, line, column, "a second document in one file");
        }
        return DPM_OK;
    case YAML_ALIAS_EVENT: return yaml_fail_at(b->file, line, column, "anchors and aliases are not allowed here");
    case YAML_SCALAR_EVENT: return add_scalar(b, event);
    case YAML_SEQUENCE_START_EVENT: return open_node(b, event, false);
    case YAML_MAPPING_START_EVENT: return open_node(b, event, true);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT: b->depth--; return DPM_OK;
    default: return DPM_OK;
    }
}

dpm_status yaml_read(yaml_file *file, dpm_span bytes)
{
    assert(file->strings && file->nodes);
    yaml_parser_t parser;
    if (!yaml_parser_initialize(&parser)) {
        return status_nomem(file->err);
    }
    yaml_parser_set_input_string(&parser, (const unsigned char *)(bytes.len ? bytes.ptr : ""), bytes.len);
    builder b = {.file = file};
    dpm_status status = DPM_OK;
    for (bool more = true; more && status == DPM_OK;) {
        yaml_event_t event;
        if (!yaml_parser_parse(&parser, &event)) {
            status = fail_parser(file, bytes, &parser);
            break;
        }
        more = event.type != YAML_STREAM_END_EVENT;
        status = take_event(&b, &event);
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    if (status == DPM_OK && !file->root) {
        status = yaml_fail_at(file, 1, 1, "the file is empty");
    }
    return status;
}
