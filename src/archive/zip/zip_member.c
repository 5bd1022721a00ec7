/* The bytes of one member of a zip, in the order of its file, checked against what its entry states. */
#include "base/text.h"
#include "archive/inflate/chunk_stream.h"
#include "archive/inflate/inflate_input.h"
#include "archive/zip/zip_entry.h"

#include <assert.h>
#include <stdlib.h>

enum { STORED = 0, DEFLATE64 = 9 };

typedef struct member {
    chunk_stream base;
    inflate_input in;
    inflate_kits *kits;
    inflater *inflater; /* the kit's, or `wide`; NULL: stored */
    inflater *wide;     /* for Deflate64 */
    uint64_t size;      /* at most so many bytes; UINT64_MAX: not known */
    uint64_t given;
    uint32_t crc, want;
    bool cut;
    bool whole; /* the inflater is done; what is left to do is to judge */
} member;

static dpm_status fail(dpm_error *err, const char *words)
{
    return status_fail(err, DPM_EDATA, "%s", words);
}

static const char early[] = "the member's bytes end early: it is damaged or was cut short";

/* All that there is was given. */
static dpm_status judge(const member *m, dpm_error *err)
{
    if (m->cut) {
        return fail(err, "the archive was cut short in this member");
    }
    if (m->given < m->size) {
        return fail(err, early);
    }
    return m->crc == m->want ? DPM_END : fail(err, "the member's CRC-32 does not match: some of its bytes are damaged");
}

/* Stored bytes, in a chunk as the rest. */
static dpm_status copy(member *m, uint8_t *out, size_t *got, dpm_error *err)
{
    const dpm_status status = inflate_input_fill(&m->in, err);
    if (status < 0) {
        return status;
    }
    *got = m->in.len < CHUNK_BYTES ? m->in.len : CHUNK_BYTES;
    if (*got) {
        memcpy(out, m->in.at, *got);
        m->in.at += *got;
        m->in.len -= *got;
    }
    return status;
}

static dpm_status inflate(member *m, uint8_t *out, size_t *got, dpm_error *err)
{
    const char *const words = m->cut ? "the archive was cut short in this member" : early;
    return inflate_input_run(&m->in, m->inflater, out, CHUNK_BYTES, got, words, err);
}

static dpm_status member_make(chunk_stream *c, uint8_t *out, size_t *got, dpm_error *err)
{
    member *const m = (member *)c;
    assert(m->given <= m->size);
    dpm_status status = DPM_OK;
    while (status == DPM_OK && *got == 0 && !m->whole) {
        status = m->inflater ? inflate(m, out, got, err) : copy(m, out, got, err);
        m->whole = status == DPM_END;
    }
    const bool more = *got > m->size - m->given;
    *got = more ? (size_t)(m->size - m->given) : *got;
    m->given += *got;
    m->crc = crc_add(m->crc, out, *got);
    if (more) {
        return fail(err, "the member holds more than its stated size: it is damaged, or made to deceive");
    }
    return m->whole ? judge(m, err) : status;
}

static void member_close(chunk_stream *c)
{
    member *const m = (member *)c;
    inflate_input_close(&m->in);
    inflater_free(m->wide);
    inflate_kit_give(m->kits, m->base.kit);
    free(m);
}

/* --- opening --- */

/* Where the bytes begin: the local header has a name and extra fields of its own. */
static dpm_status find_bytes(uint64_t *out, blob *b, const zip_member *m, dpm_error *err)
{
    uint8_t head[ZIP_LOCAL_LEN];
    size_t got;
    TRY(blob_read_at(b, m->offset, head, sizeof head, &got, err));
    if (got < sizeof head || zip_le32(head) != ZIP_LOCAL) {
        return fail(err, "the member's own header is missing: the archive is damaged");
    }
    if (zip_le16(head + 8) != m->method) {
        return fail(err, "the member's own header and the directory do not agree: the archive is damaged");
    }
    *out = m->offset + ZIP_LOCAL_LEN + zip_le16(head + 26) + zip_le16(head + 28);
    return DPM_OK;
}

static dpm_status open_bytes(stream **out, blob *b, const zip_member *m, dpm_error *err)
{
    uint64_t at = 0;
    TRY(find_bytes(&at, b, m, err));
    const uint64_t size = blob_size(b), left = at < size ? size - at : 0;
    return blob_stream(out, b, left ? at : size, m->packed < left ? m->packed : left, err);
}

static dpm_status prepare(member *m, blob *b, const zip_member *of, dpm_error *err)
{
    stream *bytes;
    TRY(open_bytes(&bytes, b, of, err));
    inflate_input_open(&m->in, bytes, m->base.kit);
    if (of->method == DEFLATE64) {
        TRY(inflater_new(&m->wide, INFLATE_DEFLATE64, err));
        m->inflater = m->wide;
    } else if (of->method != STORED) {
        m->inflater = inflate_kit_plain(m->base.kit);
        TRY(m->inflater ? DPM_OK : status_nomem(err));
    }
    m->want = of->crc;
    m->cut = of->cut;
    m->size = of->cut && of->size == 0 ? UINT64_MAX : of->size;
    return DPM_OK;
}

dpm_status zip_member_stream(stream **out, blob *b, const zip_member *m, inflate_kits *kits, dpm_error *err)
{
    assert(b && m);
    static const chunk_stream_ops ops = {member_make, member_close};
    *out = NULL;
    if (m->trouble) {
        return fail(err, m->trouble);
    }
    member *const own = calloc(1, sizeof *own);
    inflate_kit *const kit = own ? inflate_kit_take(kits) : NULL;
    if (!kit) {
        free(own);
        return status_nomem(err);
    }
    chunk_stream_open(&own->base, &ops, kit);
    own->kits = kits;
    const dpm_status status = prepare(own, b, m, err);
    if (status < 0) {
        member_close(&own->base);
        return status;
    }
    *out = &own->base.base;
    return DPM_OK;
}
