/* How a function fails. */
#include "base/status.h"

#include <stdarg.h>
#include <stdio.h>

dpm_status status_fail(dpm_error *err, dpm_status status, const char *format, ...)
{
    if (err) {
        va_list args;
        va_start(args, format);
        err->status = status;
        err->path_len = 0;
        vsnprintf(err->message, sizeof err->message, format, args);
        va_end(args);
    }
    return status;
}

dpm_status status_fail_path(dpm_error *err, dpm_status status, const char *path, const char *format, ...)
{
    if (err) {
        va_list args;
        va_start(args, format);
        const int len = snprintf(err->message, sizeof err->message, "%.*s: ", ERROR_PATH_CAP, path);
        err->status = status;
        err->path_len = len > 2 ? (size_t)len - 2 : 0;
        vsnprintf(err->message + len, sizeof err->message - (size_t)len, format, args);
        va_end(args);
    }
    return status;
}

void status_add_path(dpm_error *err, const char *path)
{
    if (err->path_len == 0 && err->status != DPM_ENOMEM) {
        const dpm_error told = *err;
        status_fail_path(err, told.status, path, "%s", told.message);
    }
}

const char *status_reason(const dpm_error *err)
{
    return err->message + (err->path_len ? err->path_len + 2 : 0);
}

dpm_status status_nomem(dpm_error *err)
{
    return status_fail(err, DPM_ENOMEM, "out of memory");
}
