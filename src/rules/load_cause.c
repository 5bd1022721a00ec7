/* The section `causes` of a rule file: what can be read of one cause alone. What it says of others is resolved by link.c. */
#include "rules/draft.h"

#include "base/grow.h"
#include "base/text.h"

static const char cause_keys[] = "id class title evidence fallback explains explanation apart main fix note";

static dpm_status place_cause(draft *d, const node *n, const draft_cause *made)
{
    for (size_t i = 0; i < d->cause_count; i++) {
        draft_cause *const old = &d->causes[i];
        if (!span_eq(old->cause.id, made->cause.id)) {
            continue;
        }
        if (old->layer == made->layer) {
            return yaml_fail(made->file, yaml_get(n, "id"), "duplicate id '%.60s', first given at %s:%zu:%zu", old->cause.id.ptr,
                             old->cause.file.ptr, old->cause.line, old->cause.column);
        }
        const dpm_span shadows = old->cause.file;
        *old = *made;
        old->cause.shadows = shadows;
        return DPM_OK;
    }
    if (d->cause_count == CAUSE_MAX) {
        return yaml_fail(made->file, n, "more than %d causes", CAUSE_MAX);
    }
    if (!GROW(d->causes, d->cause_count, d->cause_cap)) {
        return status_nomem(d->err);
    }
    d->causes[d->cause_count++] = *made;
    return DPM_OK;
}

dpm_status draft_add_cause(draft *d, const yaml_file *file, const node *n)
{
    TRY(yaml_map(file, n, cause_keys));
    draft_cause made = {
        .layer = d->layer, .file = file, .evidence = yaml_get(n, "evidence"), .explains = yaml_get(n, "explains")};
    cause *const c = &made.cause;
    const node *id, *cls, *title;
    TRY(draft_id(file, n, &c->id));
    TRY(yaml_need(file, n, "id", &id));
    TRY(yaml_need(file, n, "class", &cls));
    TRY(draft_class(file, cls, &c->cls));
    TRY(yaml_need(file, n, "title", &title));
    TRY(yaml_text(file, title, &c->title));
    TRY(yaml_text_of(file, n, "explanation", &c->explanation));
    c->explanation = span_trim(c->explanation);
    TRY(yaml_text_of(file, n, "apart", &c->apart));
    c->apart = span_trim(c->apart);
    TRY(yaml_text_of(file, n, "main", &c->main));
    TRY(yaml_bool_of(file, n, "fallback", &c->fallback));
    TRY(draft_fix(d, file, yaml_get(n, "fix"), c));
    dpm_span note = {0};
    TRY(yaml_text_of(file, n, "note", &note));
    if (c->fallback && made.evidence) {
        return yaml_fail(file, made.evidence, "a fallback takes what is left: it has no evidence");
    }
    if (!c->fallback && !made.evidence) {
        return yaml_fail(file, n, "key 'evidence' is missing");
    }
    c->file = file->name;
    c->line = id->line;
    c->column = id->column;
    return place_cause(d, n, &made);
}
