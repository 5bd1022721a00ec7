/* Small streams of which larger ones are made. What takes a stream owns it from then on, also on failure. */
#ifndef DPM_IO_STREAMS_H
#define DPM_IO_STREAMS_H

#include "base/limits.h"
#include "dpmlog/span.h"
#include "io/stream.h"
#include "os/os.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

/* An open file, from its present position. A small one is read at once, and closed. */
dpm_status stream_file(stream **out, os_file *file, dpm_error *err);
/* Some bytes, which are copied, and then those of `rest`; or the failure that `rest` met after them (NULL or a status of 0:
 * none). `rest` NULL: nothing follows. */
dpm_status stream_replay(stream **out, dpm_span head, const dpm_error *failure, stream *rest, dpm_error *err);
/* After the last byte of `from` comes a failure: DPM_EDATA with these words, which must outlive it. */
dpm_status stream_torn(stream **out, stream *from, const char *words, dpm_error *err);
/* Up to `cap` bytes, fewer only at the end. A failure leaves in `*got` what came before it. */
dpm_status stream_fill(stream *s, void *buffer, size_t cap, size_t *got, dpm_error *err);

/* What unpacking may come to, over all streams of a run. */
typedef struct meter {
    uint64_t spent, limit; /* bytes unpacked */
    uint64_t inflated;     /* of them, those that no byte on the disk accounts for, by the ratio */
    unsigned ratio;        /* bytes unpacked from one byte on the disk; 0: METER_RATIO_DEFAULT */
    uint64_t memory;       /* bytes that one decoder may take for what it must remember; 0: METER_MEMORY_DEFAULT */
    atomic_bool *stop;     /* set on request: everything ends at its next byte. NULL: there are no requests */
} meter;
/* Why a run that is stopped cannot read on: DPM_ELIMIT, or DPM_OK. */
dpm_status meter_stopped(const meter *m, dpm_error *err);
/* What one stream, or one walk through an archive, has given. Zeroed, with its first two members set, it is ready. */
typedef struct gauge {
    meter *to;
    double cost; /* bytes on the disk that it takes; 0: not known */
    uint64_t made;
    enum { OVER_NOTHING, OVER_TOTAL, OVER_RATIO } over; /* which limit there were more bytes than */
} gauge;
/* How many of `got` more bytes are within the limits. Once they are fewer, `over` says why, and gauge_fail in words. */
size_t gauge_take(gauge *g, size_t got);
dpm_status gauge_fail(const gauge *g, dpm_error *err);
/* Count what comes out of `from`, which takes `cost` bytes on the disk (0: not known). DPM_ELIMIT past the limits. */
dpm_status stream_metered(stream **out, stream *from, meter *to, double cost, dpm_error *err);
/* No limit strikes whatever comes out of a stream that gives `bytes` at most and takes `cost` on the disk, after `before`
 * others. */
bool meter_has_room(const meter *m, uint64_t before, uint64_t bytes, double cost);
/* The same for bytes that are not seen: those of members passed over. */
dpm_status meter_add(meter *m, uint64_t bytes, dpm_error *err);

#endif
