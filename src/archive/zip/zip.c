/* The directory of a zip: found, read, and judged. What stands in it is not believed where the bytes say otherwise. */
#include "archive/zip/zip.h"

#include "base/text.h"
#include "archive/zip/zip_end.h"
#include "archive/zip/zip_walk.h"

#include <assert.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct opening {
    zip_view view;
    zip_end end;
    bool joined;    /* its volumes follow each other in the bytes */
    uint64_t shift; /* what stands before the archive: offsets are off by so much */
    arena *memory;
    size_t most;
    zip_directory *out;
} opening;

bool zip_is(dpm_span head)
{
    const dpm_span behind = span_from(head, 4);
    return span_starts(head, SPAN("PK\3\4")) || span_starts(head, SPAN("PK\5\6")) ||
           ((span_starts(head, SPAN("PK\7\b")) || span_starts(head, SPAN("PK00"))) && span_starts(behind, SPAN("PK\3\4")));
}

/* One more thing that is wrong with the archive. */
static void complain(zip_directory *d, const char *format, ...) PRINTF_LIKE(2, 3);

static void complain(zip_directory *d, const char *format, ...)
{
    size_t len = strlen(d->trouble);
    if (len && len + 3 < sizeof d->trouble) {
        memcpy(d->trouble + len, "; ", 3);
        len += 2;
    }
    va_list args;
    va_start(args, format);
    vsnprintf(d->trouble + len, sizeof d->trouble - len, format, args);
    va_end(args);
}

/* --- overlaps --- */

static uint64_t end_of(const zip_member *m)
{
    return m->offset + ZIP_LOCAL_LEN + m->packed; /* at least: its name and extra fields come to it */
}

static int by_offset(const void *a, const void *b)
{
    const zip_member *const *const x = a, *const *const y = b;
    return ((*x)->offset > (*y)->offset) - ((*x)->offset < (*y)->offset);
}

static const char overlaps[] = "overlaps another member: the archive is damaged, or made to deceive";

/* Members whose bytes are those of others too make a small archive that never ends. */
static dpm_status judge_overlaps(zip_list *l, dpm_error *err)
{
    size_t count = 0;
    zip_member **const sorted = l->count ? malloc(l->count * sizeof *sorted) : NULL;
    if (l->count && !sorted) {
        return status_nomem(err);
    }
    for (size_t i = 0; i < l->count; i++) {
        if (!l->items[i].trouble) { /* what cannot be read does no harm */
            sorted[count++] = &l->items[i];
        }
    }
    if (count) {
        qsort(sorted, count, sizeof(zip_member *), by_offset);
    }
    for (size_t i = 1, far = 0; i < count; i++) { /* `far`: the one that reaches farthest so far */
        if (sorted[i]->offset < end_of(sorted[far])) {
            sorted[i]->trouble = sorted[far]->trouble = overlaps;
        }
        far = end_of(sorted[i]) > end_of(sorted[far]) ? i : far;
    }
    free(sorted);
    return DPM_OK;
}

/* --- the directory --- */

/* Offsets are those in a volume; where all of them are there, they become those in the whole. */
static void join_volumes(opening *o)
{
    uint64_t start = 0, last = 0;
    if (o->end.disk && blob_volume_start(o->view.blob, o->end.disk, &last) &&
        blob_volume_start(o->view.blob, o->end.dir_disk, &start) && o->end.dir <= UINT64_MAX - start) {
        o->joined = true;
        o->end.dir += start;
        o->end.disk = o->end.dir_disk = 0;
    }
}

/* Where the volume begins that the member begins in. False: that volume is not there. */
static bool volume_start(const opening *o, const zip_entry *e, uint64_t *start)
{
    *start = 0;
    return o->joined ? blob_volume_start(o->view.blob, e->disk, start) : e->disk == o->end.disk;
}

/* A member lies before the directory, in a volume that is there. */
static void judge_place(const opening *o, zip_entry *e)
{
    zip_member *const m = &e->member;
    const uint64_t dir = o->end.dir + o->shift;
    uint64_t start;
    if (!volume_start(o, e, &start)) {
        m->trouble = "begins in another volume: put all volumes (X.z01, X.z02, ..., X.zip) into one folder";
        return;
    }
    if (m->offset <= UINT64_MAX - start) {
        m->offset += start;
    }
    if (m->offset > dir || dir - m->offset < ZIP_LOCAL_LEN + m->packed || m->packed > dir) {
        m->trouble = "lies outside of the archive: the directory is damaged";
    } else {
        m->offset += o->shift;
    }
}

/* `*complete`: the entries fill the directory, and are as many as it says. */
static dpm_status read_entries(opening *o, zip_list *l, bool *complete, dpm_error *err)
{
    uint64_t at = o->end.dir + o->shift, count = 0;
    const uint64_t end = at + o->end.dir_len;
    while (at < end && !l->full) {
        zip_entry e;
        const dpm_status status = zip_entry_central(&e, &o->view, at, o->memory, err);
        if (status < 0) {
            return status;
        }
        if (status == DPM_END || e.len > end - at) {
            break;
        }
        judge_place(o, &e);
        TRY(zip_list_add(l, &e.member, o->memory, err));
        at += e.len;
        count++;
    }
    *complete = l->full || (o->end.wide ? count == o->end.count : (count & UINT16_MAX) == o->end.count);
    return judge_overlaps(l, err);
}

static dpm_status begins_with(opening *o, uint64_t offset, uint32_t magic, bool *out, dpm_error *err)
{
    const uint8_t *at;
    size_t len;
    TRY(zip_view_at(&o->view, offset, 4, &at, &len, err));
    *out = len >= 4 && zip_le32(at) == magic;
    return DPM_OK;
}

/* The directory is where the end record says; or just before it, where something was put before the whole archive. But what
 * begins with a member of its own has nothing put before it: there the end record is that of another archive, such as one
 * that is the last member of one cut short. */
static dpm_status find_directory(opening *o, bool *found, dpm_error *err)
{
    const zip_end *const e = &o->end;
    bool member_first;
    *found = false;
    TRY(begins_with(o, 0, ZIP_LOCAL, &member_first, err));
    if (e->dir_len == 0) {
        *found = !member_first && e->dir <= e->limit;
        return DPM_OK;
    }
    if (e->dir_len > e->limit) {
        return DPM_OK;
    }
    if (e->dir <= e->limit - e->dir_len) {
        TRY(begins_with(o, e->dir, ZIP_CENTRAL, found, err));
    }
    const uint64_t before = e->limit - e->dir_len;
    if (!*found && !member_first && e->dir < before) {
        o->shift = before - e->dir;
        TRY(begins_with(o, before, ZIP_CENTRAL, found, err));
    }
    return DPM_OK;
}

/* --- without it --- */

static void complain_stop(zip_directory *d, zip_stop stop, size_t count)
{
    static const char *const words[] = {
        [ZIP_STOP_END] = "the end of the archive is missing, it was cut short",
        [ZIP_STOP_DIRECTORY] = "the archive's directory is damaged or cut short",
        [ZIP_STOP_GARBAGE] = "the archive is damaged after the last member listed, and its directory is missing",
    };
    complain(d, "%s: %zu member%s found without it", words[stop], count, plural(count, "", "s"));
}

/* The members by their own headers, where these are more than the directory lists. */
static dpm_status walk_instead(opening *o, zip_list *l, dpm_error *err)
{
    zip_list own = {.most = o->most};
    zip_stop stop = ZIP_STOP_END;
    bool first_volume;
    TRY(zip_walk(&own, &stop, &o->view, o->memory, err));
    TRY(begins_with(o, 0, ZIP_DESCRIPTOR, &first_volume, err));
    first_volume = first_volume && !o->joined;
    if (own.count < l->count) {
        complain(o->out, "the archive's directory is damaged after its first %zu member%s", l->count, plural(l->count, "", "s"));
        return DPM_OK;
    }
    *l = own;
    complain_stop(o->out, stop, l->count);
    if (first_volume) {
        complain(o->out, "it is a volume of several: put all of them (X.z01, X.z02, ..., X.zip) into one folder");
    }
    return DPM_OK;
}

/* --- all of it --- */

static dpm_status read_directory(opening *o, zip_list *l, dpm_error *err)
{
    bool found = false, complete = false;
    const dpm_status status = zip_end_find(&o->end, &o->view, err);
    if (status < 0) {
        return status;
    }
    join_volumes(o);
    const bool volumes = status == DPM_OK && o->end.disk != o->end.dir_disk;
    if (status == DPM_OK && !volumes) {
        TRY(find_directory(o, &found, err));
    }
    if (found) {
        TRY(read_entries(o, l, &complete, err));
    }
    if (!complete) {
        TRY(walk_instead(o, l, err));
    }
    if (volumes || (found && o->end.disk)) {
        complain(o->out, "it is the last of %" PRIu32 " volumes: put the others (X.z01, X.z02, ...) beside it", o->end.disk + 1);
    }
    if (found && complete && o->end.padded) {
        o->out->padding = o->end.behind;
    } else if (found && complete && o->end.behind) {
        complain(o->out, "%" PRIu64 " bytes of garbage follow the archive", o->end.behind);
    }
    return DPM_OK;
}

static dpm_status run(opening *o, dpm_error *err)
{
    zip_list l = {.most = o->most};
    uint8_t head[8] = {0};
    size_t len;
    TRY(blob_read_at(o->view.blob, 0, head, sizeof head, &len, err));
    const bool is = zip_is(span_of((const char *)head, len));
    TRY(read_directory(o, &l, err));
    if (!is && l.count == 0) {
        return status_fail(err, DPM_EDATA, "not a zip archive");
    }
    if (l.full) {
        complain(o->out, "only its first %zu members are listed", l.count);
    }
    o->out->members = l.items;
    o->out->count = l.count;
    return DPM_OK;
}

dpm_status zip_open(zip_directory *out, blob *b, size_t most, arena *memory, dpm_error *err)
{
    assert(b && memory);
    *out = (zip_directory){0};
    opening o = {.memory = memory, .most = most, .out = out};
    dpm_status status = zip_view_open(&o.view, b, err);
    if (status >= 0) {
        status = run(&o, err);
    }
    zip_view_close(&o.view);
    return status;
}

dpm_status zip_last_volume(blob *b, uint32_t *out, dpm_error *err)
{
    zip_view view;
    zip_end end = {0};
    *out = 0;
    dpm_status status = zip_view_open(&view, b, err);
    if (status >= 0) {
        status = zip_end_find(&end, &view, err);
        *out = status == DPM_OK ? end.disk : 0;
    }
    zip_view_close(&view);
    return status < 0 ? status : DPM_OK;
}
