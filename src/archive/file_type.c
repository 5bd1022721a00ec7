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
    {FILE_TYPE_LZ4, 0, SPAN_INIT("\x04\x22\x4D\x18")},
    {FILE_TYPE_LZ4, 0, SPAN_INIT("\x02\x21\x4C\x18")}, /* of old versions */
    {FILE_TYPE_LZIP, 0, SPAN_INIT("LZIP\1")},
    {FILE_TYPE_COMPRESS, 0, SPAN_INIT("\x1F\x9D\x90")},
    {FILE_TYPE_WIM, 0, SPAN_INIT("MSWIM\0\0\0")},
    {FILE_TYPE_LHA, 2, SPAN_INIT("-lh")},
    {FILE_TYPE_ARJ, 0, SPAN_INIT("\x60\xEA")},
    {FILE_TYPE_BZIP2, 4, SPAN_INIT("1AY&SY")},
    {FILE_TYPE_TAR, 257, SPAN_INIT("ustar")},
};

static const char *const names[] = {
    [FILE_TYPE_PLAIN] = "plain", [FILE_TYPE_ZIP] = "zip",     [FILE_TYPE_TAR] = "tar",
    [FILE_TYPE_CAB] = "cab",     [FILE_TYPE_7Z] = "7z",       [FILE_TYPE_RAR] = "rar",
    [FILE_TYPE_ISO] = "iso",     [FILE_TYPE_WIM] = "wim",     [FILE_TYPE_LHA] = "lha",
    [FILE_TYPE_ARJ] = "arj",     [FILE_TYPE_LZ4] = "lz4",     [FILE_TYPE_LZIP] = "lzip",
    [FILE_TYPE_COMPRESS] = "Z",  [FILE_TYPE_GZIP] = "gzip",   [FILE_TYPE_XZ] = "xz",
    [FILE_TYPE_ZSTD] = "zstd",   [FILE_TYPE_BZIP2] = "bzip2", [FILE_TYPE_SELF_EXTRACTING] = "exe",
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
    for (size_t i = 0; digits >= 3 && i < TAR_BLOCK; i++) {
        sum += i >= TAR_SUM_AT && i < TAR_SUM_AT + TAR_SUM_LEN ? ' ' : (unsigned char)head.ptr[i];
    }
    return digits >= 3 && sum == want;
}

/* Frames of any content that zstd and lz4 skip; pzstd puts one before each of its own. What follows the last one tells. */
static dpm_span skip_frames(dpm_span head)
{
    enum { HEADER = 8 };
    while (head.len >= HEADER && ((unsigned char)head.ptr[0] & 0xF0) == 0x50 &&
           span_starts(span_from(head, 1), SPAN("\x2A\x4D\x18"))) {
        size_t len = 0;
        for (size_t i = 4; i-- > 0;) {
            len = len << 8 | (unsigned char)head.ptr[4 + i];
        }
        head = span_from(span_from(head, HEADER), len);
        if (head.len == 0) { /* it is longer than what is looked at */
            return SPAN("\x28\xB5\x2F\xFD");
        }
    }
    return head;
}

/* More than the few bytes of the magic, which text may begin with too. */
static bool is_really(file_type is, dpm_span head)
{
    const dpm_span behind = span_from(head, 5);
    switch (is) {
    case FILE_TYPE_BZIP2: return span_starts(head, SPAN("BZh"));
    case FILE_TYPE_LHA: return span_starts(span_from(head, 6), SPAN("-"));
    case FILE_TYPE_ARJ: return head.len > 8 && (unsigned char)head.ptr[4] >= 30 && behind.ptr[0] < 20;
    default: return true;
    }
}

file_type file_type_of(dpm_span head)
{
    head = skip_frames(head);
    if (zip_is(head)) {
        return FILE_TYPE_ZIP;
    }
    if (gzip_is(head)) {
        return FILE_TYPE_GZIP;
    }
    for (size_t i = 0; i < sizeof magics / sizeof *magics; i++) {
        const magic *const m = &magics[i];
        if (span_starts(span_from(head, m->at), m->bytes) && is_really(m->is, head)) {
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

const char *file_type_refusal(file_type s)
{
    switch (s) {
    case FILE_TYPE_RAR: return "rar archives are not read: unpack it first";
    case FILE_TYPE_ISO: return "iso images are not read: mount it, or unpack it first (7z x)";
    case FILE_TYPE_WIM: return "wim images are not read: mount it, or unpack it first (7z x)";
    case FILE_TYPE_LHA: return "lha archives are not read: unpack it first";
    case FILE_TYPE_ARJ: return "arj archives are not read: unpack it first";
    case FILE_TYPE_LZ4: return "lz4 files are not read: unpack it first (lz4 -d)";
    case FILE_TYPE_LZIP: return "lzip files are not read: unpack it first (lzip -d)";
    case FILE_TYPE_COMPRESS: return "files of compress (.Z) are not read: unpack it first (gzip -d)";
    case FILE_TYPE_SELF_EXTRACTING: return "self-extracting archives are read only if they are zips: unpack it first (7z x)";
    default: return NULL;
    }
}

/* `layer`: one compressed file. */
static const struct ending {
    dpm_span text; /* in lower case */
    bool layer;
} endings[] = {
    {SPAN_INIT(".zip"), false}, {SPAN_INIT(".tar"), false},  {SPAN_INIT(".cab"), false},  {SPAN_INIT(".7z"), false},
    {SPAN_INIT(".rar"), false}, {SPAN_INIT(".iso"), false},  {SPAN_INIT(".wim"), false},  {SPAN_INIT(".lzh"), false},
    {SPAN_INIT(".lha"), false}, {SPAN_INIT(".arj"), false},  {SPAN_INIT(".exe"), false},  {SPAN_INIT(".tgz"), false},
    {SPAN_INIT(".txz"), false}, {SPAN_INIT(".tbz2"), false}, {SPAN_INIT(".tzst"), false}, {SPAN_INIT(".gz"), true},
    {SPAN_INIT(".xz"), true},   {SPAN_INIT(".zst"), true},   {SPAN_INIT(".bz2"), true},   {SPAN_INIT(".lz4"), true},
    {SPAN_INIT(".lz"), true},
};

static dpm_span cut_ending(dpm_span name, bool layers_only)
{
    const char last = name.len ? ascii_lower(name.ptr[name.len - 1]) : '\0';
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        const dpm_span end = endings[i].text;
        if (last == end.ptr[end.len - 1] && (endings[i].layer || !layers_only) && name.len > end.len && span_iends(name, end)) {
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
