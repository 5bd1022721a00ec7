#ifndef DPMLOG_SPAN_H
#define DPMLOG_SPAN_H

/** @file
 *  Borrowed bytes. */

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Some bytes that belong to somebody else. Never NUL-terminated; may hold NULs and invalid UTF-8.
 *  How long they live is said where the span is handed out. `ptr` may be NULL when `len` is 0. */
typedef struct dpm_span {
    const char *ptr; /**< the bytes; NULL only where `len` is 0 */
    size_t len;      /**< bytes */
} dpm_span;

#ifdef __cplusplus
}
#endif

#endif
