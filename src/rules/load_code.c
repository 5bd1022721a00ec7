/* The sections `codes` and `dpm_ids` of a rule file, and winerror.tsv, to sorted tables without twins. */
#include "rules/draft.h"

#include "base/number.h"
#include "base/text.h"

#include <assert.h>
#include <stdlib.h>

static dpm_status add(draft *d, draft_codes *list, const draft_code *made)
{
    draft_code *const items = draft_grow(list->items, list->count, &list->cap, sizeof *items);
    if (!items) {
        return status_nomem(d->err);
    }
    list->items = items;
    list->items[list->count] = *made;
    list->items[list->count].order = list->count;
    list->count++;
    return DPM_OK;
}

dpm_status draft_add_code(draft *d, const yaml_file *file, const node *n, term_kind kind)
{
    const bool hresult = kind == TERM_CODE;
    TRY(yaml_map(file, n, hresult ? "code name class meaning action note" : "id name class meaning action note"));
    const node *value;
    TRY(yaml_need(file, n, hresult ? "code" : "id", &value));
    draft_code made = {.layer = d->layer, .file = file, .line = value->line, .column = value->column};
    code_entry *const e = &made.entry;
    e->cls = DPM_CLASS_OTHER;
    TRY(hresult ? draft_hresult(file, value, &e->value) : draft_dpm_id(file, value, &e->value));
    const node *const cls = yaml_get(n, "class");
    if (cls) {
        TRY(draft_class(file, cls, &e->cls));
        e->has_class = true;
    }
    TRY(yaml_text_of(file, n, "name", &e->name));
    TRY(yaml_text_of(file, n, "meaning", &e->meaning));
    TRY(yaml_text_of(file, n, "action", &e->action));
    return add(d, hresult ? &d->codes : &d->dpm_ids, &made);
}

/* One line of winerror.tsv: hex, TAB, name. */
static dpm_status add_name(draft *d, const yaml_file *file, dpm_span line, size_t number)
{
    const cut c = span_cut(line, '\t');
    const dpm_span hex = span_istarts(c.head, SPAN("0x")) ? span_from(c.head, 2) : c.head;
    draft_code made = {.layer = d->layer, .file = file, .line = number, .column = 1};
    uint64_t value = 0;
    made.entry.cls = DPM_CLASS_OTHER;
    made.entry.name = span_trim(c.tail);
    if (hex.len == 0 || hex.len > 8 || number_hex(hex, &value) != hex.len || made.entry.name.len == 0) {
        return yaml_fail_at(file, number, 1, "hex digits, a TAB and a name are expected");
    }
    made.entry.value = (uint32_t)value;
    return add(d, &d->names, &made);
}

dpm_status draft_add_names(draft *d, const yaml_file *file, dpm_span bytes)
{
    dpm_span rest;
    if (!arena_keep(&d->rules->memory, bytes, &rest)) {
        return status_nomem(d->err);
    }
    for (size_t number = 1; rest.len; number++) {
        const cut c = span_cut(rest, '\n');
        const dpm_span line = span_trim(c.head);
        if (line.len && line.ptr[0] != '#') {
            TRY(add_name(d, file, line, number));
        }
        rest = c.tail;
    }
    return DPM_OK;
}

static int by_value(const void *left, const void *right)
{
    const draft_code *const a = left, *const b = right;
    if (a->entry.value != b->entry.value) {
        return a->entry.value < b->entry.value ? -1 : 1;
    }
    return (a->order > b->order) - (a->order < b->order);
}

static void sort(draft_codes *list)
{
    if (list->count) {
        qsort(list->items, list->count, sizeof *list->items, by_value);
    }
}

/* Of several entries for one value the last layer's stays; two in one layer are an error. */
static dpm_status unite(draft_codes *list)
{
    sort(list);
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++) {
        const draft_code *const now = &list->items[i];
        draft_code *const before = kept ? &list->items[kept - 1] : NULL;
        if (!before || before->entry.value != now->entry.value) {
            list->items[kept++] = *now;
            continue;
        }
        if (before->layer == now->layer) {
            return yaml_fail_at(now->file, now->line, now->column, "duplicate code, first given at %s:%zu:%zu",
                                before->file->name.ptr, before->line, before->column);
        }
        *before = *now;
    }
    list->count = kept;
    return DPM_OK;
}

static dpm_status keep_ids(draft *d)
{
    TRY(unite(&d->dpm_ids));
    d->rules->dpm_ids = ARENA_ARRAY(&d->rules->memory, d->dpm_ids.count, code_entry);
    if (!d->rules->dpm_ids) {
        return status_nomem(d->err);
    }
    for (size_t i = 0; i < d->dpm_ids.count; i++) {
        d->rules->dpm_ids[d->rules->dpm_id_count++] = d->dpm_ids.items[i].entry;
    }
    return DPM_OK;
}

/* Take the names of one value off the list: a value may have several, of which the first counts. */
static dpm_span take_name(const draft_codes *names, size_t *at, uint32_t value)
{
    const dpm_span name = names->items[*at].entry.name;
    while (*at < names->count && names->items[*at].entry.value == value) {
        ++*at;
    }
    return name;
}

/* Merge what the rule files say with the names: an entry without a name takes one. */
static void merge(const draft_codes *codes, const draft_codes *names, code_entry *out, size_t *count)
{
    const uint64_t none = UINT64_MAX;
    for (size_t c = 0, n = 0; c < codes->count || n < names->count;) {
        const uint64_t code = c < codes->count ? codes->items[c].entry.value : none;
        const uint64_t named = n < names->count ? names->items[n].entry.value : none;
        code_entry *const e = &out[(*count)++];
        *e = (code_entry){.value = (uint32_t)named, .cls = DPM_CLASS_OTHER};
        if (code <= named) {
            *e = codes->items[c++].entry;
        }
        if (named <= code) {
            const dpm_span name = take_name(names, &n, (uint32_t)named);
            e->name = e->name.len ? e->name : name;
        }
    }
}

dpm_status draft_finish_codes(draft *d)
{
    TRY(keep_ids(d));
    TRY(unite(&d->codes));
    sort(&d->names);
    d->rules->codes = ARENA_ARRAY(&d->rules->memory, d->codes.count + d->names.count, code_entry);
    if (!d->rules->codes) {
        return status_nomem(d->err);
    }
    merge(&d->codes, &d->names, d->rules->codes, &d->rules->code_count);
    for (size_t i = 1; i < d->rules->code_count; i++) {
        assert(d->rules->codes[i - 1].value < d->rules->codes[i].value); /* rules_code searches by halves */
    }
    return DPM_OK;
}
