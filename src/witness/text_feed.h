/* A text file, decoded and cut by its reader. */
#ifndef DPM_WITNESS_TEXT_FEED_H
#define DPM_WITNESS_TEXT_FEED_H

#include "base/limits.h"
#include "base/status.h"
#include "dpmlog/span.h"
#include "io/stream.h"

#include <stdbool.h>

/* Take what is whole of `text` and say how many bytes that was; with `last`, nothing follows. SIZE_MAX: memory ran out. */
typedef size_t (*text_consumer)(void *context, dpm_span text, bool last);

/* All of a stream. `*invalid`: places that were no valid text. A failure of the stream comes after what it gave before. */
dpm_status text_feed(stream *from, text_consumer take, void *context, dpm_error *err);

/* The next line of `*rest`, without its end, cut off it; false where it is not complete and something may follow. */
bool text_line(dpm_span *rest, bool last, dpm_span *line);

#endif
