/* The end of a zip:
 *
 *     members | directory | Zip64 end record | Zip64 locator | end record, comment        the two of Zip64 only where needed */
#include "archive/zip/zip_end.h"

enum { END_LEN = 22, COMMENT_MAX = 65535, LOCATOR_LEN = 20, END64_LEN = 56 };

/* The last end record whose comment ends with the blob; else the last one whose comment has room. SIZE_MAX: none. */
static size_t search(const uint8_t *tail, size_t len)
{
    size_t second = SIZE_MAX;
    for (size_t at = len >= END_LEN ? len - END_LEN + 1 : 0; at-- > 0;) {
        if (zip_le32(tail + at) != ZIP_END) {
            continue;
        }
        const size_t room = len - at - END_LEN, comment = zip_le16(tail + at + 20);
        if (comment == room) {
            return at;
        }
        second = comment < room && second == SIZE_MAX ? at : second;
    }
    return second;
}

static void use_end(zip_end *e, const uint8_t *at)
{
    e->disk = zip_le16(at + 4);
    e->dir_disk = zip_le16(at + 6);
    e->count = zip_le16(at + 10);
    e->dir_len = zip_le32(at + 12);
    e->dir = zip_le32(at + 16);
}

/* What does not fit into the end record is full of ones there. */
static void use_end64(zip_end *e, const uint8_t *at, uint64_t offset)
{
    e->disk = e->disk == UINT16_MAX ? zip_le32(at + 16) : e->disk;
    e->dir_disk = e->dir_disk == UINT16_MAX ? zip_le32(at + 20) : e->dir_disk;
    e->wide = e->count == UINT16_MAX;
    e->count = e->wide ? zip_le64(at + 32) : e->count;
    e->dir_len = e->dir_len == UINT32_MAX ? zip_le64(at + 40) : e->dir_len;
    e->dir = e->dir == UINT32_MAX ? zip_le64(at + 48) : e->dir;
    e->limit = offset;
}

static dpm_status try_end64(zip_end *e, zip_view *v, uint64_t offset, bool *found, dpm_error *err)
{
    const uint8_t *at;
    size_t len;
    TRY(zip_view_at(v, offset, END64_LEN, &at, &len, err));
    *found = len >= END64_LEN && zip_le32(at) == ZIP_END64;
    if (*found) {
        use_end64(e, at, offset);
    }
    return DPM_OK;
}

/* The locator before the end record says where the record of Zip64 is; mostly it is just before the locator. */
static dpm_status find_end64(zip_end *e, zip_view *v, uint64_t end, dpm_error *err)
{
    const uint8_t *at;
    size_t len;
    if (end < LOCATOR_LEN) {
        return DPM_OK;
    }
    TRY(zip_view_at(v, end - LOCATOR_LEN, LOCATOR_LEN, &at, &len, err));
    if (len < LOCATOR_LEN || zip_le32(at) != ZIP_LOCATOR) {
        return DPM_OK;
    }
    const uint64_t stated = zip_le64(at + 8), before = end - LOCATOR_LEN;
    bool found = false;
    e->limit = before;
    if (stated < before) {
        TRY(try_end64(e, v, stated, &found, err));
    }
    return found || before < END64_LEN ? DPM_OK : try_end64(e, v, before - END64_LEN, &found, err);
}

/* Where the zeros begin that a copy in whole blocks puts after a file. */
static dpm_status find_padding(zip_view *v, uint64_t *out, dpm_error *err)
{
    uint64_t end = blob_size(v->blob);
    for (bool zeros = true; zeros && end > 0;) {
        const uint64_t step = end < ZIP_VIEW ? end : ZIP_VIEW;
        const uint8_t *at;
        size_t len;
        TRY(zip_view_at(v, end - step, (size_t)step, &at, &len, err));
        while (len && at[len - 1] == 0) {
            len--;
        }
        zeros = len == 0;
        end = end - step + len;
    }
    *out = end;
    return DPM_OK;
}

/* The end record in the last bytes before `size`; `*at` SIZE_MAX where there is none. */
static dpm_status search_before(zip_end *out, zip_view *v, uint64_t size, uint64_t *record, dpm_error *err)
{
    const uint64_t from = size > END_LEN + COMMENT_MAX ? size - END_LEN - COMMENT_MAX : 0;
    const uint8_t *tail;
    size_t len;
    TRY(zip_view_at(v, from, END_LEN + COMMENT_MAX, &tail, &len, err));
    len = len < size - from ? len : (size_t)(size - from);
    const size_t at = search(tail, len);
    if (at == SIZE_MAX) {
        return DPM_END;
    }
    use_end(out, tail + at);
    out->limit = *record = from + at;
    out->behind = blob_size(v->blob) - *record - END_LEN - zip_le16(tail + at + 20);
    return DPM_OK;
}

dpm_status zip_end_find(zip_end *out, zip_view *v, dpm_error *err)
{
    const uint64_t size = blob_size(v->blob);
    uint64_t record = 0, filled = size;
    *out = (zip_end){0};
    dpm_status status = search_before(out, v, size, &record, err);
    if (status == DPM_END || (status == DPM_OK && out->behind)) {
        TRY(find_padding(v, &filled, err));
    }
    if (status == DPM_END) { /* the record may end with zeros of its own */
        status = search_before(out, v, filled < size - END_LEN ? filled + END_LEN : size, &record, err);
    }
    if (status != DPM_OK) {
        return status;
    }
    out->padded = out->behind && filled <= size - out->behind;
    return find_end64(out, v, record, err);
}
