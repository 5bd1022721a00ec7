/* gzip: heads of every form, members in a row, what follows them, damage and ends at every byte. */
#include "archive_support.h"

#include "archive/gzip.h"

enum { HAS_TEXT = 1, HAS_CRC = 2, HAS_EXTRA = 4, HAS_NAME = 8, HAS_COMMENT = 16 };

/* A member of `data`, with what `flags` say in its head. */
static void add_member(strbuf *b, dpm_span data, unsigned flags, int level)
{
    const size_t begin = b->len;
    strbuf_add(b, SPAN("\x1f\x8b\b"));
    put(b, flags, 1);
    strbuf_add(b, SPAN("\1\2\3\4\0\xff"));
    if (flags & HAS_EXTRA) {
        strbuf_add(b, SPAN("\6\0AP\2\0xy"));
    }
    if (flags & HAS_NAME) {
        strbuf_add(b, SPAN("MSDPMCurr.errlog\0"));
    }
    if (flags & HAS_COMMENT) {
        strbuf_add(b, SPAN("a comment\0"));
    }
    if (flags & HAS_CRC) {
        put(b, crc_of(span_of(b->ptr + begin, b->len - begin)), 2);
    }
    pack(b, data, level, 0);
    put(b, crc_of(data), 4);
    put(b, data.len, 4);
}

static dpm_status unpack(dpm_span bytes, size_t in, size_t out, strbuf *text, dpm_error *err)
{
    stream *s;
    *err = (dpm_error){0};
    cr_assert_eq(gzip_stream(&s, drip_new(bytes, in, DPM_OK), NULL, err), DPM_OK);
    return slurp(s, out, text, err);
}

Test(input_gzip, is_known_by_its_first_bytes)
{
    static const struct {
        dpm_span head;
        bool is;
    } rows[] = {
        {SPAN_INIT("\x1f\x8b\b\0"), true},  {SPAN_INIT("\x1f\x8b\b"), true}, {SPAN_INIT("\x1f\x8b"), false},
        {SPAN_INIT("\x1f\x8b\7\0"), false}, {SPAN_INIT("PK\3\4"), false},    {SPAN_INIT(""), false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cr_expect_eq(gzip_is(rows[i].head), rows[i].is, "row %zu", i);
    }
}

Test(input_gzip, heads_of_every_form_and_any_sizes_of_reads)
{
    static const size_t cuts[][2] = {{1, 1}, {7, 65536}, {65536, 7}, {1 << 20, 1 << 20}, {13, 200000}};
    strbuf data = {0}, bytes = {0}, text = {0};
    dpm_error err;
    for (int kind = 0; kind < DATA_KINDS; kind++) {
        for (unsigned flags = 0; flags < 32; flags++) {
            strbuf_clear(&bytes);
            data_make(&data, (data_kind)kind, flags == 5 ? 400000 : 3000);
            add_member(&bytes, strbuf_span(&data), flags, 6);
            for (size_t c = 0; c < sizeof cuts / sizeof *cuts; c++) {
                const dpm_status status = unpack(strbuf_span(&bytes), cuts[c][0], cuts[c][1], &text, &err);
                cr_assert_eq(status, DPM_OK, "kind %d, flags %u, cut %zu: %s", kind, flags, c, err.message);
                cr_assert(span_eq(strbuf_span(&text), strbuf_span(&data)), "kind %d, flags %u, cut %zu", kind, flags, c);
            }
        }
    }
    strbuf_free(&data);
    strbuf_free(&bytes);
    strbuf_free(&text);
}

Test(input_gzip, many_members_are_one_stream)
{
    strbuf data = {0}, all = {0}, bytes = {0}, text = {0};
    dpm_error err;
    for (size_t i = 0; i < 200; i++) {
        data_make(&data, (data_kind)(i % DATA_KINDS), i * i % 5000);
        add_member(&bytes, strbuf_span(&data), i % 32, (int)(i % 10));
        strbuf_add(&all, strbuf_span(&data));
    }
    for (size_t in = 1; in < 200000; in *= 31) {
        for (size_t out = 1; out < 200000; out *= 37) {
            cr_assert_eq(unpack(strbuf_span(&bytes), in, out, &text, &err), DPM_OK, "%zu in, %zu out: %s", in, out, err.message);
            cr_assert(span_eq(strbuf_span(&text), strbuf_span(&all)), "%zu in, %zu out", in, out);
        }
    }
    strbuf_free(&data);
    strbuf_free(&all);
    strbuf_free(&bytes);
    strbuf_free(&text);
}

/* One member of "hello, hello, hello" and what follows it, or what is done to it. */
Test(input_gzip, what_follows_and_what_is_wrong)
{
    static const struct {
        const char *what;
        dpm_span behind;
        size_t at;         /* this byte from the end of the member is changed; 0: none */
        const char *words; /* NULL: all is well */
    } rows[] = {
        {"nothing", SPAN_INIT(""), 0, NULL},
        {"zeros", SPAN_INIT("\0\0\0\0\0\0\0\0\0"), 0, NULL},
        {"one zero", SPAN_INIT("\0"), 0, NULL},
        {"zeros, then garbage", SPAN_INIT("\0\0\0x"), 0, "garbage"},
        {"garbage", SPAN_INIT("garbage"), 0, "garbage"},
        {"one byte of garbage", SPAN_INIT("g"), 0, "garbage"},
        {"half a magic", SPAN_INIT("\x1f"), 0, "ends early"},
        {"half a magic, then garbage", SPAN_INIT("\x1fx"), 0, "garbage"},
        {"a head that is cut", SPAN_INIT("\x1f\x8b\b\0"), 0, "ends early"},
        {"a head of another method", SPAN_INIT("\x1f\x8b\7\0\0\0\0\0\0\3"), 0, "method"},
        {"a head with unknown flags", SPAN_INIT("\x1f\x8b\b\x80\0\0\0\0\0\3"), 0, "flags"},
        {"a head with a wrong checksum", SPAN_INIT("\x1f\x8b\b\2\0\0\0\0\0\3\0\0"), 0, "checksum"},
        {"the length", SPAN_INIT(""), 1, "length"},
        {"the CRC", SPAN_INIT(""), 8, "CRC-32"},
    };
    const dpm_span data = SPAN("hello, hello, hello");
    strbuf bytes = {0}, text = {0};
    dpm_error err;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        strbuf_clear(&bytes);
        add_member(&bytes, data, 0, 6);
        if (rows[i].at) {
            bytes.ptr[bytes.len - rows[i].at] ^= 1;
        }
        strbuf_add(&bytes, rows[i].behind);
        for (size_t step = 1; step < 1000; step += 998) {
            const dpm_status status = unpack(strbuf_span(&bytes), step, step, &text, &err);
            cr_expect_eq(status, rows[i].words ? DPM_EDATA : DPM_OK, "%s: status %d %s", rows[i].what, (int)status, err.message);
            cr_expect(!rows[i].words || strstr(err.message, rows[i].words) != NULL, "%s: %s", rows[i].what, err.message);
            cr_expect(span_eq(strbuf_span(&text), data), "%s: all bytes come first", rows[i].what);
        }
    }
    strbuf_free(&bytes);
    strbuf_free(&text);
}

Test(input_gzip, what_is_none_is_refused)
{
    static const dpm_span rows[] = {SPAN_INIT(""), SPAN_INIT("\x1f"), SPAN_INIT("hello"), SPAN_INIT("\x1f\x8b"),
                                    SPAN_INIT("\0\0\0\0")};
    strbuf text = {0};
    dpm_error err;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cr_expect_eq(unpack(rows[i], 1, 100, &text, &err), DPM_EDATA, "row %zu", i);
        cr_expect(err.message[0] && text.len == 0, "row %zu", i);
    }
    strbuf_free(&text);
}

/* A failure of what is below comes up as it is, behind all that could be made of what came before it. */
Test(input_gzip, a_failure_below_comes_up)
{
    strbuf data = {0}, bytes = {0}, text = {0};
    dpm_error err = {0};
    stream *s;
    data_make(&data, DATA_ZEROS, 3000000);
    add_member(&bytes, strbuf_span(&data), 0, 9);
    cr_assert_eq(gzip_stream(&s, drip_new(span_of(bytes.ptr, bytes.len - 8), 1000, DPM_EIO), NULL, NULL), DPM_OK);
    cr_expect_eq(slurp(s, 100000, &text, &err), DPM_EIO);
    cr_expect_str_eq(err.message, "the drip has run dry");
    cr_expect(span_eq(strbuf_span(&text), strbuf_span(&data)), "%zu bytes", text.len);
    strbuf_free(&data);
    strbuf_free(&bytes);
    strbuf_free(&text);
}

static bool begins(dpm_span all, dpm_span head)
{
    return span_starts(all, head);
}

Test(input_gzip, cut_after_each_byte_and_each_byte_damaged)
{
    strbuf data = {0}, bytes = {0}, text = {0}, again = {0}, all = {0};
    dpm_error err;
    for (size_t i = 0; i < 3; i++) {
        data_make(&data, DATA_LOG, 700 + 100 * i);
        add_member(&bytes, strbuf_span(&data), 31, 6);
        strbuf_add(&all, strbuf_span(&data));
    }
    size_t ends = 0;
    for (size_t at = 0; at < bytes.len; at++) {
        const dpm_status status = unpack(span_of(bytes.ptr, at), 1 << 20, 1 << 20, &text, &err);
        cr_expect(status == DPM_EDATA || (status == DPM_OK && ends++ < 2), "cut at %zu: status %d", at, (int)status);
        cr_expect(begins(strbuf_span(&all), strbuf_span(&text)), "cut at %zu", at);
        const char was = bytes.ptr[at];
        for (int bit = 0; bit < 8; bit += 7) {
            bytes.ptr[at] = (char)(was ^ 1 << bit);
            const dpm_status whole = unpack(strbuf_span(&bytes), 1 << 20, 1 << 20, &text, &err);
            cr_expect_eq(unpack(strbuf_span(&bytes), 1, 3, &again, &err), whole, "byte %zu", at);
            cr_expect(span_eq(strbuf_span(&text), strbuf_span(&again)), "byte %zu: the same however it is read", at);
            cr_expect(whole == DPM_EDATA || span_eq(strbuf_span(&text), strbuf_span(&all)), "byte %zu: damage that was not seen",
                      at);
        }
        bytes.ptr[at] = was;
    }
    strbuf_free(&data);
    strbuf_free(&bytes);
    strbuf_free(&text);
    strbuf_free(&again);
    strbuf_free(&all);
}
