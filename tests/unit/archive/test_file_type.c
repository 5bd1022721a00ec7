/* What bytes and names look like. */
#include "base/text.h"
#include "archive/file_type.h"

#include <criterion/criterion.h>
#include <stdio.h>

enum { BLOCK = 512 };

/* A tar header without magic: its sum is right, or off by one. */
static void old_header(char block[BLOCK], bool right)
{
    unsigned sum = 8 * ' ';
    memset(block, 0, BLOCK);
    strcpy(block, "DPMRACurr.errlog");
    strcpy(block + 124, "00000000017");
    for (size_t i = 0; i < BLOCK; i++) {
        sum += (unsigned char)block[i];
    }
    snprintf(block + 148, 8, "%06o", sum + !right);
    block[155] = ' ';
}

Test(input_sniff, shapes_of_first_bytes)
{
    static char ustar[BLOCK], old[BLOCK], wrong[BLOCK], zeros[BLOCK];
    memcpy(ustar + 257, "ustar", 5);
    old_header(old, true);
    old_header(wrong, false);
    const struct {
        dpm_span head;
        file_type is;
    } rows[] = {
        {SPAN("PK\3\4...."), FILE_TYPE_ZIP},
        {SPAN("PK\5\6\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"), FILE_TYPE_ZIP},
        {SPAN("\x1F\x8B\x08\0"), FILE_TYPE_GZIP},
        {SPAN("MSCF\0\0\0\0"), FILE_TYPE_CAB},
        {SPAN("MSCF1234"), FILE_TYPE_PLAIN},
        {SPAN("7z\xBC\xAF\x27\x1C"), FILE_TYPE_7Z},
        {SPAN("\xFD"
              "7zXZ\0"),
         FILE_TYPE_XZ},
        {SPAN("\x28\xB5\x2F\xFD"), FILE_TYPE_ZSTD},
        {SPAN("BZh91AY&SY"), FILE_TYPE_BZIP2},
        {SPAN("xxx91AY&SY"), FILE_TYPE_PLAIN},
        {SPAN("Rar!\x1A\x07\0"), FILE_TYPE_RAR},
        {span_of(ustar, BLOCK), FILE_TYPE_TAR},
        {span_of(ustar, 261), FILE_TYPE_PLAIN},
        {span_of(old, BLOCK), FILE_TYPE_TAR},
        {span_of(old, BLOCK - 1), FILE_TYPE_PLAIN},
        {span_of(wrong, BLOCK), FILE_TYPE_PLAIN},
        {span_of(zeros, BLOCK), FILE_TYPE_PLAIN},
        {SPAN("180C\t280C\t06/01\t20:55:45.690\t09\t"), FILE_TYPE_PLAIN},
        {SPAN("\xFF\xFE"
              "1\0"
              "8\0"),
         FILE_TYPE_PLAIN},
        {{0}, FILE_TYPE_PLAIN},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cr_expect_eq(file_type_of(rows[i].head), rows[i].is, "row %zu: %s", i, file_type_name(file_type_of(rows[i].head)));
    }
}

Test(input_sniff, endings_of_names)
{
    static const struct {
        const char *name, *unpacked, *inside;
        bool packed;
    } rows[] = {
        {"FS01_DPM_Error_Logs.zip", "FS01_DPM_Error_Logs", "FS01_DPM_Error_Logs.zip", true},
        {"X.zip.zip", "X", "X.zip.zip", true},
        {"X.TAR.GZ", "X", "X.TAR", true},
        {"dpm01.contoso.com.tgz", "dpm01.contoso.com", "dpm01.contoso.com.tgz", true},
        {"DPMRACurr.errlog.gz", "DPMRACurr.errlog", "DPMRACurr.errlog", true},
        {"X.cab", "X", "X.cab", true},
        {"X.7z", "X", "X.7z", true},
        {"X.tar.zst", "X", "X.tar", true},
        {"DPMRACurr.errlog", "DPMRACurr.errlog", "DPMRACurr.errlog", false},
        {".zip", ".zip", ".zip", false},
        {"zip", "zip", "zip", false},
        {"", "", "", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const dpm_span name = span_str(rows[i].name);
        cr_expect_eq(name_is_packed(name), rows[i].packed, "%s", rows[i].name);
        cr_expect(span_eq(name_unpacked(name), span_str(rows[i].unpacked)), "%s", rows[i].name);
        cr_expect(span_eq(name_inside(name), span_str(rows[i].inside)), "%s", rows[i].name);
    }
}
