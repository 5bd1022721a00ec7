/* One header of a zip: names, times, methods and extra fields. */
#include "archive/zip/zip_entry.h"

#include "base/civil.h"
#include "base/text.h"
#include "base/utf8.h"
#include "text/codepage.h"
#include "text/encoding.h"
#include "archive/inflate/inflate.h"

enum { FLAG_ENCRYPTED = 1 << 0, FLAG_DESCRIBED = 1 << 3, FLAG_UTF8 = 1 << 11, FLAG_MASKED = 1 << 13 };
enum { EXTRA_ZIP64 = 0x0001, EXTRA_NTFS = 0x000A, EXTRA_TIME = 0x5455, EXTRA_UNIX = 0x5855, EXTRA_NAME = 0x7075 };
enum { DOS_FOLDER = 0x10 };

typedef struct bytes {
    const uint8_t *at;
    size_t len;
} bytes;

/* The fields that both kinds of header have, where they stand in each. */
typedef struct layout {
    uint32_t magic;
    uint8_t len, flags, method, time, crc, packed, size, name_len, extra_len;
} layout;

static const layout local_layout = {ZIP_LOCAL, ZIP_LOCAL_LEN, 6, 8, 10, 14, 18, 22, 26, 28};
static const layout central_layout = {ZIP_CENTRAL, ZIP_CENTRAL_LEN, 8, 10, 12, 16, 20, 24, 28, 30};
enum { COMMENT_LEN = 32, DISK = 34, ATTRIBUTES = 38, OFFSET = 42 }; /* of the directory's alone */

/* --- methods --- */

#define UNREAD(name) "compressed with " name ", which dpmlog does not read: extract it (7-Zip can) and give dpmlog the files"

static const struct {
    uint16_t method;
    const char *trouble;
} methods[] = {
    {0, NULL},
    {8, NULL},
    {9, NULL},
    {1, UNREAD("Shrink")},
    {2, UNREAD("Reduce")},
    {3, UNREAD("Reduce")},
    {4, UNREAD("Reduce")},
    {5, UNREAD("Reduce")},
    {6, UNREAD("Implode")},
    {12, UNREAD("bzip2")},
    {14, UNREAD("LZMA")},
    {20, UNREAD("Zstandard")},
    {93, UNREAD("Zstandard")},
    {95, UNREAD("xz")},
    {98, UNREAD("PPMd")},
};

static const char *judge(uint16_t method, bool encrypted)
{
    if (encrypted) {
        return "encrypted: extract it with its password and give dpmlog the files";
    }
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
        if (methods[i].method == method) {
            return methods[i].trouble;
        }
    }
    return UNREAD("an unknown method");
}

/* --- names --- */

static bool keep_437(arena *memory, bytes name, dpm_span *out)
{
    const uint16_t *const table = codepage_table(codepage_find(SPAN("cp437")));
    char *const text = arena_alloc(memory, 3 * name.len + 1); /* zeroed: a NUL follows */
    size_t len = 0;
    if (!text) {
        return false;
    }
    for (size_t i = 0; i < name.len; i++) {
        len += utf8_put(text + len, name.at[i] < 0x80 ? name.at[i] : table[name.at[i] - 0x80]);
    }
    *out = span_of(text, len);
    return true;
}

/* The flag that says UTF-8 is often wrong, both ways: the bytes decide. */
static dpm_status keep_name(zip_member *m, bytes name, arena *memory, dpm_error *err)
{
    const dpm_span text = span_of((const char *)name.at, name.len);
    const bool kept = utf8_valid(text, false) ? arena_keep(memory, text, &m->name) : keep_437(memory, name, &m->name);
    if (!kept) {
        return status_nomem(err);
    }
    char *const own = (char *)m->name.ptr; /* our own copy */
    for (size_t i = 0; i < m->name.len; i++) {
        own[i] = own[i] == '\\' ? '/' : own[i];
    }
    return DPM_OK;
}

/* Info-ZIP's name in UTF-8: it counts while the other name is the one that it was made for. */
static bytes better_name(bytes name, bytes extra)
{
    const bool counts = extra.len > 5 && extra.at[0] == 1 && zip_le32(extra.at + 1) == crc_add(0, name.at, name.len);
    return counts ? (bytes){extra.at + 5, extra.len - 5} : name;
}

/* --- times --- */

static int64_t dos_time(uint16_t time, uint16_t date)
{
    const civil c = {.year = 1980 + (date >> 9),
                     .month = date >> 5 & 15,
                     .day = date & 31,
                     .hour = time >> 11,
                     .minute = time >> 5 & 63,
                     .second = (time & 31) * 2};
    const bool exists = c.month >= 1 && c.month <= 12 && c.day >= 1 && c.hour < 24 && c.minute < 60 && c.second < 60;
    return exists ? civil_to_ms(c) : INT64_MIN;
}

static void set_utc(zip_member *m, int64_t ms)
{
    m->mtime = ms;
    m->mtime_utc = true;
}

static void use_unix_time(zip_member *m, const uint8_t *at)
{
    set_utc(m, (int64_t)(int32_t)zip_le32(at) * MS_SECOND);
}

/* Attributes within the field: 1 holds the times of modification, access and creation, each 100 ns since 1601. */
static void use_ntfs_times(zip_member *m, bytes extra)
{
    enum { TICKS_MS = 10000 };
    const int64_t ms_1601 = INT64_C(11644473600000);
    for (size_t at = 4; at + 4 <= extra.len;) {
        const unsigned tag = zip_le16(extra.at + at), len = zip_le16(extra.at + at + 2);
        const uint64_t ticks = tag == 1 && len >= 8 && at + 12 <= extra.len ? zip_le64(extra.at + at + 4) : 0;
        if (ticks && ticks < INT64_MAX) {
            set_utc(m, (int64_t)(ticks / TICKS_MS) - ms_1601);
        }
        at += 4 + (size_t)len;
    }
}

/* --- extra fields --- */

/* In this order, each only where the header's own field is full of ones. */
static void use_zip64(zip_entry *e, bytes extra)
{
    uint64_t *const fields[] = {&e->member.size, &e->member.packed, &e->member.offset};
    size_t at = 0;
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        if (*fields[i] == UINT32_MAX && at + 8 <= extra.len) {
            *fields[i] = zip_le64(extra.at + at);
            at += 8;
        }
    }
    if (e->disk == UINT16_MAX && at + 4 <= extra.len) {
        e->disk = zip_le32(extra.at + at);
    }
}

/* The first field with this id; empty where there is none. */
static bytes find_extra(bytes extra, unsigned id)
{
    for (size_t at = 0; at + 4 <= extra.len;) {
        const size_t len = zip_le16(extra.at + at + 2), room = extra.len - at - 4;
        if (zip_le16(extra.at + at) == id) {
            return (bytes){extra.at + at + 4, len < room ? len : room};
        }
        at += 4 + len;
    }
    return (bytes){0};
}

/* The finest time last: it stays. */
static void use_times(zip_member *m, bytes extra)
{
    const bytes old = find_extra(extra, EXTRA_UNIX), latest = find_extra(extra, EXTRA_TIME);
    if (old.len >= 8) {
        use_unix_time(m, old.at + 4); /* after the time of access */
    }
    if (latest.len >= 5 && latest.at[0] & 1) {
        use_unix_time(m, latest.at + 1);
    }
    use_ntfs_times(m, find_extra(extra, EXTRA_NTFS));
}

/* --- headers --- */

static void fill_fixed(zip_entry *e, const uint8_t *at, const layout *l)
{
    const unsigned flags = zip_le16(at + l->flags);
    zip_member *const m = &e->member;
    *m = (zip_member){.packed = zip_le32(at + l->packed), .size = zip_le32(at + l->size), .crc = zip_le32(at + l->crc)};
    m->method = zip_le16(at + l->method);
    m->encrypted = flags & (FLAG_ENCRYPTED | FLAG_MASKED);
    m->trouble = judge(m->method, m->encrypted);
    m->mtime = dos_time(zip_le16(at + l->time), zip_le16(at + l->time + 2));
    e->described = flags & FLAG_DESCRIBED;
    e->disk = 0;
}

/* DPM_END: not all of the header is there. */
static dpm_status read_header(zip_entry *e, zip_view *v, uint64_t offset, const layout *l, const uint8_t **out, dpm_error *err)
{
    const uint8_t *at;
    size_t len;
    TRY(zip_view_at(v, offset, l->len, &at, &len, err));
    if (len < l->len || zip_le32(at) != l->magic) {
        return DPM_END;
    }
    const size_t comment = l == &central_layout ? zip_le16(at + COMMENT_LEN) : 0;
    e->len = (size_t)l->len + zip_le16(at + l->name_len) + zip_le16(at + l->extra_len) + comment;
    TRY(zip_view_at(v, offset, e->len, out, &len, err));
    return len < e->len ? DPM_END : DPM_OK;
}

static dpm_status finish(zip_entry *e, const uint8_t *at, const layout *l, arena *memory, dpm_error *err)
{
    const bytes name = {at + l->len, zip_le16(at + l->name_len)};
    const bytes extra = {name.at + name.len, zip_le16(at + l->extra_len)};
    use_zip64(e, find_extra(extra, EXTRA_ZIP64));
    use_times(&e->member, extra);
    TRY(keep_name(&e->member, better_name(name, find_extra(extra, EXTRA_NAME)), memory, err));
    const dpm_span kept = e->member.name;
    e->member.folder = kept.len && kept.ptr[kept.len - 1] == '/';
    return DPM_OK;
}

dpm_status zip_entry_local(zip_entry *out, zip_view *v, uint64_t offset, arena *memory, dpm_error *err)
{
    const uint8_t *at = NULL;
    const dpm_status status = read_header(out, v, offset, &local_layout, &at, err);
    if (status != DPM_OK) {
        return status;
    }
    fill_fixed(out, at, &local_layout);
    TRY(finish(out, at, &local_layout, memory, err));
    out->member.offset = offset;
    return DPM_OK;
}

dpm_status zip_entry_central(zip_entry *out, zip_view *v, uint64_t offset, arena *memory, dpm_error *err)
{
    const uint8_t *at = NULL;
    const dpm_status status = read_header(out, v, offset, &central_layout, &at, err);
    if (status != DPM_OK) {
        return status;
    }
    fill_fixed(out, at, &central_layout);
    out->disk = zip_le16(at + DISK);
    out->member.offset = zip_le32(at + OFFSET);
    const bool dos_folder = at[ATTRIBUTES] & DOS_FOLDER;
    TRY(finish(out, at, &central_layout, memory, err));
    out->member.folder = out->member.folder || (dos_folder && out->member.size == 0);
    return DPM_OK;
}
