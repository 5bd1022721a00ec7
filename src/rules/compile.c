/* Draft rules to the order in which they compete, with their patterns compiled. The tables that select candidates are made
 * by select.c. */
#include "rules/select.h"

#include "base/limits.h"
#include "base/text.h"
#include "base/utf8.h"
#include "rules/draft.h"

#include <stdlib.h>

enum {
    CAPTURE_MAX = 4 /* as many as an event keeps */
};

static int by_rank(const void *left, const void *right)
{
    const rule *const a = &((const draft_rule *)left)->rule, *const b = &((const draft_rule *)right)->rule;
    if (a->rank != b->rank) {
        return a->rank > b->rank ? -1 : 1;
    }
    return span_cmp(a->id, b->id);
}

/* The column of a byte of a scalar, as far as it is known. */
static size_t text_column(const node *n, size_t offset)
{
    size_t column = n->column + (n->inlined && n->quoted);
    for (size_t i = 0; n->inlined && i < offset && i < n->text.len; i++) {
        const char c = n->text.ptr[i];
        column += !utf8_tail(c);          /* columns are characters */
        column += n->quoted && c == '\''; /* written twice */
    }
    return column;
}

/* The part of a pattern before a last alternative `|$`, which lets it fit everywhere; empty where it has none. In extended
 * patterns blanks may be in it. Quoted and commented text, in which `|$` means something else, is left alone. */
static dpm_span optional_head(dpm_span pattern)
{
    dpm_span head = pattern;
    const cut options = span_cut(span_starts(pattern, SPAN("(?")) ? span_from(pattern, 2) : (dpm_span){0}, ')');
    const bool extended =
        options.found && span_find(options.head, SPAN("x")) != SIZE_MAX && span_find(options.head, SPAN(":")) == SIZE_MAX;
    if (span_find(pattern, SPAN("\\Q")) != SIZE_MAX || (extended && span_find(pattern, SPAN("#")) != SIZE_MAX)) {
        return (dpm_span){0};
    }
    head = extended ? span_trim(head) : head;
    if (head.len == 0 || head.ptr[head.len - 1] != '$') {
        return (dpm_span){0};
    }
    head.len--;
    head = extended ? span_trim(head) : head;
    if (head.len == 0 || head.ptr[head.len - 1] != '|') {
        return (dpm_span){0};
    }
    head.len--;
    return head;
}

static pcre2_code *compile_text(dpm_span text, int *number, PCRE2_SIZE *offset, pcre2_compile_context *context)
{
    return pcre2_compile((PCRE2_SPTR)text.ptr, text.len, PCRE2_NEVER_UTF | PCRE2_NEVER_BACKSLASH_C, number, offset, context);
}

/* Run such a pattern without its last alternative, so that PCRE2 sees with which bytes a match begins: five times as fast. */
static void compile_head(rule *r, pcre2_compile_context *context)
{
    const dpm_span head = optional_head(r->pattern);
    int number = 0;
    PCRE2_SIZE offset = 0;
    pcre2_code *const regex = head.len ? compile_text(head, &number, &offset, context) : NULL;
    if (regex) {
        pcre2_code_free(r->regex);
        r->regex = regex;
        r->optional = true;
    }
}

/* An earlier rule with the same pattern lends what it was compiled to. */
static bool borrow_pattern(const dpm_rules *rules, rule *r)
{
    for (const rule *other = rules->rules; other < r; other++) {
        if (other->regex && span_eq(other->pattern, r->pattern)) {
            r->regex = other->regex;
            r->optional = other->optional;
            r->lent = true;
            return true;
        }
    }
    return false;
}

static dpm_status compile_pattern(const draft *d, const draft_rule *from, pcre2_compile_context *context, rule *r)
{
    const node *const n = from->pattern;
    int number = 0;
    PCRE2_SIZE offset = 0;
    if (borrow_pattern(d->rules, r)) {
        return DPM_OK;
    }
    r->regex = compile_text(r->pattern, &number, &offset, context);
    if (!r->regex && number == PCRE2_ERROR_HEAP_FAILED) {
        return status_nomem(d->err);
    }
    if (!r->regex) {
        char words[160] = "";
        pcre2_get_error_message(number, (PCRE2_UCHAR *)words, sizeof words);
        return yaml_fail_at(from->file, n->line, text_column(n, offset), "pattern does not compile: %s (at offset %zu)", words,
                            offset);
    }
    compile_head(r, context);
    /* No JIT on this machine, or no memory for it: the pattern is interpreted. */
    (void)pcre2_jit_compile(r->regex, PCRE2_JIT_COMPLETE);
    return DPM_OK;
}

static dpm_status read_capture(const draft_rule *from, const rule *r, const node *key, capture *out)
{
    static const char *const types[] = {
        [CAPTURE_TEXT] = "text",       [CAPTURE_HOST] = "host",     [CAPTURE_TASK] = "task",      [CAPTURE_PATH] = "path",
        [CAPTURE_HRESULT] = "hresult", [CAPTURE_NUMBER] = "number", [CAPTURE_VERSION] = "version"};
    size_t type = 0;
    TRY(yaml_word(from->file, key->value, "capture type", types, sizeof types / sizeof types[0], &type));
    const int group = pcre2_substring_number_from_name(r->regex, (PCRE2_SPTR)key->text.ptr);
    if (group == PCRE2_ERROR_NOUNIQUESUBSTRING) {
        return yaml_fail(from->file, key, "the pattern has several groups named '%.60s'", key->text.ptr);
    }
    if (group <= 0) {
        return yaml_fail(from->file, key, "the pattern has no group named '%.60s'", key->text.ptr);
    }
    *out = (capture){.name = key->text, .group = (uint32_t)group, .type = (capture_type)type};
    return DPM_OK;
}

static dpm_status read_captures(draft *d, const draft_rule *from, rule *r)
{
    const node *const map = from->capture;
    if (!map) {
        return DPM_OK;
    }
    if (!r->regex) {
        return yaml_fail(from->file, map, "a capture needs a pattern");
    }
    if (map->kind != NODE_MAP || !map->first) {
        return yaml_fail(from->file, map, "a mapping of group names to types is expected");
    }
    if (map->count > CAPTURE_MAX) {
        return yaml_fail(from->file, map, "more than %d captures", CAPTURE_MAX);
    }
    r->captures = ARENA_ARRAY(&d->rules->memory, map->count, capture);
    if (!r->captures) {
        return status_nomem(d->err);
    }
    for (const node *key = map->first; key; key = key->next) {
        TRY(read_capture(from, r, key, &r->captures[r->capture_count++]));
    }
    return DPM_OK;
}

static dpm_status make_contexts(draft *d, pcre2_compile_context **compile)
{
    dpm_rules *const rules = d->rules;
    rules->pcre_context = pcre2_general_context_create(NULL, NULL, NULL);
    rules->match_context = pcre2_match_context_create(rules->pcre_context);
    *compile = pcre2_compile_context_create(rules->pcre_context);
    if (!rules->pcre_context || !rules->match_context || !*compile) {
        return status_nomem(d->err);
    }
    pcre2_set_match_limit(rules->match_context, MATCH_STEPS_MAX);
    pcre2_set_depth_limit(rules->match_context, MATCH_DEPTH_MAX);
    pcre2_set_heap_limit(rules->match_context, MATCH_HEAP_MAX);
    pcre2_set_newline(*compile, PCRE2_NEWLINE_ANYCRLF);
    return DPM_OK;
}

static dpm_status compile_rules(draft *d)
{
    pcre2_compile_context *context = NULL;
    dpm_status status = make_contexts(d, &context);
    for (size_t i = 0; i < d->count && status == DPM_OK; i++) {
        rule *const r = &d->rules->rules[i];
        if (d->items[i].pattern) {
            status = compile_pattern(d, &d->items[i], context, r);
        }
        if (status == DPM_OK) {
            status = read_captures(d, &d->items[i], r);
        }
    }
    pcre2_compile_context_free(context);
    return status;
}

dpm_status draft_compile(draft *d)
{
    dpm_rules *const rules = d->rules;
    if (d->count) {
        qsort(d->items, d->count, sizeof *d->items, by_rank);
    }
    rules->rules = ARENA_ARRAY(&rules->memory, d->count, rule);
    if (!rules->rules) {
        return status_nomem(d->err);
    }
    for (size_t i = 0; i < d->count; i++) {
        rules->rules[i] = d->items[i].rule;
    }
    rules->rule_count = d->count;
    TRY(compile_rules(d));
    return select_build(rules, d->err);
}
