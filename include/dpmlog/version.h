#ifndef DPMLOG_VERSION_H
/** Before 1.0 a minor version may change any function and any struct: compile programs again against each. From 1.0 on, functions
 *  keep their meaning and structs get new members at their end alone, in a minor version; members are removed in a major one. */
#define DPMLOG_VERSION_H

#include "dpmlog/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Before 1.0 a minor version may change any function and any struct: compile programs again against each. From 1.0 on, functions
 *  keep their meaning and structs get new members at their end alone, in a minor version; members are removed in a major one. */
#define DPMLOG_VERSION "0.1.0"

/** The version of the library that runs, as against the header that was compiled: "0.1.0". Static. */
DPM_API const char *dpm_version(void);

#ifdef __cplusplus
}
#endif

#endif
