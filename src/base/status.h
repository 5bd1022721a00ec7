/* How a function fails: it fills the caller's error where the fault is found, and the status is handed up. */
#ifndef DPM_BASE_STATUS_H
#define DPM_BASE_STATUS_H

#include "dpmlog/status.h"

#if defined(__MINGW32__) && !defined(__clang__)
#define PRINTF_LIKE(at, first) __attribute__((format(gnu_printf, at, first)))
#elif defined(__GNUC__)
#define PRINTF_LIKE(at, first) __attribute__((format(printf, at, first)))
#else
#define PRINTF_LIKE(at, first)
#endif

/* Fill `err` (which may be NULL) with one line and return `status`:
 *     return status_fail(err, DPM_EDATA, "gzip stream ends early"); */
dpm_status status_fail(dpm_error *err, dpm_status status, const char *format, ...) PRINTF_LIKE(3, 4);

/* The same for an error about a file: the message begins with "path: ", the path cut to ERROR_PATH_CAP bytes, so that there is
 * room for the reason. */
enum { ERROR_PATH_CAP = 700 };
dpm_status status_fail_path(dpm_error *err, dpm_status status, const char *path, const char *format, ...) PRINTF_LIKE(4, 5);

/* Name the path in an error that names none, unless memory ran out. */
void status_add_path(dpm_error *err, const char *path);

/* The message without its path. */
const char *status_reason(const dpm_error *err);

/* The error for the one fault that needs no words of the caller. */
dpm_status status_nomem(dpm_error *err);

/* Hand a failure up. The only macro that hides a return. */
#define TRY(call)                                                                                                                \
    do {                                                                                                                         \
        const dpm_status try_ = (call);                                                                                          \
        if (try_ < 0) {                                                                                                          \
            return try_;                                                                                                         \
        }                                                                                                                        \
    } while (0)

#endif
