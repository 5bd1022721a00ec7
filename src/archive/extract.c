/* One walk through an archive, in which the chosen members are extracted one after the other into one blob. */
#include "archive/archive_struct.h"

#include "base/limits.h"
#include "base/text.h"

static const char cut_short[] = "the archive ends inside of it";
static const char damaged[] = "the archive is damaged or cut short inside of it";

/* --- a walk as a stream of the chosen members' bytes --- */

typedef struct pass {
    stream base;
    archive *a;
    libarchive_reader *in;
    size_t most;        /* members to list; 0: they are known already */
    archive_entry *now; /* the member whose bytes come, when they are listed */
    bool inside;
    uint64_t made;     /* bytes so far */
    gauge gauge;       /* of what was not counted when a layer came off */
    bool counts;       /* the present member's bytes are such */
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
    /* a tar's bytes were counted when its layer came off, but for holes, which are in no tar */
    const bool packed = p->a->what.inside != FILE_TYPE_TAR, wanted = archive_chooses(p->a, &e);
    p->counts = packed || e.sparse;
    if (!packed) { /* no byte on the disk accounts for a hole */
        p->gauge = (gauge){.to = p->gauge.to, .cost = ((double)e.data + 1) / METER_RATIO_DEFAULT};
    }
    if (packed && !wanted && meter_add(p->gauge.to, e.size, &p->trouble) < 0) {
        return DPM_END;
    }
    if (p->most) {
        const dpm_status added = archive_add_entry(p->a, p->most, &e, &p->now, &p->trouble);
        if (added < 0) {
            return added == DPM_ENOMEM ? added : DPM_END;
        }
        p->now->offset = p->made;
        p->now->chosen = wanted;
    }
    p->inside = wanted;
    return DPM_OK;
}

/* What a member's bytes failed with: the walk may go on after it. */
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
        TRY(meter_stopped(p->gauge.to, err));
        if (p->gauge.over) {
            return gauge_fail(&p->gauge, err);
        }
        const dpm_status status = libarchive_read(p->in, buffer, cap, got, &why);
        if (status >= 0 && *got) {
            *got = p->counts ? gauge_take(&p->gauge, *got) : *got;
            p->made += *got;
            return *got ? DPM_OK : gauge_fail(&p->gauge, err);
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
    (void)s; /* is on the stack of extract_members */
}

/* --- from the stream to a blob --- */

dpm_status archive_spool(archive *a, stream *from, blob **out, dpm_error *err)
{
    const meter *const m = &a->from.all->meter;
    dpm_error why = {0};
    *out = NULL;
    cache_make_room(a->from.all, BLOB_MEMORY_MAX);
    const dpm_status status = blob_spool(out, from, m->limit, &why);
    const bool nothing = *out && blob_size(*out) == 0 && status == DPM_ELIMIT;
    if (status == DPM_ENOMEM || !*out || nothing) {
        blob_release(*out);
        *out = NULL;
        return status < 0 && status != DPM_ENOMEM ? status_fail(err, status, "%s", why.message) : status_nomem(err);
    }
    if (status < 0) {
        archive_blame(a, &why);
    }
    return DPM_OK;
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

dpm_status extract_members(archive *a, libarchive_reader *in, size_t most, blob **out, dpm_error *err)
{
    static const stream_ops ops = {read_pass, close_pass};
    pass p = {.base = {&ops}, .a = a, .in = in, .most = most, .gauge = {.to = &a->from.all->meter, .cost = a->from.cost}};
    *out = NULL;
    const dpm_status status = archive_spool(a, &p.base, out, err);
    if (p.inside) {
        end_member(&p, cut_short);
    }
    TRY(status);
    if (p.trouble.status < 0) {
        archive_blame(a, &p.trouble);
    }
    if (most) {
        cut_entries(a, blob_size(*out));
        set_price(a, p.unpacked, p.made);
    }
    return DPM_OK;
}
