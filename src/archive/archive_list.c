/* Lists the members of an archive: from a zip's directory, from the headers of a plain tar, whose members are parts of it, or by
 * one walk that also extracts them. */
#include "archive/archive_struct.h"

#include "base/text.h"

#include <stdio.h>

static const char cut_short[] = "the archive ends inside of it";

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
static dpm_status walk_tar(archive *a, libarchive_reader *in, size_t most, uint64_t size, bool *good, dpm_error *err)
{
    libarchive_entry e;
    dpm_status status;
    while ((status = libarchive_next(in, &e, err)) == DPM_OK) {
        archive_entry *to;
        TRY(archive_add_entry(a, most, &e, &to, err));
        to->chosen = archive_chooses(a, &e);
        if (to->chosen && !place_part(to, &e, size)) {
            *good = false;
            return DPM_OK;
        }
    }
    return status < 0 ? status : DPM_OK;
}

static dpm_status list_tar(archive *a, size_t most, bool *good, dpm_error *err)
{
    blob *whole;
    libarchive_reader *in;
    dpm_error why = {0};
    TRY(archive_bytes(a, &whole, err));
    dpm_status status = libarchive_open_blob(&in, FILE_TYPE_TAR, whole, err);
    if (status >= 0) {
        status = walk_tar(a, in, most, blob_size(whole), good, &why);
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

/* --- any archive --- */

dpm_status archive_list(archive *a, size_t most, dpm_error *err)
{
    bool good = true;
    if (a->what.inside == FILE_TYPE_ZIP) {
        return list_zip(a, most, err);
    }
    if (a->what.inside == FILE_TYPE_TAR && archive_in_place(a)) {
        TRY(list_tar(a, most, &good, err));
        if (good) {
            return DPM_OK;
        }
        archive_forget(a);
        a->trouble[0] = '\0';
    }
    blob *parts;
    a->extracted = true;
    return archive_extract(a, most, &parts, err);
}
