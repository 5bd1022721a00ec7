/* What a file is by its first bytes, and what it says it is by its name. */
#include "archive/file_type.h"

#include "base/text.h"
#include "archive/gzip.h"
#include "archive/zip/zip.h"

typedef struct magic {
    shape is;
    size_t at;
    dpm_span bytes;
} magic;

static const magic magics[] = {
    {SHAPE_CAB, 0, SPAN_INIT("MSCF\0\0\0\0")},
    {SHAPE_7Z, 0, SPAN_INIT("7z\xBC\xAF\x27\x1C")},
    {SHAPE_RAR, 0, SPAN_INIT("Rar!\x1A\x07")},
    {SHAPE_XZ, 0, SPAN_INIT("\xFD" "7zXZ\0")},
    {SHAPE_ZSTD, 0, SPAN_INIT("\x28\xB5\x2F\xFD")},
    {SHAPE_BZIP2, 4, SPAN_INIT("1AY&SY")},
    {SHAPE_TAR, 257, SPAN_INIT("ustar")},
};

static const char *const names[] = {
    [SHAPE_PLAIN] = "plain", [SHAPE_ZIP] = "zip",   [SHAPE_TAR] = "tar", [SHAPE_CAB] = "cab",   [SHAPE_7Z] = "7z",
    [SHAPE_RAR] = "rar",     [SHAPE_GZIP] = "gzip", [SHAPE_XZ] = "xz",   [SHAPE_ZSTD] = "zstd", [SHAPE_BZIP2] = "bzip2",
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

shape shape_of(dpm_span head)
{
    if (zip_is(head)) {
        return SHAPE_ZIP;
    }
    if (gzip_is(head)) {
        return SHAPE_GZIP;
    }
    for (size_t i = 0; i < sizeof magics / sizeof *magics; i++) {
        const magic *const m = &magics[i];
        const bool more = m->is != SHAPE_BZIP2 || span_starts(head, SPAN("BZh"));
        if (more && span_starts(span_from(head, m->at), m->bytes)) {
            return m->is;
        }
    }
    return is_old_tar(head) ? SHAPE_TAR : SHAPE_PLAIN;
}

const char *shape_name(shape s)
{
    return names[s];
}

/* `layer`: one compressed file. */
static const struct ending {
    const char *text;
    bool layer;
} endings[] = {
    {".zip", false}, {".tar", false}, {".cab", false}, {".7z", false},   {".rar", false},  {".tgz", false}, {".txz", false},
    {".tbz2", false}, {".tzst", false}, {".gz", true},  {".xz", true},   {".zst", true},   {".bz2", true},
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
