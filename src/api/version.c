/* The version of the library that runs, and what it is built with. */
#include "dpmlog/version.h"

const char *dpm_version(void)
{
    return DPMLOG_VERSION;
}

const char *dpm_libraries(void)
{
#ifdef DPM_LIBRARIES
    return DPM_LIBRARIES;
#else
    return "";
#endif
}
