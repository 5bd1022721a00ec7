/* The sections `codes` and `dpm_ids` of a rule file to sorted lists without twins, and tables (*.tsv) with their indexes. */
#include "rules/draft.h"

#include "base/grow.h"
#include "base/limits.h"
#include "base/text.h"

#include <assert.h>
#include <stdlib.h>

static dpm_status add(draft *d, draft_codes *list, const draft_code *made)
{
    if (!GROW(list->items, list->count, list->cap)) {
        return status_nomem(d->err);
    }
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

/* Check and index a table that came without an index. */
static dpm_status index_table(draft *d, const yaml_file *file, code_table *t)
{
    code_table_fault fault = code_table_open(t->bytes, t);
    if (!fault.what) {
        const size_t lines = code_table_lines(t);
        code_table_row *const rows = ARENA_ARRAY(&d->rules->memory, lines, code_table_row);
        uint32_t *const names = ARENA_ARRAY(&d->rules->memory, lines, uint32_t);
        if (!rows || !names) {
            return status_nomem(d->err);
        }
        fault = code_table_index(t, rows, names);
    }
    return fault.what ? yaml_fail_at(file, fault.line, fault.column, "%s", fault.what) : DPM_OK;
}

/* Which events of Windows' logs are kept: its first column is `provider`. Cells are looked at when an event log is read. */
static dpm_status add_event_table(draft *d, const yaml_file *file, dpm_span bytes)
{
    dpm_rules *const rules = d->rules;
    if (rules->event_table_count == RULE_TABLE_MAX) {
        return yaml_fail_at(file, 1, 1, "more than %d tables", RULE_TABLE_MAX);
    }
    dpm_span rest = bytes;
    for (size_t line = 1; rest.len; line++) {
        const cut c = span_cut(rest, '\n');
        const cut name = span_cut(c.head, '\t'), ids = span_cut(name.tail, '\t');
        if (c.head.len && c.head.ptr[0] != '#' && (!ids.found || ids.head.len == 0 || span_trim(ids.tail).len == 0)) {
            return yaml_fail_at(file, line, 1, "a provider, its IDs and a text are expected, with TABs between");
        }
        rest = c.tail;
    }
    return arena_keep(&rules->memory, bytes, &rules->event_tables[rules->event_table_count++]) ? DPM_OK : status_nomem(d->err);
}

dpm_status draft_add_table(draft *d, const yaml_file *file, dpm_span bytes, const builtin_file *indexed)
{
    dpm_rules *const rules = d->rules;
    if (code_table_of_events(bytes)) {
        return add_event_table(d, file, bytes);
    }
    if (rules->table_count == RULE_TABLE_MAX) {
        return yaml_fail_at(file, 1, 1, "more than %d tables", RULE_TABLE_MAX);
    }
    code_table t = {.bytes = bytes};
    if (indexed && indexed->rows) {
        code_table_open(bytes, &t);
        t.rows = indexed->rows;
        t.row_count = indexed->row_count;
        t.names = indexed->names;
        t.name_count = indexed->name_count;
    } else {
        if (!arena_keep(&rules->memory, bytes, &t.bytes)) {
            return status_nomem(d->err);
        }
        TRY(index_table(d, file, &t));
    }
    t.name = file->name;
    t.layer = d->layer;
    rules->tables[rules->table_count++] = t;
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

static dpm_status keep(draft *d, draft_codes *list, code_entry **out, size_t *count)
{
    TRY(unite(list));
    *out = ARENA_ARRAY(&d->rules->memory, list->count, code_entry);
    if (!*out) {
        return status_nomem(d->err);
    }
    for (size_t i = 0; i < list->count; i++) {
        const draft_code *const made = &list->items[i];
        code_entry *const e = &(*out)[(*count)++];
        *e = made->entry;
        e->file = made->file->name;
        e->line = made->line;
        e->column = made->column;
        e->layer = made->layer;
        assert(i == 0 || (*out)[i - 1].value < (*out)[i].value); /* look-ups search by halves */
    }
    return DPM_OK;
}

dpm_status draft_finish_codes(draft *d)
{
    TRY(keep(d, &d->codes, &d->rules->codes, &d->rules->code_count));
    return keep(d, &d->dpm_ids, &d->rules->dpm_ids, &d->rules->dpm_id_count);
}
