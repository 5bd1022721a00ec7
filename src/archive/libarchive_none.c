/* What stands in for libarchive where it was not built in: a message that says what is missing. */
#ifndef DPM_WITH_LIBARCHIVE
#include "archive/libarchive.h"

static dpm_status refuse(shape what, dpm_error *err)
{
    return status_fail(err, DPM_ELIMIT, "%s is read by libarchive, which this dpmlog was built without; unpack it first",
                       shape_name(what));
}

dpm_status foreign_open_blob(foreign **out, shape what, blob *bytes, dpm_error *err)
{
    (void)bytes;
    *out = NULL;
    return refuse(what, err);
}

dpm_status foreign_open_stream(foreign **out, shape what, stream *from, dpm_error *err)
{
    *out = NULL;
    stream_close(from);
    return refuse(what, err);
}

dpm_status foreign_next(foreign *f, foreign_entry *out, dpm_error *err)
{
    (void)f;
    (void)out;
    (void)err;
    return DPM_END;
}

dpm_status foreign_read(foreign *f, void *buffer, size_t cap, size_t *got, dpm_error *err)
{
    (void)f;
    (void)buffer;
    (void)cap;
    (void)err;
    *got = 0;
    return DPM_OK;
}

void foreign_close(foreign *f)
{
    (void)f;
}

dpm_status foreign_layer(stream **out, shape what, stream *from, dpm_error *err)
{
    *out = NULL;
    stream_close(from);
    return refuse(what, err);
}

#else
typedef int libarchive_is_used_instead; /* ISO C wants a declaration in every file */
#endif
