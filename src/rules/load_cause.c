/* The section `causes` of a rule file: what can be read of one cause alone. What it says of others is resolved by link.c. */
#include "rules/draft.h"

#include "base/strbuf.h"
#include "base/text.h"

static const char cause_keys[] = "id class title evidence fallback explains explanation main fix note";

static dpm_status read_steps(draft *d, const yaml_file *file, const node *list, dpm_fix *fix)
{
    if (!list) {
        return DPM_OK;
    }
    TRY(yaml_list(file, list));
    dpm_span *const steps = ARENA_ARRAY(&d->rules->memory, list->count, dpm_span);
    if (!steps) {
        return status_nomem(d->err);
    }
    fix->steps = steps;
    for (const node *n = list->first; n; n = n->next) {
        TRY(yaml_text(file, n, &steps[fix->step_count]));
        steps[fix->step_count] = span_trim(steps[fix->step_count]);
        fix->step_count++;
    }
    return DPM_OK;
}

static dpm_status read_url(draft *d, const yaml_file *file, const node *map, dpm_fix *fix)
{
    const node *const kb = yaml_get(map, "kb");
    if (kb) {
        uint64_t number = 0;
        TRY(yaml_number(file, kb, 1, 99999999, &number));
        fix->kb = kb->text;
        strbuf url = {0};
        strbuf_addf(&url, "https://support.microsoft.com/kb/%s", kb->text.ptr);
        const bool kept = !url.failed && arena_keep(&d->rules->memory, strbuf_span(&url), &fix->url);
        strbuf_free(&url);
        if (!kept) {
            return status_nomem(d->err);
        }
    }
    return yaml_text_of(file, map, "url", &fix->url);
}

static dpm_status read_versions(draft *d, const yaml_file *file, const node *map, dpm_fix_file *out)
{
    if (!map) {
        return DPM_OK;
    }
    if (map->kind != NODE_MAP) {
        return yaml_fail(file, map, "versions are a mapping of products to versions");
    }
    dpm_span *const products = ARENA_ARRAY(&d->rules->memory, map->count, dpm_span);
    dpm_span *const versions = ARENA_ARRAY(&d->rules->memory, map->count, dpm_span);
    if (!products || !versions) {
        return status_nomem(d->err);
    }
    for (const node *key = map->first; key; key = key->next) {
        products[out->version_count] = key->text;
        TRY(yaml_text(file, key->value, &versions[out->version_count++]));
    }
    out->products = products;
    out->versions = versions;
    return DPM_OK;
}

static dpm_status read_file_text(draft *d, const yaml_file *file, const node *map, dpm_fix_file *out)
{
    if (!map) {
        return DPM_OK;
    }
    static const char *const kinds[] = {"reg", "netsh", "text"};
    TRY(yaml_map(file, map, "kind template versions"));
    const node *kind, *text;
    size_t index = 0;
    TRY(yaml_need(file, map, "kind", &kind));
    TRY(yaml_need(file, map, "template", &text));
    TRY(yaml_word(file, kind, "kind", kinds, sizeof kinds / sizeof kinds[0], &index));
    out->kind = kind->text;
    TRY(yaml_text(file, text, &out->text));
    return read_versions(d, file, yaml_get(map, "versions"), out);
}

static dpm_status read_fix(draft *d, const yaml_file *file, const node *map, dpm_fix *fix, dpm_fix_file *text)
{
    if (!map) {
        return DPM_OK;
    }
    TRY(yaml_map(file, map, "summary steps kb url file"));
    const node *summary;
    TRY(yaml_need(file, map, "summary", &summary));
    TRY(yaml_text(file, summary, &fix->summary));
    fix->summary = span_trim(fix->summary);
    TRY(read_steps(d, file, yaml_get(map, "steps"), fix));
    TRY(read_url(d, file, map, fix));
    return read_file_text(d, file, yaml_get(map, "file"), text);
}

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
    draft_cause *const items = draft_grow(d->causes, d->cause_count, &d->cause_cap, sizeof *items);
    if (!items) {
        return status_nomem(d->err);
    }
    d->causes = items;
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
    TRY(yaml_text_of(file, n, "main", &c->main));
    TRY(yaml_bool_of(file, n, "fallback", &c->fallback));
    TRY(read_fix(d, file, yaml_get(n, "fix"), &c->fix, &c->fix_file));
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
