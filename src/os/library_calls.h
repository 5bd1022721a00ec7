/* The functions of a library that few runs need, as a struct of pointers of the same names: linked, or loaded when they are first
 * asked for (os_load). CALLS is a list of them: #define CALLS(X) X(sqlite3_open_v2) X(sqlite3_step)
 *
 *     OS_CALLS(calls, CALLS);
 *
 *     #ifdef DPM_SQLITE_FILE
 *         return os_load(OS_NAME(DPM_SQLITE_FILE), OS_CALL_NAMES(CALLS), OS_CALL_COUNT(calls), out, err);
 *     #else
 *         *out = (calls){CALLS(OS_CALL_ADDRESS)};
 *     #endif
 */
#ifndef DPM_OS_LIBRARY_CALLS_H
#define DPM_OS_LIBRARY_CALLS_H

#include "os/os.h"

#define OS_CALL_POINTER(name) __typeof__(name) *name; /* NOLINT(bugprone-macro-parentheses): a member */
#define OS_CALL_NAME(name) #name,
#define OS_CALL_ADDRESS(name) name,
#define OS_CALLS(type, CALLS)                                                                                                    \
    typedef struct type {                                                                                                        \
        CALLS(OS_CALL_POINTER)                                                                                                   \
    } type
#define OS_CALL_NAMES(CALLS) ((const char *const[]){CALLS(OS_CALL_NAME)})
#define OS_CALL_COUNT(type) (sizeof(type) / sizeof(void (*)(void)))

#endif
