/* gzip (RFC 1952) over any stream:
 *
 *     START ──▶ HEAD ──▶ BODY ──▶ TAIL ──▶ NEXT ──▶ HEAD ...     NEXT: the end, zeros up to it, another member, or garbage */
#include "archive/gzip.h"

#include "base/text.h"
#include "archive/inflate/chunk_stream.h"
#include "archive/inflate/inflate_input.h"

#include <stdlib.h>

enum { MAGIC_1 = 0x1F, MAGIC_2 = 0x8B, METHOD_DEFLATE = 8 };
enum { HAS_CRC = 2, HAS_EXTRA = 4, HAS_NAME = 8, HAS_COMMENT = 16, RESERVED = 0xE0 };

typedef enum part { START, HEAD, BODY, TAIL, NEXT } part;

typedef struct gzip {
    chunk_stream base;
    inflate_input in;
    inflate_kits *kits;
    inflater *inflater; /* the kit's */
    part part;
    uint32_t crc; /* of the member's bytes so far */
    uint32_t len; /* their count, modulo 2^32 as gzip has it */
    uint32_t head_crc;
} gzip;

bool gzip_is(dpm_span head)
{
    return span_starts(head, SPAN("\x1f\x8b\x08"));
}

/* --- heads and tails --- */

static const char early[] = "the gzip stream ends early: it was cut short";

static dpm_status ends_early(dpm_status status, dpm_error *err)
{
    return status == DPM_END ? status_fail(err, DPM_EDATA, "%s", early) : status;
}

static dpm_status read_bytes(gzip *g, uint8_t *out, size_t count, dpm_error *err)
{
    for (size_t i = 0; i < count; i++) {
        const dpm_status status = inflate_input_byte(&g->in, &out[i], err);
        if (status != DPM_OK) {
            return ends_early(status, err);
        }
    }
    g->head_crc = crc_add(g->head_crc, out, count);
    return DPM_OK;
}

static dpm_status skip_extra(gzip *g, dpm_error *err)
{
    uint8_t len[2], byte;
    TRY(read_bytes(g, len, 2, err));
    for (unsigned left = len[0] | (unsigned)len[1] << 8; left; left--) {
        TRY(read_bytes(g, &byte, 1, err));
    }
    return DPM_OK;
}

static dpm_status skip_text(gzip *g, dpm_error *err)
{
    uint8_t byte;
    do {
        TRY(read_bytes(g, &byte, 1, err));
    } while (byte);
    return DPM_OK;
}

static dpm_status check_head_crc(gzip *g, dpm_error *err)
{
    const uint32_t crc = g->head_crc & 0xFFFF;
    uint8_t stored[2];
    TRY(read_bytes(g, stored, 2, err));
    if ((stored[0] | (uint32_t)stored[1] << 8) != crc) {
        return status_fail(err, DPM_EDATA, "the gzip header's checksum is wrong");
    }
    return DPM_OK;
}

/* The first two bytes are known to be there and right. */
static dpm_status read_head(gzip *g, dpm_error *err)
{
    static const uint8_t magic[2] = {MAGIC_1, MAGIC_2};
    uint8_t head[8]; /* method, flags, time (4), extra flags, system */
    g->head_crc = crc_add(0, magic, 2);
    TRY(read_bytes(g, head, sizeof head, err));
    if (head[0] != METHOD_DEFLATE || head[1] & RESERVED) {
        return status_fail(err, DPM_EDATA, "a gzip member of an unknown method or with unknown flags");
    }
    if (head[1] & HAS_EXTRA) {
        TRY(skip_extra(g, err));
    }
    if (head[1] & HAS_NAME) {
        TRY(skip_text(g, err));
    }
    if (head[1] & HAS_COMMENT) {
        TRY(skip_text(g, err));
    }
    if (head[1] & HAS_CRC) {
        TRY(check_head_crc(g, err));
    }
    g->crc = g->len = 0;
    inflater_reset(g->inflater);
    g->part = BODY;
    return DPM_OK;
}

static uint32_t le32(const uint8_t *at)
{
    return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

static dpm_status read_tail(gzip *g, dpm_error *err)
{
    uint8_t tail[8];
    TRY(read_bytes(g, tail, sizeof tail, err));
    if (le32(tail) != g->crc) {
        return status_fail(err, DPM_EDATA, "the gzip member's CRC-32 does not match: some of its bytes are damaged");
    }
    if (le32(tail + 4) != g->len) {
        return status_fail(err, DPM_EDATA, "the gzip member's length does not match its bytes");
    }
    g->part = NEXT;
    return DPM_OK;
}

/* --- between members --- */

static dpm_status garbage(dpm_error *err)
{
    return status_fail(err, DPM_EDATA, "there is garbage after the last gzip member");
}

/* Tapes and block devices pad with zeros, which gzip itself is silent about too. */
static dpm_status skip_zeros(gzip *g, dpm_error *err)
{
    uint8_t byte = 0;
    dpm_status status;
    while ((status = inflate_input_byte(&g->in, &byte, err)) == DPM_OK) {
        if (byte) {
            return garbage(err);
        }
    }
    return status;
}

static dpm_status read_next(gzip *g, dpm_error *err)
{
    uint8_t first, second = 0;
    dpm_status status = inflate_input_byte(&g->in, &first, err);
    if (status == DPM_OK && first == 0) {
        return skip_zeros(g, err);
    }
    if (status != DPM_OK) {
        return status;
    }
    status = inflate_input_byte(&g->in, &second, err);
    if (status < 0) {
        return status;
    }
    if (first != MAGIC_1 || (status == DPM_OK && second != MAGIC_2)) {
        return garbage(err);
    }
    g->part = HEAD;
    return ends_early(status, err);
}

static dpm_status read_magic(gzip *g, dpm_error *err)
{
    uint8_t magic[2];
    TRY(read_bytes(g, magic, 2, err));
    g->part = HEAD;
    return magic[0] == MAGIC_1 && magic[1] == MAGIC_2 ? DPM_OK : status_fail(err, DPM_EDATA, "not a gzip stream");
}

/* --- bytes --- */

/* Always with room for a chunk: see INFLATE_ROOM. */
static dpm_status read_body(gzip *g, uint8_t *out, size_t *got, dpm_error *err)
{
    const dpm_status status = inflate_input_run(&g->in, g->inflater, out, CHUNK_BYTES, got, early, err);
    g->crc = crc_add(g->crc, out, *got);
    g->len += (uint32_t)*got;
    if (status == DPM_END) {
        g->part = TAIL;
        return DPM_OK;
    }
    return status;
}

static dpm_status gzip_make(chunk_stream *c, uint8_t *out, size_t *got, dpm_error *err)
{
    gzip *const g = (gzip *)c;
    dpm_status status = DPM_OK;
    while (status == DPM_OK && *got == 0) {
        switch (g->part) {
        case START: status = read_magic(g, err); break;
        case HEAD: status = read_head(g, err); break;
        case BODY: status = read_body(g, out, got, err); break;
        case TAIL: status = read_tail(g, err); break;
        case NEXT: status = read_next(g, err); break;
        }
    }
    return status;
}

static void gzip_close(chunk_stream *c)
{
    gzip *const g = (gzip *)c;
    inflate_input_close(&g->in);
    inflate_kit_give(g->kits, g->base.kit);
    free(g);
}

dpm_status gzip_stream(stream **out, stream *from, inflate_kits *kits, dpm_error *err)
{
    static const chunk_stream_ops ops = {gzip_make, gzip_close};
    *out = NULL;
    gzip *const g = calloc(1, sizeof *g);
    inflate_kit *const kit = g ? inflate_kit_take(kits) : NULL;
    if (!kit) {
        free(g);
        stream_close(from);
        return status_nomem(err);
    }
    chunk_stream_open(&g->base, &ops, kit);
    g->kits = kits;
    inflate_input_open(&g->in, from, kit);
    g->inflater = inflate_kit_plain(kit);
    if (!g->inflater) {
        gzip_close(&g->base);
        return status_nomem(err);
    }
    *out = &g->base.base;
    return DPM_OK;
}
