/* From what the user names to the list of sources: files, folders, archives, standard input. A file is looked at only to tell
 * whether it is an archive. */
#include "discover/archive_walk.h"

#include "base/grow.h"
#include "base/limits.h"
#include "base/strbuf.h"
#include "base/text.h"
#include "archive/libarchive.h"
#include "discover/content.h"
#include "discover/file_kind.h"
#include "discover/first_look.h"
#include "discover/sources.h"
#include "discover/volumes.h"
#include "os/os.h"

#include <stdio.h>
#include <stdlib.h>

#define LOOKED_FOR "*.errlog, *.errlog.*.Crash, *.errlog.gz"

/* --- files --- */

/* The offset of the component that the user named by `path`. */
static size_t named_at(dpm_span path)
{
    const dpm_span name = path_name(path);
    return name.len ? (size_t)(name.ptr - path.ptr) : 0;
}

static dpm_status note_file(source_list *list, dpm_span path, const os_info *info, dpm_entry_kind kind, size_t item)
{
    const found_entry found = {.path = path, .kind = kind, .size = info->size, .mtime = info->mtime, .item = item};
    return sources_note(list, &found);
}

static dpm_status make_log(source_list *list, const archive_file *file, source *out)
{
    const os_info *const info = &file->info;
    TRY(source_make(list, file->path, out));
    out->from = file->from;
    out->mtime = info->kind == OS_FILE ? info->mtime : DPM_NO_TIME;
    out->size = info->size;
    out->device = info->device;
    out->inode = info->inode;
    out->kind = witness_named(path_name(out->path));
    out->look = file->seen ? *file->seen : out->look;
    source_name_under(out->path, file->named, 0, &list->last, out);
    return DPM_OK;
}

static dpm_status put_log(source_list *list, const archive_file *file, const source *s)
{
    size_t item;
    TRY(sources_put(list, s, &item));
    return note_file(list, file->path, &file->info, source_entry_kind(s), item);
}

/* A file that nothing is asked of. */
static dpm_status pass_over(source_list *list, dpm_span path, const os_info *info)
{
    const dpm_entry_kind kind = file_kind_named(path);
    list->passed[kind]++;
    return note_file(list, path, info, kind, SIZE_MAX);
}

/* Each name in front of the lines is a log of its own, named as it is; the file's folders name the host where it does not. */
static dpm_status add_prefixed(source_list *list, const archive_file *file)
{
    intern names;
    dpm_status status;
    intern_init(&names, PREFIXES_MAX, os_seed());
    status = content_names(file->from, &names);
    for (uint32_t id = 1; status >= 0 && id <= names.count; id++) {
        source s;
        status = make_log(list, file, &s);
        if (status >= 0 && !arena_keep(&list->memory, intern_get(&names, id), &s.only)) {
            status = DPM_ENOMEM;
        }
        if (status >= 0) {
            const dpm_span host = s.host;
            source_name_under(s.only, 0, 0, NULL, &s);
            s.host = s.host.len ? s.host : host;
            s.inside = s.only;
            status = put_log(list, file, &s);
        }
    }
    if (status >= 0 && names.overflow) {
        status = sources_remark(list, file->path, "more than 1024 names in front of its lines: those of others were not read");
    }
    intern_free(&names);
    return status;
}

static dpm_status add_log(source_list *list, const archive_file *file, content is)
{
    source s;
    if (is == CONTENT_PREFIXED) {
        return add_prefixed(list, file);
    }
    TRY(make_log(list, file, &s));
    if (is == CONTENT_ALERT) {
        source_make_alert(&s);
    }
    return put_log(list, file, &s);
}

/* Its path and its origin are kept. */
static dpm_status make_file(source_list *list, dpm_span path, size_t named, const os_info *info, archive_file *out)
{
    origin *const from = ARENA_NEW(&list->memory, origin);
    *out = (archive_file){.named = named, .info = *info, .from = from};
    if (!from || !arena_keep(&list->memory, path, &out->path)) {
        return DPM_ENOMEM;
    }
    *from = (origin){.kind = ORIGIN_FILE, .all = &list->archives, .path = out->path.ptr, .cost = (double)info->size};
    return DPM_OK;
}

/* A window of a file. */
static dpm_status read_window(blob *whole, uint64_t offset, char *out, size_t cap, dpm_span *got)
{
    size_t len = 0;
    const dpm_status status = blob_read_at(whole, offset, out, cap, &len, NULL);
    *got = span_of(out, status < 0 ? 0 : len);
    return status == DPM_ENOMEM ? status : DPM_OK;
}

/* A program carries an archive after its code, to unpack it: found by the bytes that archives begin with. */
static bool carries(dpm_span window)
{
    static const dpm_span marks[] = {SPAN_INIT("7z\xBC\xAF\x27\x1C\0"), SPAN_INIT("Rar!\x1A\x07"), SPAN_INIT("MSCF\0\0\0\0")};
    bool found = false;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        found |= span_find(window, marks[i]) != SIZE_MAX;
    }
    return found;
}

enum { WINDOW = 128 << 10, ISO_MARK_AT = 0x8001 };

/* The first bytes of a file say nothing of it. A zip may have something else in front, a program that unpacks it or an earlier
 * volume: then its end tells. */
static dpm_status look_further(archive_file *file, blob *whole, char *window)
{
    const uint64_t size = blob_size(whole);
    dpm_span got;
    TRY(read_window(whole, size > WINDOW ? size - WINDOW : 0, window, WINDOW, &got));
    if (span_find(got, SPAN("PK\5\6")) != SIZE_MAX) {
        file->what.inside = FILE_TYPE_ZIP;
        return DPM_OK;
    }
    TRY(read_window(whole, 0, window, WINDOW, &got));
    if (span_starts(span_from(got, ISO_MARK_AT), SPAN("CD001"))) {
        file->what.inside = FILE_TYPE_ISO;
        return DPM_OK;
    }
    file->program = span_starts(got, SPAN("MZ"));
    for (uint64_t at = 0; file->program && got.len && at < PROGRAM_SEARCH_MAX; at += WINDOW / 2) {
        TRY(read_window(whole, at, window, WINDOW, &got));
        if (carries(got)) {
            file->what.inside = FILE_TYPE_SELF_EXTRACTING;
            file->program = false;
        }
    }
    return DPM_OK;
}

static bool worth_a_further_look(const archive_file *file)
{
    const bool plain = file->what.inside == FILE_TYPE_PLAIN && file->what.layer == FILE_TYPE_PLAIN;
    const dpm_span name = file->path;
    return plain && (span_iends(name, SPAN(".zip")) || span_iends(name, SPAN(".exe")) || span_iends(name, SPAN(".iso")) ||
                     span_iends(name, SPAN(".z01")));
}

static dpm_status look_at_end(archive_file *file)
{
    if (!worth_a_further_look(file)) {
        return DPM_OK;
    }
    blob *whole = NULL;
    char *const window = malloc(WINDOW);
    dpm_status status = window ? blob_file(&whole, file->path.ptr, NULL) : DPM_ENOMEM;
    if (status >= 0) {
        status = look_further(file, whole, window);
    }
    blob_release(whole);
    free(window);
    return status == DPM_ENOMEM ? status : DPM_OK;
}

/* Its other parts are read with it. */
static dpm_status join(source_list *list, archive_file *file, const volume_set *set)
{
    uint64_t size = 0;
    char words[64];
    for (size_t i = 0; i < set->count; i++) {
        size += set->volumes[i].size;
    }
    file->info.size = size;
    file->from->kind = ORIGIN_VOLUMES;
    file->from->volumes = set->volumes;
    file->from->volume_count = set->count;
    file->from->cost = (double)size;
    snprintf(words, sizeof words, "joined from the %zu part%s of it that lie here", set->count, plural(set->count, "", "s"));
    return sources_remark(list, file->path, words);
}

/* Find out what it is. DPM_END: a part of a split archive that is read with the part at `*named_by`. */
static dpm_status look_at(source_list *list, archive_file *file, dpm_span *named_by, dpm_error *err)
{
    volume_set set;
    dpm_status status = volumes_find(&set, file->path, &list->memory, err);
    *named_by = set.named_by;
    if (status == DPM_EDATA && span_iends(file->path, SPAN(".zip"))) { /* what lies in this volume alone can be read */
        status = sources_skip_failed(list, file->path, err) < 0 ? status_nomem(err) : DPM_OK;
        set.role = VOLUME_NONE;
    }
    TRY(status);
    if (set.role == VOLUME_FOLLOWS) {
        return DPM_END;
    }
    if (set.role == VOLUME_NAMES && join(list, file, &set) < 0) {
        return status_nomem(err);
    }
    TRY(origin_look(file->from, &file->what, err));
    return look_at_end(file) < 0 ? status_nomem(err) : DPM_OK;
}

static dpm_status add_jobs(source_list *list, const archive_file *file, dpm_error *err)
{
    stream *s;
    if (note_file(list, file->path, &file->info, DPM_ENTRY_KIND_JOBS, SIZE_MAX) < 0) {
        return status_nomem(err);
    }
    TRY(origin_open(file->from, &s, NULL, err));
    const dpm_status status = job_history_read(&list->jobs, s, err);
    stream_close(s);
    return status;
}

/* --- folders --- */

typedef struct level {
    strbuf names;     /* of the folder's entries */
    const char *next; /* the name to look at */
    size_t left;
    size_t path_len;    /* of the folder's path */
    first_look *looks;  /* at its files, by name */
    first_look *coming; /* at that with the name to look at */
} level;

static void level_free(level *l)
{
    strbuf_free(&l->names);
    free(l->looks);
    l->looks = NULL;
}

typedef struct walk {
    source_list *list;
    strbuf path;  /* of what is looked at */
    size_t named; /* offset of the component that the user named */
    size_t found; /* logs, those met before too */
    size_t depth;
    level levels[WALK_DEPTH_MAX];
} walk;

/* Go down into the folder at w->path. */
static dpm_status enter(walk *w, dpm_error *err)
{
    level *const l = &w->levels[w->depth];
    *l = (level){.path_len = w->path.len};
    dpm_status status = os_list(w->path.ptr, &l->names, &l->left, err);
    if (status >= 0 && first_looks(w->list, strbuf_span(&w->path), &l->names, l->left, &l->looks) < 0) {
        status = status_nomem(err);
    }
    if (status < 0) {
        level_free(l);
        return status;
    }
    l->next = l->names.ptr;
    l->coming = l->looks;
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
        w->list->passed[DPM_ENTRY_KIND_OTHER]++; /* what a link leads to was not meant: DPM mounts its replicas in folders */
        return DPM_OK;
    }
    if (w->depth == WALK_DEPTH_MAX) {
        return sources_skip(w->list, path, "more than 64 folders deep: not walked; name it to have it read");
    }
    dpm_error err;
    return enter(w, &err) < 0 ? sources_skip_failed(w->list, path, &err) : DPM_OK;
}

/* A file that is named like text: only what it begins with tells whether it is a witness. */
static dpm_status visit_text(walk *w, archive_file *file, dpm_error *err)
{
    content is = CONTENT_OTHER;
    TRY(origin_look(file->from, &file->what, err));
    if (file->what.inside == FILE_TYPE_PLAIN && content_look(file->from, true, &is) < 0) {
        return status_nomem(err);
    }
    if (is != CONTENT_OTHER) {
        w->found++;
        return add_log(w->list, file, is) < 0 ? status_nomem(err) : DPM_OK;
    }
    return pass_over(w->list, file->path, &file->info) < 0 ? status_nomem(err) : DPM_OK;
}

/* A file that is named like a log or an archive. */
static dpm_status visit_file(walk *w, archive_file *file, bool log, dpm_error *err)
{
    dpm_span named_by;
    const dpm_status status = file->seen ? DPM_OK : look_at(w->list, file, &named_by, err);
    if (status == DPM_END) {
        return note_file(w->list, file->path, &file->info, DPM_ENTRY_KIND_ARCHIVE, SIZE_MAX) < 0 ? status_nomem(err) : DPM_OK;
    }
    TRY(status);
    if (file_type_is_archive(file->what.inside)) {
        archive_walk_found inside;
        TRY(archive_walk_add(w->list, file, (dpm_span){0}, &inside) < 0 ? status_nomem(err) : DPM_OK);
        w->found += inside.logs;
        return DPM_OK;
    }
    if (log && !file_type_is_foreign(file->what.inside)) {
        w->found++;
        return add_log(w->list, file, CONTENT_LOG) < 0 ? status_nomem(err) : DPM_OK;
    }
    const bool program = file->what.inside == FILE_TYPE_PLAIN && span_iends(file->path, SPAN(".exe"));
    const char *const why = program ? NULL : archive_walk_refusal(&file->what);
    const dpm_status noted = why ? note_file(w->list, file->path, &file->info, DPM_ENTRY_KIND_ARCHIVE, SIZE_MAX)
                                 : pass_over(w->list, file->path, &file->info);
    return noted < 0 ? status_nomem(err) : why ? status_fail(err, DPM_EDATA, "%s", why) : DPM_OK;
}

/* The entry at w->path. */
static dpm_status visit(walk *w, dpm_span name, const first_look *seen)
{
    const dpm_span path = strbuf_span(&w->path);
    os_info info = seen->info;
    dpm_error err;
    if (!seen->done && os_stat(path.ptr, &info, &err) < 0) {
        return sources_skip_failed(w->list, path, &err);
    }
    if (info.kind == OS_FOLDER) {
        return visit_folder(w, name);
    }
    const bool log = source_is_log(name) || witness_named(name) != SOURCE_LOG, history = job_history_named(name),
               packed = archive_walk_named(name) || volume_named(name), text = !log && !history && !packed && content_named(name);
    if (!log && !history && !packed && !text) {
        return info.kind == OS_FILE ? pass_over(w->list, path, &info) : DPM_OK;
    }
    if (info.kind != OS_FILE) {
        const bool missing = info.kind == OS_MISSING;
        return sources_skip(w->list, path, missing ? "is gone, or a link to nothing" : "is neither a file nor a folder");
    }
    archive_file file;
    TRY(make_file(w->list, path, w->named, &info, &file));
    file.seen = seen->done && !volume_named(name) ? &seen->look : NULL;
    const dpm_status status = history ? add_jobs(w->list, &file, &err)
                              : text  ? visit_text(w, &file, &err)
                                      : visit_file(w, &file, log, &err);
    return status < 0 ? sources_skip_failed(w->list, path, &err) : DPM_OK;
}

/* w->path becomes that of the next entry of the deepest folder. */
static bool set_path(walk *w, const level *l, dpm_span name)
{
    w->path.len = l->path_len;
    os_path_end(&w->path);
    strbuf_add(&w->path, name);
    return !w->path.failed;
}

static dpm_status walk_on(walk *w)
{
    dpm_error err;
    while (w->depth > 0) {
        if (meter_stopped(&w->list->archives.meter, &err) < 0) {
            return sources_skip_failed(w->list, strbuf_span(&w->path), &err);
        }
        level *const l = &w->levels[w->depth - 1];
        if (l->left == 0) {
            level_free(l);
            w->depth--;
            continue;
        }
        const dpm_span name = span_str(l->next);
        const first_look *const seen = l->coming++;
        l->next += name.len + 1;
        l->left--;
        if (!set_path(w, l, name)) {
            return DPM_ENOMEM;
        }
        TRY(visit(w, name, seen));
    }
    return DPM_OK;
}

static void walk_free(walk *w)
{
    while (w->depth > 0) {
        level_free(&w->levels[--w->depth]);
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
        status = status_fail_path(err, DPM_END, path.ptr,
                                  "no logs in this folder (looked for %s); a file given by name is read whatever its name",
                                  LOOKED_FOR);
    }
    walk_free(&w);
    return status;
}

/* --- what the user names --- */

static dpm_status walk_archive(source_list *list, const archive_file *file, dpm_span address, dpm_error *err)
{
    archive_walk_found inside;
    if (archive_walk_add(list, file, address, &inside) < 0) {
        return status_nomem(err);
    }
    if (inside.logs || inside.skipped) {
        return DPM_OK;
    }
    if (address.len) {
        return status_fail(err, DPM_EIO, "no such member; 'dpmlog ls' lists what the archive holds");
    }
    return status_fail_path(err, DPM_END, file->path.ptr, "no logs in this archive (looked for %s)", LOOKED_FOR);
}

static dpm_status add_stdin(source_list *list, dpm_span address, dpm_error *err)
{
    const os_info none = {.kind = OS_OTHER, .mtime = DPM_NO_TIME};
    source s;
    size_t item;
    archive_file file;
    if (list->input_taken) {
        return DPM_OK;
    }
    list->input_taken = true;
    if (make_file(list, SPAN("-"), 0, &none, &file) < 0 || source_make(list, SPAN("-"), &s) < 0) {
        return status_nomem(err);
    }
    *file.from = (origin){.kind = ORIGIN_INPUT, .all = &list->archives};
    file.is_stdin = s.is_stdin = true;
    s.from = file.from;
    TRY(origin_look(file.from, &file.what, err));
    const file_type is = file.what.inside;
    if (file_type_is_foreign(is) || file_type_is_layer(is)) {
        return status_fail(err, DPM_EDATA, "%s", archive_walk_refusal(&file.what));
    }
    if (file_type_is_archive(is)) {
        return walk_archive(list, &file, address, err);
    }
    if (sources_put(list, &s, &item) < 0 || note_file(list, s.path, &none, DPM_ENTRY_KIND_LOG, item) < 0) {
        return status_nomem(err);
    }
    return DPM_OK;
}

/* A file by the path that was named; for a part of a split archive, the part that it is read with. */
static dpm_status open_named(source_list *list, dpm_span path, const os_info *info, archive_file *file, dpm_span *set,
                             dpm_error *err)
{
    dpm_span named_by = path;
    os_info whole = *info;
    dpm_status status = DPM_END;
    for (int tries = 0; status == DPM_END && tries < 2; tries++) {
        if (make_file(list, named_by, named_at(named_by), &whole, file) < 0) {
            return status_nomem(err);
        }
        if (whole.kind != OS_FILE) { /* opening a pipe would disturb its writer */
            return DPM_OK;
        }
        status = look_at(list, file, &named_by, err);
        *set = named_by;
        if (status == DPM_END) {
            TRY(os_stat(named_by.ptr, &whole, err));
        }
    }
    return status == DPM_END ? status_fail(err, DPM_EIO, "the parts of this archive change while they are read") : status;
}

/* Whether a split archive was named before, by another of its parts. */
static dpm_status met_set(source_list *list, dpm_span set, bool *before)
{
    *before = false;
    for (size_t i = 0; i < list->set_count; i++) {
        *before |= span_eq(list->sets[i], set);
    }
    if (!*before) {
        if (!GROW(list->sets, list->set_count, list->set_cap)) {
            return DPM_ENOMEM;
        }
        list->sets[list->set_count++] = set;
    }
    return DPM_OK;
}

static dpm_status add_named_file(source_list *list, dpm_span path, const os_info *info, dpm_span address, dpm_error *err)
{
    archive_file file;
    dpm_span set = {0};
    bool before = false;
    const dpm_status opened = open_named(list, path, info, &file, &set, err);
    if (opened != DPM_ENOMEM && set.len && !address.len && met_set(list, set, &before) < 0) {
        return status_nomem(err);
    }
    if (before) { /* X.7z.* names all parts */
        return DPM_OK;
    }
    TRY(opened);
    const file_type is = file.what.inside;
    if (file_type_is_archive(is)) {
        return walk_archive(list, &file, address, err);
    }
    const bool nothing = file.what.empty && archive_walk_named(path_name(path));
    if (file_type_is_foreign(is) || file_type_is_layer(is) || nothing || address.len || file.program) {
        const char *const why = file.program ? "is a program without an archive in it" : archive_walk_refusal(&file.what);
        return status_fail_path(err, DPM_EDATA, path.ptr, "%s", why ? why : "is not an archive, so it has no members");
    }
    content text = CONTENT_LOG; /* a log by its name needs no look */
    if (info->kind == OS_FILE && !source_is_log(path) && content_look(file.from, false, &text) < 0) {
        return status_nomem(err);
    }
    return add_log(list, &file, text) < 0 ? status_nomem(err) : DPM_OK;
}

/* A file in front of one of the `!` of a path that does not exist itself. */
static bool cut_address(dpm_span path, strbuf *file, os_info *info, dpm_span *address)
{
    for (size_t at = 1; at + 1 < path.len; at++) {
        if (path.ptr[at] == '!') {
            strbuf_clear(file);
            strbuf_add(file, span_head(path, at));
            if (!file->failed && os_stat(file->ptr, info, NULL) >= 0 && info->kind == OS_FILE) {
                *address = span_from(path, at + 1);
                return true;
            }
        }
    }
    return false;
}

static dpm_status add_member(source_list *list, const char *path, dpm_error *err)
{
    strbuf file = {0};
    dpm_span address;
    os_info info;
    const bool there = cut_address(span_str(path), &file, &info, &address);
    dpm_status status = file.failed ? status_nomem(err) : DPM_OK;
    if (status >= 0 && !there) {
        status = status_fail_path(err, DPM_EIO, path, "no such file or folder; check the spelling");
    } else if (status >= 0) {
        status = add_named_file(list, strbuf_span(&file), &info, address, err);
    }
    strbuf_free(&file);
    return status;
}

static dpm_status add_path(source_list *list, const char *path, dpm_error *err)
{
    const dpm_span span = span_str(path);
    os_info info;
    TRY(os_stat(path, &info, err));
    if (info.kind == OS_MISSING) {
        return add_member(list, path, err);
    }
    return info.kind == OS_FOLDER ? add_folder(list, span, err) : add_named_file(list, span, &info, (dpm_span){0}, err);
}

/* SQL01=PATH says whose logs lie there, unless there is a file of that name. False: the path says nothing of that. */
static bool cut_host(const char *path, dpm_span *host, const char **rest)
{
    const char *const mark = strchr(path, '=');
    os_info info;
    *rest = mark ? mark + 1 : path;
    *host = mark ? span_of(path, (size_t)(mark - path)) : (dpm_span){0};
    return mark && **rest && source_host_named(*host) && os_stat(path, &info, NULL) >= 0 && info.kind == OS_MISSING;
}

/* The logs from `first` on are those of `host`. Where the name of a log or folder says another, that is told. */
static dpm_status give_host(source_list *list, size_t first, dpm_span host)
{
    dpm_span kept;
    dpm_status status = arena_keep(&list->memory, host, &kept) ? DPM_OK : DPM_ENOMEM;
    for (size_t i = first; i < list->count && status >= 0; i++) {
        source *const s = &list->items[i];
        if (s->host.len && !span_ieq(s->host, kept)) {
            strbuf words = {0};
            strbuf_adds(&words, "is named like a log of ");
            strbuf_add(&words, s->host);
            strbuf_adds(&words, ", and was given as one of ");
            strbuf_add(&words, kept);
            status = words.failed ? DPM_ENOMEM : sources_remark(list, s->path, words.ptr);
            strbuf_free(&words);
        }
        s->host = kept;
    }
    return status;
}

dpm_status sources_add(source_list *list, const char *path, dpm_error *err)
{
    dpm_error own = {0};
    if (list->max_depth == 0) {
        sources_limit(list, &(source_limits){0});
    }
    const bool input = strcmp(path, "-") == 0 || strncmp(path, "-!", 2) == 0;
    dpm_span host;
    const char *rest;
    const size_t first = list->count;
    const bool given = cut_host(path, &host, &rest);
    path = given ? rest : path;
    const dpm_status status = input ? add_stdin(list, span_from(span_str(path), 2), &own) : add_path(list, path, &own);
    if (given && status != DPM_ENOMEM && give_host(list, first, host) < 0) {
        return status_nomem(err);
    }
    if (status == DPM_OK) {
        return status;
    }
    status_add_path(&own, path); /* what reads streams knows no path */
    if (err) {
        *err = own;
    }
    if (status < 0 && sources_skip_failed(list, span_str(path), &own) < 0) {
        return status_nomem(err);
    }
    return status;
}
