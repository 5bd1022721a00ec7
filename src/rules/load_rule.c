/* The sections `rules` and `noise` of a rule file: one entry to one draft rule. Patterns are compiled later, by compile.c. */
#include "rules/draft.h"

#include "base/grow.h"
#include "base/number.h"
#include "base/text.h"

enum { RANK_DEFAULT = 50, RANK_NOISE = 90, RANK_MAX = 1000, LITERAL_MIN = 2, SAMPLE_CAP = 64 << 10 };

static const char rule_keys[] = "id title class strength rank generic mark when pattern capture samples english note";
static const char noise_keys[] = "id title reason rank when pattern capture samples english note";

static dpm_status read_term(const yaml_file *file, const node *n, const node *key, term *out)
{
    *out = (term){0};
    if (span_eq(key->text, SPAN("dpm_id"))) {
        out->kind = TERM_DPM_ID;
        return draft_dpm_id(file, n, &out->value);
    }
    if (span_eq(key->text, SPAN("code"))) {
        out->kind = TERM_CODE;
        TRY(draft_hresult(file, n, &out->value));
        return out->value >> 31 ? DPM_OK : yaml_fail(file, n, "a code is found in a log only with its severity bit set");
    }
    out->kind = TERM_LITERAL;
    TRY(yaml_text(file, n, &out->text));
    return out->text.len >= LITERAL_MIN ? DPM_OK : yaml_fail(file, n, "a literal needs at least %d bytes", LITERAL_MIN);
}

/* A list of one-key mappings to terms; a list as value gives several terms. */
static dpm_status read_terms(draft *d, const yaml_file *file, const node *list, term **out, size_t *count)
{
    if (!list) {
        return DPM_OK;
    }
    TRY(yaml_list(file, list));
    size_t total = 0;
    for (const node *item = list->first; item; item = item->next) {
        TRY(yaml_map(file, item, "code dpm_id literal"));
        if (item->count != 1) {
            return yaml_fail(file, item, "a term has one key: code, dpm_id or literal");
        }
        const node *const value = item->first->value;
        if (value->kind != NODE_TEXT) {
            TRY(yaml_list(file, value));
        }
        total += value->kind == NODE_LIST ? value->count : 1;
    }
    *out = ARENA_ARRAY(&d->rules->memory, total, term);
    if (!*out) {
        return status_nomem(d->err);
    }
    for (const node *item = list->first; item; item = item->next) {
        for (const node *n = yaml_each(item->first->value); n; n = n->next) {
            TRY(read_term(file, n, item->first, &(*out)[(*count)++]));
        }
    }
    return DPM_OK;
}

static dpm_status read_levels(const yaml_file *file, const node *n, unsigned *out)
{
    const char *words[DPM_LEVELS];
    for (int i = 0; i < DPM_LEVELS; i++) {
        words[i] = dpm_level_name((dpm_level)i);
    }
    if (n->kind != NODE_TEXT) {
        TRY(yaml_list(file, n));
    }
    *out = 0;
    for (const node *item = yaml_each(n); item; item = item->next) {
        size_t index = 0;
        TRY(yaml_word(file, item, "level", words, DPM_LEVELS, &index));
        *out |= 1U << index;
    }
    return DPM_OK;
}

static dpm_status read_processes(draft *d, const yaml_file *file, const node *n, rule *r)
{
    if (n->kind != NODE_TEXT) {
        TRY(yaml_list(file, n));
    }
    r->processes = ARENA_ARRAY(&d->rules->memory, n->kind == NODE_LIST ? n->count : 1, dpm_span);
    if (!r->processes) {
        return status_nomem(d->err);
    }
    for (const node *item = yaml_each(n); item; item = item->next) {
        dpm_span *const word = &r->processes[r->process_count];
        TRY(yaml_text(file, item, word));
        for (size_t i = 0; i < word->len; i++) {
            const char c = word->ptr[i];
            if (!ascii_alpha(c) && !ascii_digit(c) && c != '-' && c != '_' && c != '.') {
                return yaml_fail(file, item, "'%.60s' is no process: it is a log's name without Curr.errlog, such as DPMRA",
                                 word->ptr);
            }
        }
        r->process_count++;
    }
    return DPM_OK;
}

/* file.cpp or file.cpp(123) */
static dpm_status read_source(const yaml_file *file, const node *n, rule *r)
{
    TRY(yaml_text(file, n, &r->source_file));
    const cut c = span_cut(r->source_file, '(');
    if (!c.found) {
        return DPM_OK;
    }
    uint64_t line = 0;
    const size_t digits = number_decimal(c.tail, &line);
    if (c.head.len == 0 || digits == 0 || line == 0 || line > UINT32_MAX || !span_eq(span_from(c.tail, digits), SPAN(")"))) {
        return yaml_fail(file, n, "'%.60s' is no source: write file.cpp or file.cpp(123)", n->text.ptr);
    }
    r->source_file = c.head;
    r->source_line = (uint32_t)line;
    return DPM_OK;
}

static dpm_status read_when(draft *d, const yaml_file *file, const node *when, rule *r)
{
    if (!when) {
        return DPM_OK;
    }
    TRY(yaml_map(file, when, "level process source begins states any all"));
    const node *const level = yaml_get(when, "level"), *const process = yaml_get(when, "process");
    const node *const source = yaml_get(when, "source");
    if (level) {
        TRY(read_levels(file, level, &r->levels));
    }
    if (process) {
        TRY(read_processes(d, file, process, r));
    }
    if (source) {
        TRY(read_source(file, source, r));
    }
    TRY(yaml_text_of(file, when, "begins", &r->begins));
    if (yaml_get(when, "states")) {
        static const char *const words[] = {"failure", "harmless"};
        size_t index = 0;
        TRY(yaml_word(file, yaml_get(when, "states"), "statement", words, sizeof words / sizeof words[0], &index));
        r->states = (statement_asked)(index + 1);
    }
    TRY(read_terms(d, file, yaml_get(when, "any"), &r->any, &r->any_count));
    return read_terms(d, file, yaml_get(when, "all"), &r->all, &r->all_count);
}

static dpm_status read_sample(const yaml_file *file, const node *n, bool match, sample *out)
{
    TRY(yaml_map(file, n, match ? "line expect origin" : "line origin"));
    const node *line;
    TRY(yaml_need(file, n, "line", &line));
    *out = (sample){.match = match, .line_no = line->line, .column = line->column};
    TRY(yaml_text(file, line, &out->line));
    TRY(yaml_text_of(file, n, "origin", &out->origin));
    if (out->line.len > SAMPLE_CAP) {
        return yaml_fail(file, line, "a sample of more than %d bytes", SAMPLE_CAP);
    }
    const node *const expect = yaml_get(n, "expect");
    if (!expect) {
        return DPM_OK;
    }
    TRY(yaml_map(file, expect, "code"));
    const node *code;
    TRY(yaml_need(file, expect, "code", &code));
    return draft_hresult(file, code, &out->code);
}

static dpm_status read_samples(draft *d, const yaml_file *file, const node *map, rule *r)
{
    const node *samples, *match, *miss;
    TRY(yaml_need(file, map, "samples", &samples));
    TRY(yaml_map(file, samples, "match miss"));
    TRY(yaml_need(file, samples, "match", &match));
    TRY(yaml_need(file, samples, "miss", &miss));
    TRY(yaml_list(file, match));
    TRY(yaml_list(file, miss));
    r->samples = ARENA_ARRAY(&d->rules->memory, match->count + miss->count, sample);
    if (!r->samples) {
        return status_nomem(d->err);
    }
    for (const node *n = match->first; n; n = n->next) {
        TRY(read_sample(file, n, true, &r->samples[r->sample_count++]));
    }
    for (const node *n = miss->first; n; n = n->next) {
        TRY(read_sample(file, n, false, &r->samples[r->sample_count++]));
    }
    return DPM_OK;
}

static dpm_status read_class(const yaml_file *file, const node *map, rule *r)
{
    const node *n;
    TRY(yaml_need(file, map, "class", &n));
    if (n->kind == NODE_TEXT && span_eq(n->text, SPAN("from-code"))) {
        r->class_from_code = true;
        return DPM_OK;
    }
    return draft_class(file, n, &r->cls);
}

/* What only an event has. */
static dpm_status read_event_keys(const yaml_file *file, const node *map, rule *r)
{
    const node *title;
    TRY(yaml_need(file, map, "title", &title));
    TRY(yaml_text(file, title, &r->title));
    TRY(read_class(file, map, r));
    TRY(draft_strength(file, map, &r->strength));
    TRY(yaml_bool_of(file, map, "generic", &r->generic));
    static const char *const marks[] = {[MARK_STARTED - 1] = "started",     [MARK_FINISHED - 1] = "finished",
                                        [MARK_SUCCEEDED - 1] = "succeeded", [MARK_FAILED - 1] = "failed",
                                        [MARK_FACT - 1] = "fact",           [MARK_ENTERED - 1] = "entered",
                                        [MARK_LEFT - 1] = "left",           [MARK_RESTARTED - 1] = "restarted"};
    const node *const mark = yaml_get(map, "mark");
    if (mark) {
        size_t index = 0;
        TRY(yaml_word(file, mark, "mark", marks, sizeof marks / sizeof marks[0], &index));
        r->mark = (task_mark)(index + 1);
    }
    return DPM_OK;
}

static dpm_status read_noise_keys(const yaml_file *file, const node *map, rule *r)
{
    const node *reason;
    TRY(yaml_need(file, map, "reason", &reason));
    TRY(yaml_text(file, reason, &r->reason));
    r->title = r->reason;
    r->strength = DPM_STRENGTH_WEAK;
    return yaml_text_of(file, map, "title", &r->title);
}

/* A rule of the same id in an earlier layer gives up its place. */
static dpm_status place_rule(draft *d, const node *n, const draft_rule *made)
{
    for (size_t i = 0; i < d->count; i++) {
        draft_rule *const old = &d->items[i];
        if (!span_eq(old->rule.id, made->rule.id)) {
            continue;
        }
        if (old->rule.layer == made->rule.layer) {
            return yaml_fail(made->file, yaml_get(n, "id"), "duplicate id '%.60s', first given at %s:%zu:%zu", old->rule.id.ptr,
                             old->rule.file.ptr, old->rule.line, old->rule.column);
        }
        const dpm_span shadows = old->rule.file;
        *old = *made;
        old->rule.shadows = shadows;
        return DPM_OK;
    }
    if (d->count == RULE_MAX) {
        return yaml_fail(made->file, n, "more than %d rules", RULE_MAX);
    }
    if (!GROW(d->items, d->count, d->cap)) {
        return status_nomem(d->err);
    }
    d->items[d->count++] = *made;
    return DPM_OK;
}

dpm_status draft_add_rule(draft *d, const yaml_file *file, const node *n, bool noise)
{
    TRY(yaml_map(file, n, noise ? noise_keys : rule_keys));
    draft_rule made = {.file = file, .pattern = yaml_get(n, "pattern"), .capture = yaml_get(n, "capture")};
    rule *const r = &made.rule;
    *r = (rule){.noise = noise, .cls = DPM_CLASS_OTHER, .fact = FACT_NONE, .file = file->name, .layer = d->layer};
    r->levels = ((1U << DPM_LEVELS) - 1) & ~(1U << DPM_LEVEL_NORMAL);
    TRY(draft_id(file, n, &r->id));
    const node *const id = yaml_get(n, "id"), *const rank = yaml_get(n, "rank");
    r->line = id->line;
    r->column = id->column;
    uint64_t number = noise ? RANK_NOISE : RANK_DEFAULT;
    if (rank) {
        TRY(yaml_number(file, rank, 0, RANK_MAX, &number));
    }
    r->rank = (int)number;
    TRY(noise ? read_noise_keys(file, n, r) : read_event_keys(file, n, r));
    TRY(read_when(d, file, yaml_get(n, "when"), r));
    if ((r->mark == MARK_ENTERED || r->mark == MARK_LEFT) && r->begins.len == 0) {
        return yaml_fail(file, yaml_get(n, "mark"), "'when' needs 'begins': what the function's name follows");
    }
    TRY(yaml_text_of(file, n, "pattern", &r->pattern));
    TRY(read_samples(d, file, n, r));
    TRY(yaml_text_of(file, n, "english", &r->english));
    dpm_span note = {0};
    TRY(yaml_text_of(file, n, "note", &note));
    return place_rule(d, n, &made);
}
