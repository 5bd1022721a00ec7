/* What is asked of liblzma. With DPM_LZMA_FILE it is loaded when the first xz or 7z is opened. */
#ifndef DPM_ARCHIVE_LZMA_CALLS_H
#define DPM_ARCHIVE_LZMA_CALLS_H

#include "os/library_calls.h"

#include <lzma.h>

#define LZMA_CALLS(X) X(lzma_alone_decoder) X(lzma_code) X(lzma_end) X(lzma_memusage) X(lzma_stream_decoder)
OS_CALLS(lzma_calls, LZMA_CALLS);

dpm_status lzma_calls_load(lzma_calls *out, dpm_error *err);

#endif
