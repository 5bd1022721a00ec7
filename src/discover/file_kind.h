/* What a file is that is not read, by the ending of its name. */
#ifndef DPM_DISCOVER_FILE_KIND_H
#define DPM_DISCOVER_FILE_KIND_H

#include "dpmlog/report.h"

dpm_entry_kind file_kind_named(dpm_span name);

/* A witness may be in such a file: what stands in the report as not read. */
bool file_kind_may_tell(dpm_entry_kind kind);

#endif
