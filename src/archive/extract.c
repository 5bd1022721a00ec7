/* The members of archives: listed from a zip's directory, or by one walk through the archive, in which the chosen ones are
 * extracted one behind the other into one blob. A plain tar needs no extracting: its members are parts of it. */
#include "archive/extract.h"

#include "base/text.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

static const char cut_short[] = "the archive ends inside of it";
static const char damaged[] = "the archive is damaged or cut short inside of it";

/* --- the list --- */

static bool reserve_entry(archive *a)
{
    if (a->entry_count < a->entry_cap) {
        return true;
    }
    const size_t cap = a->entry_cap ? a->entry_cap * 2 : 64;
    archive_entry *const entries = realloc(a->entries, cap * sizeof *entries);
    if (!entries) {
        return false;
    }
    a->entries = entries;
    a->entry_cap = cap;
    return true;
}

/* DPM_ELIMIT: there are `most` already. */
static dpm_status add_entry(archive *a, const walk_list *list, const libarchive_entry *e, dpm_error *err)
{
    if (a->entry_count == list->most) {
        return status_fail(err, DPM_ELIMIT, "more than %zu members: those behind them were not looked at", list->most);
    }
    archive_entry add = {
        .size = e->size, .mtime = e->mtime, .mtime_utc = e->mtime_utc, .is_file = e->is_file, .encrypted = e->encrypted};
    if (!reserve_entry(a) || !arena_keep(&a->names, e->name, &add.name)) {
        return status_nomem(err);
    }
    a->entries[a->entry_count++] = add;
    return DPM_OK;
}

static archive_entry *last_entry(archive *a)
{
    return &a->entries[a->entry_count - 1];
}

static bool is_chosen(const archive *a, const libarchive_entry *e)
{
    return e->is_file && !e->encrypted && a->choose(a->address, e->name);
}

/* --- one walk, as a stream of the chosen members' bytes --- */

typedef struct pass {
    stream base;
    archive *a;
    libarchive_reader *in;
    const walk_list *list; /* NULL: the members are known already */
    archive_entry *now;    /* the member whose bytes come, when they are listed */
    bool inside;
    uint64_t made;     /* bytes so far */
    uint64_t unpacked; /* of all members, as they say */
    dpm_error trouble; /* what ended the walk */
} pass;

static void end_member(pass *p, const char *torn)
{
    if (p->now) {
        p->now->len = p->made - p->now->offset;
        p->now->torn = torn ? torn : p->now->len < p->now->size ? cut_short : NULL;
    }
    p->inside = false;
    p->now = NULL;
}

/* DPM_END: no further member, or the walk cannot go on. */
static dpm_status next_member(pass *p)
{
    libarchive_entry e;
    const dpm_status status = libarchive_next(p->in, &e, &p->trouble);
    if (status != DPM_OK) {
        return status == DPM_ENOMEM ? status : DPM_END;
    }
    p->unpacked += e.size < UINT64_MAX - p->unpacked ? e.size : 0;
    const bool packed = p->a->what.inside != FILE_TYPE_TAR; /* a tar's bytes were counted when its layer came off */
    if (packed && meter_add(&p->a->from.all->meter, e.size, &p->trouble) < 0) {
        return DPM_END;
    }
    if (p->list) {
        const dpm_status added = add_entry(p->a, p->list, &e, &p->trouble);
        if (added < 0) {
            return added == DPM_ENOMEM ? added : DPM_END;
        }
        p->now = last_entry(p->a);
        p->now->offset = p->made;
        p->now->chosen = is_chosen(p->a, &e);
    }
    p->inside = is_chosen(p->a, &e);
    return DPM_OK;
}

/* What a member's bytes failed with: the walk may go on behind it. */
static dpm_status fail_member(pass *p, dpm_status status, const dpm_error *why)
{
    if (status == DPM_ENOMEM) {
        return status;
    }
    archive_blame(p->a, why);
    end_member(p, damaged);
    return DPM_OK;
}

static dpm_status read_pass(stream *s, void *buffer, size_t cap, size_t *got, dpm_error *err)
{
    pass *const p = (pass *)s;
    *got = 0;
    for (;;) {
        while (!p->inside) {
            const dpm_status status = next_member(p);
            if (status != DPM_OK) {
                return status == DPM_END ? DPM_OK : status_nomem(err);
            }
        }
        dpm_error why = {0};
        const dpm_status status = libarchive_read(p->in, buffer, cap, got, &why);
        if (status >= 0 && *got) {
            p->made += *got;
            return DPM_OK;
        }
        if (status >= 0) {
            end_member(p, NULL);
        } else if (fail_member(p, status, &why) < 0) {
            return status_nomem(err);
        }
    }
}

static void close_pass(stream *s)
{
    (void)s; /* lives on the stack of archive_extract */
}

static dpm_status open_walk(archive *a, libarchive_reader **out, dpm_error *err)
{
    if (a->what.inside == FILE_TYPE_7Z || archive_in_place(a)) {
        blob *whole;
        TRY(archive_bytes(a, &whole, err));
        const dpm_status status = libarchive_open_blob(out, a->what.inside, whole, err);
        blob_release(whole);
        return status;
    }
    stream *s;
    TRY(origin_open(&a->from, &s, NULL, err));
    return libarchive_open_stream(out, a->what.inside, s, err);
}

/* What did not get into the blob, because that was full or failed, is not there. */
static void cut_entries(archive *a, uint64_t size)
{
    for (size_t i = 0; i < a->entry_count; i++) {
        archive_entry *const e = &a->entries[i];
        if (e->chosen && e->offset + e->len > size) {
            e->len = e->offset < size ? size - e->offset : 0;
            e->torn = cut_short;
        }
    }
}

static void set_price(archive *a, uint64_t unpacked, uint64_t made)
{
    const uint64_t whole = unpacked > made ? unpacked : made;
    a->price = whole ? a->from.cost / (double)whole : 0;
}

dpm_status archive_extract(archive *a, const walk_list *list, blob **out, dpm_error *err)
{
    static const stream_ops ops = {read_pass, close_pass};
    pass p = {.base = {&ops}, .a = a, .list = list};
    *out = NULL;
    TRY(open_walk(a, &p.in, err));
    const dpm_status status = archive_spool(a, &p.base, out, err);
    if (p.inside) {
        end_member(&p, cut_short);
    }
    libarchive_close(p.in);
    TRY(status);
    if (p.trouble.status < 0) {
        archive_blame(a, &p.trouble);
    }
    if (list) {
        cut_entries(a, blob_size(*out));
        set_price(a, p.unpacked, p.made);
    }
    return DPM_OK;
}

/* --- a plain tar --- */

/* Where the bytes of a member lie in the tar. False: they do not lie there in one piece. */
static bool place_part(archive_entry *to, const libarchive_entry *e, uint64_t size)
{
    to->offset = e->place;
    to->len = e->size;
    if (e->placed && e->place <= size && e->size > size - e->place) {
        to->len = size - e->place;
        to->torn = cut_short;
    }
    return e->placed || e->size == 0;
}

/* False in `*good`: a chosen member has to be extracted. */
static dpm_status walk_tar(archive *a, libarchive_reader *in, const walk_list *list, uint64_t size, bool *good, dpm_error *err)
{
    libarchive_entry e;
    dpm_status status;
    while ((status = libarchive_next(in, &e, err)) == DPM_OK) {
        TRY(add_entry(a, list, &e, err));
        archive_entry *const to = last_entry(a);
        to->chosen = is_chosen(a, &e);
        if (to->chosen && !place_part(to, &e, size)) {
            *good = false;
            return DPM_OK;
        }
    }
    return status < 0 ? status : DPM_OK;
}

static dpm_status list_tar(archive *a, const walk_list *list, bool *good, dpm_error *err)
{
    blob *whole;
    libarchive_reader *in;
    dpm_error why = {0};
    TRY(archive_bytes(a, &whole, err));
    dpm_status status = libarchive_open_blob(&in, FILE_TYPE_TAR, whole, err);
    if (status >= 0) {
        status = walk_tar(a, in, list, blob_size(whole), good, &why);
        libarchive_close(in);
        if (status < 0 && status != DPM_ENOMEM) {
            archive_blame(a, &why);
            status = DPM_OK;
        }
    }
    a->price = blob_size(whole) ? a->from.cost / (double)blob_size(whole) : 0;
    blob_release(whole);
    return status == DPM_ENOMEM ? status_nomem(err) : status;
}

/* --- zip --- */

static dpm_status list_zip(archive *a, size_t most, dpm_error *err)
{
    blob *whole;
    dpm_error why = {0};
    TRY(archive_bytes(a, &whole, err));
    const dpm_status status = zip_open(&a->directory, whole, most, &a->names, &why);
    a->price = blob_size(whole) ? a->from.cost / (double)blob_size(whole) : 0;
    blob_release(whole);
    if (status < 0) {
        return status == DPM_ENOMEM ? status_nomem(err) : status_fail(err, status, "%s", why.message);
    }
    if (a->directory.trouble[0]) {
        why = (dpm_error){.status = DPM_EDATA};
        snprintf(why.message, sizeof why.message, "%s", a->directory.trouble);
        archive_blame(a, &why);
    }
    return DPM_OK;
}

/* --- all of them --- */

dpm_status archive_list(archive *a, size_t most, dpm_error *err)
{
    walk_list list = {most};
    bool good = true;
    if (a->what.inside == FILE_TYPE_ZIP) {
        return list_zip(a, most, err);
    }
    if (a->what.inside == FILE_TYPE_TAR && archive_in_place(a)) {
        TRY(list_tar(a, &list, &good, err));
        if (good) {
            return DPM_OK;
        }
        archive_forget(a);
        a->trouble[0] = '\0';
    }
    blob *parts;
    a->extracted = true;
    TRY(archive_extract(a, &list, &parts, err));
    archive_cache_extract(a, parts);
    return DPM_OK;
}

const char *archive_trouble(const archive *a)
{
    return a->trouble;
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
