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
        vsnprintf(err->message, sizeof err->message, format, args);
        va_end(args);
    }
    return status;
}

dpm_status status_nomem(dpm_error *err)
{
    return status_fail(err, DPM_ENOMEM, "out of memory");
}
