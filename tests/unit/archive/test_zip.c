/* The directory of a zip: names, times, Zip64, descriptors, volumes, what deceives and what is missing. */
#include "archive_support.h"

#include "base/civil.h"
#include "archive/zip/zip.h"

#include <stdio.h>

typedef struct opened {
    blob *blob;
    arena memory;
    zip_directory dir;
    dpm_status status;
    dpm_error err;
} opened;

enum { MOST = 1000 };

static opened open_zip(dpm_span bytes, size_t most)
{
    opened o = {0};
    cr_assert_eq(blob_memory(&o.blob, bytes, NULL), DPM_OK);
    o.status = zip_open(&o.dir, o.blob, most, &o.memory, &o.err);
    return o;
}

static void close_zip(opened *o)
{
    arena_free(&o->memory);
    blob_release(o->blob);
}

static dpm_status read_member(const opened *o, size_t i, size_t step, strbuf *text, dpm_error *err)
{
    stream *s;
    *err = (dpm_error){0};
    strbuf_clear(text);
    const dpm_status status = zip_member_stream(&s, o->blob, &o->dir.members[i], NULL, err);
    return status < 0 ? status : slurp(s, step, text, err);
}

static void expect_member(const char *what, const opened *o, size_t i, const char *name, dpm_span data)
{
    strbuf text = {0};
    dpm_error err;
    cr_assert(i < o->dir.count, "%s: %zu members", what, o->dir.count);
    const zip_member *const m = &o->dir.members[i];
    cr_expect(span_eq(m->name, span_str(name)), "%s: %.*s", what, (int)m->name.len, m->name.ptr);
    for (size_t step = 1; step < 1000000; step = step * 41 + 6) {
        cr_expect_eq(read_member(o, i, step, &text, &err), DPM_OK, "%s, steps of %zu: %s", what, step, err.message);
        cr_expect(span_eq(strbuf_span(&text), data), "%s, steps of %zu: %zu bytes", what, step, text.len);
    }
    strbuf_free(&text);
}

static const dpm_span ABC = SPAN_INIT("abc, abc, abc, abc, abc");

/* Deflated bytes of ABC, filled once in a test. */
static void put_abc(zip_maker *z, const char *name, zip_draft m)
{
    strbuf packed = {0};
    m.name = name;
    if (m.method) {
        pack(&packed, ABC, 6, 0);
        m.data = strbuf_span(&packed);
        m.size = ABC.len;
        m.crc = m.crc ? m.crc : crc_of(ABC);
    } else {
        m.data = ABC;
    }
    zip_put(z, &m);
    strbuf_free(&packed);
}

Test(input_zip, is_known_by_its_first_bytes)
{
    static const struct {
        dpm_span head;
        bool is;
    } rows[] = {
        {SPAN_INIT("PK\3\4...."), true}, {SPAN_INIT("PK\3\4"), true},
        {SPAN_INIT("PK\5\6"), true},     {SPAN_INIT("PK\7\bPK\3\4"), true},
        {SPAN_INIT("PK00PK\3\4"), true}, {SPAN_INIT("PK\7\bPK\5\6"), false},
        {SPAN_INIT("PK\7\b"), false},    {SPAN_INIT("PK\1\2"), false},
        {SPAN_INIT("PK"), false},        {SPAN_INIT(""), false},
        {SPAN_INIT("MZPK\3\4"), false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cr_expect_eq(zip_is(rows[i].head), rows[i].is, "row %zu", i);
    }
}

/* Each form of writing, with a member before and one behind, found by the directory and, with that cut off, without it. */
Test(input_zip, every_way_to_write_a_member)
{
    static const struct {
        const char *what;
        zip_draft draft;
        bool zip64_end;
    } rows[] = {
        {"stored", {.method = 0}, false},
        {"deflated", {.method = 8}, false},
        {"Deflate64", {.method = 9}, false},
        {"Zip64 member", {.method = 8, .zip64 = true}, false},
        {"Zip64 all over", {.method = 8, .zip64 = true}, true},
        {"Zip64 end", {.method = 0}, true},
        {"descriptor", {.method = 8, .descriptor = 16}, false},
        {"descriptor without signature", {.method = 8, .descriptor = 12}, false},
        {"long descriptor", {.method = 8, .descriptor = 24}, false},
        {"long descriptor without signature", {.method = 8, .descriptor = 20}, false},
        {"long descriptor and Zip64", {.method = 8, .descriptor = 24, .zip64 = true}, true},
        {"stored, with a descriptor", {.method = 0, .descriptor = 16}, false},
        {"stored, with a descriptor without signature", {.method = 0, .descriptor = 12}, false},
        {"other extra field in the local header", {.method = 8, .local_extra = SPAN_INIT("\x99\x99\4\0abcd")}, false},
        {"extra field that is cut", {.method = 8, .extra = SPAN_INIT("\1\0\x20\0ab")}, false},
        {"extra field of one byte", {.method = 8, .extra = SPAN_INIT("\1")}, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        zip_maker z = {0};
        put_abc(&z, "before.txt", rows[i].draft);
        put_abc(&z, "dir\\x.errlog", rows[i].draft);
        put_abc(&z, "behind.txt", (zip_draft){.method = 8});
        const size_t members = z.bytes.len;
        zip_finish(&z, rows[i].zip64_end, SPAN("a comment"));
        for (size_t cut_off = 0; cut_off < 2; cut_off++) {
            opened o = open_zip(span_of(z.bytes.ptr, cut_off ? members + 10 : z.bytes.len), MOST);
            cr_assert_eq(o.status, DPM_OK, "%s: %s", rows[i].what, o.err.message);
            cr_expect_eq(o.dir.count, 3, "%s: %zu members", rows[i].what, o.dir.count);
            cr_expect_eq(o.dir.trouble[0] != '\0', cut_off == 1, "%s: %s", rows[i].what, o.dir.trouble);
            expect_member(rows[i].what, &o, 0, "before.txt", ABC);
            expect_member(rows[i].what, &o, 1, "dir/x.errlog", ABC);
            expect_member(rows[i].what, &o, 2, "behind.txt", ABC);
            close_zip(&o);
        }
        zip_maker_free(&z);
    }
}

Test(input_zip, empty_archives)
{
    static const struct {
        const char *what;
        size_t before;
        bool zip64;
        const char *comment;
    } rows[] = {{"22 bytes", 0, false, ""}, {"with a comment", 0, false, "nothing here"}, {"Zip64", 0, true, ""}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        zip_maker z = {0};
        zip_finish(&z, rows[i].zip64, span_str(rows[i].comment));
        opened o = open_zip(strbuf_span(&z.bytes), MOST);
        const bool begins_well = zip_is(strbuf_span(&z.bytes)); /* that of Zip64 does not: nobody writes it */
        cr_expect_eq(o.status, begins_well ? DPM_OK : DPM_EDATA, "%s: %s", rows[i].what, o.err.message);
        cr_expect_eq(o.dir.count, 0);
        cr_expect_str_empty(o.dir.trouble, "%s: %s", rows[i].what, o.dir.trouble);
        close_zip(&o);
        zip_maker_free(&z);
    }
}

Test(input_zip, names)
{
    static const struct {
        dpm_span stored;
        unsigned flags;
        dpm_span extra;
        const char *name;
        bool folder;
    } rows[] = {
        {SPAN_INIT("plain.errlog"), 0, SPAN_INIT(""), "plain.errlog", false},
        {SPAN_INIT("Temp\\MSDPMCurr.errlog"), 0, SPAN_INIT(""), "Temp/MSDPMCurr.errlog", false},
        {SPAN_INIT("Temp\\"), 0, SPAN_INIT(""), "Temp/", true},
        {SPAN_INIT("Temp/"), 0, SPAN_INIT(""), "Temp/", true},
        {SPAN_INIT("../../x"), 0, SPAN_INIT(""), "../../x", false},
        {SPAN_INIT("C:\\x"), 0, SPAN_INIT(""), "C:/x", false},
        {SPAN_INIT("/etc/passwd"), 0, SPAN_INIT(""), "/etc/passwd", false},
        {SPAN_INIT("\x1b[2Jx\n"), 0, SPAN_INIT(""), "\x1b[2Jx\n", false},
        {SPAN_INIT(""), 0, SPAN_INIT(""), "", false},
        {SPAN_INIT("gr\xc3\xbc\xc3\x9f.txt"), 0x800, SPAN_INIT(""), "gr\xc3\xbc\xc3\x9f.txt", false},
        {SPAN_INIT("gr\xc3\xbc\xc3\x9f.txt"), 0, SPAN_INIT(""), "gr\xc3\xbc\xc3\x9f.txt", false},
        {SPAN_INIT("gr\x81\xe1.txt"), 0, SPAN_INIT(""), "gr\xc3\xbc\xc3\x9f.txt", false},
        {SPAN_INIT("gr\x81\xe1.txt"), 0x800, SPAN_INIT(""), "gr\xc3\xbc\xc3\x9f.txt", false},
        {SPAN_INIT("torn\xc3"), 0x800, SPAN_INIT(""), "torn\xe2\x94\x9c", false},
        {SPAN_INIT("\xff\xb0"), 0, SPAN_INIT(""), "\xc2\xa0\xe2\x96\x91", false},
        /* a name in UTF-8 for "a.txt", whose CRC-32 is C1EBF7BA; and one for another name */
        {SPAN_INIT("a.txt"), 0, SPAN_INIT("up\x0b\0\1\xba\xf7\xeb\xc1\xc3\xa4.txt"), "\xc3\xa4.txt", false},
        {SPAN_INIT("a.txt"), 0, SPAN_INIT("up\x0b\0\1\xba\xf7\xeb\xc2\xc3\xa4.txt"), "a.txt", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        zip_maker z = {0};
        const dpm_span stored = rows[i].stored;
        const zip_draft m = {
            .name = stored.ptr, .name_len = stored.len, .flags = (uint16_t)rows[i].flags, .extra = rows[i].extra};
        zip_put(&z, &m);
        zip_finish(&z, false, SPAN(""));
        opened o = open_zip(strbuf_span(&z.bytes), MOST);
        cr_assert(o.status == DPM_OK && o.dir.count == 1, "row %zu: %s", i, o.err.message);
        const zip_member *const one = o.dir.members;
        cr_expect(span_eq(one->name, span_str(rows[i].name)), "row %zu: %.*s", i, (int)one->name.len, one->name.ptr);
        cr_expect_eq(one->name.ptr[one->name.len], '\0', "row %zu", i);
        cr_expect_eq(one->folder, rows[i].folder, "row %zu", i);
        close_zip(&o);
        zip_maker_free(&z);
    }
    zip_maker z = {0};
    const zip_draft nul = {.name = "a\0b", .name_len = 3};
    zip_put(&z, &nul);
    zip_put(&z, &nul);
    zip_put(&z, &(zip_draft){.name = "folder by its attribute", .attributes = 0x10});
    zip_put(&z, &(zip_draft){.name = "not empty", .attributes = 0x10, .data = ABC});
    zip_finish(&z, false, SPAN(""));
    opened o = open_zip(strbuf_span(&z.bytes), MOST);
    cr_assert_eq(o.dir.count, 4, "names that come twice");
    cr_expect(span_eq(o.dir.members[0].name, span_of("a\0b", 3)) && span_eq(o.dir.members[1].name, span_of("a\0b", 3)));
    cr_expect(o.dir.members[2].folder && !o.dir.members[3].folder);
    close_zip(&o);
    zip_maker_free(&z);
}

Test(input_zip, times)
{
    enum { DATE = (2016 - 1980) << 9 | 6 << 5 | 1, TIME = 20 << 11 | 55 << 5 | 22 };
    static const struct {
        const char *what;
        unsigned date, time;
        dpm_span extra;
        const char *iso; /* NULL: none */
        bool utc;
    } rows[] = {
        {"DOS", DATE, TIME, SPAN_INIT(""), "2016-06-01T20:55:44.000Z", false},
        {"no date", 0, 0, SPAN_INIT(""), NULL, false},
        {"month 13", 13 << 5 | 1, 0, SPAN_INIT(""), NULL, false},
        {"hour 31", DATE, 31 << 11, SPAN_INIT(""), NULL, false},
        {"extended timestamp", DATE, TIME, SPAN_INIT("UT\5\0\1\xd1\x4b\x4f\x57"), "2016-06-01T20:55:45.000Z", true},
        {"extended timestamp before 1970", DATE, TIME, SPAN_INIT("UT\5\0\1\xff\xff\xff\xff"), "1969-12-31T23:59:59.000Z", true},
        {"extended timestamp of access alone", DATE, TIME, SPAN_INIT("UT\5\0\2\xd1\x4b\x4f\x57"), "2016-06-01T20:55:44.000Z",
         false},
        {"extended timestamp cut", DATE, TIME, SPAN_INIT("UT\5\0\1\xd1\x4b"), "2016-06-01T20:55:44.000Z", false},
        {"old Unix field", DATE, TIME, SPAN_INIT("UX\x08\0\0\0\0\0\xd1\x4b\x4f\x57"), "2016-06-01T20:55:45.000Z", true},
        {"NTFS", DATE, TIME,
         SPAN_INIT("\n\0\x20\0\0\0\0\0\1\0\x18\0\xa0\x27\xd2\xf7\x47\xbc\xd1\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
         "2016-06-01T20:55:45.690Z", true},
        {"NTFS of zero", DATE, TIME, SPAN_INIT("\n\0\x20\0\0\0\0\0\1\0\x18\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
         "2016-06-01T20:55:44.000Z", false},
        {"NTFS, another attribute first", DATE, TIME,
         SPAN_INIT("\n\0\x16\0\0\0\0\0\7\0\2\0xx\1\0\x08\0\0\x80\x3e\xd5\xde\xb1\x9d\1"), "1970-01-01T00:00:00.000Z", true},
        {"NTFS cut", DATE, TIME, SPAN_INIT("\n\0\x20\0\0\0\0\0\1\0\x18\0\xc4\x89"), "2016-06-01T20:55:44.000Z", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        zip_maker z = {0};
        zip_put(&z,
                &(zip_draft){
                    .name = "x", .dos_date = (uint16_t)rows[i].date, .dos_time = (uint16_t)rows[i].time, .extra = rows[i].extra});
        zip_finish(&z, false, SPAN(""));
        opened o = open_zip(strbuf_span(&z.bytes), MOST);
        cr_assert_eq(o.dir.count, 1, "%s", rows[i].what);
        char iso[CIVIL_TEXT + 1] = "";
        const int64_t mtime = o.dir.members[0].mtime;
        if (mtime != INT64_MIN) {
            civil_iso(mtime, iso);
        }
        cr_expect_str_eq(iso, rows[i].iso ? rows[i].iso : "", "%s: %s", rows[i].what, iso);
        cr_expect_eq(o.dir.members[0].mtime_utc, rows[i].utc, "%s", rows[i].what);
        close_zip(&o);
        zip_maker_free(&z);
    }
}

Test(input_zip, what_is_not_read_says_what_to_do)
{
    static const struct {
        unsigned method, flags;
        const char *words;
        bool encrypted;
    } rows[] = {
        {8, 1, "password", true},    {0, 1, "password", true}, {99, 1, "password", true}, {8, 0x2041, "password", true},
        {1, 0, "Shrink", false},     {6, 0, "Implode", false}, {12, 0, "bzip2", false},   {14, 0, "LZMA", false},
        {93, 0, "Zstandard", false}, {95, 0, "xz", false},     {98, 0, "PPMd", false},    {77, 0, "unknown method", false},
    };
    zip_maker z = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        zip_put(&z,
                &(zip_draft){
                    .name = "x", .method = (uint16_t)rows[i].method, .flags = (uint16_t)rows[i].flags, .data = ABC, .size = 5});
    }
    zip_finish(&z, false, SPAN(""));
    opened o = open_zip(strbuf_span(&z.bytes), MOST);
    cr_assert_eq(o.dir.count, sizeof rows / sizeof *rows);
    for (size_t i = 0; i < o.dir.count; i++) {
        const zip_member *const m = &o.dir.members[i];
        strbuf text = {0};
        dpm_error err;
        cr_assert_not_null(m->trouble, "row %zu", i);
        cr_expect(strstr(m->trouble, rows[i].words) && strstr(m->trouble, "extract it"), "row %zu: %s", i, m->trouble);
        cr_expect_eq(m->encrypted, rows[i].encrypted, "row %zu", i);
        cr_expect_eq(read_member(&o, i, 100, &text, &err), DPM_EDATA, "row %zu", i);
        cr_expect_str_eq(err.message, m->trouble);
        strbuf_free(&text);
    }
    close_zip(&o);
    zip_maker_free(&z);
}

Test(input_zip, directories_that_lie)
{
    static const struct {
        const char *what;
        zip_draft second; /* of three */
        const char *words;
        bool first_too;
    } rows[] = {
        {"nothing", {.method = 8}, NULL, false},
        {"the same place as the first", {.method = 0, .offset_change = -57}, "overlaps", true},
        {"inside of the first", {.method = 0, .offset_change = -20}, "overlaps", true},
        {"all that follows", {.method = 0, .packed_change = 10}, "overlaps", false},
        {"the directory too", {.method = 0, .packed_change = 1000}, "outside", false},
        {"behind the end", {.method = 0, .offset_change = 100000}, "outside", false},
        {"far behind the end", {.method = 0, .zip64 = true, .offset_change = INT64_MAX - 5000}, "outside", false},
        {"before the beginning", {.method = 0, .zip64 = true, .offset_change = -1000}, "outside", false},
        {"no end", {.method = 0, .zip64 = true, .packed_change = -100}, "outside", false},
        {"another volume", {.method = 0, .disk = 3}, "volume", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        zip_maker z = {0};
        put_abc(&z, "1.txt", (zip_draft){0}); /* 58 bytes */
        put_abc(&z, "2.txt", rows[i].second);
        put_abc(&z, "3.txt", (zip_draft){0});
        zip_finish(&z, false, SPAN(""));
        opened o = open_zip(strbuf_span(&z.bytes), MOST);
        cr_assert(o.status == DPM_OK && o.dir.count == 3, "%s: %s %s", rows[i].what, o.err.message, o.dir.trouble);
        const zip_member *const m = o.dir.members;
        cr_expect_eq(m[1].trouble != NULL, rows[i].words != NULL, "%s: %s", rows[i].what, m[1].trouble);
        cr_expect(!rows[i].words || !m[1].trouble || strstr(m[1].trouble, rows[i].words), "%s: %s", rows[i].what, m[1].trouble);
        cr_expect_eq(m[0].trouble != NULL, rows[i].first_too, "%s: the first: %s", rows[i].what, m[0].trouble);
        if (!rows[i].first_too) {
            expect_member(rows[i].what, &o, 0, "1.txt", ABC);
        }
        cr_expect_eq(m[2].trouble != NULL, strcmp(rows[i].what, "all that follows") == 0, "%s: the third: %s", rows[i].what,
                     m[2].trouble);
        close_zip(&o);
        zip_maker_free(&z);
    }
}

/* Many entries for one kernel of bytes: none of them is read. */
Test(input_zip, a_bomb_of_overlapping_members)
{
    enum { COUNT = 300 };
    zip_maker z = {0};
    strbuf kernel = {0};
    data_make(&kernel, DATA_RANDOM, 5000);
    for (int i = 0; i < COUNT; i++) { /* each reaches from its own header to the end of the kernel */
        const int64_t rest = (COUNT - 1 - i) * 31 + 5000;
        zip_put(&z, &(zip_draft){.name = "x", .packed_change = rest, .size_change = rest});
    }
    strbuf_add(&z.bytes, strbuf_span(&kernel));
    zip_finish(&z, false, SPAN(""));
    opened o = open_zip(strbuf_span(&z.bytes), MOST);
    cr_assert_eq(o.dir.count, COUNT);
    for (size_t i = 0; i < o.dir.count; i++) {
        cr_expect(o.dir.members[i].trouble && strstr(o.dir.members[i].trouble, "overlaps"), "member %zu", i);
    }
    close_zip(&o);
    zip_maker_free(&z);
    strbuf_free(&kernel);
}

Test(input_zip, members_that_are_not_what_is_stated)
{
    static const struct {
        const char *what;
        zip_draft draft;
        const char *words;
        size_t given;
    } rows[] = {
        {"CRC of a stored one", {.method = 0, .crc = 1}, "CRC-32", 23},
        {"CRC of a deflated one", {.method = 8, .crc = 1}, "CRC-32", 23},
        {"more than its size", {.method = 8, .size_change = -1}, "more than", 22},
        {"more than nothing", {.method = 8, .size_change = -23}, "more than", 0},
        {"less than its size", {.method = 8, .size_change = 1}, "ends early", 23},
        {"stored, more than its size", {.method = 0, .size_change = -3}, "more than", 20},
        {"stored, less than its size", {.method = 0, .size_change = 3}, "ends early", 23},
        {"deflated bytes that end early", {.method = 8, .packed_change = -3}, "ends early|end early", SIZE_MAX},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        zip_maker z = {0};
        strbuf text = {0};
        dpm_error err;
        put_abc(&z, "x", rows[i].draft);
        zip_finish(&z, false, SPAN(""));
        opened o = open_zip(strbuf_span(&z.bytes), MOST);
        for (size_t step = 1; step < 1000; step += 500) {
            cr_assert_eq(o.dir.count, 1);
            cr_expect_eq(read_member(&o, 0, step, &text, &err), DPM_EDATA, "%s", rows[i].what);
            const bool early = strstr(rows[i].words, "early") && strstr(err.message, "end early");
            cr_expect(early || strstr(err.message, rows[i].words), "%s: %s", rows[i].what, err.message);
            cr_expect(rows[i].given == SIZE_MAX || text.len == rows[i].given, "%s: %zu bytes", rows[i].what, text.len);
            cr_expect(span_starts(ABC, strbuf_span(&text)), "%s: all bytes come first", rows[i].what);
        }
        close_zip(&o);
        zip_maker_free(&z);
        strbuf_free(&text);
    }
}

Test(input_zip, headers_that_contradict_the_directory)
{
    zip_maker z = {0};
    strbuf text = {0};
    dpm_error err;
    put_abc(&z, "x", (zip_draft){.method = 8});
    zip_finish(&z, false, SPAN(""));
    static const struct {
        size_t at;
        const char *words;
    } rows[] = {{0, "missing"}, {8, "agree"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        opened o = open_zip(strbuf_span(&z.bytes), MOST);
        z.bytes.ptr[rows[i].at] ^= 1;
        opened damaged = open_zip(strbuf_span(&z.bytes), MOST);
        cr_assert_eq(damaged.dir.count, 1, "row %zu: %s", i, damaged.err.message);
        cr_expect_eq(read_member(&damaged, 0, 100, &text, &err), DPM_EDATA);
        cr_expect(strstr(err.message, rows[i].words), "row %zu: %s", i, err.message);
        z.bytes.ptr[rows[i].at] ^= 1;
        close_zip(&o);
        close_zip(&damaged);
    }
    zip_maker_free(&z);
    strbuf_free(&text);
}

/* --- ends --- */

static void put_three(zip_maker *z)
{
    put_abc(z, "1.txt", (zip_draft){.method = 8});
    put_abc(z, "2.txt", (zip_draft){.method = 8, .descriptor = 16});
    put_abc(z, "3.txt", (zip_draft){.method = 0});
}

Test(input_zip, ends_of_every_kind)
{
    static const struct {
        const char *what;
        dpm_span before, behind; /* the archive */
        int64_t at_change, len_change, count_change;
        unsigned disk;
        const char *words; /* NULL: no trouble */
        size_t count;
    } rows[] = {
        {"as it should be", SPAN_INIT(""), SPAN_INIT(""), 0, 0, 0, 0, NULL, 3},
        {"garbage behind", SPAN_INIT(""), SPAN_INIT("garbage"), 0, 0, 0, 0, "7 bytes of garbage", 3},
        {"a program before it", SPAN_INIT("MZ program"), SPAN_INIT(""), 0, 0, 0, 0, NULL, 3},
        {"the mark of a single volume", SPAN_INIT("PK00"), SPAN_INIT(""), 4, 0, 0, 0, NULL, 3},
        {"directory elsewhere", SPAN_INIT(""), SPAN_INIT(""), 7, 0, 0, 0, "damaged", 3},
        {"directory in itself", SPAN_INIT(""), SPAN_INIT(""), 51, 0, 0, 0, "damaged", 3},
        {"directory at the beginning", SPAN_INIT(""), SPAN_INIT(""), -100000, 0, 0, 0, "damaged", 3},
        {"directory longer than the archive", SPAN_INIT(""), SPAN_INIT(""), 0, 5000, 0, 0, "damaged", 3},
        {"directory shorter", SPAN_INIT(""), SPAN_INIT(""), 0, -20, 0, 0, "damaged", 3},
        {"empty directory", SPAN_INIT(""), SPAN_INIT(""), 0, -153, -3, 0, "damaged", 3},
        {"count too small", SPAN_INIT(""), SPAN_INIT(""), 0, 0, -1, 0, "damaged", 3},
        {"count too large", SPAN_INIT(""), SPAN_INIT(""), 0, 0, 100, 0, "damaged", 3},
        {"last volume", SPAN_INIT(""), SPAN_INIT(""), 0, 0, 0, 2, "volumes", 3},
        {"first volume", SPAN_INIT("PK\7\b"), SPAN_INIT(""), -1, -1, -1, UINT16_MAX, "volume", 3},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        zip_maker z = {0};
        put_three(&z);
        const size_t at = z.bytes.len, len = z.directory.len;
        const bool no_end = rows[i].disk == UINT16_MAX;
        strbuf all = {0};
        strbuf_add(&all, rows[i].before);
        strbuf_add(&all, strbuf_span(&z.bytes));
        if (!no_end) {
            const int64_t place = (int64_t)at + rows[i].at_change;
            strbuf_add(&all, strbuf_span(&z.directory));
            zip_put_end(&all, rows[i].disk, 3 + (size_t)rows[i].count_change, len + (uint64_t)rows[i].len_change,
                        place < 0 ? 0 : (uint64_t)place, SPAN(""));
        }
        strbuf_add(&all, rows[i].behind);
        opened o = open_zip(strbuf_span(&all), MOST);
        cr_assert_eq(o.status, DPM_OK, "%s: %s", rows[i].what, o.err.message);
        cr_expect_eq(o.dir.count, rows[i].count, "%s: %zu members", rows[i].what, o.dir.count);
        cr_expect_eq(o.dir.trouble[0] != '\0', rows[i].words != NULL, "%s: %s", rows[i].what, o.dir.trouble);
        cr_expect(!rows[i].words || strstr(o.dir.trouble, rows[i].words), "%s: %s", rows[i].what, o.dir.trouble);
        if (rows[i].disk != 2 && !(rows[i].before.len == 4 && !no_end)) { /* there, offsets are not those of this file */
            expect_member(rows[i].what, &o, 0, "1.txt", ABC);
            expect_member(rows[i].what, &o, 1, "2.txt", ABC);
            expect_member(rows[i].what, &o, 2, "3.txt", ABC);
        }
        close_zip(&o);
        zip_maker_free(&z);
        strbuf_free(&all);
    }
}

Test(input_zip, what_is_none_is_refused)
{
    static const dpm_span rows[] = {SPAN_INIT(""), SPAN_INIT("P"), SPAN_INIT("no zip at all, but some text"), SPAN_INIT("PK\1\2"),
                                    SPAN_INIT("MZ PK\3\4")};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        opened o = open_zip(rows[i], MOST);
        cr_expect_eq(o.status, DPM_EDATA, "row %zu", i);
        cr_expect_str_eq(o.err.message, "not a zip archive");
        close_zip(&o);
    }
}

Test(input_zip, at_most_so_many_members)
{
    zip_maker z = {0};
    for (size_t i = 0; i < 500; i++) {
        put_abc(&z, "x", (zip_draft){0});
    }
    const size_t members = z.bytes.len;
    zip_finish(&z, false, SPAN(""));
    static const size_t most[] = {0, 1, 63, 64, 65, 499, 500, 501};
    for (size_t i = 0; i < sizeof most / sizeof *most; i++) {
        for (size_t torn = 0; torn < 2; torn++) {
            opened o = open_zip(span_of(z.bytes.ptr, torn ? members : z.bytes.len), most[i]);
            cr_expect_eq(o.status, DPM_OK);
            cr_expect_eq(o.dir.count, most[i] < 500 ? most[i] : 500, "most %zu: %zu", most[i], o.dir.count);
            cr_expect_eq(strstr(o.dir.trouble, "only its first") != NULL, most[i] < 500, "most %zu: %s", most[i], o.dir.trouble);
            close_zip(&o);
        }
    }
    zip_maker_free(&z);
}

/* More members than 16 bits count, without Zip64: some tools write that. */
Test(input_zip, more_members_than_the_end_record_counts)
{
    zip_maker z = {0};
    for (size_t i = 0; i < 65536 + 3; i++) {
        zip_put(&z, &(zip_draft){.name = "x"});
    }
    zip_finish(&z, false, SPAN(""));
    opened o = open_zip(strbuf_span(&z.bytes), 100000);
    cr_expect_eq(o.dir.count, 65539, "%zu", o.dir.count);
    cr_expect_str_empty(o.dir.trouble, "%s", o.dir.trouble);
    close_zip(&o);
    zip_maker_free(&z);
}

/* A zip that is the last member of another, stored, and so ends where that one was cut. */
Test(input_zip, an_inner_archive_at_the_end_of_one_cut_short)
{
    zip_maker inner = {0}, outer = {0};
    put_three(&inner);
    zip_finish(&inner, false, SPAN(""));
    put_abc(&outer, "first.txt", (zip_draft){.method = 8});
    zip_put(&outer, &(zip_draft){.name = "inner.zip", .data = strbuf_span(&inner.bytes)});
    for (size_t behind = 0; behind < 30; behind += 13) { /* bytes of what would follow */
        strbuf all = {0};
        strbuf_add(&all, strbuf_span(&outer.bytes));
        strbuf_add(&all, span_of("PK\3\4\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", behind));
        opened o = open_zip(strbuf_span(&all), MOST);
        cr_assert(o.status == DPM_OK && o.dir.count >= 2, "%zu: %s", behind, o.err.message);
        cr_expect(strstr(o.dir.trouble, "cut short"), "%s", o.dir.trouble);
        expect_member("outer", &o, 0, "first.txt", ABC);
        expect_member("outer", &o, 1, "inner.zip", strbuf_span(&inner.bytes));
        close_zip(&o);
        strbuf_free(&all);
    }
    zip_maker_free(&inner);
    zip_maker_free(&outer);
}

/* --- cut and damaged --- */

/* What is before the cut can be read, and the rest is said to be missing. */
static void expect_cut(const zip_maker *z, dpm_span log, const size_t ends[3], size_t at)
{
    strbuf text = {0};
    dpm_error err;
    opened o = open_zip(span_of(z->bytes.ptr, at), MOST);
    if (at < 4) {
        cr_expect_eq(o.status, DPM_EDATA, "cut at %zu", at);
    } else {
        cr_expect_eq(o.status, DPM_OK, "cut at %zu: %s", at, o.err.message);
        cr_expect(o.dir.trouble[0] != '\0', "cut at %zu", at);
    }
    for (size_t i = 0; i < o.dir.count; i++) {
        const dpm_status status = read_member(&o, i, 1000, &text, &err);
        cr_expect(at < ends[i] || status == DPM_OK, "cut at %zu, member %zu: %s", at, i, err.message);
        cr_expect(status == DPM_OK || (err.message[0] && o.dir.members[i].cut), "cut at %zu, member %zu: %s", at, i, err.message);
        cr_expect(span_starts(log, strbuf_span(&text)), "cut at %zu, member %zu: %zu bytes", at, i, text.len);
        cr_expect(status != DPM_OK || text.len == log.len, "cut at %zu, member %zu: %zu bytes", at, i, text.len);
    }
    size_t whole = 0;
    while (whole < 3 && ends[whole] <= at) {
        whole++;
    }
    cr_expect(o.dir.count >= whole, "cut at %zu: %zu members of %zu", at, o.dir.count, whole);
    close_zip(&o);
    strbuf_free(&text);
}

Test(input_zip, cut_after_each_byte)
{
    strbuf log = {0}, packed = {0};
    zip_maker z = {0};
    size_t ends[3];
    data_make(&log, DATA_LOG, 400);
    pack(&packed, strbuf_span(&log), 6, 0);
    for (size_t i = 0; i < 3; i++) {
        const bool is_packed = i < 2;
        zip_put(&z, &(zip_draft){.name = "MSDPMCurr.errlog",
                                 .method = is_packed ? 8 : 0,
                                 .data = strbuf_span(is_packed ? &packed : &log),
                                 .size = log.len,
                                 .crc = crc_of(strbuf_span(&log)),
                                 .descriptor = i == 1 ? 16 : 0});
        ends[i] = z.bytes.len;
    }
    zip_finish(&z, true, SPAN(""));
    for (size_t at = 0; at < z.bytes.len; at++) {
        expect_cut(&z, strbuf_span(&log), ends, at);
    }
    zip_maker_free(&z);
    strbuf_free(&log);
    strbuf_free(&packed);
}

Test(input_zip, each_byte_damaged)
{
    strbuf text = {0}, again = {0};
    dpm_error err;
    for (size_t form = 0; form < 3; form++) {
        zip_maker z = {0};
        put_three(&z);
        put_abc(&z, "4.txt", (zip_draft){.method = 9, .zip64 = form == 1, .descriptor = form == 2 ? 12 : 0});
        zip_finish(&z, form == 1, SPAN("comment"));
        for (size_t at = 0; at < z.bytes.len; at++) {
            for (unsigned mask = 1; mask < 256; mask = mask * 6 + 1) { /* 1, 7, 43 */
                z.bytes.ptr[at] = (char)(z.bytes.ptr[at] ^ (char)mask);
                opened o = open_zip(strbuf_span(&z.bytes), MOST);
                for (size_t i = 0; i < o.dir.count; i++) {
                    const dpm_status status = read_member(&o, i, 1 << 20, &text, &err);
                    cr_expect_eq(read_member(&o, i, 1, &again, &err), status, "byte %zu", at);
                    cr_expect(span_eq(strbuf_span(&text), strbuf_span(&again)), "byte %zu: the same however it is read", at);
                    cr_expect(status < 0 || text.len <= o.dir.members[i].size, "byte %zu", at);
                }
                close_zip(&o);
                z.bytes.ptr[at] = (char)(z.bytes.ptr[at] ^ (char)mask);
            }
        }
        zip_maker_free(&z);
    }
    strbuf_free(&text);
    strbuf_free(&again);
}
