/* Looks into the header of a 7z for the memory that its coders ask for, which libarchive grants without a limit.
 *
 *     signature, place of the header │ packed streams │ header, or a small one that says how the header is packed
 *
 * Everything is read again by libarchive: what is read here only has to be no less than what it takes. */
#include "archive/xz.h"

#include "base/text.h"

#ifdef DPM_WITH_LIBARCHIVE
#include "archive/lzma_calls.h"
#endif
#include <stdlib.h>

enum { START_BYTES = 32, HEADER_MAX = 64 << 20 /* libarchive's own bound */ };
enum {
    ID_END,
    ID_HEADER,
    ID_PROPERTIES,
    ID_ADDITIONAL,
    ID_STREAMS,
    ID_FILES,
    ID_PACK,
    ID_UNPACK,
    ID_SUBSTREAMS,
    ID_SIZE,
    ID_CRC
};
enum { ID_FOLDER = 0x0B, ID_UNPACK_SIZE = 0x0C, ID_ENCODED = 0x17 };
enum { CODERS_MAX = 32, STREAMS_MAX = 32 };

/* Bytes of a header; reading past their end fails for good. */
typedef struct cursor {
    const uint8_t *at, *end;
    bool failed;
} cursor;

/* Of the packed header: where it lies, and its one coder. */
typedef struct packed_header {
    uint64_t offset, size, unpacked;
    uint8_t method[3];
    size_t method_len;
    const uint8_t *properties;
    size_t properties_len;
    bool encrypted;
} packed_header;

static uint8_t get_byte(cursor *c)
{
    if (c->at == c->end) {
        c->failed = true;
        return 0;
    }
    return *c->at++;
}

/* The leading ones of the first byte say how many follow it. */
static uint64_t get_number(cursor *c)
{
    const uint8_t first = get_byte(c);
    uint64_t value = 0;
    uint8_t mask = 0x80;
    for (int i = 0; i < 8; i++, mask >>= 1) {
        if (!(first & mask)) {
            return value | (uint64_t)(first & (mask - 1)) << (8 * i);
        }
        value |= (uint64_t)get_byte(c) << (8 * i);
    }
    return value;
}

static const uint8_t *skip(cursor *c, uint64_t count)
{
    const uint8_t *const at = c->at;
    if (count > (uint64_t)(c->end - c->at)) {
        c->failed = true;
        c->at = c->end;
        return NULL;
    }
    c->at += count;
    return at;
}

static uint32_t le32(const uint8_t *at)
{
    return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

static uint64_t le64(const uint8_t *at)
{
    return le32(at) | (uint64_t)le32(at + 4) << 32;
}

/* What a coder remembers. */
static uint64_t memory_of(const uint8_t *method, size_t len, const uint8_t *properties, size_t count)
{
    const bool lzma = len == 3 && method[0] == 3 && method[1] == 1 && method[2] == 1;
    const bool ppmd = len == 3 && method[0] == 3 && method[1] == 4 && method[2] == 1;
    if ((lzma || ppmd) && count >= 5) {
        return le32(properties + 1);
    }
    if (len == 1 && method[0] == 0x21 && count >= 1) { /* LZMA2 */
        const unsigned step = properties[0] & 0x3F;
        return step >= 40 ? UINT32_MAX : (uint64_t)(2 | (step & 1)) << (step / 2 + 11);
    }
    return 0; /* the others take a fixed amount; zstd is bounded by its own library */
}

static void get_coder(cursor *c, uint64_t *memory, uint64_t *in, uint64_t *out, packed_header *only)
{
    enum { LENGTH = 0x0F, COMPLEX = 0x10, ATTRIBUTES = 0x20, RESERVED = 0xC0 };
    const uint8_t flags = get_byte(c);
    const size_t len = flags & LENGTH;
    const uint8_t *const method = skip(c, len);
    *in += flags & COMPLEX ? get_number(c) : 1;
    *out += flags & COMPLEX ? get_number(c) : 1;
    const uint64_t count = flags & ATTRIBUTES ? get_number(c) : 0;
    const uint8_t *const properties = skip(c, count);
    c->failed |= (flags & RESERVED) != 0;
    if (c->failed) {
        return;
    }
    only->encrypted |= len == 4 && memcmp(method, "\x06\xF1\x07\x01", 4) == 0;
    *memory += memory_of(method, len, properties, (size_t)count);
    only->method_len = len < sizeof only->method ? len : sizeof only->method;
    memcpy(only->method, method, only->method_len);
    only->properties = properties;
    only->properties_len = (size_t)count;
}

/* The coders of a folder work at the same time, folders one after the other. */
static uint64_t get_folder(cursor *c, uint64_t *outputs, packed_header *only)
{
    const uint64_t coders = get_number(c);
    uint64_t memory = 0, in = 0, out = 0;
    for (uint64_t i = 0; i < coders && coders <= CODERS_MAX && !c->failed; i++) {
        get_coder(c, &memory, &in, &out, only);
    }
    c->failed |= coders > CODERS_MAX || in > STREAMS_MAX || out > STREAMS_MAX || out == 0 || in < out - 1;
    for (uint64_t i = 0; !c->failed && i < 2 * (out - 1); i++) { /* which stream goes where */
        get_number(c);
    }
    const uint64_t packed = c->failed ? 0 : in - (out - 1);
    for (uint64_t i = 0; packed > 1 && i < packed && !c->failed; i++) {
        get_number(c);
    }
    *outputs += out;
    return memory;
}

static uint64_t get_folders(cursor *c, packed_header *only)
{
    uint64_t most = 0, outputs = 0;
    c->failed |= get_number(c) != ID_FOLDER;
    const uint64_t folders = get_number(c);
    c->failed |= get_byte(c) != 0; /* kept elsewhere: nothing writes that */
    for (uint64_t i = 0; i < folders && !c->failed; i++) {
        const uint64_t memory = get_folder(c, &outputs, only);
        most = memory > most ? memory : most;
    }
    c->failed |= get_number(c) != ID_UNPACK_SIZE;
    for (uint64_t i = 0; i < outputs && !c->failed; i++) {
        only->unpacked = get_number(c);
    }
    return most;
}

/* The streams of a header, up to where their folders end. */
static uint64_t get_streams(cursor *c, packed_header *only)
{
    uint64_t id = get_number(c);
    if (id == ID_PACK) {
        only->offset = get_number(c);
        const uint64_t streams = get_number(c);
        while ((id = get_number(c)) != ID_END && !c->failed) {
            for (uint64_t i = 0; id == ID_SIZE && i < streams && !c->failed; i++) {
                const uint64_t size = get_number(c);
                only->size = i == 0 ? size : only->size;
            }
            if (id == ID_CRC) { /* which are defined, if not all; then one for each of those */
                uint64_t defined = streams;
                if (get_byte(c) == 0) {
                    const uint8_t *const bits = skip(c, streams / 8 + (streams % 8 != 0));
                    defined = 0;
                    for (uint64_t i = 0; bits && i < streams; i++) {
                        defined += bits[i / 8] >> (7 - i % 8) & 1;
                    }
                }
                skip(c, defined < UINT64_MAX / 4 ? defined * 4 : UINT64_MAX);
            }
            c->failed |= id != ID_SIZE && id != ID_CRC;
        }
        id = get_number(c);
    }
    return id == ID_UNPACK ? get_folders(c, only) : 0;
}

/* A header that is not packed: what comes before its streams is passed over. */
static uint64_t get_header(cursor *c)
{
    packed_header none = {0};
    uint64_t id = get_number(c), memory = 0;
    if (id == ID_PROPERTIES) {
        while (get_number(c) != ID_END && !c->failed) {
            skip(c, get_number(c));
        }
        id = get_number(c);
    }
    c->failed |= id == ID_ADDITIONAL; /* nothing writes that */
    if (id == ID_STREAMS) {
        memory = get_streams(c, &none);
    }
    return memory;
}

static dpm_status damaged(dpm_error *err)
{
    return status_fail(err, DPM_EDATA, "is damaged or cut short: its header cannot be read");
}

static dpm_status judge_memory(uint64_t needed, uint64_t memory, dpm_error *err)
{
    return needed <= memory ? DPM_OK
                            : status_fail(err, DPM_ELIMIT, "unpacking it takes %llu MiB of memory; --max-memory sets that limit",
                                          (unsigned long long)(needed >> 20));
}

static dpm_status read_piece(blob *bytes, uint64_t offset, uint64_t len, uint8_t **out, dpm_error *err)
{
    size_t got = 0;
    *out = NULL;
    if (len > HEADER_MAX || offset > blob_size(bytes) || len > blob_size(bytes) - offset) {
        return damaged(err);
    }
    *out = malloc(len ? len : 1);
    if (!*out) {
        return status_nomem(err);
    }
    TRY(blob_read_at(bytes, offset, *out, (size_t)len, &got, err));
    return got == len ? DPM_OK : damaged(err);
}

/* Unpack what LZMA packed. With its properties and its size in front it is a file of the old .lzma format. */
static bool unpack_lzma(const packed_header *p, const uint8_t *packed, uint8_t *out, dpm_error *err)
{
#ifdef DPM_WITH_LIBARCHIVE
    lzma_calls call;
    uint8_t head[13];
    if (lzma_calls_load(&call, err) < 0) {
        return false;
    }
    lzma_stream lzma = LZMA_STREAM_INIT;
    memcpy(head, p->properties, 5);
    for (int i = 0; i < 8; i++) {
        head[5 + i] = (uint8_t)(p->unpacked >> (8 * i));
    }
    lzma_ret result = call.lzma_alone_decoder(&lzma, UINT64_MAX); /* its dictionary was judged */
    lzma.next_out = out;
    lzma.avail_out = (size_t)p->unpacked;
    lzma.next_in = head;
    lzma.avail_in = sizeof head;
    result = result == LZMA_OK ? call.lzma_code(&lzma, LZMA_RUN) : result;
    lzma.next_in = packed;
    lzma.avail_in = (size_t)p->size;
    result = result == LZMA_OK ? call.lzma_code(&lzma, LZMA_FINISH) : result;
    const bool whole = lzma.avail_out == 0 && (result == LZMA_OK || result == LZMA_STREAM_END);
    call.lzma_end(&lzma);
    if (!whole) {
        damaged(err);
    }
    return whole;
#else
    (void)p;
    (void)packed;
    (void)out;
    damaged(err);
    return false;
#endif
}

/* The header's bytes in place of those that say how it is packed. */
static dpm_status unpack_header(blob *bytes, const packed_header *p, uint8_t **header, dpm_error *err)
{
    static const uint8_t lzma[3] = {3, 1, 1};
    uint8_t *packed = NULL;
    if (p->method_len != sizeof lzma || memcmp(p->method, lzma, sizeof lzma) != 0 || p->properties_len != 5 || p->unpacked == 0 ||
        p->unpacked > HEADER_MAX || p->offset > UINT64_MAX - START_BYTES) {
        return damaged(err);
    }
    uint8_t *const plain = malloc((size_t)p->unpacked);
    dpm_status status = plain ? read_piece(bytes, START_BYTES + p->offset, p->size, &packed, err) : status_nomem(err);
    if (status >= 0 && !unpack_lzma(p, packed, plain, err)) {
        status = DPM_EDATA;
    }
    free(packed);
    free(*header);
    *header = plain;
    return status;
}

dpm_status sevenzip_judge(blob *bytes, uint64_t memory, dpm_error *err)
{
    enum { OFFSET_AT = 12, SIZE_AT = 20 };
    uint8_t *start = NULL, *header = NULL;
    packed_header packed = {0};
    dpm_status status = read_piece(bytes, 0, START_BYTES, &start, err);
    uint64_t size = 0;
    if (status >= 0) {
        const uint64_t offset = le64(start + OFFSET_AT);
        size = le64(start + SIZE_AT);
        status = offset < UINT64_MAX - START_BYTES ? read_piece(bytes, START_BYTES + offset, size, &header, err) : damaged(err);
    }
    cursor c = {header, header ? header + size : NULL, false};
    if (status >= 0 && size) {
        uint64_t id = get_number(&c), needed = 0;
        if (id == ID_ENCODED) {
            needed = get_streams(&c, &packed);
            status = c.failed ? damaged(err) : judge_memory(needed, memory, err);
            if (status >= 0 && !packed.encrypted) {
                status = unpack_header(bytes, &packed, &header, err);
                c = (cursor){header, header ? header + packed.unpacked : NULL, false};
                id = status >= 0 ? get_number(&c) : ID_HEADER;
            }
        }
        if (status >= 0 && !packed.encrypted) { /* of what is encrypted libarchive says so */
            needed = id == ID_HEADER ? get_header(&c) : 0;
            status = c.failed || id != ID_HEADER ? damaged(err) : judge_memory(needed, memory, err);
        }
    }
    free(start);
    free(header);
    return status;
}
