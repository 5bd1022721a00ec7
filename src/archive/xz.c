/* xz by liblzma, which can be told how much it may remember; through libarchive it cannot. */
#ifdef DPM_WITH_LIBARCHIVE
#include "archive/xz.h"

#include "archive/lzma_calls.h"
#include "base/text.h"
#include "os/os.h"

#include <assert.h>
#include <stdlib.h>

enum { INPUT_BYTES = 64 << 10, DECODER_BYTES = 2 << 20 /* of a decoder, without its dictionary */ };

dpm_status lzma_calls_load(lzma_calls *out, dpm_error *err)
{
#ifdef DPM_LZMA_FILE
    const dpm_status status = os_load(OS_NAME(DPM_LZMA_FILE), OS_CALL_NAMES(LZMA_CALLS), OS_CALL_COUNT(lzma_calls), out, err);
    return status == DPM_ELIMIT ? status_fail(err, status, "is read by liblzma, which is not here; unpack it first") : status;
#else
    (void)err;
    *out = (lzma_calls){LZMA_CALLS(OS_CALL_ADDRESS)};
    return DPM_OK;
#endif
}

typedef struct xz {
    stream base;
    stream *from;
    lzma_calls call;
    lzma_stream lzma;
    lzma_ret result; /* of the last step */
    bool drained;    /* no more bytes come in */
    uint8_t input[INPUT_BYTES];
} xz;

/* What the last step came to. */
static dpm_status judge(const xz *x, dpm_error *err)
{
    switch (x->result) {
    case LZMA_OK:
    case LZMA_STREAM_END: return DPM_OK;
    case LZMA_MEM_ERROR: return status_nomem(err);
    case LZMA_MEMLIMIT_ERROR:
        return status_fail(err, DPM_ELIMIT, "unpacking it takes %llu MiB of memory; --max-memory sets that limit",
                           (unsigned long long)(x->call.lzma_memusage(&x->lzma) >> 20));
    case LZMA_BUF_ERROR: return status_fail(err, DPM_EDATA, "the xz stream ends early: it was cut short");
    case LZMA_FORMAT_ERROR: return status_fail(err, DPM_EDATA, "there is garbage after the last xz stream");
    case LZMA_OPTIONS_ERROR: return status_fail(err, DPM_EDATA, "an xz stream of a kind that is not known");
    default: return status_fail(err, DPM_EDATA, "the xz stream is damaged: some of its bytes do not fit its checksums");
    }
}

static dpm_status fill_input(xz *x, dpm_error *err)
{
    if (x->lzma.avail_in == 0 && !x->drained) {
        size_t got = 0;
        TRY(stream_read(x->from, x->input, sizeof x->input, &got, err));
        x->lzma.next_in = x->input;
        x->lzma.avail_in = got;
        x->drained = got == 0;
    }
    return DPM_OK;
}

static dpm_status read_xz(stream *s, void *buffer, size_t cap, size_t *got, dpm_error *err)
{
    xz *const x = (xz *)s;
    for (*got = 0; *got == 0 && cap && x->result == LZMA_OK;) {
        TRY(fill_input(x, err));
        x->lzma.next_out = buffer;
        x->lzma.avail_out = cap;
        x->result = x->call.lzma_code(&x->lzma, x->drained ? LZMA_FINISH : LZMA_RUN);
        *got = cap - x->lzma.avail_out;
    }
    return *got ? DPM_OK : judge(x, err); /* a failure comes after the bytes before it */
}

static void close_xz(stream *s)
{
    xz *const x = (xz *)s;
    if (x->call.lzma_end) {
        x->call.lzma_end(&x->lzma);
    }
    stream_close(x->from);
    free(x);
}

dpm_status xz_stream(stream **out, stream *from, uint64_t memory, dpm_error *err)
{
    assert(from);
    static const stream_ops ops = {read_xz, close_xz};
    const uint64_t limit = memory < UINT64_MAX - DECODER_BYTES ? memory + DECODER_BYTES : UINT64_MAX;
    xz *const x = calloc(1, sizeof *x);
    *out = NULL;
    if (!x) {
        stream_close(from);
        return status_nomem(err);
    }
    x->base.ops = &ops;
    x->from = from;
    const dpm_status loaded = lzma_calls_load(&x->call, err);
    if (loaded < 0) {
        close_xz(&x->base);
        return loaded;
    }
    x->result = x->call.lzma_stream_decoder(&x->lzma, limit, LZMA_CONCATENATED);
    if (x->result != LZMA_OK) {
        close_xz(&x->base);
        return status_nomem(err);
    }
    *out = &x->base;
    return DPM_OK;
}

#else
#include "archive/libarchive.h"
#include "archive/xz.h"

dpm_status xz_stream(stream **out, stream *from, uint64_t memory, dpm_error *err)
{
    (void)memory;
    return libarchive_layer(out, FILE_TYPE_XZ, from, err); /* which says what is missing */
}
#endif
