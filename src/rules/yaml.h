/* A YAML file as a tree in which every node knows its place, and typed getters whose errors name that place as a compiler
 * does: path:line:column: message. Knows nothing of rules. */
#ifndef DPM_RULES_YAML_H
#define DPM_RULES_YAML_H

#include "base/arena.h"
#include "base/limits.h"
#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum node_kind { NODE_TEXT, NODE_LIST, NODE_MAP } node_kind;

/* Lists and mappings are chains:
 *
 *     list ─first─▶ item ─next─▶ item        map ─first─▶ key ─next─▶ key
 *                                                          └value     └value     a value has no `next` */
typedef struct node {
    node_kind kind;
    bool quoted, inlined;      /* 'in single quotes'; on one line and without escapes, so that columns can be counted */
    uint32_t line, column;     /* from 1; columns count characters */
    uint32_t count;            /* items or keys */
    dpm_span text;             /* of a scalar, a NUL follows it */
    struct node *first, *last; /* items or keys */
    struct node *next;
    struct node *value; /* of a key */
} node;

typedef struct yaml_file {
    dpm_span name;  /* in errors; a NUL follows it */
    arena *strings; /* where the text of scalars is kept */
    arena *nodes;   /* where the tree is kept */
    dpm_error *err;
    const node *root;
} yaml_file;

/* Read `bytes` into file->root, which is never NULL afterwards. Anchors, aliases, tags, a second document, a key given twice
 * and what is beyond the limits above are errors. */
dpm_status yaml_read(yaml_file *file, dpm_span bytes);

/* Fail with DPM_ERULE at a node. Control characters in the message are masked. */
dpm_status yaml_fail(const yaml_file *file, const node *at, const char *format, ...) PRINTF_LIKE(3, 4);
dpm_status yaml_fail_at(const yaml_file *file, size_t line, size_t column, const char *format, ...) PRINTF_LIKE(4, 5);

/* The value of a key, NULL where it is not given. */
const node *yaml_get(const node *map, const char *key);
/* The same, but a missing key is an error. */
dpm_status yaml_need(const yaml_file *file, const node *map, const char *key, const node **out);

/* `n` is a mapping and has no other keys than those in `keys`, words with a blank between. */
dpm_status yaml_map(const yaml_file *file, const node *n, const char *keys);
/* `n` is a list of at least one item. */
dpm_status yaml_list(const yaml_file *file, const node *n);
/* The first of a list's items, or `n` itself, which must then be the value of a key: go on with `next`. */
const node *yaml_each(const node *n);

/* Text of at least one byte. */
dpm_status yaml_text(const yaml_file *file, const node *n, dpm_span *out);
/* A decimal number within bounds, which are not negative. */
dpm_status yaml_number(const yaml_file *file, const node *n, uint64_t min, uint64_t max, uint64_t *out);
/* One of some words: its index. `what` says in the error what it is ("class"). */
dpm_status yaml_word(const yaml_file *file, const node *n, const char *what, const char *const *words, size_t count, size_t *out);

/* The same for an optional key of `map`; `*out` stays as it is when the key is not given. */
dpm_status yaml_text_of(const yaml_file *file, const node *map, const char *key, dpm_span *out);
dpm_status yaml_bool_of(const yaml_file *file, const node *map, const char *key, bool *out);

#endif
