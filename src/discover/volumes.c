/* Split archives: which files are the parts of one, and which of them are missing. */
#include "discover/volumes.h"

#include "base/limits.h"
#include "base/number.h"
#include "base/strbuf.h"
#include "base/text.h"
#include "archive/file_type.h"
#include "archive/zip/zip.h"
#include "discover/source.h"
#include "os/os.h"

#include <stdio.h>

enum { FURTHER = 64, NAMED_MAX = 3 }; /* parts looked for past one that is missing; missing parts that are named */

typedef struct parts {
    dpm_span stem; /* what the names of all parts begin with: X.7z, or X of a zip */
    bool zip, upper;
    size_t index; /* of the file that was met, from 1 on; 0: it is X.zip */
    size_t last;  /* index of the last part; of a zip, X.zip is 0 and not counted */
    bool there[VOLUMES_MAX + 1];
    uint64_t size[VOLUMES_MAX + 1];
    strbuf path;
} parts;

/* --- names --- */

static size_t digits_at_end(dpm_span name)
{
    size_t digits = 0;
    while (digits < name.len && ascii_digit(name.ptr[name.len - 1 - digits])) {
        digits++;
    }
    return digits;
}

static bool is_zip(dpm_span name)
{
    return name.len > 4 && span_iends(name, SPAN(".zip"));
}

/* Fills in `stem`, `zip`, `index`. False: no part by its name. */
static bool read_name(dpm_span name, parts *p)
{
    const size_t digits = digits_at_end(name);
    const dpm_span front = span_head(name, name.len - digits);
    uint64_t index = 0;
    if (is_zip(name)) {
        p->stem = span_head(name, name.len - 4);
        p->upper = name.ptr[name.len - 3] == 'Z';
        p->zip = true;
        return true;
    }
    number_decimal(span_from(name, front.len), &index);
    p->index = (size_t)index;
    p->zip = (digits == 2 || digits == 3) && front.len > 2 && span_iends(front, SPAN(".z"));
    p->upper = p->zip && front.ptr[front.len - 1] == 'Z';
    p->stem = span_head(front, front.len - (p->zip ? 2 : front.len > 0));
    const bool plain = digits == 3 && front.len > 1 && span_iends(front, SPAN(".")) && name_is_packed(p->stem);
    return (p->zip || plain) && index > 0 && index <= VOLUMES_MAX;
}

bool volume_named(dpm_span name)
{
    parts p;
    return !is_zip(name) && read_name(name, &p);
}

/* The path of a part, in p->path. */
static bool set_path(parts *p, size_t index)
{
    strbuf_clear(&p->path);
    strbuf_add(&p->path, p->stem);
    if (!p->zip) {
        strbuf_addf(&p->path, ".%03zu", index);
    } else if (index) {
        strbuf_addf(&p->path, ".%c%02zu", p->upper ? 'Z' : 'z', index);
    } else {
        strbuf_adds(&p->path, p->upper ? ".ZIP" : ".zip");
    }
    return !p->path.failed;
}

/* --- which are there --- */

static bool look_for(parts *p, size_t index)
{
    os_info info;
    if (!set_path(p, index)) {
        return false;
    }
    p->there[index] = os_stat(p->path.ptr, &info, NULL) >= 0 && info.kind == OS_FILE;
    p->size[index] = p->there[index] ? info.size : 0;
    return p->there[index];
}

/* Nothing says how many there are: the last one that is there is the last, and one that is missing does not end the search. */
static void find_cuts(parts *p)
{
    for (size_t i = 1; i <= VOLUMES_MAX && (i <= p->index || i <= p->last + FURTHER); i++) {
        p->last = look_for(p, i) ? i : p->last;
    }
}

/* X.zip says how many there are. DPM_END: it is whole. */
static dpm_status find_zips(parts *p, dpm_error *err)
{
    blob *end = NULL;
    uint32_t last = 0;
    const bool whole = look_for(p, 0);
    dpm_status status = whole ? blob_file(&end, p->path.ptr, err) : DPM_OK;
    if (status >= 0 && end) {
        status = zip_last_volume(end, &last, err);
    }
    blob_release(end);
    TRY(status);
    if (last > VOLUMES_MAX) {
        return status_fail(err, DPM_EDATA, "has more than %d volumes", VOLUMES_MAX);
    }
    if (whole && last == 0) {
        return DPM_END;
    }
    if (whole) {
        p->last = last;
        for (size_t i = 1; i <= last; i++) {
            look_for(p, i);
        }
    } else {
        find_cuts(p);
    }
    return DPM_OK;
}

/* --- what is missing --- */

static size_t count_missing(const parts *p)
{
    size_t missing = p->zip && !p->there[0];
    for (size_t i = 1; i <= p->last; i++) {
        missing += !p->there[i];
    }
    return missing;
}

static void name_missing(parts *p, size_t index, size_t named, strbuf *out)
{
    if (set_path(p, index)) {
        strbuf_adds(out, named ? ", " : "");
        strbuf_add(out, path_name(strbuf_span(&p->path)));
    }
}

static dpm_status say_missing(parts *p, size_t missing, dpm_error *err)
{
    strbuf names = {0};
    size_t named = 0;
    for (size_t i = 1; i <= p->last && named < NAMED_MAX; i++) {
        if (!p->there[i]) {
            name_missing(p, i, named++, &names);
        }
    }
    if (p->zip && !p->there[0] && named < NAMED_MAX) {
        name_missing(p, 0, named++, &names);
    }
    if (missing > named) {
        strbuf_addf(&names, " and %zu more", missing - named);
    }
    const dpm_status status =
        names.failed || p->path.failed
            ? status_nomem(err)
            : status_fail(err, DPM_EDATA, "is a part of a split archive, of which %s %s missing: put all parts into one folder",
                          names.ptr, missing == 1 ? "is" : "are");
    strbuf_free(&names);
    return status;
}

/* The part that is blamed: the last volume of a zip, else the first one that is there. */
static size_t blamed(const parts *p)
{
    size_t i = p->zip && p->there[0] ? 0 : 1;
    while (i < p->last && !p->there[i]) {
        i++;
    }
    return i;
}

/* --- the set --- */

static dpm_status keep_part(parts *p, size_t index, blob_volume *out, arena *memory)
{
    dpm_span kept;
    if (!set_path(p, index) || !arena_keep(memory, strbuf_span(&p->path), &kept)) {
        return DPM_ENOMEM;
    }
    *out = (blob_volume){kept.ptr, p->size[index]};
    return DPM_OK;
}

static dpm_status keep_set(parts *p, volume_set *out, arena *memory)
{
    const size_t count = p->last + p->zip;
    blob_volume *const volumes = ARENA_ARRAY(memory, count, blob_volume);
    if (!volumes) {
        return DPM_ENOMEM;
    }
    for (size_t i = 0; i < count; i++) {
        TRY(keep_part(p, i < p->last ? i + 1 : 0, &volumes[i], memory));
    }
    out->volumes = volumes;
    out->count = count;
    return DPM_OK;
}

/* `named_by`: of the set, or of the part that is blamed. */
static dpm_status settle(parts *p, volume_set *out, arena *memory, dpm_error *err)
{
    const size_t missing = count_missing(p);
    const size_t first = missing ? blamed(p) : p->zip ? 0 : 1;
    if (!set_path(p, first) || !arena_keep(memory, strbuf_span(&p->path), &out->named_by)) {
        return status_nomem(err);
    }
    out->role = p->index == first ? VOLUME_NAMES : VOLUME_FOLLOWS;
    if (out->role == VOLUME_FOLLOWS) {
        return DPM_OK;
    }
    return missing ? say_missing(p, missing, err) : keep_set(p, out, memory) < 0 ? status_nomem(err) : DPM_OK;
}

static dpm_status find(parts *p, volume_set *out, arena *memory, dpm_error *err)
{
    if (p->zip && p->index == 0 && !look_for(p, 1) && !look_for(p, 2)) { /* a zip as most are */
        return DPM_OK;
    }
    if (p->zip) {
        const dpm_status status = find_zips(p, err);
        if (status != DPM_OK) {
            return status == DPM_END ? DPM_OK : status;
        }
    } else {
        find_cuts(p);
    }
    return p->path.failed ? status_nomem(err) : settle(p, out, memory, err);
}

dpm_status volumes_find(volume_set *out, dpm_span path, arena *memory, dpm_error *err)
{
    parts p = {0};
    *out = (volume_set){.role = VOLUME_NONE};
    if (!read_name(path, &p)) {
        return DPM_OK;
    }
    const dpm_status status = find(&p, out, memory, err);
    strbuf_free(&p.path);
    return status;
}
