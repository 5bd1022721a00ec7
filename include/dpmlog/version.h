#ifndef DPMLOG_VERSION_H
#define DPMLOG_VERSION_H

/** @file
 *  The version, and what may change. */

#include "dpmlog/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Before 1.0 a minor version may change any function and any struct: compile programs again against each. From 1.0 on, functions
 *  keep their meaning, and structs get new members at their end alone, in a minor version. Lists are arrays of pointers to their
 *  items, so that an item may grow. What is in another struct by value, or in an array of plain rows, does not grow: dpm_span,
 *  dpm_evidence, dpm_fix, dpm_fix_stage, dpm_code, dpm_timeline, dpm_score_term, dpm_cell, dpm_task_mark. A member is removed in
 *  a major version only. */
#define DPMLOG_VERSION "0.1.0"

/** The version of the library that runs, as against the header that was compiled: "0.1.0". Static. */
DPM_API const char *dpm_version(void);
/** The libraries that it was built with, by the names and versions of pkg-config: "libpcre2-8 10.42, yaml-0.1 0.2.5". Those that
 *  are shared may be of a later version at run time. Static. */
DPM_API const char *dpm_libraries(void);

#ifdef __cplusplus
}
#endif

#endif
