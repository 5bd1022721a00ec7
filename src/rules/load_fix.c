/* The fix of a cause. Its stages are the whole of it, as `dpmlog fix` prints it; the steps are what a report prints: the first
 * stage with its commands, and of each later stage its title. */
#include "rules/draft.h"

#include "base/strbuf.h"
#include "base/text.h"

static dpm_status read_texts(draft *d, const yaml_file *file, const node *list, const dpm_span **out, size_t *count)
{
    if (!list) {
        return DPM_OK;
    }
    TRY(yaml_list(file, list));
    dpm_span *const texts = ARENA_ARRAY(&d->rules->memory, list->count, dpm_span);
    if (!texts) {
        return status_nomem(d->err);
    }
    *out = texts;
    for (const node *n = list->first; n; n = n->next) {
        TRY(yaml_text(file, n, &texts[*count]));
        texts[*count] = span_trim(texts[*count]);
        (*count)++;
    }
    return DPM_OK;
}

static dpm_status read_stage(draft *d, const yaml_file *file, const node *map, dpm_fix_stage *out)
{
    TRY(yaml_map(file, map, "title on do changes undo check"));
    const node *title, *steps;
    TRY(yaml_need(file, map, "title", &title));
    TRY(yaml_need(file, map, "do", &steps));
    TRY(yaml_text(file, title, &out->title));
    TRY(yaml_text_of(file, map, "on", &out->where));
    TRY(yaml_text_of(file, map, "changes", &out->changes));
    TRY(yaml_text_of(file, map, "undo", &out->undo));
    TRY(yaml_text_of(file, map, "check", &out->check));
    return read_texts(d, file, steps, &out->steps, &out->step_count);
}

static dpm_status read_stages(draft *d, const yaml_file *file, const node *list, cause *c)
{
    TRY(yaml_list(file, list));
    dpm_fix_stage *const stages = ARENA_ARRAY(&d->rules->memory, list->count, dpm_fix_stage);
    if (!stages) {
        return status_nomem(d->err);
    }
    c->fix_stages = stages;
    for (const node *n = list->first; n; n = n->next) {
        TRY(read_stage(d, file, n, &stages[c->fix_stage_count++]));
    }
    return DPM_OK;
}

static dpm_status keep_text(draft *d, strbuf *text, dpm_span *out)
{
    const bool kept = !text->failed && arena_keep(&d->rules->memory, strbuf_span(text), out);
    strbuf_free(text);
    return kept ? DPM_OK : status_nomem(d->err);
}

/* "Start the writer, on the DPM server:" */
static dpm_status head_line(draft *d, const dpm_fix_stage *stage, bool followed, dpm_span *out)
{
    strbuf text = {0};
    strbuf_add(&text, stage->title);
    if (stage->where.len && followed) {
        strbuf_adds(&text, ", on ");
        strbuf_add(&text, stage->where);
    }
    strbuf_adds(&text, followed ? ":" : ".");
    return keep_text(d, &text, out);
}

/* The steps that a report prints. What only `dpmlog fix` prints is named in the last one. */
static dpm_status shorten(draft *d, cause *c)
{
    const dpm_fix_stage *const first = c->fix_stages;
    dpm_span *const steps = ARENA_ARRAY(&d->rules->memory, first->step_count + c->fix_stage_count + 1, dpm_span);
    if (!steps) {
        return status_nomem(d->err);
    }
    size_t count = 0;
    if (c->fix_stage_count > 1 || first->where.len) {
        TRY(head_line(d, first, true, &steps[count++]));
    }
    for (size_t i = 0; i < first->step_count; i++) {
        steps[count++] = first->steps[i];
    }
    bool hidden = first->changes.len || first->undo.len || first->check.len;
    for (size_t i = 1; i < c->fix_stage_count; i++) {
        TRY(head_line(d, &first[i], false, &steps[count++]));
        hidden = true;
    }
    if (hidden) {
        strbuf text = {0};
        strbuf_addf(&text, "The whole fix, how to undo it and how to see that it worked: dpmlog fix %s", c->id.ptr);
        TRY(keep_text(d, &text, &steps[count++]));
    }
    c->fix.steps = steps;
    c->fix.step_count = count;
    return DPM_OK;
}

/* A list of steps alone is one stage without a title. */
static dpm_status read_only_steps(draft *d, const yaml_file *file, const node *list, cause *c)
{
    TRY(read_texts(d, file, list, &c->fix.steps, &c->fix.step_count));
    dpm_fix_stage *const stage = ARENA_ARRAY(&d->rules->memory, 1, dpm_fix_stage);
    if (!stage) {
        return status_nomem(d->err);
    }
    stage->steps = c->fix.steps;
    stage->step_count = c->fix.step_count;
    c->fix_stages = stage;
    c->fix_stage_count = c->fix.step_count ? 1 : 0;
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

static dpm_status read_file_text(const yaml_file *file, const node *map, dpm_fix_file *out)
{
    if (!map) {
        return DPM_OK;
    }
    static const char *const kinds[] = {"reg", "netsh", "text"};
    TRY(yaml_map(file, map, "kind template"));
    const node *kind, *text;
    size_t index = 0;
    TRY(yaml_need(file, map, "kind", &kind));
    TRY(yaml_need(file, map, "template", &text));
    TRY(yaml_word(file, kind, "kind", kinds, sizeof kinds / sizeof kinds[0], &index));
    out->kind = kind->text;
    return yaml_text(file, text, &out->text);
}

dpm_status draft_fix(draft *d, const yaml_file *file, const node *map, cause *c)
{
    if (!map) {
        return DPM_OK;
    }
    TRY(yaml_map(file, map, "summary steps stages kb url file"));
    const node *summary;
    const node *const stages = yaml_get(map, "stages"), *const steps = yaml_get(map, "steps");
    TRY(yaml_need(file, map, "summary", &summary));
    TRY(yaml_text(file, summary, &c->fix.summary));
    c->fix.summary = span_trim(c->fix.summary);
    if (stages && steps) {
        return yaml_fail(file, steps, "a fix has 'stages' or 'steps', not both");
    }
    if (stages) {
        TRY(read_stages(d, file, stages, c));
        TRY(shorten(d, c));
    } else {
        TRY(read_only_steps(d, file, steps, c));
    }
    TRY(read_url(d, file, map, &c->fix));
    return read_file_text(file, yaml_get(map, "file"), &c->fix_file);
}
