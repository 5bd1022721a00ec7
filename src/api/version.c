/* The version of the library that runs. */
#include "dpmlog/version.h"

const char *dpm_version(void)
{
    return DPMLOG_VERSION;
}
