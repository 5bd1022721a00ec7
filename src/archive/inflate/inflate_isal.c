/* Deflate and CRC-32 by ISA-L. It reads up to 8 bytes ahead and makes up to 64 KiB of output before it hands it on. */
#ifdef DPM_WITH_ISAL
#include "archive/inflate/deflate_engine.h"

#include <isa-l/crc.h>
#include <isa-l/igzip_lib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

enum { AT_ONCE = 1 << 30 }; /* ISA-L counts in uint32_t */
enum { LONGEST = 258 };     /* match of Deflate */
enum { AT_LARGE = 1024 };   /* more than its copies write past what they make */

struct deflate_engine {
    struct inflate_state state;
    size_t used; /* bytes of the state's buffer for output that may be no zeros */
};

/* Zeroed, so that damaged data never meet what lay in that memory before. */
deflate_engine *deflate_engine_new(void)
{
    deflate_engine *const e = calloc(1, sizeof *e);
    if (e) {
        isal_inflate_init(&e->state);
    }
    return e;
}

void deflate_engine_reset(deflate_engine *e)
{
    isal_inflate_reset(&e->state);
}

/* Mostly little of the buffer that it holds output back in was used; its end comes last in the state. */
void deflate_engine_renew(deflate_engine *e)
{
    const size_t tables = offsetof(struct inflate_state, tmp_out_buffer);
    memset(&e->state, 0, tables + (e->used < sizeof e->state - tables ? e->used : sizeof e->state - tables));
    e->used = 0;
    isal_inflate_init(&e->state);
}

void deflate_engine_free(deflate_engine *e)
{
    free(e);
}

static uint32_t at_once(size_t len)
{
    return len < AT_ONCE ? (uint32_t)len : AT_ONCE;
}

static void move_on(inflate_io *io, size_t taken, size_t made)
{
    io->in += taken;
    io->in_len -= taken;
    io->out += made;
    io->out_len -= made;
}

/* What the library has read ahead and does not need goes back. */
static void give_back(struct inflate_state *s, inflate_io *io)
{
    const uint32_t bytes = s->read_in_length > 0 ? (uint32_t)s->read_in_length / 8 : 0;
    io->in -= bytes;
    io->in_len += bytes;
    s->read_in_length = 0;
    s->read_in = 0;
}

static const char *words(int code)
{
    switch (code) {
    case ISAL_INVALID_BLOCK: return "a block that does not exist";
    case ISAL_INVALID_SYMBOL: return "a symbol that has no code";
    case ISAL_INVALID_LOOKBACK: return "a distance that reaches before the beginning";
    default: return "ISA-L refuses them";
    }
}

/* At a match that is damaged, ISA-L has counted its bytes already without making them: what lies there is left from before. */
static uint32_t without_match(uint32_t made)
{
    return made > LONGEST ? made - LONGEST : 0;
}

/* At damage, ISA-L can count more bytes of input than there were, so that what is left wraps below 0. */
static uint32_t left_of(const struct inflate_state *s, uint32_t in)
{
    return s->avail_in <= in ? s->avail_in : 0;
}

dpm_status deflate_engine_run(deflate_engine *e, inflate_io *io, dpm_error *err)
{
    struct inflate_state *const s = &e->state;
    for (;;) {
        const uint32_t in = at_once(io->in_len), out = at_once(io->out_len);
        s->next_in = (uint8_t *)io->in;
        s->avail_in = in;
        s->next_out = io->out;
        s->avail_out = out;
        const int code = isal_inflate(s);
        const uint32_t taken = in - left_of(s, in), made = out - s->avail_out;
        e->used = code < 0 ? sizeof *s : e->used + made + (size_t)s->tmp_out_valid + AT_LARGE;
        move_on(io, taken, code < 0 ? without_match(made) : made);
        if (code < 0) {
            return status_fail(err, DPM_EDATA, "Deflate data are damaged: %s", words(code));
        }
        if (s->block_state == ISAL_BLOCK_FINISH) {
            give_back(s, io);
            return DPM_END;
        }
        if (!taken && !made) {
            return DPM_OK;
        }
    }
}

uint32_t crc_add(uint32_t crc, const void *bytes, size_t len)
{
    return len ? crc32_gzip_refl(crc, bytes, len) : crc;
}

#else
typedef int isal_is_not_used_here; /* ISO C wants a declaration in every file */
#endif
