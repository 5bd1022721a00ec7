/* The logs that are below the followed paths at this moment. */
#include "follow/dir_scan.h"

#include "archive/file_type.h"
#include "base/grow.h"
#include "base/limits.h"
#include "base/text.h"
#include "discover/source.h"

#include <stdlib.h>

static dpm_status put(dir_scan *l, dpm_span path, size_t named, const os_info *info, dpm_error *err)
{
    if (!GROW(l->items, l->count, l->cap)) {
        return status_nomem(err);
    }
    l->items[l->count++] = (dir_entry){.path = l->paths.len, .named = named, .info = *info};
    strbuf_add(&l->paths, path);
    strbuf_addc(&l->paths, '\0');
    return l->paths.failed ? status_nomem(err) : DPM_OK;
}

/* What is packed does not grow. */
static bool follows(dpm_span name)
{
    return source_is_log(name) && !name_is_packed(name);
}

static dpm_status walk(dir_scan *l, strbuf *path, size_t named, unsigned depth, dpm_error *err);

static dpm_status look(dir_scan *l, strbuf *path, size_t named, unsigned depth, dpm_span name, dpm_error *err)
{
    os_info info;
    if (os_stat(path->ptr, &info, NULL) < 0) {
        return DPM_OK;
    }
    if (info.kind == OS_FOLDER) {
        const bool enters = depth < FOLLOW_DEPTH_MAX && !span_ieq(name, SPAN("MTA")) && !os_is_link(path->ptr);
        return enters ? walk(l, path, named, depth + 1, err) : DPM_OK;
    }
    return info.kind == OS_FILE && follows(name) ? put(l, strbuf_span(path), named, &info, err) : DPM_OK;
}

/* At most FOLLOW_DEPTH_MAX calls deep. */
static dpm_status walk(dir_scan *l, strbuf *path, size_t named, unsigned depth, dpm_error *err)
{
    strbuf names = {0};
    size_t count = 0;
    dpm_status status = DPM_OK;
    if (os_list(path->ptr, &names, &count, NULL) < 0) {
        count = 0;
    }
    const char *next = names.ptr;
    for (size_t i = 0; status >= 0 && i < count; i++) {
        const dpm_span name = span_str(next);
        const size_t len = path->len;
        os_path_end(path);
        strbuf_add(path, name);
        status = path->failed ? status_nomem(err) : look(l, path, named, depth, name, err);
        path->len = len;
        next += name.len + 1;
    }
    strbuf_free(&names);
    return status;
}

dpm_status dir_scan_add(dir_scan *l, const char *path, dpm_error *err)
{
    const dpm_span span = span_str(path), name = path_name(span);
    const size_t named = name.len ? (size_t)(name.ptr - span.ptr) : 0;
    os_info info;
    if (os_stat(path, &info, NULL) < 0 || (info.kind != OS_FOLDER && info.kind != OS_FILE)) {
        return DPM_OK;
    }
    if (info.kind == OS_FILE) {
        return put(l, span, named, &info, err);
    }
    strbuf at = {0};
    strbuf_add(&at, span);
    const dpm_status status = at.failed ? status_nomem(err) : walk(l, &at, named, 0, err);
    strbuf_free(&at);
    return status;
}

void dir_scan_clear(dir_scan *l)
{
    strbuf_clear(&l->paths);
    l->count = 0;
}

void dir_scan_free(dir_scan *l)
{
    strbuf_free(&l->paths);
    free(l->items);
    *l = (dir_scan){0};
}
