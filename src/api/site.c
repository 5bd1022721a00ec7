/* Names of sites. */
#include "api/session_parts.h"

#include "base/text.h"

enum { SITE_NAME_MAX = 64 };

dpm_status site_check(dpm_span *site, dpm_error *err)
{
    const dpm_span name = span_trim(*site);
    bool good = name.len > 0 && name.len <= SITE_NAME_MAX;
    for (size_t i = 0; i < name.len && good; i++) {
        good = (unsigned char)name.ptr[i] >= ' ' && name.ptr[i] != 127;
    }
    *site = name;
    return good
               ? DPM_OK
               : status_fail(err, DPM_EARG, "the name of a site has 1 to %d bytes and no control characters", (int)SITE_NAME_MAX);
}
