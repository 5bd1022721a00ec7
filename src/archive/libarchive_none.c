/* What stands in for libarchive where it was not built in: a message that says what is missing. */
#ifndef DPM_WITH_LIBARCHIVE
#include "archive/libarchive.h"

static dpm_status refuse(file_type what, dpm_error *err)
{
    return status_fail(err, DPM_ELIMIT, "%s is read by libarchive, which this dpmlog was built without; unpack it first",
                       file_type_name(what));
}

dpm_status libarchive_open_blob(libarchive_reader **out, file_type what, blob *bytes, dpm_error *err)
{
    (void)bytes;
    *out = NULL;
    return refuse(what, err);
}

dpm_status libarchive_open_stream(libarchive_reader **out, file_type what, stream *from, dpm_error *err)
{
    *out = NULL;
    stream_close(from);
    return refuse(what, err);
}

dpm_status libarchive_next(libarchive_reader *f, libarchive_entry *out, dpm_error *err)
{
    (void)f;
    (void)out;
    (void)err;
    return DPM_END;
}

dpm_status libarchive_read(libarchive_reader *f, void *buffer, size_t cap, size_t *got, dpm_error *err)
{
    (void)f;
    (void)buffer;
    (void)cap;
    (void)err;
    *got = 0;
    return DPM_OK;
}

void libarchive_close(libarchive_reader *f)
{
    (void)f;
}

dpm_status libarchive_layer(stream **out, file_type what, stream *from, dpm_error *err)
{
    *out = NULL;
    stream_close(from);
    return refuse(what, err);
}

#else
typedef int libarchive_is_used_instead; /* ISO C wants a declaration in every file */
#endif
