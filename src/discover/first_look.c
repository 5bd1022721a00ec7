/* What the files of a folder and the members of zips are, before they are visited in their order. */
#include "discover/first_look.h"

#include "base/strbuf.h"
#include "base/text.h"
#include "archive/file_type.h"
#include "io/streams.h"

#include <stdlib.h>

enum { SMALL = 16 << 10, SMALL_MEMBER = 64 << 10 };

typedef struct folder_looks {
    const source_list *list;
    dpm_span folder;
    const char **names;
    first_look *out;
} folder_looks;

/* All bytes of a file, if it is small and stays so. */
static bool read_small(const char *path, char bytes[SMALL + 1], size_t *len, os_info *info)
{
    os_file *file;
    if (os_stat(path, info, NULL) < 0 || info->kind != OS_FILE || info->size == 0 || info->size > SMALL ||
        os_open(&file, path, NULL) < 0) {
        return false;
    }
    *info = *os_opened(file);
    const dpm_status status = os_read(file, bytes, SMALL + 1, len, NULL);
    os_close(file);
    return status >= 0 && info->kind == OS_FILE && *len == info->size;
}

/* Whatever fails here, the visit tells. */
static void look_at(void *context, size_t index)
{
    const folder_looks *const f = context;
    first_look *const out = &f->out[index];
    char bytes[SMALL + 1];
    size_t len = 0;
    strbuf path = {0};
    if (!source_is_log(span_str(f->names[index]))) {
        return;
    }
    strbuf_add(&path, f->folder);
    if (path.len) {
        os_path_end(&path);
    }
    strbuf_adds(&path, f->names[index]);
    stream *all;
    if (!path.failed && read_small(path.ptr, bytes, &len, &out->info) && file_type_of(span_of(bytes, len)) == FILE_TYPE_PLAIN &&
        stream_replay(&all, span_of(bytes, len), NULL, NULL, NULL) >= 0) {
        out->done = quick_look_at(all, f->list->page, &out->look, &(uint64_t){0}) >= 0;
    }
    strbuf_free(&path);
}

dpm_status first_looks(const source_list *list, dpm_span folder, const strbuf *names, size_t count, first_look **out)
{
    folder_looks f = {.list = list, .folder = folder};
    f.names = malloc((count + 1) * sizeof *f.names);
    f.out = calloc(count + 1, sizeof *f.out);
    *out = f.out;
    if (!f.names || !f.out) {
        free(f.names);
        free(f.out);
        *out = NULL;
        return DPM_ENOMEM;
    }
    const char *at = names->ptr;
    for (size_t i = 0; i < count; i++, at += strlen(at) + 1) {
        f.names[i] = at;
    }
    crew_run(list->crew, count, look_at, &f);
    free(f.names);
    return DPM_OK;
}

/* --- members --- */

enum { AT_A_TIME = 256 };

/* Members that are looked at by several threads. */
typedef struct member_looks {
    size_t count;
    uint64_t spoken_for;
    source *sources[AT_A_TIME];
    origin_apart bytes[AT_A_TIME];
    uint64_t taken[AT_A_TIME];
} member_looks;

static void look_at_member(void *context, size_t index)
{
    member_looks *const m = context;
    stream *s;
    m->taken[index] = 0;
    if (origin_apart_open(&m->bytes[index], &s, &(uint64_t){0}) >= 0) {
        quick_look_at(s, m->sources[index]->page, &m->sources[index]->look, &m->taken[index]);
    }
}

/* A look that failed is made again by source_probe, and counts then. */
static void look_at_members(member_looks *m, crew *by)
{
    crew_run(by, m->count, look_at_member, m);
    for (size_t i = 0; i < m->count; i++) {
        origin_apart_close(&m->bytes[i], m->sources[i]->look.done ? m->taken[i] : 0);
    }
    m->count = 0;
    m->spoken_for = 0;
}

/* What cannot be opened source_probe tells. */
static dpm_status add_member(member_looks *m, source *s)
{
    origin_apart *const bytes = &m->bytes[m->count];
    const dpm_status status = origin_set_apart(s->from, SMALL_MEMBER, m->spoken_for, bytes);
    if (status >= 0 && bytes->from) {
        m->sources[m->count++] = s;
        m->spoken_for += bytes->most;
    }
    return status == DPM_ENOMEM ? status : DPM_OK;
}

static void check_file(void *context, size_t index)
{
    source *const s = &((source_list *)context)->items[index];
    os_info now;
    if (s->look.done && s->from && s->from->kind == ORIGIN_FILE) {
        s->look.done = os_stat(s->path.ptr, &now, NULL) >= 0 && now.size == s->size && now.mtime == s->mtime;
    }
}

dpm_status first_looks_at_all(source_list *list)
{
    crew_run(list->crew, list->count, check_file, list);
    dpm_status status = DPM_OK;
    member_looks *const m = calloc(1, sizeof *m);
    if (!m) {
        return DPM_ENOMEM;
    }
    for (size_t i = 0; i < list->count && status >= 0; i++) {
        source *const s = &list->items[i];
        if (s->kind == SOURCE_LOG && s->from && s->from->kind == ORIGIN_ZIP && !s->look.done) {
            status = add_member(m, s);
        }
        if (m->count == AT_A_TIME && meter_stopped(&list->archives.meter, NULL) >= 0) {
            look_at_members(m, list->crew);
        } else if (m->count == AT_A_TIME) {
            break;
        }
    }
    look_at_members(m, list->crew);
    free(m);
    return status;
}
