/* A state: the summary that the last run left, of which this one takes what has not changed. A log that is the same, under
 * whatever name, is taken from it; one that has grown is read anew; what the state alone has is gone, and is kept for a while. */
#include "api/state.h"

#include "base/civil.h"
#include "base/text.h"
#include "summary/summary_read.h"

#include <stdlib.h>

/* What was skipped when it was written is found again, or gone. */
dpm_status state_load(state *s, const char *path, dpm_span machine, const char *rules_hash, dpm_error *err)
{
    source_list none = {0};
    os_info info = {.kind = OS_MISSING};
    blob *bytes = NULL;
    dpm_status status = os_stat(path, &info, err);
    if (status < 0 || info.kind == OS_MISSING || (info.kind == OS_FILE && info.size == 0)) {
        return status < 0 ? status : DPM_END;
    }
    status = blob_file(&bytes, path, err);
    if (status == DPM_OK) {
        status = summaries_add(&s->known, &none, bytes, span_str(path), rules_hash, err);
    }
    if (status == DPM_OK && (s->known.lost || s->known.other_rules || s->known.other_versions)) {
        status =
            status_fail(err, DPM_EDATA, "%s",
                        s->known.lost ? "the state is damaged: everything is read anew"
                                      : "the state was written with other rules or by another version: everything is read anew");
    }
    if (status == DPM_OK && !span_eq(s->known.machine, machine)) {
        status = status_fail(err, DPM_EDATA, "the state is of another machine or site (%.*s): everything is read anew",
                             (int)s->known.machine.len, s->known.machine.ptr);
    }
    blob_release(bytes);
    sources_free(&none);
    if (status < 0) {
        summaries_free(&s->known);
    }
    return status;
}

void state_free(state *s)
{
    summaries_free(&s->known);
    free(s->used);
    *s = (state){0};
}

static fingerprint print_of(const section *t)
{
    return (fingerprint){t->disk_size, t->head, t->tail};
}

/* A file that is read where it lies. */
static bool is_plain(const source *s)
{
    return !s->section && !s->is_stdin && !s->inside.len && !s->only.len;
}

/* Everything that its place tells is of now; what is in it is of then. False: memory ran out. */
static bool replace(state *st, source *s, const source *by)
{
    source fresh = *by;
    source *const log = ARENA_NEW(&st->known.memory, source);
    if (!log) {
        return false;
    }
    *log = *s;
    fresh.instead = log;
    fresh.path = s->path;
    fresh.host = s->host.len ? s->host : by->host;
    fresh.process = s->process;
    fresh.crash_time = s->crash_time;
    fresh.is_crash_copy = s->is_crash_copy;
    *s = fresh;
    return true;
}

static dpm_status match(state *st, source *s)
{
    fingerprint now = {0};
    bool read = false;
    for (size_t i = 0; i < st->known.source_count; i++) {
        const section *const t = &st->known.sources[i].section->told;
        if (st->used[i] || !t->disk_size || t->mtime != s->mtime || t->kind != (int64_t)s->kind || t->alert != s->is_alert) {
            continue;
        }
        if (!read && fingerprint_of(s->path.ptr, &now) < 0) {
            return DPM_OK;
        }
        read = true;
        if (now.size == t->disk_size && now.head == t->head && now.tail == t->tail) {
            st->used[i] = true;
            return replace(st, s, &st->known.sources[i]) ? DPM_OK : DPM_ENOMEM;
        }
    }
    return DPM_OK;
}

/* Some file of now began as it did. */
static bool has_grown(const source_list *list, const section *t)
{
    const fingerprint print = print_of(t);
    for (size_t i = 0; i < list->count; i++) {
        const source *const s = &list->items[i];
        if (is_plain(s) && fingerprint_grew(s->path.ptr, &print)) {
            return true;
        }
    }
    return false;
}

/* What only the state has of logs that are gone. */
static dpm_status keep_rest(state *st, source_list *list, int64_t oldest)
{
    for (size_t i = 0; i < st->known.source_count; i++) {
        const source *const s = &st->known.sources[i];
        const section *const t = &s->section->told;
        if (st->used[i] || !t->disk_size || t->last < oldest || t->first > t->last || has_grown(list, t)) {
            continue;
        }
        if (!GROW(list->items, list->count, list->cap)) {
            return DPM_ENOMEM;
        }
        list->items[list->count++] = *s;
    }
    return DPM_OK;
}

dpm_status state_use(state *st, source_list *list, int64_t now)
{
    if (!st->known.source_count) {
        return DPM_OK;
    }
    free(st->used);
    st->used = calloc(st->known.source_count, sizeof *st->used);
    if (!st->used) {
        return DPM_ENOMEM;
    }
    for (size_t i = 0; i < list->count; i++) {
        if (is_plain(&list->items[i])) {
            TRY(match(st, &list->items[i]));
        }
    }
    return st->keep ? keep_rest(st, list, now - st->keep) : DPM_OK;
}

bool state_take_back(source_list *list)
{
    bool any = false;
    for (size_t i = 0; i < list->count; i++) {
        source *const s = &list->items[i];
        if (s->instead && s->overlaps && s->kind == SOURCE_LOG) {
            *s = *s->instead;
            any = true;
        }
    }
    return any;
}
