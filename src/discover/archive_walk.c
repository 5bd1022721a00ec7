/* Archives as folders. The walk keeps a stack of the archives it is in; what an archive is, its first bytes say, but a member is
 * looked at only if its name promises a log or an archive. Names of members are shown and compared, never used as paths. */
#include "discover/archive_walk.h"

#include "base/intern.h"
#include "base/strbuf.h"
#include "base/text.h"
#include "archive/libarchive.h"
#include "discover/file_kind.h"
#include "discover/known_names.h"
#include "discover/sources.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct level {
    archive *in;
    dpm_span path;    /* as shown */
    dpm_span address; /* what is wanted of it; empty: all */
    size_t next, count;
    intern names;    /* of members so far */
    uint32_t *times; /* how often each came, by its id */
    size_t times_cap;
} level;

typedef struct bundle_walk {
    source_list *list;
    const archive_file *file;
    archive_walk_found *out;
    level levels[NESTING_MAX];
    unsigned depth;
    size_t entered, unsaid; /* unsaid: skipped members beyond SKIPPED_NAMED_MAX */
    bool full;
    strbuf path; /* of what is looked at */
} bundle_walk;

/* --- what a member is, by its name --- */

bool archive_walk_named(dpm_span name)
{
    return name_is_packed(name) && !name_listed(names_no_logs, name);
}

typedef enum reach {
    REACH_NONE, /* not asked for */
    REACH_ALL,  /* no more is asked for than that it is in there */
    REACH_THIS, /* is what is asked for */
    REACH_INTO  /* an archive around what is asked for */
} reach;

static reach reach_of(dpm_span address, dpm_span name)
{
    if (address.len == 0) {
        return REACH_ALL;
    }
    if (span_starts(address, name)) {
        const dpm_span rest = span_from(address, name.len);
        return rest.len == 0 ? REACH_THIS : rest.ptr[0] == '!' ? REACH_INTO : REACH_NONE;
    }
    const bool below = span_starts(name, address) && (address.ptr[address.len - 1] == '/' || name.ptr[address.len] == '/');
    return below ? REACH_ALL : REACH_NONE;
}

static bool is_promising(dpm_span name)
{
    const dpm_span last = path_name(name);
    return source_is_log(last) || witness_named(last) != SOURCE_LOG || archive_walk_named(last) || job_history_named(last);
}

/* For the walk through an archive that does not know yet which names come twice. */
static bool choose(dpm_span address, dpm_span name)
{
    const reach r = reach_of(address, name);
    const bool numbered = address.len > name.len && span_starts(address, name) && address.ptr[name.len] == '#';
    return r == REACH_ALL ? is_promising(name) : r != REACH_NONE || numbered;
}

/* --- saying what was not read --- */

static dpm_status skip(bundle_walk *w, const char *why)
{
    w->out->skipped++;
    if (w->out->skipped > SKIPPED_NAMED_MAX) {
        w->unsaid++;
        return DPM_OK;
    }
    return sources_skip(w->list, strbuf_span(&w->path), why);
}

static dpm_status skip_failed(bundle_walk *w, const dpm_error *err)
{
    return err->status == DPM_ENOMEM ? DPM_ENOMEM : skip(w, status_reason(err));
}

static dpm_status note(bundle_walk *w, const member *m, dpm_entry_kind kind, const char *format, size_t item)
{
    const found_entry found = {
        .path = strbuf_span(&w->path),
        .kind = kind,
        .depth = w->depth,
        .name_at = w->depth ? w->levels[w->depth - 1].path.len + 1 : 0,
        .format = format,
        .size = m->size,
        .mtime = m->mtime,
        .item = item,
    };
    return sources_note(w->list, &found);
}

/* A member that nothing is asked of. */
static dpm_status pass_over(bundle_walk *w, const member *m, const char *format)
{
    const dpm_entry_kind kind = file_kind_named(path_name(m->name));
    w->list->passed[kind]++;
    return note(w, m, kind, format, SIZE_MAX);
}

/* --- levels --- */

static void leave(bundle_walk *w)
{
    level *const l = &w->levels[--w->depth];
    archive_forget(l->in);
    intern_free(&l->names);
    free(l->times);
    *l = (level){0};
}

/* The archive at w->path. */
static dpm_status enter(bundle_walk *w, const origin *from, const origin_type *what, dpm_span address)
{
    source_list *const list = w->list;
    level *const l = &w->levels[w->depth];
    dpm_error err = {0};
    *l = (level){0};
    TRY(archive_new(&l->in, from, what, choose, address, &list->memory));
    if (!arena_keep(&list->memory, strbuf_span(&w->path), &l->path) || !arena_keep(&list->memory, address, &l->address)) {
        return DPM_ENOMEM;
    }
    intern_init(&l->names, 2 * MEMBERS_LISTED_MAX, list->seed);
    w->depth++;
    const size_t left = list->max_listed - list->listed;
    const dpm_status status =
        left ? archive_list(l->in, left < MEMBERS_LISTED_MAX ? left : MEMBERS_LISTED_MAX, &err)
             : status_fail(&err, DPM_ELIMIT, "more than %zu members; --max-members sets that limit", list->max_listed);
    if (status < 0) {
        err.status = status;
        leave(w);
        return skip_failed(w, &err);
    }
    l->count = archive_count(l->in);
    list->listed += l->count;
    if (archive_padding(l->in)) {
        char words[96];
        snprintf(words, sizeof words, "%llu bytes follow the archive, all zero: nothing is missing",
                 (unsigned long long)archive_padding(l->in));
        TRY(sources_remark(list, l->path, words));
    }
    return archive_trouble(l->in)[0] ? skip(w, archive_trouble(l->in)) : DPM_OK;
}

/* w->path becomes that of a member: with a number, if it was shown before (`*fresh` false). */
static dpm_status set_path(bundle_walk *w, level *l, dpm_span name, unsigned number, uint32_t *id, bool *fresh)
{
    const uint32_t known = l->names.count;
    strbuf_clear(&w->path);
    strbuf_add(&w->path, l->path);
    strbuf_addc(&w->path, '!');
    strbuf_add(&w->path, name);
    if (number) {
        strbuf_addf(&w->path, "#%u", number);
    }
    if (w->path.failed || !intern_put(&l->names, span_from(strbuf_span(&w->path), l->path.len + 1), id)) {
        return DPM_ENOMEM;
    }
    *fresh = l->names.count > known || l->names.overflow;
    return DPM_OK;
}

static bool grow_times(level *l, uint32_t id)
{
    if (id < l->times_cap) {
        return true;
    }
    const size_t cap = 2 * (size_t)id + 64;
    uint32_t *const times = realloc(l->times, cap * sizeof *times);
    if (!times) {
        return false;
    }
    memset(times + l->times_cap, 0, (cap - l->times_cap) * sizeof *times);
    l->times = times;
    l->times_cap = cap;
    return true;
}

/* The second member of a name is shown as name#2, so that no two have one path. */
static dpm_status show_name(bundle_walk *w, level *l, dpm_span name)
{
    uint32_t id, other;
    bool fresh;
    TRY(set_path(w, l, name, 0, &id, &fresh));
    if (!grow_times(l, id)) {
        return DPM_ENOMEM;
    }
    l->times[id]++;
    while (!fresh) {
        TRY(set_path(w, l, name, l->times[id], &other, &fresh));
        l->times[id] += !fresh;
    }
    return DPM_OK;
}

/* --- members --- */

static dpm_span shown_name(const bundle_walk *w, const level *l)
{
    return span_from(strbuf_span(&w->path), l->path.len + 1);
}

static dpm_status keep_origin(bundle_walk *w, const origin *from, dpm_span name, const origin **out)
{
    origin *const kept = ARENA_NEW(&w->list->memory, origin);
    if (!kept) {
        return DPM_ENOMEM;
    }
    *kept = *from;
    kept->zip.name = name; /* that of the directory does not live as long */
    *out = kept;
    return DPM_OK;
}

static dpm_status add_log(bundle_walk *w, const member *m)
{
    source_list *const list = w->list;
    const dpm_span path = strbuf_span(&w->path);
    source s;
    size_t item;
    if (list->members == MEMBER_LOGS_MAX) {
        w->full = true;
        return DPM_OK;
    }
    TRY(source_make(list, path, &s));
    TRY(keep_origin(w, &m->from, s.path, &s.from));
    s.inside = span_from(s.path, w->file->path.len + 1);
    s.is_stdin = w->file->is_stdin;
    s.device = w->file->info.device;
    s.inode = w->file->info.inode;
    s.mtime = m->mtime;
    s.mtime_local = !m->mtime_utc;
    s.size = m->size;
    s.kind = witness_named(path_name(m->name));
    source_name_under(s.path, w->file->named, s.inside.len, &w->list->last, &s);
    TRY(sources_put(list, &s, &item));
    list->members++;
    w->out->logs++;
    return note(w, m, source_entry_kind(&s), NULL, item);
}

static dpm_status add_jobs(bundle_walk *w, const member *m)
{
    stream *s;
    dpm_error err = {0};
    TRY(note(w, m, DPM_ENTRY_KIND_JOBS, NULL, SIZE_MAX));
    dpm_status status = origin_open(&m->from, &s, NULL, &err);
    if (status >= 0) {
        status = job_history_read(&w->list->jobs, s, &err);
        stream_close(s);
    }
    err.status = status;
    return status < 0 ? skip_failed(w, &err) : DPM_OK;
}

const char *archive_walk_refusal(const origin_type *what)
{
    if (what->inside == FILE_TYPE_PLAIN && what->layer != FILE_TYPE_PLAIN) {
        return NULL;
    }
    if (file_type_is_foreign(what->inside)) {
        return file_type_refusal(what->inside);
    }
    if (file_type_is_layer(what->inside)) {
        return "is compressed more than once: unpack it first";
    }
    if (what->empty && what->layer == FILE_TYPE_PLAIN) {
        return "is empty, though it is named like an archive";
    }
    return file_type_is_archive(what->inside) ? NULL : "is named like an archive, but is not one";
}

static dpm_status enter_member(bundle_walk *w, const member *m, reach r, dpm_span address)
{
    origin_type what;
    dpm_error err = {0};
    err.status = origin_look(&m->from, &what, &err);
    if (err.status < 0) {
        TRY(note(w, m, DPM_ENTRY_KIND_ARCHIVE, NULL, SIZE_MAX));
        return skip_failed(w, &err);
    }
    const bool archived = file_type_is_archive(what.inside);
    if (!archived && r != REACH_ALL) { /* it is what is asked for, or nothing is in it */
        return r == REACH_THIS ? add_log(w, m) : DPM_OK;
    }
    const char *const why = archive_walk_refusal(&what);
    const bool is_other = !archived && !why, named = archived || file_type_is_foreign(what.inside);
    const char *const format = file_type_name(named ? what.inside : what.layer);
    TRY(is_other ? pass_over(w, m, format) : note(w, m, DPM_ENTRY_KIND_ARCHIVE, format, SIZE_MAX));
    if (why || is_other) {
        return why ? skip(w, m->from.torn ? m->from.torn : why) : DPM_OK;
    }
    if (w->depth >= w->list->max_depth) {
        char words[128];
        snprintf(words, sizeof words, "is inside %u archive%s: --max-depth %u reads it", w->depth, plural(w->depth, "", "s"),
                 w->depth + 1);
        return skip(w, words);
    }
    if (++w->entered > ARCHIVES_ENTERED_MAX) {
        return skip(w, "too many archives: more than 4096 in the one that was named");
    }
    const origin *from;
    dpm_span name;
    if (!arena_keep(&w->list->memory, m->name, &name)) {
        return DPM_ENOMEM;
    }
    TRY(keep_origin(w, &m->from, name, &from));
    return enter(w, from, &what, address);
}

static dpm_status visit(bundle_walk *w, level *l, const member *m)
{
    TRY(show_name(w, l, m->name));
    const dpm_span shown = shown_name(w, l), last = path_name(m->name);
    const reach r = reach_of(l->address, shown);
    const bool wanted = r == REACH_ALL ? is_promising(m->name) : r != REACH_NONE;
    if (!wanted || !m->is_file) {
        return r == REACH_NONE || !m->is_file ? DPM_OK : pass_over(w, m, NULL);
    }
    if (m->trouble) {
        TRY(note(w, m, source_is_log(last) ? DPM_ENTRY_KIND_LOG : DPM_ENTRY_KIND_ARCHIVE, NULL, SIZE_MAX));
        return skip(w, m->trouble);
    }
    if (!m->has_origin) {
        return skip(w, "was not extracted");
    }
    if (r == REACH_ALL && job_history_named(last)) {
        return add_jobs(w, m);
    }
    if (r == REACH_ALL && (source_is_log(last) || witness_named(last) != SOURCE_LOG)) {
        return add_log(w, m);
    }
    return enter_member(w, m, r, r == REACH_INTO ? span_from(l->address, shown.len + 1) : (dpm_span){0});
}

static dpm_status walk_on(bundle_walk *w)
{
    dpm_error err;
    while (w->depth > 0 && !w->full) {
        level *const l = &w->levels[w->depth - 1];
        if (meter_stopped(&w->list->archives.meter, &err) < 0) {
            return skip_failed(w, &err);
        }
        if (l->next == l->count) {
            leave(w);
            continue;
        }
        member m;
        archive_member(l->in, l->next++, &m);
        TRY(visit(w, l, &m));
    }
    return DPM_OK;
}

static dpm_status say_limits(bundle_walk *w)
{
    char words[128];
    if (w->full) {
        w->out->skipped++;
        TRY(sources_skip(w->list, w->file->path, "more than 65536 logs in archives: the rest was not read"));
    }
    if (w->unsaid) {
        snprintf(words, sizeof words, "%zu more of its members could not be read", w->unsaid);
        TRY(sources_skip(w->list, w->file->path, words));
    }
    return DPM_OK;
}

static dpm_status walk_file(bundle_walk *w, dpm_span address)
{
    const member self = {.size = w->file->info.size, .mtime = w->file->info.mtime};
    strbuf_add(&w->path, w->file->path);
    if (w->path.failed) {
        return DPM_ENOMEM;
    }
    TRY(note(w, &self, DPM_ENTRY_KIND_ARCHIVE, file_type_name(w->file->what.inside), SIZE_MAX));
    TRY(enter(w, w->file->from, &w->file->what, address));
    TRY(walk_on(w));
    return say_limits(w);
}

dpm_status archive_walk_add(source_list *list, const archive_file *file, dpm_span address, archive_walk_found *out)
{
    assert(file->from && file->named <= file->path.len);
    bundle_walk *const w = calloc(1, sizeof *w);
    *out = (archive_walk_found){0};
    if (!w) {
        return DPM_ENOMEM;
    }
    w->list = list;
    w->file = file;
    w->out = out;
    const dpm_status status = walk_file(w, address);
    while (w->depth > 0) {
        leave(w);
    }
    strbuf_free(&w->path);
    free(w);
    return status;
}
