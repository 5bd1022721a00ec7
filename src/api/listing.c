/* What is in files, folders and archives: the walk of a session, and a look at each log, without the rest. */
#include "dpmlog/listing.h"

#include "base/strbuf.h"
#include "base/text.h"
#include "discover/source.h"
#include "os/os.h"

#include <stdlib.h>

struct dpm_listing {
    arena memory;
    dpm_entry *entries;
    size_t count;
};

/* --- what was skipped --- */

static int compare_skipped(const void *left, const void *right)
{
    return span_cmp(((const dpm_skipped *)left)->path, ((const dpm_skipped *)right)->path);
}

/* The first of a path in the sorted list. */
static size_t find_skipped(const source_list *list, dpm_span path)
{
    size_t low = 0, high = list->skipped_count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (span_cmp(list->skipped[middle].path, path) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* All reasons of a path, which are marked as reported. */
static dpm_status join_reasons(dpm_listing *l, const source_list *list, dpm_span path, bool *told, dpm_span *out)
{
    strbuf text = {0};
    for (size_t i = find_skipped(list, path); i < list->skipped_count && span_eq(list->skipped[i].path, path); i++) {
        strbuf_adds(&text, text.len ? "; " : "");
        strbuf_add(&text, list->skipped[i].reason);
        told[i] = true;
    }
    const bool good = !text.failed && arena_keep(&l->memory, strbuf_span(&text), out);
    strbuf_free(&text);
    return good ? DPM_OK : DPM_ENOMEM;
}

/* --- entries --- */

/* What the entries are made of outlives the list: all is copied. */
static dpm_status describe_log(dpm_listing *l, const source *s, dpm_entry *out)
{
    const bool good = arena_keep(&l->memory, s->host, &out->host) && arena_keep(&l->memory, s->process, &out->process);
    out->encoding = span_str(s->encoding);
    out->first = s->first;
    out->last = s->end_known ? s->last : DPM_NO_TIME;
    out->year_basis = s->first == DPM_NO_TIME ? DPM_YEAR_BASIS_NONE : s->year_basis;
    return good ? DPM_OK : DPM_ENOMEM;
}

static dpm_status add_entry(dpm_listing *l, const source_list *list, const found_entry *found, bool *told)
{
    dpm_entry *const e = &l->entries[l->count++];
    *e = (dpm_entry){.kind = found->kind, .depth = found->depth, .format = span_str(found->format), .bytes = found->size};
    e->first = e->last = DPM_NO_TIME;
    if (!arena_keep(&l->memory, found->path, &e->path)) {
        return DPM_ENOMEM;
    }
    e->name = span_from(e->path, found->name_at);
    if (found->item < list->count) {
        e->kind = source_entry_kind(&list->items[found->item]);
        TRY(describe_log(l, &list->items[found->item], e));
    }
    return join_reasons(l, list, found->path, told, &e->skipped);
}

/* What was skipped without having been met, such as a path that does not exist. */
static dpm_status add_rest(dpm_listing *l, const source_list *list, bool *told)
{
    for (size_t i = 0; i < list->skipped_count; i++) {
        if (!told[i]) {
            const found_entry none = {.path = list->skipped[i].path, .kind = DPM_ENTRY_KIND_OTHER, .item = SIZE_MAX};
            TRY(add_entry(l, list, &none, told));
        }
    }
    return DPM_OK;
}

static dpm_status add_entries(dpm_listing *l, const source_list *list, bool *told)
{
    l->entries = ARENA_ARRAY(&l->memory, list->found_count + list->skipped_count + 1, dpm_entry);
    if (!l->entries || !told) {
        return DPM_ENOMEM;
    }
    for (size_t i = 0; i < list->found_count; i++) {
        TRY(add_entry(l, list, &list->found[i], told));
    }
    return add_rest(l, list, told);
}

static dpm_status look(source_list *list, const dpm_session_options *o)
{
    const int64_t now = o->now ? o->now : os_now();
    for (size_t i = 0; i < list->count; i++) {
        TRY(source_probe(&list->items[i], true, o->year, now));
    }
    TRY(sources_infer_years(list));
    for (size_t i = 0; i < list->count; i++) {
        source_set_times(&list->items[i]);
    }
    return DPM_OK;
}

static dpm_status list_paths(dpm_listing *l, source_list *list, const char *const *paths, size_t count,
                             const dpm_session_options *o)
{
    for (size_t i = 0; i < count; i++) {
        if (sources_add(list, paths[i], NULL) == DPM_ENOMEM) {
            return DPM_ENOMEM;
        }
    }
    TRY(look(list, o));
    if (list->skipped_count) {
        qsort(list->skipped, list->skipped_count, sizeof *list->skipped, compare_skipped);
    }
    bool *const told = calloc(list->skipped_count + 1, sizeof *told);
    const dpm_status status = add_entries(l, list, told);
    free(told);
    return status;
}

dpm_status dpm_listing_new(dpm_listing **out, const char *const *paths, size_t count, const dpm_session_options *options,
                           dpm_error *err)
{
    static const dpm_session_options none = {0};
    const dpm_session_options *const o = options ? options : &none;
    source_list list = {.keep_found = true};
    dpm_listing *const l = calloc(1, sizeof *l);
    *out = l;
    if (!l) {
        return status_nomem(err);
    }
    sources_limit(&list, &(source_limits){.max_depth = o->max_depth,
                                          .max_ratio = o->max_ratio,
                                          .max_members = o->max_members,
                                          .max_expand = o->max_expand,
                                          .max_memory = o->max_memory});
    const bool known = !o->encoding || encoding_find_page(span_str(o->encoding), &list.page);
    const dpm_status status = known ? list_paths(l, &list, paths, count, o) : DPM_EARG;
    sources_free(&list);
    if (status < 0) {
        dpm_listing_free(l);
        *out = NULL;
        return known ? status_nomem(err) : status_fail(err, DPM_EARG, "%.40s is no code page that is known", o->encoding);
    }
    return DPM_OK;
}

const dpm_entry *dpm_listing_entries(const dpm_listing *listing, size_t *count)
{
    *count = listing->count;
    return listing->entries;
}

void dpm_listing_free(dpm_listing *listing)
{
    if (listing) {
        arena_free(&listing->memory);
        free(listing);
    }
}
