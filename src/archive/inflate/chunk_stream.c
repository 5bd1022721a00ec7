/* A stream whose bytes are made in chunks of one size. */
#include "archive/inflate/chunk_stream.h"

#include <assert.h>
#include <string.h>

enum { AT_LARGE = 1024 }; /* more than an inflater's copies write past what they make */

/* Chunks are made where nothing but the stream's own bytes ever lay (inflate_kit.h). */
static dpm_status make_chunk(chunk_stream *c)
{
    c->at = c->len = 0;
    const dpm_status status = c->ops->make(c, c->kit->chunk, &c->len, &c->why);
    inflate_kit_note(&c->kit->chunk_used, status < 0 ? CHUNK_BYTES : c->len + AT_LARGE, CHUNK_BYTES);
    return status;
}

static dpm_status chunk_stream_read(stream *s, void *buffer, size_t cap, size_t *got, dpm_error *err)
{
    chunk_stream *const c = (chunk_stream *)s;
    if (c->at == c->len && c->ended == DPM_OK && cap) {
        c->ended = make_chunk(c);
        assert(c->len <= CHUNK_BYTES && (c->ended != DPM_OK || c->len > 0));
    }
    *got = c->len - c->at < cap ? c->len - c->at : cap;
    if (*got) {
        memcpy(buffer, c->kit->chunk + c->at, *got);
        c->at += *got;
        return DPM_OK;
    }
    if (c->ended < 0 && err) {
        *err = c->why;
    }
    return c->ended < 0 ? c->ended : DPM_OK;
}

static void chunk_stream_close(stream *s)
{
    chunk_stream *const c = (chunk_stream *)s;
    c->ops->close(c);
}

void chunk_stream_open(chunk_stream *c, const chunk_stream_ops *ops, inflate_kit *kit)
{
    assert(ops->make && ops->close && kit);
    static const stream_ops own = {chunk_stream_read, chunk_stream_close};
    *c = (chunk_stream){.base = {&own}, .ops = ops, .kit = kit};
}
