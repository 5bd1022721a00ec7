/* The list of sources: its items, each once, what is skipped, and what was found. walk.c and archive_walk.c fill it. */
#include "discover/sources.h"

#include "base/grow.h"
#include "base/hash.h"
#include "base/limits.h"
#include "base/strbuf.h"
#include "base/text.h"
#include "os/os.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>

void sources_free(source_list *list)
{
    archives_free(&list->archives);
    job_history_free(&list->jobs);
    arena_free(&list->memory);
    free(list->found);
    free(list->items);
    free(list->skipped);
    free(list->slots);
    free(list->sets);
    *list = (source_list){0};
}

void sources_limit(source_list *list, const source_limits *limits)
{
    assert(list->count == 0 && list->slot_count == 0); /* before the first sources_add */
    const unsigned depth = limits->max_depth ? limits->max_depth : NESTING_DEFAULT;
    list->max_depth = depth < NESTING_MAX ? depth : NESTING_MAX;
    list->max_listed = limits->max_members ? limits->max_members : MEMBERS_RUN_DEFAULT;
    list->archives.meter.limit = limits->max_expand ? limits->max_expand : EXPAND_DEFAULT;
    list->archives.meter.ratio = limits->max_ratio ? limits->max_ratio : METER_RATIO_DEFAULT;
    list->archives.meter.memory = limits->max_memory ? limits->max_memory : METER_MEMORY_DEFAULT;
}

dpm_status sources_skip(source_list *list, dpm_span path, const char *reason)
{
    assert(reason);
    const bool room = GROW(list->skipped, list->skipped_count, list->skipped_cap);
    dpm_skipped s;
    if (!room || !arena_keep(&list->memory, path, &s.path) || !arena_keep(&list->memory, span_str(reason), &s.reason)) {
        return DPM_ENOMEM;
    }
    list->skipped[list->skipped_count++] = s;
    return DPM_OK;
}

dpm_status sources_remark_text(source_list *list, dpm_span text)
{
    for (size_t i = 0; i < list->remark_count; i++) {
        if (span_eq(list->remarks[i], text)) {
            return DPM_OK;
        }
    }
    if (list->remark_count == SOURCE_REMARKS_MAX) {
        list->remarks_lost++;
        return DPM_OK;
    }
    const bool good = arena_keep(&list->memory, text, &list->remarks[list->remark_count]);
    list->remark_count += good;
    return good ? DPM_OK : DPM_ENOMEM;
}

dpm_status sources_remark(source_list *list, dpm_span path, const char *words)
{
    strbuf text = {0};
    strbuf_add(&text, path);
    strbuf_addf(&text, ": %s", words);
    const dpm_status status = text.failed ? DPM_ENOMEM : sources_remark_text(list, strbuf_span(&text));
    strbuf_free(&text);
    return status;
}

/* --- a file met before --- */

/* What one slot remembers. It outlives the item, so that a file of an earlier run is not read again. */
struct source_slot {
    bool used, is_stdin;
    uint64_t device, inode;
    dpm_span path, inside;
    size_t item; /* index, while it is still in the list */
};

/* File systems without file numbers give 0: then the path has to do. */
static uint64_t identity_hash(uint64_t seed, const source *s)
{
    const uint64_t inside = s->inside.len ? hash_bytes(seed, s->inside) : 0;
    return s->inode ? hash_words(seed ^ inside, s->device, s->inode) : hash_bytes(seed, s->path);
}

static bool same_file(const source_slot *a, const source *b)
{
    return a->is_stdin == b->is_stdin && a->device == b->device && a->inode == b->inode && span_eq(a->inside, b->inside) &&
           (a->inode != 0 || span_eq(a->path, b->path));
}

/* The slot of `s`: a free one, or that of the same file. There is always a free one. */
static source_slot *find_slot(const source_list *list, const source *s)
{
    size_t at = (size_t)identity_hash(list->seed, s);
    for (;; at++) {
        source_slot *const slot = &list->slots[at & (list->slot_cap - 1)];
        if (!slot->used || same_file(slot, s)) {
            return slot;
        }
    }
}

static void move_slots(source_list *list, const source_slot *from, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const source as = {.path = from[i].path,
                           .inside = from[i].inside,
                           .is_stdin = from[i].is_stdin,
                           .device = from[i].device,
                           .inode = from[i].inode};
        if (from[i].used) {
            *find_slot(list, &as) = from[i];
        }
    }
}

static bool grow_slots(source_list *list)
{
    if (list->slot_count < list->slot_cap / 2) {
        return true;
    }
    const size_t before = list->slot_cap, cap = before ? before * 2 : 64;
    source_slot *const old = list->slots, *const slots = calloc(cap, sizeof *slots);
    if (!slots) {
        return false;
    }
    if (before == 0) {
        list->seed = os_seed();
    }
    list->slots = slots;
    list->slot_cap = cap;
    move_slots(list, old, before);
    free(old);
    return true;
}

/* Of two names of one file one is kept, whichever came first: one that tells the host, then the one first in byte order. */
static bool names_better(const source *a, const source *b)
{
    if ((a->host.len == 0) != (b->host.len == 0)) {
        return a->host.len != 0;
    }
    const int order = span_cmp(a->path, b->path);
    return order ? order < 0 : span_cmp(a->host, b->host) < 0;
}

dpm_status source_make(source_list *list, dpm_span path, source *out)
{
    *out = (source){.crash_time = DPM_NO_TIME, .mtime = DPM_NO_TIME, .first = DPM_NO_TIME, .last = DPM_NO_TIME};
    out->first_stamp = out->last_stamp = UINT64_MAX;
    out->page = list->page;
    return arena_keep(&list->memory, path, &out->path) ? DPM_OK : DPM_ENOMEM;
}

dpm_entry_kind source_entry_kind(const source *s)
{
    static const dpm_entry_kind kinds[] = {DPM_ENTRY_KIND_LOG, DPM_ENTRY_KIND_EVENTS, DPM_ENTRY_KIND_EVENTS};
    return s->is_alert ? DPM_ENTRY_KIND_ALERT : kinds[s->kind];
}

void source_make_alert(source *s)
{
    s->is_alert = true;
    s->process = SPAN("MSDPM");
    s->host = (dpm_span){0};
}

dpm_status sources_put(source_list *list, const source *s, size_t *item)
{
    assert(s->path.ptr && s->path.ptr[s->path.len] == 0); /* a NUL follows it: it is opened by it */
    if (!GROW(list->items, list->count, list->cap) || !grow_slots(list)) {
        return DPM_ENOMEM;
    }
    source_slot *const slot = find_slot(list, s);
    if (!slot->used) {
        *slot = (source_slot){true, s->is_stdin, s->device, s->inode, s->path, s->inside, list->count};
        list->slot_count++;
        list->items[list->count++] = *s;
    } else if (slot->item < list->count && same_file(slot, &list->items[slot->item]) &&
               names_better(s, &list->items[slot->item])) {
        list->items[slot->item] = *s;
    }
    *item = slot->item < list->count && same_file(slot, &list->items[slot->item]) ? slot->item : SIZE_MAX;
    return DPM_OK;
}

static dpm_status open_plain(const char *path, stream **out, uint64_t *size, dpm_error *err)
{
    os_file *file;
    TRY(path ? os_open(&file, path, err) : os_open_stdin(&file, err));
    *size = os_opened(file)->size;
    return stream_file(out, file, err);
}

dpm_status source_open(const source *s, stream **out, uint64_t *size, dpm_error *err)
{
    origin_type what = {0};
    *out = NULL;
    TRY(s->from ? origin_open(s->from, out, &what, err) : open_plain(s->is_stdin ? NULL : s->path.ptr, out, &what.size, err));
    if (file_type_is_foreign(what.inside)) {
        stream_close(*out);
        *out = NULL;
        return status_fail(err, DPM_EDATA, "%s", file_type_refusal(what.inside));
    }
    const bool file = s->from ? s->from->kind == ORIGIN_FILE : !s->is_stdin;
    *size = what.layer != FILE_TYPE_PLAIN ? 0 : file ? what.size : s->size;
    return DPM_OK;
}

/* --- what was found --- */

dpm_status sources_note(source_list *list, const found_entry *what)
{
    if (!list->keep_found) {
        return DPM_OK;
    }
    const bool room = GROW(list->found, list->found_count, list->found_cap);
    found_entry kept = *what;
    if (!room || !arena_keep(&list->memory, what->path, &kept.path)) {
        return DPM_ENOMEM;
    }
    list->found[list->found_count++] = kept;
    return DPM_OK;
}

dpm_status sources_skip_failed(source_list *list, dpm_span path, const dpm_error *err)
{
    assert(err->message[0] || err->status == DPM_ENOMEM);
    return err->status == DPM_ENOMEM ? DPM_ENOMEM : sources_skip(list, path, status_reason(err));
}
