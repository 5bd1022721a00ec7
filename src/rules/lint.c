/* What is not wrong in rule files and tables, but seldom meant: numbers that are defined again, lines without a text, IDs that no
 * list has, and rules that only fit English records. */
#include "base/text.h"
#include "rules/rules.h"

#include <stdio.h>

typedef struct linter {
    const dpm_rules *rules;
    dpm_lint_fn take;
    void *context;
    size_t found;
} linter;

typedef struct place {
    dpm_span file;
    size_t line, column;
} place;

static void tell(linter *l, place at, dpm_span about, const char *text, dpm_span more)
{
    const dpm_lint finding = {at.file, at.line, at.column, about, span_str(text), more};
    l->found++;
    l->take(l->context, &finding);
}

/* ---- numbers ---- */

typedef struct definition {
    bool found;
    place at;
    unsigned layer;
    dpm_span says; /* its meaning, or its name */
} definition;

static dpm_span label_of(code_table_kind kind, uint32_t value, char out[24])
{
    snprintf(out, 24, kind == TABLE_IDS ? "ID %u" : "0x%08X", (unsigned)value);
    return span_str(out);
}

static size_t line_of(const code_table *t, const char *at)
{
    size_t line = 1;
    for (const char *c = t->bytes.ptr; c < at; c++) {
        line += *c == '\n';
    }
    return line;
}

static definition in_table(const code_table *t, dpm_span row)
{
    const dpm_span meaning = code_table_cell(t, row, COLUMN_MEANING);
    return (definition){.found = row.len > 0,
                        .at = {t->name, row.len ? line_of(t, row.ptr) : 0, 1},
                        .layer = t->layer,
                        .says = meaning.len ? meaning : code_table_cell(t, row, COLUMN_NAME)};
}

/* The latest definition of a number in an earlier layer, a table's or a rule file's; tables of names alone define nothing. */
static definition defined_before(const dpm_rules *rules, code_table_kind kind, uint32_t value, unsigned layer)
{
    definition best = {0};
    const code_entry *const own = kind == TABLE_IDS ? rules->dpm_ids : rules->codes;
    const size_t count = kind == TABLE_IDS ? rules->dpm_id_count : rules->code_count;
    for (size_t i = 0; i < count; i++) {
        if (own[i].value == value && own[i].layer < layer) {
            best = (definition){true, {own[i].file, own[i].line, own[i].column}, own[i].layer, own[i].meaning};
        }
    }
    for (size_t i = 0; i < rules->table_count; i++) {
        const code_table *const t = &rules->tables[i];
        if (t->kind != kind || t->layer >= layer || t->place[COLUMN_MEANING] == TABLE_COLUMNS ||
            (best.found && t->layer < best.layer)) {
            continue;
        }
        const dpm_span row = code_table_find(t, value);
        best = row.len ? in_table(t, row) : best;
    }
    return best;
}

static void check_number(linter *l, code_table_kind kind, uint32_t value, const definition *d)
{
    char label[24];
    const dpm_span about = label_of(kind, value, label);
    if (!d->says.len) {
        tell(l, d->at, about, "has neither a meaning nor a name", (dpm_span){0});
    }
    const definition before = defined_before(l->rules, kind, value, d->layer);
    if (before.found) {
        char text[160];
        snprintf(text, sizeof text, "is defined again: %.100s:%zu says", before.at.file.ptr, before.at.line);
        tell(l, d->at, about, text, before.says);
    }
}

static void check_entries(linter *l, code_table_kind kind, const code_entry *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const dpm_span says = list[i].meaning.len ? list[i].meaning : list[i].name;
        const definition d = {true, {list[i].file, list[i].line, list[i].column}, list[i].layer, says};
        check_number(l, kind, list[i].value, &d);
    }
}

/* The rows of a table that belong to one number are together in its index. */
static void check_table(linter *l, const code_table *t)
{
    for (size_t i = 0; i < t->row_count && t->place[COLUMN_MEANING] < TABLE_COLUMNS; i++) {
        const dpm_span row = span_cut(span_from(t->bytes, t->rows[i].at), '\n').head;
        const uint32_t value = t->rows[i].value;
        definition d = in_table(t, row);
        char label[24], text[160];
        if (i && t->rows[i - 1].value == value) {
            const definition first = in_table(t, code_table_find(t, value));
            snprintf(text, sizeof text, "has two meanings: line %zu says", first.at.line);
            tell(l, d.at, label_of(t->kind, value, label), text, first.says);
            continue;
        }
        check_number(l, t->kind, value, &d);
    }
}

/* ---- rules and causes ---- */

static void check_id(linter *l, place at, dpm_span about, uint32_t id)
{
    code_entry e;
    if (!rules_dpm_id(l->rules, id, &e)) {
        char text[80];
        snprintf(text, sizeof text, "asks for ID %u, which no list has", (unsigned)id);
        tell(l, at, about, text, (dpm_span){0});
    }
}

static void check_rule(linter *l, const rule *r)
{
    const place at = {r->file, r->line, r->column};
    for (size_t i = 0; i < r->any_count + r->all_count; i++) {
        const term *const t = i < r->any_count ? &r->any[i] : &r->all[i - r->any_count];
        if (t->kind == TERM_DPM_ID) {
            check_id(l, at, r->id, t->value);
        }
    }
    if (r->shadows.len) {
        tell(l, at, r->id, "replaces the rule of the same id in", r->shadows);
    }
    const bool selected = r->begins.len || r->states || r->any_count || r->all_count;
    if (r->layer && !selected) {
        tell(l, at, r->id, "has no code, ID or literal and is tried on every record of its levels", (dpm_span){0});
    }
}

static void check_cause(linter *l, const cause *c)
{
    const place at = {c->file, c->line, c->column};
    bool seen[FACT_MAX] = {false};
    for (size_t i = 0; i < c->signature_count; i++) {
        const signature *const s = &c->signatures[i];
        for (size_t g = 0; g < signature_wanted(s) + s->none_count; g++) {
            const fact_group *const group = signature_group(s, g);
            for (size_t f = 0; f < group->count; f++) {
                const fact *const asked = &l->rules->facts[group->facts[f]];
                if (asked->kind == FACT_DPM_ID && !seen[group->facts[f]]) {
                    seen[group->facts[f]] = true;
                    check_id(l, at, c->id, asked->value);
                }
            }
        }
    }
    if (c->shadows.len) {
        tell(l, at, c->id, "replaces the cause of the same id in", c->shadows);
    }
}

size_t dpm_rules_lint(const dpm_rules *rules, dpm_lint_fn take, void *context)
{
    linter l = {rules, take, context, 0};
    check_entries(&l, TABLE_CODES, rules->codes, rules->code_count);
    check_entries(&l, TABLE_IDS, rules->dpm_ids, rules->dpm_id_count);
    for (size_t i = 0; i < rules->table_count; i++) {
        check_table(&l, &rules->tables[i]);
    }
    for (size_t i = 0; i < rules->rule_count; i++) {
        check_rule(&l, &rules->rules[i]);
    }
    for (size_t i = 0; i < rules->cause_count; i++) {
        check_cause(&l, &rules->causes[i]);
    }
    return l.found;
}

/* ---- language ---- */

static bool lower(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool of_name(char c)
{
    return ascii_digit(c) || (c && strchr("_.\\/@+-$", c));
}

/* A colon between two letters: Exception:System.IO.IOException. */
static bool joins(dpm_span s, size_t at)
{
    return s.ptr[at] == ':' && at && at + 1 < s.len && ascii_alpha(s.ptr[at - 1]) && ascii_alpha(s.ptr[at + 1]);
}

/* A run of four small letters or more, the first perhaps a capital, that is no part of a name: names have digits, dots,
 * underscores or capitals inside. */
static bool has_word(dpm_span s)
{
    enum { SHORTEST = 4 };
    for (size_t at = 0; at < s.len;) {
        size_t end = at;
        while (end < s.len && (ascii_alpha(s.ptr[end]) || of_name(s.ptr[end]) || joins(s, end))) {
            end++;
        }
        bool word = end - at >= SHORTEST && ascii_alpha(s.ptr[at]);
        for (size_t i = at + 1; i < end && word; i++) {
            word = lower(s.ptr[i]);
        }
        if (word) {
            return true;
        }
        at = end > at ? end : at + 1;
    }
    return false;
}

/* Of the alternatives of a pattern, one has no word. What is in brackets of any kind is not taken apart. */
static bool pattern_needs_words(dpm_span pattern)
{
    int depth = 0;
    size_t from = 0;
    for (size_t i = 0; i <= pattern.len; i++) {
        const char c = i < pattern.len ? pattern.ptr[i] : '|';
        if (c == '\\' && i + 1 < pattern.len) {
            i++;
        } else if (c == '(' || c == '[') {
            depth++;
        } else if (c == ')' || c == ']') {
            depth--;
        } else if (c == '|' && (depth == 0 || i == pattern.len)) {
            if (!has_word(span_of(pattern.ptr + from, i - from))) {
                return false;
            }
            from = i + 1;
        }
    }
    return true;
}

/* The literal or pattern without which the rule takes nothing, and that has words. */
static dpm_span words_needed(const rule *r)
{
    for (size_t i = 0; i < r->all_count; i++) {
        if (r->all[i].kind == TERM_LITERAL && has_word(r->all[i].text)) {
            return r->all[i].text;
        }
    }
    bool every = r->any_count > 0;
    for (size_t i = 0; i < r->any_count; i++) {
        every = every && r->any[i].kind == TERM_LITERAL && has_word(r->any[i].text);
    }
    if (every) {
        return r->any[0].text;
    }
    return r->pattern.len && !r->optional && pattern_needs_words(r->pattern) ? r->pattern : (dpm_span){0};
}

size_t dpm_rules_lint_language(const dpm_rules *rules, dpm_lint_fn take, void *context)
{
    linter l = {rules, take, context, 0};
    for (size_t i = 0; i < rules->rule_count; i++) {
        const rule *const r = &rules->rules[i];
        const dpm_span words = words_needed(r);
        if (words.len) {
            const dpm_lint finding = {r->file, r->line, r->column, r->id, words, r->english};
            l.found += !r->english.len;
            take(context, &finding);
        }
    }
    return l.found;
}
