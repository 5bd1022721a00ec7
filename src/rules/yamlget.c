/* Typed getters over the tree of yaml.c, and how they fail. */
#include "rules/yaml.h"

#include "base/number.h"
#include "base/strbuf.h"
#include "base/text.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>

static dpm_status fail(const yaml_file *file, size_t line, size_t column, const char *format, va_list args) PRINTF_LIKE(4, 0);

static dpm_status fail(const yaml_file *file, size_t line, size_t column, const char *format, va_list args)
{
    dpm_error *const err = file->err;
    if (!err) {
        return DPM_ERULE;
    }
    const int len = snprintf(err->message, sizeof err->message, "%s:%zu:%zu: ", file->name.ptr, line, column);
    const size_t at = len > 0 && (size_t)len < sizeof err->message ? (size_t)len : 0;
    vsnprintf(err->message + at, sizeof err->message - at, format, args);
    for (char *c = err->message; *c; c++) {
        *c = (unsigned char)*c < 0x20 || *c == 0x7F ? '?' : *c;
    }
    err->status = DPM_ERULE;
    err->path_len = 0;
    return DPM_ERULE;
}

dpm_status yaml_fail_at(const yaml_file *file, size_t line, size_t column, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const dpm_status status = fail(file, line, column, format, args);
    va_end(args);
    return status;
}

dpm_status yaml_fail(const yaml_file *file, const node *at, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const dpm_status status = fail(file, at->line, at->column, format, args);
    va_end(args);
    return status;
}

const node *yaml_get(const node *map, const char *key)
{
    assert(map->kind == NODE_MAP);
    const dpm_span word = span_str(key);
    for (const node *k = map->first; k; k = k->next) {
        if (span_eq(k->text, word)) {
            return k->value;
        }
    }
    return NULL;
}

dpm_status yaml_need(const yaml_file *file, const node *map, const char *key, const node **out)
{
    *out = yaml_get(map, key);
    return *out ? DPM_OK : yaml_fail(file, map, "key '%s' is missing", key);
}

static bool has_word(dpm_span words, dpm_span word)
{
    while (words.len) {
        const cut c = span_cut(words, ' ');
        if (span_eq(c.head, word)) {
            return true;
        }
        words = c.tail;
    }
    return false;
}

dpm_status yaml_map(const yaml_file *file, const node *n, const char *keys)
{
    if (n->kind != NODE_MAP) {
        return yaml_fail(file, n, "a mapping is expected, with the keys: %s", keys);
    }
    for (const node *key = n->first; key; key = key->next) {
        if (!has_word(span_str(keys), key->text)) {
            return yaml_fail(file, key, "unknown key '%.60s'; known here: %s", key->text.ptr, keys);
        }
    }
    return DPM_OK;
}

dpm_status yaml_list(const yaml_file *file, const node *n)
{
    if (n->kind != NODE_LIST) {
        return yaml_fail(file, n, "a list is expected");
    }
    return n->first ? DPM_OK : yaml_fail(file, n, "the list is empty");
}

const node *yaml_each(const node *n)
{
    return n->kind == NODE_LIST ? n->first : n;
}

dpm_status yaml_text(const yaml_file *file, const node *n, dpm_span *out)
{
    if (n->kind != NODE_TEXT) {
        return yaml_fail(file, n, "text is expected, not a %s", n->kind == NODE_LIST ? "list" : "mapping");
    }
    if (n->text.len == 0) {
        return yaml_fail(file, n, "text is expected, but there is none");
    }
    *out = n->text;
    return DPM_OK;
}

static dpm_status read_bool(const yaml_file *file, const node *n, bool *out)
{
    static const char *const words[] = {"false", "true"};
    size_t index = 0;
    TRY(yaml_word(file, n, "value", words, 2, &index));
    *out = index == 1;
    return DPM_OK;
}

dpm_status yaml_number(const yaml_file *file, const node *n, uint64_t min, uint64_t max, uint64_t *out)
{
    assert(min <= max);
    dpm_span text = {0};
    TRY(yaml_text(file, n, &text));
    uint64_t value = 0;
    if (number_decimal(text, &value) != text.len || value < min || value > max) {
        return yaml_fail(file, n, "'%.60s' is no number from %llu to %llu", text.ptr, (unsigned long long)min,
                         (unsigned long long)max);
    }
    *out = value;
    return DPM_OK;
}

dpm_status yaml_word(const yaml_file *file, const node *n, const char *what, const char *const *words, size_t count, size_t *out)
{
    assert(what && count > 0);
    dpm_span text = {0};
    TRY(yaml_text(file, n, &text));
    for (size_t i = 0; i < count; i++) {
        if (span_eq(text, span_str(words[i]))) {
            *out = i;
            return DPM_OK;
        }
    }
    strbuf known = {0};
    for (size_t i = 0; i < count; i++) {
        strbuf_addf(&known, "%s%s", i ? " " : "", words[i]);
    }
    const dpm_status status =
        known.failed ? status_nomem(file->err) : yaml_fail(file, n, "unknown %s '%.60s'; known: %s", what, text.ptr, known.ptr);
    strbuf_free(&known);
    return status;
}

dpm_status yaml_text_of(const yaml_file *file, const node *map, const char *key, dpm_span *out)
{
    const node *const n = yaml_get(map, key);
    return n ? yaml_text(file, n, out) : DPM_OK;
}

dpm_status yaml_bool_of(const yaml_file *file, const node *map, const char *key, bool *out)
{
    const node *const n = yaml_get(map, key);
    return n ? read_bool(file, n, out) : DPM_OK;
}
