/* From bytes to blocks: the same blocks however the bytes arrive, with the right offsets, lines and flags, and an end that
 * tells what was wrong. */
#include "../../support/temp_tree.h"

#include "base/strbuf.h"
#include "text/decode_kernels.h"
#include "read/reader.h"

#include <stdint.h>

/* --- logs to read --- */

static void repeat(strbuf *b, const char *text, size_t bytes)
{
    const size_t end = b->len + bytes;
    while (b->len < end) {
        strbuf_adds(b, text);
    }
}

static void add_record(strbuf *b, size_t number, const char *message, const char *line_end)
{
    strbuf_addf(b, "%04X\t280C\t06/01\t20:%02zu:%02zu.%03zu\t09\tbackupasync.cpp(1279)\t\t\tNORMAL\t%s%s",
                (unsigned)(number % 65536), number / 60000 % 60, number / 1000 % 60, number % 1000, message, line_end);
}

static void records(strbuf *b, const char *line_end)
{
    for (size_t i = 0; b->len < 300000; i++) {
        add_record(b, i,
                   i % 5 ? "Backup started."
                         : "Sch\xC3\xA4"
                           "den \xE4\xB8\x80 \xF0\x9F\x98\x80 l\xC3\xA4nger",
                   line_end);
        if (i % 7 == 0) {
            strbuf_addf(b, "   at Some.Frame()%s%s", line_end, line_end);
        }
    }
    strbuf_adds(b, "   the last line has no end");
}

static void records_crlf(strbuf *b)
{
    records(b, "\r\n");
}

static void records_lf(strbuf *b)
{
    records(b, "\n");
}

static void records_cr(strbuf *b)
{
    records(b, "\r");
}

static void short_log(strbuf *b)
{
    add_record(b, 1, "only", "\r\n");
}

static void nothing(strbuf *b)
{
    (void)b;
}

static void one_letter(strbuf *b)
{
    strbuf_adds(b, "x");
}

/* A record of more than a megabyte between others, with lines. */
static void long_record(strbuf *b)
{
    add_record(b, 1, "before", "\r\n");
    add_record(b, 2, "long", "\r\n");
    repeat(b, "   a continuation line with \xC3\xA4\r\n", 2500000);
    add_record(b, 3, "behind", "\r\n");
    repeat(b, "   and more\r\n", 300000);
    add_record(b, 4, "last", "\r\n");
}

/* The same in one line. */
static void long_line(strbuf *b)
{
    add_record(b, 1, "before", "\n");
    add_record(b, 2, "long", "");
    repeat(b, "\xF0\x9F\x98\x80\xE4\xB8\x80", 2500000);
    strbuf_adds(b, "\n");
    add_record(b, 3, "behind", "\n");
}

/* Records of just under and just over what a window of each size holds. */
static void uneven(strbuf *b)
{
    static const size_t sizes[] = {262000, 262144, 262300, 524000, 524300, 1048000, 1048576, 1049000, 100, 700000, 100};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        add_record(b, i, "", "\r\n");
        repeat(b, "   line\r\n", sizes[i]);
    }
}

static void no_records(strbuf *b)
{
    repeat(b, "GET /index.html 200\r\n", 1500000);
}

static void returns_only(strbuf *b)
{
    repeat(b, "\r", 300000);
    repeat(b, "\r\n", 1500000);
}

static const struct {
    const char *name;
    void (*make)(strbuf *b);
    bool large; /* not fed byte by byte */
} logs[] = {
    {"CRLF", records_crlf, false},
    {"LF", records_lf, false},
    {"CR", records_cr, false},
    {"short", short_log, false},
    {"nothing", nothing, false},
    {"one letter", one_letter, false},
    {"long record", long_record, true},
    {"long line", long_line, true},
    {"uneven", uneven, true},
    {"no records", no_records, true},
    {"returns only", returns_only, true},
};
enum { LOGS = sizeof logs / sizeof *logs };

/* UTF-8 to UTF-16 with a mark; or as it is, with or without one. */
typedef enum form { FORM_UTF8, FORM_UTF8_BOM, FORM_LE_BOM, FORM_BE_BOM, FORM_LE, FORMS } form;
static const char *const form_names[] = {"UTF-8", "UTF-8 BOM", "UTF-16LE BOM", "UTF-16BE BOM", "UTF-16LE"};

static void add_unit(strbuf *out, form f, unsigned unit)
{
    strbuf_addc(out, (char)(f == FORM_BE_BOM ? unit >> 8 : unit));
    strbuf_addc(out, (char)(f == FORM_BE_BOM ? unit : unit >> 8));
}

static strbuf store(form f, dpm_span text)
{
    strbuf out = {0};
    if (f == FORM_UTF8 || f == FORM_UTF8_BOM) {
        strbuf_adds(&out, f == FORM_UTF8 ? "" : "\xEF\xBB\xBF");
        strbuf_add(&out, text);
        return out;
    }
    if (f != FORM_LE) {
        add_unit(&out, f, 0xFEFF);
    }
    for (size_t i = 0; i < text.len;) {
        const unsigned char *const p = (const unsigned char *)text.ptr + i;
        if (p[0] < 0x80) {
            add_unit(&out, f, p[0]);
            i += 1;
        } else if (p[0] < 0xE0) {
            add_unit(&out, f, (p[0] & 0x1Fu) << 6 | (p[1] & 0x3Fu));
            i += 2;
        } else if (p[0] < 0xF0) {
            add_unit(&out, f, (p[0] & 0x0Fu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu));
            i += 3;
        } else {
            const unsigned c = (p[0] & 7u) << 18 | (p[1] & 0x3Fu) << 12 | (p[2] & 0x3Fu) << 6 | (p[3] & 0x3Fu);
            add_unit(&out, f, 0xD800 + ((c - 0x10000) >> 10));
            add_unit(&out, f, 0xDC00 + ((c - 0x10000) & 0x3FF));
            i += 4;
        }
    }
    return out;
}

/* --- blocks, as text that can be compared --- */

typedef struct seen {
    strbuf text;   /* of all blocks */
    strbuf blocks; /* their numbers and flags */
    uint64_t nuls; /* in them */
    reader_end end;
} seen;

static uint64_t count_nuls(const block *b)
{
    uint64_t nuls = 0;
    for (size_t i = 0; i < b->text.len; i++) {
        nuls += b->text.ptr[i] == '\0';
    }
    return nuls;
}

static void add_block(seen *s, const block *b)
{
    s->nuls += count_nuls(b);
    strbuf_add(&s->text, b->text);
    strbuf_addf(&s->blocks, "len %zu offset %llu%s%s%s%s\n", b->text.len, (unsigned long long)b->offset,
                b->continues ? " continues" : "", b->inside ? " inside" : "", b->more ? " more" : "", b->last ? " last" : "");
}

static void dedup_free(seen *s)
{
    strbuf_free(&s->text);
    strbuf_free(&s->blocks);
}

static void take_all(reader *r, seen *s)
{
    block b;
    dpm_status status;
    while ((status = reader_next(r, &b, NULL)) == DPM_OK) {
        add_block(s, &b);
    }
    cr_assert_eq(status, DPM_END);
    cr_assert_eq(reader_next(r, &b, NULL), DPM_END, "the end stays the end");
}

/* The bytes are given from memory that is overwritten at once, as the contract allows. */
static seen feed_in_pieces(reader *r, dpm_span bytes, size_t step, bool end_apart)
{
    seen s = {0};
    char *const piece = malloc(step);
    cr_assert_eq(reader_begin_feed(r), DPM_OK);
    for (size_t at = 0; at < bytes.len || at == 0; at += step) {
        const dpm_span now = span_head(span_from(bytes, at), step);
        if (now.len) {
            memcpy(piece, now.ptr, now.len);
        }
        cr_assert_eq(reader_feed(r, span_of(piece, now.len), !end_apart && at + step >= bytes.len, NULL), DPM_OK);
        take_all(r, &s);
        memset(piece, '#', step);
    }
    if (end_apart) {
        cr_assert_eq(reader_feed(r, (dpm_span){0}, true, NULL), DPM_OK);
        take_all(r, &s);
    }
    free(piece);
    s.end = reader_close(r, s.nuls);
    return s;
}

static seen read_file(reader *r, const char *path)
{
    seen s = {0};
    const source from = {.path = span_str(path)};
    dpm_error err = {0};
    cr_assert_eq(reader_open(r, &from, &err), DPM_OK, "%s", err.message);
    take_all(r, &s);
    s.end = reader_close(r, s.nuls);
    return s;
}

/* --- laws --- */

Test(input_reader, blocks_do_not_depend_on_how_bytes_arrive)
{
    static const size_t steps[] = {4096, 64, 7, 3, 2, 1, 100003, 1 << 24};
    temp_tree t;
    tree_new(&t);
    reader *r;
    cr_assert_eq(reader_new(&r, NULL), DPM_OK);
    for (size_t n = 0; n < LOGS * FORMS; n++) {
        const form f = (form)(n % FORMS);
        const char *const name = logs[n / FORMS].name;
        strbuf text = {0};
        logs[n / FORMS].make(&text);
        strbuf bytes = store(f, strbuf_span(&text));
        seen whole = read_file(r, tree_write(&t, "log", strbuf_span(&bytes)));
        cr_assert(span_eq(strbuf_span(&whole.text), strbuf_span(&text)), "%s in %s", name, form_names[f]);
        cr_assert_eq(whole.end.status, DPM_READ_STATUS_COMPLETE, "%s in %s: %s", name, form_names[f], whole.end.reason);
        cr_assert_eq(whole.end.bytes, bytes.len);
        for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
            if (steps[i] < 64 && (logs[n / FORMS].large || f == FORM_UTF8_BOM || f == FORM_BE_BOM)) {
                continue;
            }
            seen fed = feed_in_pieces(r, strbuf_span(&bytes), steps[i], i % 2 == 0);
            cr_assert(span_eq(strbuf_span(&fed.text), strbuf_span(&text)), "%s in %s by %zu", name, form_names[f], steps[i]);
            cr_assert(span_eq(strbuf_span(&fed.blocks), strbuf_span(&whole.blocks)), "%s in %s by %zu:\n%s\nfile:\n%s", name,
                      form_names[f], steps[i], fed.blocks.ptr, whole.blocks.ptr);
            cr_assert(fed.end.status == whole.end.status && fed.end.bytes == whole.end.bytes && fed.end.enc == whole.end.enc);
            dedup_free(&fed);
        }
        dedup_free(&whole);
        strbuf_free(&bytes);
        strbuf_free(&text);
    }
    reader_free(r);
    tree_free(&t);
}

/* Several logs in one file, each in its own encoding. */
Test(input_reader, a_log_goes_on_in_another_encoding)
{
    static const struct {
        form forms[4];
        size_t count;
        unsigned changes;
    } rows[] = {
        {{FORM_LE_BOM, FORM_UTF8}, 2, 1},
        {{FORM_UTF8, FORM_LE}, 2, 1},
        {{FORM_UTF8, FORM_LE_BOM, FORM_UTF8_BOM}, 3, 2},
        {{FORM_BE_BOM, FORM_UTF8, FORM_BE_BOM, FORM_UTF8}, 4, 3},
        {{FORM_UTF8_BOM, FORM_BE_BOM}, 2, 1},
        {{FORM_LE, FORM_UTF8, FORM_LE}, 3, 2},
    };
    static const size_t sizes[] = {600, 70000, 300000}, steps[] = {1 << 24, 4096, 97, 1};
    reader *r;
    cr_assert_eq(reader_new(&r, NULL), DPM_OK);
    for (size_t n = 0; n < sizeof rows / sizeof *rows * 3; n++) {
        const size_t row = n / 3;
        strbuf text = {0}, bytes = {0};
        for (size_t i = 0; i < rows[row].count; i++) {
            const size_t begun = text.len;
            for (size_t k = 0; text.len < begun + sizes[n % 3]; k++) {
                add_record(&text, k, k % 9 ? "Backup" : "\xE6\x9C\x8D\xE5\x8A\xA1 \xC3\xA4 a", "\r\n");
            }
            strbuf piece = store(rows[row].forms[i], span_from(strbuf_span(&text), begun));
            strbuf_add(&bytes, strbuf_span(&piece));
            strbuf_free(&piece);
        }
        for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
            if (steps[i] < 4096 && n % 3 == 2) {
                continue;
            }
            seen s = feed_in_pieces(r, strbuf_span(&bytes), steps[i], false);
            cr_assert(span_eq(strbuf_span(&s.text), strbuf_span(&text)), "row %zu of %zu bytes by %zu", row, sizes[n % 3],
                      steps[i]);
            cr_assert_eq(s.end.status, DPM_READ_STATUS_COMPLETE, "row %zu: %s", row, s.end.reason);
            cr_assert_eq(s.end.changes, rows[row].changes, "row %zu of %zu bytes: %u", row, sizes[n % 3], s.end.changes);
            dedup_free(&s);
        }
        strbuf_free(&text);
        strbuf_free(&bytes);
    }
    reader_free(r);
}

/* What is promised of each block, against the whole text. */
static void check_block(const char *name, const block *b, const block *before, dpm_span text, size_t at, form f, dpm_span bytes)
{
    const bool first = before->text.ptr == NULL;
    cr_assert(span_eq(b->text, span_head(span_from(text, at), b->text.len)), "%s at %zu", name, at);
    cr_assert(b->text.len > 0 && b->text.len <= BLOCK_CAP, "%s at %zu", name, at);
    cr_assert(at == 0 || text.ptr[at - 1] != '\r' || text.ptr[at] != '\n', "%s at %zu: between CR and LF", name, at);
    cr_assert(((unsigned char)text.ptr[at] & 0xC0) != 0x80, "%s at %zu: inside a character", name, at);
    cr_assert_eq(b->last, at + b->text.len == text.len, "%s at %zu: last", name, at);
    cr_assert(!(b->more && b->last), "%s at %zu", name, at);
    cr_assert(first || before->more || record_begins(LAYOUT_ERRLOG, span_from(text, at)), "%s at %zu: no record begins", name,
              at);
    cr_assert(!b->more || b->text.len > RECORD_CAP, "%s at %zu: cut too early", name, at);
    cr_assert(!b->inside || before->more, "%s at %zu: inside", name, at);
    char start[64];
    const size_t len = b->text.len < sizeof start ? b->text.len : sizeof start;
    const encoding e = f <= FORM_UTF8_BOM ? ENCODING_UTF8 : f == FORM_BE_BOM ? ENCODING_UTF16BE : ENCODING_UTF16LE;
    const decoded d = decode(e, span_from(bytes, (size_t)b->offset), true, start, len);
    cr_assert(d.made > 0 && memcmp(start, b->text.ptr, d.made) == 0, "%s at %zu: offset %llu", name, at,
              (unsigned long long)b->offset);
}

Test(input_reader, blocks_are_what_is_promised)
{
    reader *r;
    cr_assert_eq(reader_new(&r, NULL), DPM_OK);
    for (size_t n = 0; n < LOGS * FORMS; n++) {
        const form f = (form)(n % FORMS);
        const char *const name = logs[n / FORMS].name;
        strbuf text = {0};
        logs[n / FORMS].make(&text);
        strbuf bytes = store(f, strbuf_span(&text));
        cr_assert_eq(reader_begin_feed(r), DPM_OK);
        cr_assert_eq(reader_feed(r, strbuf_span(&bytes), true, NULL), DPM_OK);
        block b, before = {0};
        bool record = false; /* one began so far, and was cut since */
        size_t at = 0;
        while (reader_next(r, &b, NULL) == DPM_OK) {
            check_block(name, &b, &before, strbuf_span(&text), at, f, strbuf_span(&bytes));
            cr_assert_eq(b.continues, record, "%s at %zu: continues", name, at);
            record = b.more && (record || record_begins(reader_layout(r), b.text));
            at += b.text.len;
            before = b;
        }
        cr_assert_eq(at, text.len, "%s in %s", name, form_names[f]);
        reader_close(r, 0);
        strbuf_free(&bytes);
        strbuf_free(&text);
    }
    reader_free(r);
}

Test(input_reader, layout_and_encoding_are_found)
{
    static const struct {
        const char *name;
        dpm_span bytes;
        encoding enc;
        record_layout layout;
    } rows[] = {
        {"errlog", {"180C\t280C\t06/01\t20:55:45.690\t09\ta.cpp(1)\t\t\tNORMAL\tx\n", 51}, ENCODING_UTF8, LAYOUT_ERRLOG},
        {"foreign", {"one two three\n", 14}, ENCODING_UTF8, LAYOUT_NONE},
        {"foreign, wide", {"o\0n\0e\0\n\0", 8}, ENCODING_UTF16LE, LAYOUT_NONE},
        {"8-bit", {"na\xEFve text\n", 11}, ENCODING_1252, LAYOUT_NONE},
    };
    reader *r;
    cr_assert_eq(reader_new(&r, NULL), DPM_OK);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        block b;
        cr_assert_eq(reader_begin_feed(r), DPM_OK);
        cr_assert_eq(reader_feed(r, rows[i].bytes, true, NULL), DPM_OK);
        cr_assert_eq(reader_next(r, &b, NULL), DPM_OK, "%s", rows[i].name);
        cr_expect_eq(reader_layout(r), rows[i].layout, "%s: %d", rows[i].name, reader_layout(r));
        cr_expect_eq(reader_encoding(r), rows[i].enc, "%s", rows[i].name);
        cr_assert_eq(reader_next(r, &b, NULL), DPM_END);
        cr_expect_eq(reader_close(r, 0).layout, rows[i].layout);
    }
    reader_free(r);
}

/* --- ends --- */

Test(input_reader, the_end_tells_what_was_wrong)
{
    static const struct {
        const char *name;
        dpm_span bytes;
        dpm_read_status status;
        const char *reason;
        uint64_t invalid, nuls;
    } rows[] = {
        {"good", {"text\n", 5}, DPM_READ_STATUS_COMPLETE, "", 0, 0},
        {"empty", {"", 0}, DPM_READ_STATUS_COMPLETE, "", 0, 0},
        {"mark alone", {"\xFF\xFE", 2}, DPM_READ_STATUS_COMPLETE, "", 0, 0},
        {"odd byte", {"\xFF\xFEt\0e", 5}, DPM_READ_STATUS_DAMAGED, "1 place is not valid utf-16le", 1, 0},
        {"lone surrogates", {"\xFF\xFE\x3D\xD8t\0\x00\xDE", 8}, DPM_READ_STATUS_DAMAGED, "2 places are not valid utf-16le", 2, 0},
        {"one NUL", {"some text\0\n", 11}, DPM_READ_STATUS_DAMAGED, "1 NUL character (power lost?)", 0, 1},
        {"NULs, wide", {"\xFF\xFEt\0\n\0\0\0\0\0\0\0", 12}, DPM_READ_STATUS_DAMAGED, "3 NUL characters (power lost?)", 0, 3},
        {"holes and NULs",
         {"\xE4 \x81\0\0", 5},
         DPM_READ_STATUS_DAMAGED,
         "2 NUL characters (power lost?); read as windows-1252, by its letters: --encoding names another",
         0,
         2},
    };
    reader *r;
    cr_assert_eq(reader_new(&r, NULL), DPM_OK);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        for (size_t step = 1; step < 6; step += 4) {
            seen s = feed_in_pieces(r, rows[i].bytes, step, false);
            cr_expect_eq(s.end.status, rows[i].status, "%s: %d", rows[i].name, s.end.status);
            cr_expect_str_eq(s.end.reason, rows[i].reason, "%s", rows[i].name);
            cr_expect(s.end.invalid == rows[i].invalid && s.nuls == rows[i].nuls, "%s", rows[i].name);
            cr_expect_eq(s.end.bytes, rows[i].bytes.len, "%s", rows[i].name);
            dedup_free(&s);
        }
    }
    reader_free(r);
}

/* Half a code unit behind a window that is just full: the offsets of what is carried stay right. */
Test(input_reader, an_odd_byte_moves_no_offset)
{
    reader *r;
    cr_assert_eq(reader_new(&r, NULL), DPM_OK);
    strbuf text = {0};
    for (size_t i = 0; text.len < BLOCK_BYTES - 200; i++) {
        add_record(&text, i, "", "\n");
    }
    add_record(&text, 7, "", "");
    repeat(&text, "x", BLOCK_BYTES - text.len);
    strbuf bytes = store(FORM_LE_BOM, strbuf_span(&text));
    strbuf_addc(&bytes, 'x');
    block b;
    cr_assert_eq(reader_begin_feed(r), DPM_OK);
    cr_assert_eq(reader_feed(r, strbuf_span(&bytes), true, NULL), DPM_OK);
    cr_assert_eq(reader_next(r, &b, NULL), DPM_OK);
    const size_t len = b.text.len;
    cr_assert(!b.last && len < BLOCK_BYTES);
    cr_assert_eq(reader_next(r, &b, NULL), DPM_OK);
    cr_expect(b.last && b.offset == 2 + 2 * len, "%llu", (unsigned long long)b.offset);
    cr_expect_eq(reader_close(r, 0).invalid, 1);
    strbuf_free(&bytes);
    strbuf_free(&text);
    reader_free(r);
}

/* Bytes without any sense, cut anywhere: read to the end, the same each time, and never called clean. */
Test(input_reader, survives_a_binary_file)
{
    enum { LEN = 3000000 };
    char *const bytes = malloc(LEN);
    unsigned state = 7;
    for (size_t i = 0; i < LEN; i++) {
        state = state * 1664525u + 1013904223u;
        bytes[i] = (char)(state >> 24);
    }
    reader *r;
    cr_assert_eq(reader_new(&r, NULL), DPM_OK);
    static const char *const starts[] = {"", "\xFF\xFE", "\xFE\xFF", "\xEF\xBB\xBF"};
    for (size_t i = 0; i < 4; i++) {
        memcpy(bytes, starts[i], strlen(starts[i]));
        seen a = feed_in_pieces(r, span_of(bytes, LEN), LEN, false), b = feed_in_pieces(r, span_of(bytes, LEN), 4096, true);
        cr_expect(a.end.status == DPM_READ_STATUS_DAMAGED && a.end.bytes == LEN && a.nuls > 0, "start %zu: %s", i, a.end.reason);
        cr_expect_str_eq(a.end.reason, b.end.reason);
        cr_expect(span_eq(strbuf_span(&a.blocks), strbuf_span(&b.blocks)), "start %zu", i);
        cr_expect(span_eq(strbuf_span(&a.text), strbuf_span(&b.text)), "start %zu", i);
        dedup_free(&a);
        dedup_free(&b);
    }
    reader_free(r);
    free(bytes);
}

Test(input_reader, files_that_change_while_they_are_read)
{
    enum { LEN = 1000000 };
    static const struct {
        const char *name;
        off_t size; /* after the first block */
        dpm_read_status status;
    } rows[] = {
        {"stays", LEN, DPM_READ_STATUS_COMPLETE},
        {"shrinks", 300000, DPM_READ_STATUS_PARTIAL},
        {"is emptied", 0, DPM_READ_STATUS_PARTIAL},
        {"grows", 2 * LEN, DPM_READ_STATUS_DAMAGED},
    };
    temp_tree t;
    tree_new(&t);
    reader *r;
    cr_assert_eq(reader_new(&r, NULL), DPM_OK);
    strbuf text = {0};
    for (size_t i = 0; text.len < LEN; i++) {
        add_record(&text, i, "", "\n");
    }
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const source s = {.path = span_str(tree_write(&t, "log", span_of(text.ptr, LEN)))};
        block b;
        cr_assert_eq(reader_open(r, &s, NULL), DPM_OK);
        cr_assert_eq(reader_next(r, &b, NULL), DPM_OK);
        cr_assert_eq(truncate(t.path, rows[i].size), 0);
        uint64_t nuls = count_nuls(&b);
        while (reader_next(r, &b, NULL) == DPM_OK) {
            nuls += count_nuls(&b);
        }
        const reader_end end = reader_close(r, nuls);
        cr_expect_eq(end.status, rows[i].status, "%s: %s", rows[i].name, end.reason);
        char want[96];
        snprintf(want, sizeof want, "shrank while it was read: %llu of %d bytes", (unsigned long long)end.bytes, LEN);
        cr_expect_eq(strcmp(end.reason, want) == 0, rows[i].status == DPM_READ_STATUS_PARTIAL, "%s: %s", rows[i].name,
                     end.reason);
        cr_expect(rows[i].size != 2 * LEN || (end.bytes == 2 * LEN && nuls == LEN), "what was added is read: %s", end.reason);
    }
    strbuf_free(&text);
    reader_free(r);
    tree_free(&t);
}

Test(input_reader, calls_out_of_order)
{
    temp_tree t;
    tree_new(&t);
    reader *r;
    dpm_error err = {0};
    block b;
    cr_assert_eq(reader_new(&r, NULL), DPM_OK);
    const source none = {.path = span_str(tree_path(&t, "none"))};
    cr_expect_eq(reader_open(r, &none, &err), DPM_EIO);
    cr_expect(strstr(err.message, t.path), "%s", err.message);
    const source folder = {.path = span_str(tree_path(&t, ""))};
    cr_expect_eq(reader_open(r, &folder, &err), DPM_EIO);
    cr_assert_eq(reader_begin_feed(r), DPM_OK);
    cr_expect_eq(reader_next(r, &b, NULL), DPM_END, "nothing was fed");
    cr_expect_eq(reader_feed(r, SPAN("some"), false, NULL), DPM_OK);
    cr_expect_eq(reader_feed(r, SPAN("more"), false, &err), DPM_EARG, "what was fed is not used up");
    cr_expect_eq(reader_next(r, &b, NULL), DPM_END, "too little yet");
    cr_expect_eq(reader_feed(r, SPAN(" text"), true, NULL), DPM_OK);
    cr_expect_eq(reader_feed(r, SPAN("more"), false, &err), DPM_EARG, "that was the end");
    cr_expect_eq(reader_next(r, &b, NULL), DPM_OK);
    cr_expect(b.last && span_eq(b.text, SPAN("some text")));
    cr_expect_eq(reader_close(r, 0).status, DPM_READ_STATUS_COMPLETE);
    const reader_end again = reader_close(r, 0);
    cr_expect(again.bytes == 0, "closed twice");
    cr_assert_eq(reader_begin_feed(r), DPM_OK);
    cr_expect_eq(reader_feed(r, SPAN("some"), false, NULL), DPM_OK);
    cr_expect_eq(reader_next(r, &b, NULL), DPM_END);
    const reader_end end = reader_close(r, 0);
    cr_expect_eq(end.status, DPM_READ_STATUS_PARTIAL);
    cr_expect_str_eq(end.reason, "reading was stopped before the end");
    reader_free(r);
    reader_free(NULL);
    tree_free(&t);
}
