/* Small streams of which larger ones are made. What takes a stream owns it from then on, also on failure. */
#ifndef DPM_IO_STREAMS_H
#define DPM_IO_STREAMS_H

#include "base/limits.h"
#include "dpmlog/span.h"
#include "io/stream.h"
#include "os/os.h"

#include <stdint.h>

/* An open file, from where it stands. */
dpm_status stream_file(stream **out, os_file *file, dpm_error *err);
/* Some bytes, which are copied, and then those of `rest`; or the failure that `rest` met behind them (NULL or a status of 0:
 * none). */
dpm_status stream_replay(stream **out, dpm_span head, const dpm_error *failure, stream *rest, dpm_error *err);
/* After the last byte of `from` comes a failure: DPM_EDATA with these words, which must outlive it. */
dpm_status stream_torn(stream **out, stream *from, const char *words, dpm_error *err);
/* Up to `cap` bytes, fewer only at the end. A failure leaves in `*got` what came before it. */
dpm_status stream_fill(stream *s, void *buffer, size_t cap, size_t *got, dpm_error *err);

/* What unpacking may come to. */
typedef struct meter {
    uint64_t spent, limit; /* bytes unpacked, over all streams */
} meter;
/* Count what comes out of `from`, which takes `cost` bytes on the disk (0: not known). DPM_ELIMIT past the limits. */
dpm_status stream_metered(stream **out, stream *from, meter *to, double cost, dpm_error *err);
/* The same for bytes that are not seen: those of members passed over. */
dpm_status meter_add(meter *m, uint64_t bytes, dpm_error *err);

#endif
