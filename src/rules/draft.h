/* Rules between reading and compiling: what the files said, with the places that later errors must name. Shared by load*.c
 * and compile*.c, not seen by others. */
#ifndef DPM_RULES_DRAFT_H
#define DPM_RULES_DRAFT_H

#include "base/strbuf.h"
#include "rules/builtin.h"
#include "rules/rules.h"
#include "rules/yaml.h"

typedef struct draft_rule {
    rule rule;
    const yaml_file *file;
    const node *pattern, *capture; /* compiled last, when it is known which rules are in force */
} draft_rule;

typedef struct draft_cause {
    cause cause;
    unsigned layer;
    const yaml_file *file;
    const node *evidence, *explains; /* they name rules and causes that may come later */
} draft_cause;

typedef struct draft_code {
    code_entry entry;
    unsigned layer;
    size_t order; /* in which it was read */
    const yaml_file *file;
    size_t line, column;
} draft_code;

typedef struct draft_override {
    override made;
    unsigned layer;
    const yaml_file *file;
    const node *id;
} draft_override;

/* A list that grows; malloc'd, freed by draft_free. */
typedef struct draft_codes {
    draft_code *items;
    size_t count, cap;
} draft_codes;

typedef struct draft {
    dpm_rules *rules; /* being made; its arena keeps all text */
    arena scratch;    /* syntax trees */
    dpm_error *err;
    unsigned layer; /* 0: built in; then one more for each path */
    draft_rule *items;
    size_t count, cap;
    draft_cause *causes;
    size_t cause_count, cause_cap;
    draft_override *overrides;
    size_t override_count, override_cap;
    draft_codes codes, dpm_ids;
    uint64_t hash;
} draft;

void draft_free(draft *d);

/* Sections of a file, by load_rule.c, load_cause.c, load_override.c, load_code.c. */
dpm_status draft_add_rule(draft *d, const yaml_file *file, const node *n, bool noise);
/* The fix of a cause, from its mapping `map`; NULL: it has none. */
dpm_status draft_fix(draft *d, const yaml_file *file, const node *map, cause *c);
dpm_status draft_add_cause(draft *d, const yaml_file *file, const node *n);
dpm_status draft_add_code(draft *d, const yaml_file *file, const node *n, term_kind kind);
dpm_status draft_add_override(draft *d, const yaml_file *file, const node *n);
/* `indexed`: NULL unless the bytes and their indexes are built in. */
dpm_status draft_add_table(draft *d, const yaml_file *file, dpm_span bytes, const builtin_file *indexed);

/* Words and values that several sections use. */
dpm_status draft_id(const yaml_file *file, const node *map, dpm_span *out);
dpm_status draft_class(const yaml_file *file, const node *n, dpm_class *out);
dpm_status draft_strength(const yaml_file *file, const node *map, dpm_strength *out);
dpm_status draft_hresult(const yaml_file *file, const node *n, uint32_t *out);
dpm_status draft_dpm_id(const yaml_file *file, const node *n, uint32_t *out);
/* 500ms, 30s, 10m, 2h, 1d */
dpm_status draft_duration(const yaml_file *file, const node *n, int64_t *out);
/* The term `absence`, by load_absence.c: a word, or a mapping of what did not come after what. */
dpm_status draft_absence(const yaml_file *file, const node *n, uint32_t *out);
void draft_absence_label(uint32_t value, strbuf *out);

/* From draft to tables, in this order: load_code.c, load_override.c, compile.c, link.c. */
dpm_status draft_finish_codes(draft *d);
dpm_status draft_override_all(draft *d);
dpm_status draft_compile(draft *d);
dpm_status draft_link(draft *d);

#endif
