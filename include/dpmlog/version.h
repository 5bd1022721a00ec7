#ifndef DPMLOG_VERSION_H
#define DPMLOG_VERSION_H

#include "dpmlog/status.h"

#ifdef __cplusplus
extern "C" {
#endif

#define DPMLOG_VERSION "0.1.0"

/** The version of the library that runs, as against the header that was compiled: "0.1.0". Static. */
DPM_API const char *dpm_version(void);

#ifdef __cplusplus
}
#endif

#endif
