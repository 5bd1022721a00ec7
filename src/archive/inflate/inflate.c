/* One face for the two formats. */
#include "archive/inflate/inflate.h"

#include "archive/inflate/deflate_engine.h"
#include "archive/inflate/inflate64.h"

#include <assert.h>
#include <stdlib.h>

struct inflater {
    deflate_engine *plain; /* one of the two */
    inflate64 *wide;
};

dpm_status inflater_new(inflater **out, inflate_format format, dpm_error *err)
{
    inflater *const i = calloc(1, sizeof *i);
    if (i && format == INFLATE_DEFLATE64) {
        i->wide = inflate64_new();
    } else if (i) {
        i->plain = deflate_engine_new();
    }
    *out = i;
    if (!i || (!i->plain && !i->wide)) {
        free(i);
        *out = NULL;
        return status_nomem(err);
    }
    return DPM_OK;
}

void inflater_reset(inflater *i)
{
    assert(!i->wide != !i->plain); /* one of the two */
    if (i->wide) {
        inflate64_reset(i->wide);
    } else {
        deflate_engine_reset(i->plain);
    }
}

void inflater_renew(inflater *i)
{
    assert(i->plain);
    deflate_engine_renew(i->plain);
}

void inflater_free(inflater *i)
{
    if (i && i->wide) {
        inflate64_free(i->wide);
    } else if (i) {
        deflate_engine_free(i->plain);
    }
    free(i);
}

dpm_status inflater_run(inflater *i, inflate_io *io, dpm_error *err)
{
    assert((io->in || io->in_len == 0) && (io->out || io->out_len == 0));
    return i->wide ? inflate64_run(i->wide, io, err) : deflate_engine_run(i->plain, io, err);
}
