/* Streams that unpack, read ahead by whichever thread has nothing better to do, while the one that they are for is busy with what
 * came before.
 *
 *     from ──▶ [ piece ][ piece ][ piece ] ──▶ stream_read
 *              filled by readahead_work; where none is ready, the reader fetches its bytes itself
 *
 * At any time at most one thread reads from `from`. Which of them it is changes nothing of what comes out. */
#ifndef DPM_IO_READAHEAD_H
#define DPM_IO_READAHEAD_H

#include "base/limits.h"
#include "io/stream.h"

#include <stdbool.h>

/* The streams of one run, and who is notified when one of them can be read ahead. */
typedef struct readahead readahead;

/* `wake` is called, on any thread, when there may be work. NULL when memory ran out. */
readahead *readahead_new(void (*wake)(void *context), void *context);
/* All its streams must be closed. NULL is allowed. */
void readahead_free(readahead *a);

/* Make `*s` one that is read ahead; streams come in the order in which they will be read. Owns `*s` from then on, also on
 * failure. `a` NULL: it stays as it is. */
dpm_status readahead_stream(readahead *a, stream **s, dpm_error *err);

/* Fill a piece of the first stream that has room, if any. Thread-safe. */
bool readahead_work(readahead *a);

#endif
