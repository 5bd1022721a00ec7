/* Deflate and CRC-32 by zlib, where ISA-L is not built in. */
#ifndef DPM_WITH_ISAL
#include "archive/inflate/deflate_engine.h"

#include <stdlib.h>
#include <zlib.h>

enum { AT_ONCE = 1 << 30 }; /* zlib counts in unsigned int */

struct deflate_engine {
    z_stream z;
};

deflate_engine *deflate_engine_new(void)
{
    deflate_engine *const e = calloc(1, sizeof *e);
    if (e && inflateInit2(&e->z, -MAX_WBITS) != Z_OK) {
        free(e);
        return NULL;
    }
    return e;
}

void deflate_engine_reset(deflate_engine *e)
{
    inflateReset(&e->z);
}

/* zlib makes no use of what it has not set. */
void deflate_engine_renew(deflate_engine *e)
{
    inflateReset(&e->z);
}

void deflate_engine_free(deflate_engine *e)
{
    if (e) {
        inflateEnd(&e->z);
        free(e);
    }
}

static uInt at_once(size_t len)
{
    return len < AT_ONCE ? (uInt)len : AT_ONCE;
}

static void move_on(inflate_io *io, size_t taken, size_t made)
{
    io->in += taken;
    io->in_len -= taken;
    io->out += made;
    io->out_len -= made;
}

dpm_status deflate_engine_run(deflate_engine *e, inflate_io *io, dpm_error *err)
{
    for (;;) {
        const uInt in = at_once(io->in_len), out = at_once(io->out_len);
        e->z.next_in = (z_const Bytef *)io->in;
        e->z.avail_in = in;
        e->z.next_out = io->out;
        e->z.avail_out = out;
        const int code = inflate(&e->z, Z_NO_FLUSH);
        const size_t taken = in - e->z.avail_in, made = out - e->z.avail_out;
        move_on(io, taken, made);
        if (code == Z_STREAM_END) {
            return DPM_END;
        }
        if (code == Z_MEM_ERROR) {
            return status_nomem(err);
        }
        if (code != Z_OK && code != Z_BUF_ERROR) {
            return status_fail(err, DPM_EDATA, "Deflate data are damaged: %s", e->z.msg ? e->z.msg : "zlib refuses them");
        }
        if (!taken && !made) {
            return DPM_OK;
        }
    }
}

uint32_t crc_add(uint32_t crc, const void *bytes, size_t len)
{
    const Bytef *at = bytes;
    while (len) {
        const uInt part = at_once(len);
        crc = (uint32_t)crc32(crc, at, part);
        at += part;
        len -= part;
    }
    return crc;
}

#else
typedef int zlib_is_not_used_here; /* ISO C wants a declaration in every file */
#endif
