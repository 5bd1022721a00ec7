/* The members of a zip whose directory is missing: from one local header to the next. */
#include "archive/zip/zip_walk.h"

#include <assert.h>
#include <string.h>

dpm_status zip_list_add(zip_list *l, const zip_member *m, arena *memory, dpm_error *err)
{
    assert(l->count <= l->most && l->count <= l->cap);
    if (l->count == l->most) {
        l->full = true;
        return DPM_OK;
    }
    if (l->count == l->cap) {
        const size_t cap = l->cap ? 2 * l->cap : 64;
        zip_member *const items = ARENA_ARRAY(memory, cap, zip_member);
        if (!items) {
            return status_nomem(err);
        }
        if (l->count) {
            memcpy(items, l->items, l->count * sizeof *items);
        }
        l->items = items;
        l->cap = cap;
    }
    l->items[l->count++] = *m;
    return DPM_OK;
}

/* Where the bytes of a member end, and what the descriptor after them says. */
typedef struct found {
    bool found;
    uint64_t packed, size, next;
    uint32_t crc;
} found;

static bool is_header(uint32_t magic)
{
    return magic == ZIP_LOCAL || magic == ZIP_CENTRAL || magic == ZIP_END64 || magic == ZIP_END;
}

/* A header stands at `at`, as far as the blob goes. */
static dpm_status header_at(zip_view *v, uint64_t at, bool *out, dpm_error *err)
{
    const uint8_t *bytes;
    size_t len;
    TRY(zip_view_at(v, at, 4, &bytes, &len, err));
    *out = len >= 4 && is_header(zip_le32(bytes));
    return DPM_OK;
}

/* The two forms of a descriptor, after its signature: CRC, packed and size, of 4 or 8 bytes each. */
static found short_form(const uint8_t *at, uint64_t packed)
{
    return (found){zip_le32(at + 4) == packed, packed, zip_le32(at + 8), 12, zip_le32(at)};
}

static found long_form(const uint8_t *at, uint64_t packed)
{
    return (found){zip_le64(at + 4) == packed, packed, zip_le64(at + 12), 20, zip_le32(at)};
}

/* A signature of a descriptor stands at `at`. It is one where the size it states is the way that was come. */
static dpm_status try_signed(found *out, zip_view *v, uint64_t data, uint64_t at, dpm_error *err)
{
    uint8_t bytes[24] = {0};
    const uint8_t *there;
    size_t len;
    bool header = false;
    TRY(zip_view_at(v, at, sizeof bytes, &there, &len, err));
    memcpy(bytes, there, len < sizeof bytes ? len : sizeof bytes);
    const found small = short_form(bytes + 4, at - data), large = long_form(bytes + 4, at - data);
    if (small.found && len >= 16) {
        TRY(header_at(v, at + 16, &header, err));
    }
    const bool take_large = large.found && len >= 24 && !header; /* both are found where the upper half of `packed` is 0 */
    *out = take_large ? large : small;
    out->found = out->found && len >= 16;
    out->next += at + 4;
    return DPM_OK;
}

/* A header stands at `at`: perhaps after a descriptor without a signature. */
static dpm_status try_unsigned(found *out, zip_view *v, uint64_t data, uint64_t at, dpm_error *err)
{
    const uint8_t *bytes;
    size_t len;
    *out = (found){.found = at == data}; /* an empty one may have none */
    if (at - data >= 12) {
        TRY(zip_view_at(v, at - 12, 12, &bytes, &len, err));
        *out = len >= 12 ? short_form(bytes, at - 12 - data) : *out;
    }
    if (!out->found && at - data >= 20) {
        TRY(zip_view_at(v, at - 20, 20, &bytes, &len, err));
        *out = len >= 20 ? long_form(bytes, at - 20 - data) : *out;
    }
    out->next = at;
    return DPM_OK;
}

static dpm_status try_place(found *out, zip_view *v, uint64_t data, uint64_t at, uint32_t magic, dpm_error *err)
{
    *out = (found){0};
    if (magic == ZIP_DESCRIPTOR) {
        return try_signed(out, v, data, at, err);
    }
    return is_header(magic) ? try_unsigned(out, v, data, at, err) : DPM_OK;
}

/* The next "PK" from `at` on; `len` if there is none, so that the last three bytes are looked at again with what follows them. */
static size_t next_mark(const uint8_t *bytes, size_t len, size_t at)
{
    while (at + 4 <= len) {
        const uint8_t *const p = memchr(bytes + at, 'P', len - 3 - at);
        if (!p) {
            return len;
        }
        at = (size_t)(p - bytes);
        if (p[1] == 'K') {
            return at;
        }
        at++;
    }
    return len;
}

/* The sizes of a member that was written as a stream stand after its bytes alone. */
static dpm_status find_descriptor(found *out, zip_view *v, uint64_t data, dpm_error *err)
{
    *out = (found){0};
    for (uint64_t at = data;;) {
        const uint8_t *bytes;
        size_t len;
        TRY(zip_view_at(v, at, 4, &bytes, &len, err));
        if (len < 4) {
            return DPM_OK;
        }
        const size_t mark = next_mark(bytes, len, 0);
        if (mark == len) {
            at += len - 3;
            continue;
        }
        at += mark;
        TRY(try_place(out, v, data, at, zip_le32(bytes + mark), err));
        if (out->found) {
            return DPM_OK;
        }
        at++;
    }
}

/* A header at `at`, or the end of the blob. */
static dpm_status ends_at(zip_view *v, uint64_t at, bool *out, dpm_error *err)
{
    TRY(header_at(v, at, out, err));
    *out = *out || at == blob_size(v->blob);
    return DPM_OK;
}

/* Behind a member whose sizes are known there may be a descriptor all the same, and the CRC in it alone. */
static dpm_status use_descriptor(zip_member *m, uint64_t *at, zip_view *v, dpm_error *err)
{
    static const unsigned signed_lens[] = {16, 24}, unsigned_lens[] = {12, 20};
    const uint8_t *bytes;
    size_t len;
    bool ends = false;
    TRY(zip_view_at(v, *at, 8, &bytes, &len, err));
    const bool marked = len >= 4 && zip_le32(bytes) == ZIP_DESCRIPTOR;
    const size_t crc_at = marked ? 4 : 0;
    const uint32_t crc = len >= crc_at + 4 ? zip_le32(bytes + crc_at) : 0;
    TRY(ends_at(v, *at, &ends, err));
    for (size_t i = 0; i < 2 && !ends; i++) {
        const unsigned here = marked ? signed_lens[i] : unsigned_lens[i];
        TRY(ends_at(v, *at + here, &ends, err));
        *at += ends ? here : 0;
        m->crc = ends && m->crc == 0 ? crc : m->crc;
    }
    m->cut = m->crc == 0 && m->size > 0; /* nothing says what it should be */
    return DPM_OK;
}

/* Complete the member whose header is `e`; `*next` is where the next one should be. */
static dpm_status measure(zip_entry *e, uint64_t *next, zip_view *v, dpm_error *err)
{
    zip_member *const m = &e->member;
    const uint64_t data = m->offset + e->len, left = blob_size(v->blob) - data;
    if (e->described && m->packed == 0 && m->crc == 0) {
        found f;
        TRY(find_descriptor(&f, v, data, err));
        if (f.found) {
            m->packed = f.packed;
            m->size = f.size;
            m->crc = f.crc;
            *next = f.next;
            return DPM_OK;
        }
        m->size = 0; /* what a header says of it beside a packed size of 0 is not meant */
        m->packed = UINT64_MAX;
    }
    if (m->packed > left) {
        m->packed = left;
        m->cut = true;
    }
    *next = data + m->packed;
    return e->described && !m->cut ? use_descriptor(m, next, v, err) : DPM_OK;
}

static dpm_status judge_stop(zip_stop *stop, zip_view *v, uint64_t at, dpm_error *err)
{
    const uint8_t *bytes;
    size_t len;
    TRY(zip_view_at(v, at, 4, &bytes, &len, err));
    const uint32_t magic = len >= 4 ? zip_le32(bytes) : ZIP_LOCAL;
    *stop = magic == ZIP_LOCAL ? ZIP_STOP_END : is_header(magic) ? ZIP_STOP_DIRECTORY : ZIP_STOP_GARBAGE;
    return DPM_OK;
}

/* Behind the mark that a first volume begins with. */
static dpm_status find_start(uint64_t *at, zip_view *v, dpm_error *err)
{
    const uint8_t *bytes;
    size_t len;
    TRY(zip_view_at(v, 0, 4, &bytes, &len, err));
    const uint32_t magic = len >= 4 ? zip_le32(bytes) : 0;
    *at = magic == ZIP_DESCRIPTOR || magic == ZIP_ONE_VOLUME ? 4 : 0;
    return DPM_OK;
}

dpm_status zip_walk(zip_list *out, zip_stop *stop, zip_view *v, arena *memory, dpm_error *err)
{
    uint64_t at;
    TRY(find_start(&at, v, err));
    while (!out->full) {
        zip_entry e;
        const dpm_status status = zip_entry_local(&e, v, at, memory, err);
        if (status < 0) {
            return status;
        }
        if (status == DPM_END) {
            break;
        }
        TRY(measure(&e, &at, v, err));
        TRY(zip_list_add(out, &e.member, memory, err));
    }
    return judge_stop(stop, v, at, err);
}
