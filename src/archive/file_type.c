/* What a file is by its first bytes, and what it says it is by its name. */
#include "archive/file_type.h"

#include "base/text.h"
#include "archive/gzip.h"
#include "archive/zip/zip.h"

#include <assert.h>

typedef struct magic {
    file_type is;
    size_t at;
    dpm_span bytes;
} magic;

static const magic magics[] = {
    {FILE_TYPE_CAB, 0, SPAN_INIT("MSCF\0\0\0\0")},
    {FILE_TYPE_7Z, 0, SPAN_INIT("7z\xBC\xAF\x27\x1C")},
    {FILE_TYPE_RAR, 0, SPAN_INIT("Rar!\x1A\x07")},
    {FILE_TYPE_XZ, 0,
     SPAN_INIT("\xFD"
               "7zXZ\0")},
    {FILE_TYPE_ZSTD, 0, SPAN_INIT("\x28\xB5\x2F\xFD")},
    {FILE_TYPE_BZIP2, 4, SPAN_INIT("1AY&SY")},
    {FILE_TYPE_TAR, 257, SPAN_INIT("ustar")},
};

static const char *const names[] = {
    [FILE_TYPE_PLAIN] = "plain", [FILE_TYPE_ZIP] = "zip",     [FILE_TYPE_TAR] = "tar",   [FILE_TYPE_CAB] = "cab",
    [FILE_TYPE_7Z] = "7z",       [FILE_TYPE_RAR] = "rar",     [FILE_TYPE_GZIP] = "gzip", [FILE_TYPE_XZ] = "xz",
    [FILE_TYPE_ZSTD] = "zstd",   [FILE_TYPE_BZIP2] = "bzip2",
};

enum { TAR_BLOCK = 512, TAR_SUM_AT = 148, TAR_SUM_LEN = 8 };

/* Tars from before 1988 have no magic, but a sum of the header's bytes, in octal. */
static bool is_old_tar(dpm_span head)
{
    if (head.len < TAR_BLOCK || head.ptr[0] == '\0') {
        return false;
    }
    unsigned want = 0, sum = 0;
    size_t at = TAR_SUM_AT, digits = 0;
    while (at < TAR_SUM_AT + 6 && head.ptr[at] == ' ') {
        at++;
    }
    for (; at < TAR_SUM_AT + TAR_SUM_LEN && head.ptr[at] >= '0' && head.ptr[at] <= '7'; at++, digits++) {
        want = want * 8 + (unsigned)(head.ptr[at] - '0');
    }
    for (size_t i = 0; i < TAR_BLOCK; i++) {
        sum += i >= TAR_SUM_AT && i < TAR_SUM_AT + TAR_SUM_LEN ? ' ' : (unsigned char)head.ptr[i];
    }
    return digits >= 3 && sum == want;
}

file_type file_type_of(dpm_span head)
{
    if (zip_is(head)) {
        return FILE_TYPE_ZIP;
    }
    if (gzip_is(head)) {
        return FILE_TYPE_GZIP;
    }
    for (size_t i = 0; i < sizeof magics / sizeof *magics; i++) {
        const magic *const m = &magics[i];
        const bool more = m->is != FILE_TYPE_BZIP2 || span_starts(head, SPAN("BZh"));
        if (more && span_starts(span_from(head, m->at), m->bytes)) {
            return m->is;
        }
    }
    return is_old_tar(head) ? FILE_TYPE_TAR : FILE_TYPE_PLAIN;
}

const char *file_type_name(file_type s)
{
    assert(s <= FILE_TYPE_BZIP2);
    return names[s];
}

/* `layer`: one compressed file. */
static const struct ending {
    const char *text;
    bool layer;
} endings[] = {
    {".zip", false},  {".tar", false},  {".cab", false}, {".7z", false}, {".rar", false}, {".tgz", false}, {".txz", false},
    {".tbz2", false}, {".tzst", false}, {".gz", true},   {".xz", true},  {".zst", true},  {".bz2", true},
};

static dpm_span cut_ending(dpm_span name, bool layers_only)
{
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        const dpm_span end = span_str(endings[i].text);
        if ((endings[i].layer || !layers_only) && name.len > end.len && span_iends(name, end)) {
            return span_head(name, name.len - end.len);
        }
    }
    return name;
}

bool name_is_packed(dpm_span name)
{
    return cut_ending(name, false).len != name.len;
}

dpm_span name_unpacked(dpm_span name)
{
    for (dpm_span shorter = cut_ending(name, false); shorter.len != name.len; shorter = cut_ending(name, false)) {
        name = shorter;
    }
    return name;
}

dpm_span name_inside(dpm_span name)
{
    return cut_ending(name, true);
}
