/* What the files of a folder are, before they are visited in their order. */
#include "discover/first_look.h"

#include "base/strbuf.h"
#include "base/text.h"
#include "archive/file_type.h"

#include <stdlib.h>

enum { SMALL = 16 << 10 };

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
    if (f->folder.len && f->folder.ptr[f->folder.len - 1] != '/') {
        strbuf_addc(&path, '/');
    }
    strbuf_adds(&path, f->names[index]);
    if (!path.failed && read_small(path.ptr, bytes, &len, &out->info) && file_type_of(span_of(bytes, len)) == FILE_TYPE_PLAIN) {
        out->done = quick_look_at(span_of(bytes, len), f->list->page, &out->look) >= 0;
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
