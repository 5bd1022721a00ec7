/* The list of sources: made of the files and folders that the user names. What is in the files is not looked at. */
#include "base/hash.h"
#include "base/text.h"
#include "input/source.h"
#include "os/os.h"

#include <stdint.h>
#include <stdlib.h>

#define LOOKED_FOR "*.errlog, *.errlog.*.Crash"

enum { WALK_DEPTH = 64 }; /* folders in folders; what lies deeper is skipped and said so */

void sources_free(source_list *list)
{
    arena_free(&list->memory);
    free(list->items);
    free(list->skipped);
    free(list->slots);
    *list = (source_list){0};
}

/* Room for one item more in an array of `count`. */
static bool make_room(void **items, size_t *cap, size_t count, size_t size)
{
    if (count < *cap) {
        return true;
    }
    const size_t more = *cap ? *cap * 2 : 16;
    void *const grown = more <= SIZE_MAX / size ? realloc(*items, more * size) : NULL;
    if (!grown) {
        return false;
    }
    *items = grown;
    *cap = more;
    return true;
}

dpm_status sources_skip(source_list *list, dpm_span path, const char *reason)
{
    void *items = list->skipped;
    const bool room = make_room(&items, &list->skipped_cap, list->skipped_count, sizeof *list->skipped);
    list->skipped = items;
    dpm_skipped s;
    if (!room || !arena_keep(&list->memory, path, &s.path) || !arena_keep(&list->memory, span_str(reason), &s.reason)) {
        return DPM_ENOMEM;
    }
    list->skipped[list->skipped_count++] = s;
    return DPM_OK;
}

/* --- a file met before --- */

/* What one slot remembers. It outlives the item, so that a file of an earlier run is not read again. */
struct source_slot {
    bool used, is_stdin;
    uint64_t device, inode;
    dpm_span path;
    size_t item; /* index, while it is still in the list */
};

/* File systems without file numbers give 0: then the path has to do. */
static uint64_t identity_hash(uint64_t seed, uint64_t device, uint64_t inode, dpm_span path)
{
    return inode ? hash_words(seed, device, inode) : hash_bytes(seed, path);
}

static bool same_file(const source_slot *a, const source *b)
{
    return a->is_stdin == b->is_stdin && a->device == b->device && a->inode == b->inode
           && (a->inode != 0 || span_eq(a->path, b->path));
}

/* The slot of `s`: a free one, or that of the same file. There is always a free one. */
static source_slot *find_slot(const source_list *list, const source *s)
{
    size_t at = (size_t)identity_hash(list->seed, s->device, s->inode, s->path);
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
        const source as = {.path = from[i].path, .is_stdin = from[i].is_stdin, .device = from[i].device, .inode = from[i].inode};
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

static dpm_status add_source(source_list *list, const source *s)
{
    void *items = list->items;
    const bool room = make_room(&items, &list->cap, list->count, sizeof *list->items);
    list->items = items;
    if (!room || !grow_slots(list)) {
        return DPM_ENOMEM;
    }
    source_slot *const slot = find_slot(list, s);
    if (!slot->used) {
        *slot = (source_slot){true, s->is_stdin, s->device, s->inode, s->path, list->count};
        list->slot_count++;
        list->items[list->count++] = *s;
    } else if (slot->item < list->count && same_file(slot, &list->items[slot->item])
               && names_better(s, &list->items[slot->item])) {
        list->items[slot->item] = *s;
    }
    return DPM_OK;
}

/* --- files --- */

/* The offset of the component that the user named by `path`. */
static size_t named_at(dpm_span path)
{
    const dpm_span name = path_name(path);
    return name.len ? (size_t)(name.ptr - path.ptr) : 0;
}

static dpm_status add_file(source_list *list, dpm_span path, size_t named, const os_info *info)
{
    source s = {.crash_time = DPM_NO_TIME, .mtime = info->kind == OS_FILE ? info->mtime : DPM_NO_TIME, .size = info->size};
    s.device = info->device;
    s.inode = info->inode;
    s.first_stamp = s.last_stamp = UINT64_MAX;
    s.first = s.last = DPM_NO_TIME;
    if (!arena_keep(&list->memory, path, &s.path)) {
        return DPM_ENOMEM;
    }
    source_name_under(s.path, named, &s);
    return add_source(list, &s);
}

static dpm_status add_stdin(source_list *list)
{
    source s = {.path = SPAN("-"), .is_stdin = true, .crash_time = DPM_NO_TIME, .mtime = DPM_NO_TIME};
    s.first_stamp = s.last_stamp = UINT64_MAX;
    s.first = s.last = DPM_NO_TIME;
    return add_source(list, &s);
}

/* --- folders --- */

typedef struct level {
    strbuf names;     /* of the folder's entries */
    const char *next; /* the name to look at */
    size_t left;
    size_t path_len; /* of the folder's path */
} level;

typedef struct walk {
    source_list *list;
    strbuf path; /* of what is looked at */
    size_t named; /* offset of the component that the user named */
    size_t found; /* logs, those met before too */
    size_t depth;
    level levels[WALK_DEPTH];
} walk;

/* The system's words without the path in front, which `skipped` has beside them. */
static const char *words_of(const dpm_error *err, dpm_span path)
{
    const dpm_span message = span_str(err->message);
    const size_t head = path.len < 700 ? path.len : 700; /* what os.h prints of a path */
    const bool named = span_starts(message, span_head(path, head)) && span_starts(span_from(message, head), SPAN(": "));
    return err->message + (named ? head + 2 : 0);
}

static dpm_status skip_failed(source_list *list, dpm_span path, const dpm_error *err)
{
    return err->status == DPM_ENOMEM ? DPM_ENOMEM : sources_skip(list, path, words_of(err, path));
}

/* Go down into the folder at w->path. */
static dpm_status enter(walk *w, dpm_error *err)
{
    level *const l = &w->levels[w->depth];
    *l = (level){.path_len = w->path.len};
    const dpm_status status = os_list(w->path.ptr, &l->names, &l->left, err);
    if (status < 0) {
        strbuf_free(&l->names);
        return status;
    }
    l->next = l->names.ptr;
    w->depth++;
    return DPM_OK;
}

/* Temp\MTA is a staging area for data. */
static bool is_staging(const walk *w, dpm_span name)
{
    const dpm_span folder = span_head(strbuf_span(&w->path), w->levels[w->depth - 1].path_len);
    return span_ieq(name, SPAN("MTA")) && span_ieq(path_name(folder), SPAN("Temp"));
}

static dpm_status visit_folder(walk *w, dpm_span name)
{
    const dpm_span path = strbuf_span(&w->path);
    if (is_staging(w, name) || os_is_link(path.ptr)) {
        w->list->ignored++;
        return DPM_OK;
    }
    if (w->depth == WALK_DEPTH) {
        return sources_skip(w->list, path, "more than 64 folders deep: not walked; name it to have it read");
    }
    dpm_error err;
    return enter(w, &err) < 0 ? skip_failed(w->list, path, &err) : DPM_OK;
}

/* The entry at w->path. */
static dpm_status visit(walk *w, dpm_span name)
{
    const dpm_span path = strbuf_span(&w->path);
    os_info info;
    dpm_error err;
    if (os_stat(path.ptr, &info, &err) < 0) {
        return skip_failed(w->list, path, &err);
    }
    if (info.kind == OS_FOLDER) {
        return visit_folder(w, name);
    }
    if (!source_is_log(name)) {
        w->list->ignored++;
        return DPM_OK;
    }
    if (info.kind == OS_FILE) {
        w->found++;
        return add_file(w->list, path, w->named, &info);
    }
    const bool missing = info.kind == OS_MISSING;
    return sources_skip(w->list, path, missing ? "is gone, or a link to nothing" : "is neither a file nor a folder");
}

/* w->path becomes that of the next entry of the deepest folder. */
static bool set_path(walk *w, const level *l, dpm_span name)
{
    w->path.len = l->path_len;
    if (w->path.ptr[l->path_len - 1] != '/') {
        strbuf_addc(&w->path, '/');
    }
    strbuf_add(&w->path, name);
    return !w->path.failed;
}

static dpm_status walk_on(walk *w)
{
    while (w->depth > 0) {
        level *const l = &w->levels[w->depth - 1];
        if (l->left == 0) {
            strbuf_free(&l->names);
            w->depth--;
            continue;
        }
        const dpm_span name = span_str(l->next);
        l->next += name.len + 1;
        l->left--;
        if (!set_path(w, l, name)) {
            return DPM_ENOMEM;
        }
        TRY(visit(w, name));
    }
    return DPM_OK;
}

static void walk_free(walk *w)
{
    while (w->depth > 0) {
        strbuf_free(&w->levels[--w->depth].names);
    }
    strbuf_free(&w->path);
}

/* A named folder that cannot be listed is the caller's to report. */
static dpm_status add_folder(source_list *list, dpm_span path, dpm_error *err)
{
    walk w = {.list = list, .named = named_at(path)};
    strbuf_add(&w.path, path);
    dpm_status status = w.path.failed ? status_nomem(err) : enter(&w, err);
    if (status == DPM_OK && walk_on(&w) < 0) {
        status = status_nomem(err);
    }
    if (status == DPM_OK && w.found == 0) {
        status = status_fail(err, DPM_END, "%.700s: no logs in this folder (looked for %s); a file that is named itself is read "
                             "whatever its name", w.path.ptr ? path.ptr : "", LOOKED_FOR);
    }
    walk_free(&w);
    return status;
}

/* --- what the user names --- */

static dpm_status check_opens(const char *path, dpm_error *err)
{
    os_file *file;
    TRY(os_open(&file, path, err));
    os_close(file);
    return DPM_OK;
}

static dpm_status add_path(source_list *list, const char *path, dpm_error *err)
{
    const dpm_span span = span_str(path);
    os_info info;
    TRY(os_stat(path, &info, err));
    if (info.kind == OS_MISSING) {
        return status_fail(err, DPM_EIO, "%.700s: no such file or folder; check the spelling", path);
    }
    if (info.kind == OS_FOLDER) {
        return add_folder(list, span, err);
    }
    if (info.kind == OS_FILE) { /* opening a pipe would disturb its writer */
        TRY(check_opens(path, err));
    }
    return add_file(list, span, named_at(span), &info) < 0 ? status_nomem(err) : DPM_OK;
}

dpm_status sources_add(source_list *list, const char *path, dpm_error *err)
{
    if (strcmp(path, "-") == 0) {
        return add_stdin(list) < 0 ? status_nomem(err) : DPM_OK;
    }
    dpm_error own = {0};
    const dpm_status status = add_path(list, path, &own);
    if (status != DPM_OK && err) {
        *err = own;
    }
    if (status < 0 && status != DPM_ENOMEM && sources_skip(list, span_str(path), words_of(&own, span_str(path))) < 0) {
        return status_nomem(err);
    }
    return status;
}
