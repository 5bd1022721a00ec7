#ifndef DPMLOG_STATUS_H
#define DPMLOG_STATUS_H

/** @file
 *  What calls return, and how errors are reported. */

#include <stdbool.h>
#include <stddef.h>

/** Marks what the library exports. */
#if defined(_WIN32)
#define DPM_API
#elif defined(__GNUC__)
#define DPM_API __attribute__((visibility("default")))
#else
#define DPM_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/** The result of a call: 0 is success, positive values are outcomes that are not errors, negative values are errors. */
typedef enum dpm_status {
    DPM_OK = 0,
    DPM_END = 1,     /**< nothing is left */
    DPM_STOP = 2,    /**< stopped on request; what was complete by then is kept */
    DPM_ENOMEM = -1, /**< out of memory */
    DPM_EIO = -2,    /**< a file could not be opened, read or written */
    DPM_EDATA = -3,  /**< the input is not what it claims to be */
    DPM_ERULE = -4,  /**< a rule file is wrong; the message begins with file:line:column */
    DPM_ELIMIT = -5, /**< a stated limit was reached */
    DPM_EARG = -6    /**< the call itself is wrong */
} dpm_status;

enum { DPM_ERROR_MESSAGE = 1024 };

/** An error in the caller's frame: reporting one cannot fail. Filled only by a call that fails.
 *  `message` is one line of UTF-8 that names the file, what is wrong and, where there is something, what to do. */
typedef struct dpm_error {
    dpm_status status;               /**< the result of the call */
    char message[DPM_ERROR_MESSAGE]; /**< one line of UTF-8 */
    size_t path_len;                 /**< `message` begins with a path of this length, then ": "; 0: without a path */
} dpm_error;

/** Where something is written to: returns false to end the writing, which then ends with DPM_EIO. */
typedef bool (*dpm_write_fn)(void *context, const char *bytes, size_t len);

#ifdef __cplusplus
}
#endif

#endif
