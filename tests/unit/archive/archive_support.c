/* What the tests of archives share. */
#include "archive_support.h"

uint32_t dice_below(dice *d, uint32_t limit)
{
    d->state = d->state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(d->state >> 33) % limit;
}

void data_make(strbuf *b, data_kind kind, size_t len)
{
    dice d = {(uint64_t)kind * 977 + len};
    strbuf_clear(b);
    while (b->len < len && kind == DATA_LOG) {
        strbuf_addf(b, "%04X\t%04X\t06/%02u\t20:%02u:45.690\t20\tworkitem.cpp(%u)\t\tNORMAL\tstep %u of work item %08X\r\n",
                    dice_below(&d, 4000), dice_below(&d, 9000), 1 + dice_below(&d, 28), dice_below(&d, 60),
                    300 + dice_below(&d, 60), dice_below(&d, 30), dice_below(&d, 1u << 31));
    }
    while (b->len < len && kind != DATA_LOG && kind != DATA_EMPTY) {
        const size_t back = 40000 + dice_below(&d, 25000), run = 20 + dice_below(&d, 300);
        for (size_t i = 0; i < run; i++) {
            const bool again = kind == DATA_FAR && b->len > back;
            strbuf_addc(b, again ? b->ptr[b->len - back] : kind == DATA_ZEROS ? '\0' : (char)dice_below(&d, 256));
        }
    }
    cr_assert_not(b->failed);
    b->len = b->len > len ? len : b->len;
}

void pack(strbuf *out, dpm_span in, int level, int strategy)
{
    z_stream z = {0};
    cr_assert_eq(deflateInit2(&z, level, Z_DEFLATED, -MAX_WBITS, 8, strategy), Z_OK);
    const size_t cap = deflateBound(&z, in.len);
    char *const room = malloc(cap);
    z.next_in = (Bytef *)(in.len ? in.ptr : "");
    z.avail_in = (uInt)in.len;
    z.next_out = (Bytef *)room;
    z.avail_out = (uInt)cap;
    cr_assert_eq(deflate(&z, Z_FINISH), Z_STREAM_END);
    strbuf_add(out, span_of(room, cap - z.avail_out));
    deflateEnd(&z);
    free(room);
}

uint32_t crc_of(dpm_span s)
{
    return crc_add(0, s.ptr, s.len);
}

void put(strbuf *b, uint64_t value, unsigned bytes)
{
    for (unsigned i = 0; i < bytes; i++) {
        strbuf_addc(b, (char)(value >> 8 * i));
    }
}

dpm_status slurp(stream *s, size_t step, strbuf *out, dpm_error *err)
{
    char *const room = malloc(step);
    dpm_status status;
    size_t got = 0;
    strbuf_clear(out);
    do {
        got = step + 1;
        status = stream_read(s, room, step, &got, err);
        cr_assert(got <= step);
        strbuf_add(out, span_of(room, got));
    } while (status == DPM_OK && got);
    size_t again = 0;
    cr_assert_eq(stream_read(s, room, step, &again, NULL), status, "what ended a stream stays");
    cr_assert_eq(again, 0);
    free(room);
    stream_close(s);
    return status;
}

static dpm_status drip_read(stream *s, void *buffer, size_t cap, size_t *got, dpm_error *err)
{
    drip *const d = (drip *)s;
    *got = d->bytes.len < d->step ? d->bytes.len : d->step;
    *got = *got < cap ? *got : cap;
    if (*got) {
        memcpy(buffer, d->bytes.ptr, *got);
    }
    d->bytes = span_from(d->bytes, *got);
    return *got || d->end >= 0 ? DPM_OK : status_fail(err, d->end, "the drip has run dry");
}

static void drip_close(stream *s)
{
    free(s);
}

stream *drip_new(dpm_span bytes, size_t step, dpm_status end)
{
    static const stream_ops ops = {drip_read, drip_close};
    drip *const d = malloc(sizeof *d);
    *d = (drip){{&ops}, bytes, step, end};
    return &d->base;
}

static void zip_put_extra(strbuf *extra, const zip_draft *m, bool central, uint64_t size, uint64_t packed, uint64_t offset)
{
    if (m->zip64) {
        put(extra, 1, 2);
        put(extra, central ? 24 : 16, 2);
        put(extra, size, 8);
        put(extra, packed, 8);
        if (central) {
            put(extra, offset, 8);
        }
    }
    strbuf_add(extra, central ? m->extra : m->local_extra.len ? m->local_extra : m->extra);
}

static void zip_put_descriptor(strbuf *b, const zip_draft *m, uint32_t crc, uint64_t packed, uint64_t size)
{
    const unsigned width = m->descriptor >= 20 ? 8 : 4;
    if (m->descriptor == 16 || m->descriptor == 24) {
        strbuf_add(b, SPAN("PK\7\b"));
    }
    put(b, crc, 4);
    put(b, packed, width);
    put(b, size, width);
}

void zip_put(zip_maker *z, const zip_draft *m)
{
    const uint64_t offset = z->bytes.len, size = m->size || m->method ? m->size : m->data.len;
    const uint32_t crc = m->crc ? m->crc : crc_of(m->data), ones = UINT32_MAX;
    const uint16_t flags = (uint16_t)(m->flags | (m->descriptor ? 8 : 0));
    const uint16_t name_len = (uint16_t)(m->name_len ? m->name_len : strlen(m->name));
    const bool later = m->descriptor > 0;
    strbuf extra = {0};
    zip_put_extra(&extra, m, false, later ? 0 : size, later ? 0 : m->data.len, 0);
    strbuf_add(&z->bytes, SPAN("PK\3\4"));
    put(&z->bytes, 20, 2);
    put(&z->bytes, flags, 2);
    put(&z->bytes, m->method, 2);
    put(&z->bytes, m->dos_time, 2);
    put(&z->bytes, m->dos_date, 2);
    put(&z->bytes, later ? 0 : crc, 4);
    put(&z->bytes, m->zip64 ? ones : later ? 0 : m->data.len, 4);
    put(&z->bytes, m->zip64 ? ones : later ? 0 : size, 4);
    put(&z->bytes, name_len, 2);
    put(&z->bytes, extra.len, 2);
    strbuf_add(&z->bytes, span_of(m->name, name_len));
    strbuf_add(&z->bytes, strbuf_span(&extra));
    strbuf_add(&z->bytes, m->data);
    if (later) {
        zip_put_descriptor(&z->bytes, m, crc, m->data.len, size);
    }
    strbuf_clear(&extra);
    const uint64_t packed = m->data.len + (uint64_t)m->packed_change, stated = size + (uint64_t)m->size_change;
    zip_put_extra(&extra, m, true, stated, packed, offset + (uint64_t)m->offset_change);
    strbuf_add(&z->directory, SPAN("PK\1\2"));
    put(&z->directory, 20, 2);
    put(&z->directory, 20, 2);
    put(&z->directory, flags, 2);
    put(&z->directory, m->method, 2);
    put(&z->directory, m->dos_time, 2);
    put(&z->directory, m->dos_date, 2);
    put(&z->directory, crc, 4);
    put(&z->directory, m->zip64 ? ones : packed, 4);
    put(&z->directory, m->zip64 ? ones : stated, 4);
    put(&z->directory, name_len, 2);
    put(&z->directory, extra.len, 2);
    put(&z->directory, 0, 2);
    put(&z->directory, m->disk, 2);
    put(&z->directory, 0, 2);
    put(&z->directory, m->attributes, 4);
    put(&z->directory, m->zip64 ? ones : offset + (uint64_t)m->offset_change, 4);
    strbuf_add(&z->directory, span_of(m->name, name_len));
    strbuf_add(&z->directory, strbuf_span(&extra));
    strbuf_free(&extra);
    z->count++;
}

void zip_put_end(strbuf *b, unsigned disk, size_t count, uint64_t len, uint64_t at, dpm_span comment)
{
    strbuf_add(b, SPAN("PK\5\6"));
    put(b, disk, 2);
    put(b, disk, 2);
    put(b, count, 2);
    put(b, count, 2);
    put(b, len, 4);
    put(b, at, 4);
    put(b, comment.len, 2);
    strbuf_add(b, comment);
}

static void zip_put_end64(strbuf *b, size_t count, uint64_t len, uint64_t at)
{
    const uint64_t offset = b->len;
    strbuf_add(b, SPAN("PK\6\6"));
    put(b, 44, 8);
    put(b, 45, 2);
    put(b, 45, 2);
    put(b, 0, 4);
    put(b, 0, 4);
    put(b, count, 8);
    put(b, count, 8);
    put(b, len, 8);
    put(b, at, 8);
    strbuf_add(b, SPAN("PK\6\7"));
    put(b, 0, 4);
    put(b, offset, 8);
    put(b, 1, 4);
}

void zip_finish(zip_maker *z, bool zip64, dpm_span comment)
{
    const uint64_t at = z->bytes.len, len = z->directory.len;
    strbuf_add(&z->bytes, strbuf_span(&z->directory));
    if (zip64) {
        zip_put_end64(&z->bytes, z->count, len, at);
        zip_put_end(&z->bytes, 0, UINT16_MAX, UINT32_MAX, UINT32_MAX, comment);
    } else {
        zip_put_end(&z->bytes, 0, z->count, len, at, comment);
    }
    cr_assert_not(z->bytes.failed || z->directory.failed);
}

void zip_maker_free(zip_maker *z)
{
    strbuf_free(&z->bytes);
    strbuf_free(&z->directory);
    z->count = 0;
}
