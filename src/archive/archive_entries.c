/* What an archive consists of: its list of members, and what is wrong with it. Opens nothing. */
#include "archive/archive_struct.h"

#include "base/grow.h"
#include "base/text.h"

#include <stdlib.h>

dpm_status archive_new(archive **out, const origin *from, const origin_type *what, member_choice choose, dpm_span address,
                       arena *memory)
{
    archive *const a = ARENA_NEW(memory, archive);
    *out = a;
    if (!a) {
        return DPM_ENOMEM;
    }
    a->from = *from;
    a->what = *what;
    a->choose = choose;
    return arena_keep(memory, address, &a->address) ? DPM_OK : DPM_ENOMEM;
}

void archive_forget(archive *a)
{
    arena_free(&a->names);
    free(a->entries);
    a->entries = NULL;
    a->entry_count = a->entry_cap = 0;
    a->directory = (zip_directory){0};
}

bool archive_in_place(const archive *a)
{
    return a->what.layer == FILE_TYPE_PLAIN &&
           (a->from.kind == ORIGIN_FILE || a->from.kind == ORIGIN_VOLUMES || a->from.kind == ORIGIN_PART);
}

/* Remember what is wrong; the first thing counts. */
void archive_blame(archive *a, const dpm_error *why)
{
    if (!a->trouble[0]) {
        const dpm_span words = span_head_utf8(span_str(why->message), sizeof a->trouble - 1);
        memcpy(a->trouble, words.ptr, words.len);
        a->trouble[words.len] = '\0';
    }
}

/* --- the list --- */

dpm_status archive_add_entry(archive *a, size_t most, const libarchive_entry *e, archive_entry **out, dpm_error *err)
{
    if (a->entry_count == most) {
        return status_fail(err, DPM_ELIMIT, "more than %zu members: the later ones were not read", most);
    }
    archive_entry add = {
        .size = e->size, .mtime = e->mtime, .mtime_utc = e->mtime_utc, .is_file = e->is_file, .encrypted = e->encrypted};
    if (!GROW(a->entries, a->entry_count, a->entry_cap) || !arena_keep(&a->names, e->name, &add.name)) {
        return status_nomem(err);
    }
    *out = &a->entries[a->entry_count++];
    **out = add;
    return DPM_OK;
}

bool archive_chooses(const archive *a, const libarchive_entry *e)
{
    return e->is_file && !e->encrypted && a->choose(a->address, e->name);
}

/* --- members --- */

const char *archive_trouble(const archive *a)
{
    return a->trouble;
}

uint64_t archive_padding(const archive *a)
{
    return a->directory.padding;
}

size_t archive_count(const archive *a)
{
    return a->what.inside == FILE_TYPE_ZIP ? a->directory.count : a->entry_count;
}

static void member_of_zip(archive *a, const zip_member *z, member *out)
{
    *out = (member){.name = z->name, .size = z->size, .mtime = z->mtime, .mtime_utc = z->mtime_utc, .is_file = !z->folder};
    out->trouble = z->trouble;
    out->has_origin = out->is_file && !z->trouble;
    out->from = (origin){.kind = ORIGIN_ZIP, .all = a->from.all, .in = a, .zip = *z, .cost = (double)z->packed * a->price};
}

static void member_of_entry(archive *a, const archive_entry *e, member *out)
{
    *out = (member){.name = e->name, .size = e->size, .mtime = e->mtime, .mtime_utc = e->mtime_utc, .is_file = e->is_file};
    out->trouble = e->encrypted ? "encrypted: extract it with its password and give dpmlog the files" : NULL;
    out->has_origin = e->chosen;
    out->from = (origin){.kind = ORIGIN_PART, .all = a->from.all, .in = a, .offset = e->offset, .len = e->len, .torn = e->torn};
    out->from.cost = (double)e->len * a->price;
}

void archive_member(archive *a, size_t index, member *out)
{
    if (a->what.inside == FILE_TYPE_ZIP) {
        member_of_zip(a, &a->directory.members[index], out);
    } else {
        member_of_entry(a, &a->entries[index], out);
    }
}
