/* Hosts as reports name them: FS01 for fs01.contoso.com. */
#ifndef DPM_CORRELATE_HOST_NAME_H
#define DPM_CORRELATE_HOST_NAME_H

#include "base/intern.h"
#include "base/status.h"

/* Intern the short name of a host. An address stays whole. */
dpm_status host_name_put(intern *names, dpm_span name, uint32_t *out);

#endif
