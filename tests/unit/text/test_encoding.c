/* Encodings: the guess, the decoding in any cutting, and the way back to offsets. */
#include "../../support/dead_page.h"

#include "base/strbuf.h"
#include "text/encoding.h"

#include <stdio.h>
#include <stdlib.h>

static const encoding all[] = {ENCODING_UTF8, ENCODING_UTF16LE, ENCODING_UTF16BE, ENCODING_1252};

/* Valid UTF-8 into an encoding, character by character: what decode undoes. Windows-1252 takes Latin-1 only. */
static void add_encoded(strbuf *out, encoding e, const char *text, size_t len)
{
    for (size_t i = 0; i < len;) {
        const unsigned char lead = (unsigned char)text[i];
        const size_t n = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        unsigned c = n == 1 ? lead : n == 2 ? lead & 0x1Fu : n == 3 ? lead & 0x0Fu : lead & 0x07u;
        for (size_t k = 1; k < n; k++) {
            c = c << 6 | ((unsigned char)text[i + k] & 0x3Fu);
        }
        unsigned units[2] = {c, 0};
        const size_t count = c >= 0x10000 ? 2 : 1;
        if (count == 2) {
            units[0] = 0xD800 + ((c - 0x10000) >> 10);
            units[1] = 0xDC00 + ((c - 0x10000) & 0x3FF);
        }
        for (size_t k = 0; k < count && e != ENCODING_UTF8; k++) {
            const char high = (char)(units[k] >> 8), low = (char)units[k];
            const char pair[2] = {e == ENCODING_UTF16BE ? high : low, e == ENCODING_UTF16BE ? low : high};
            strbuf_add(out, e == ENCODING_1252 ? span_of(&low, 1) : span_of(pair, 2));
        }
        if (e == ENCODING_UTF8) {
            strbuf_add(out, span_of(text + i, n));
        }
        i += n;
    }
}

static const char record[] = "180C\t280C\t06/01\t20:55:45.690\t09\tbackupasync.cpp(1279)\t[000000001A12E3F0]\t\tNORMAL\t";

static const struct {
    const char *name, *message;
    bool latin1; /* fits Windows-1252 */
} messages[] = {
    {"plain", "Backup started.\r\n", true},
    {"latin",
     "Sch\xC3\xA4"
     "den an der \xC3\x9C"
     "bertragung\r\n",
     true},
    {"cyrillic",
     "\xD0\x9E\xD1\x88\xD0\xB8\xD0\xB1\xD0\xBA\xD0\xB0 "
     "\xD0\xB4\xD0\xBE\xD1\x81\xD1\x82\xD1\x83\xD0\xBF\xD0\xB0\n",
     false},
    {"chinese",
     "\xE8\xAE\xBF\xE9\x97\xAE\xE8\xA2\xAB\xE6\x8B\x92\xE7\xBB\x9D "
     "\xE4\xB8\x80\xE3\x80\x80\xE4\xB8\x80\xE4\xB8\x80\r",
     false},
    {"emoji", "\xF0\x9F\x98\x80 and U+FFFD \xEF\xBF\xBD and U+10FFFF \xF4\x8F\xBF\xBF\r\n", false},
};
enum { MESSAGES = sizeof messages / sizeof *messages };

static void add_log(strbuf *out, encoding e, size_t message, int times)
{
    for (int i = 0; i < times; i++) {
        add_encoded(out, e, record, sizeof record - 1);
        add_encoded(out, e, messages[message].message, strlen(messages[message].message));
    }
}

Test(input_encoding, finds_logs_with_and_without_mark_at_any_length)
{
    static const dpm_span marks[] = {{"\xEF\xBB\xBF", 3}, {"\xFF\xFE", 2}, {"\xFE\xFF", 2}, {"", 0}};
    for (size_t m = 0; m < MESSAGES; m++) {
        for (size_t e = 0; e < 4; e++) {
            const bool high = strcmp(messages[m].name, "plain") != 0;
            if (all[e] == ENCODING_1252 && !(messages[m].latin1 && high)) {
                continue; /* that would be UTF-8 */
            }
            for (int marked = 0; marked < 2; marked++) {
                strbuf b = {0};
                strbuf_add(&b, marked ? marks[e] : span_of("", 0));
                add_log(&b, all[e], m, 3);
                for (size_t len = all[e] == ENCODING_1252 ? 200 : 4; len <= b.len; len++) {
                    size_t bom = 99;
                    const encoding found = encoding_detect(span_of(b.ptr, len), &bom);
                    cr_assert_eq(found, all[e], "%s in %s, mark %d, %zu bytes: %s", messages[m].name, encoding_name(all[e]),
                                 marked, len, encoding_name(found));
                    cr_assert_eq(bom, marked ? marks[e].len : 0);
                }
                strbuf_free(&b);
            }
        }
    }
}

Test(input_encoding, finds_what_is_odd)
{
    static const struct {
        const char *name;
        dpm_span bytes;
        encoding enc;
        size_t bom;
    } rows[] = {
        {"nothing", {"", 0}, ENCODING_UTF8, 0},
        {"one byte", {"a", 1}, ENCODING_UTF8, 0},
        {"one zero", {"\0", 1}, ENCODING_UTF8, 0},
        {"zeros only", {"\0\0\0\0\0\0\0\0", 8}, ENCODING_UTF8, 0},
        {"one unit, little", {"a\0", 2}, ENCODING_UTF16LE, 0},
        {"one unit, big", {"\0a", 2}, ENCODING_UTF16BE, 0},
        {"one unit and a half", {"a\0\t", 3}, ENCODING_UTF16LE, 0},
        {"half a mark", {"\xFF", 1}, ENCODING_1252, 0},
        {"mark alone", {"\xFF\xFE", 2}, ENCODING_UTF16LE, 2},
        {"mark, then zeros", {"\xFF\xFE\0\0\0\0", 6}, ENCODING_UTF16LE, 2},
        {"two thirds of a UTF-8 mark", {"\xEF\xBB", 2}, ENCODING_UTF8, 0},
        {"8-bit text, one zero behind", {"abc\0", 4}, ENCODING_UTF8, 0},
        {"8-bit text around an odd run of zeros", {"abcdefg\0\0\0\0\0abcdefgh", 20}, ENCODING_UTF8, 0},
        {"8-bit text, zeros to the end", {"abcde\0\0\0\0\0\0\0\0\0\0\0", 16}, ENCODING_UTF8, 0},
        {"UTF-16 before a run of zeros", {"a\0b\0\0\0\0\0\0\0\0\0\0\0\0\0", 16}, ENCODING_UTF16LE, 0},
        {"UTF-16 behind a run of zeros", {"\0\0\0\0\0\0\0\0\0\0\0\0\0a\0b", 16}, ENCODING_UTF16BE, 0},
        {"torn at the end", {"ab\xE4\xB8", 4}, ENCODING_UTF8, 0},
        {"torn in the middle", {"ab\xE4\xB8 cd", 7}, ENCODING_1252, 0},
        {"overlong", {"ab\xC0\x80 cd", 7}, ENCODING_1252, 0},
        {"overlong of three", {"ab\xE0\x80\x80 cd", 8}, ENCODING_1252, 0},
        {"surrogate in UTF-8", {"ab\xED\xA0\x80 cd", 8}, ENCODING_1252, 0},
        {"beyond U+10FFFF", {"ab\xF4\x90\x80\x80 cd", 9}, ENCODING_1252, 0},
        {"stray continuation", {"ab\x80 cd", 6}, ENCODING_1252, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t bom = 99;
        const encoding found = encoding_detect(rows[i].bytes, &bom);
        cr_expect_eq(found, rows[i].enc, "%s: %s", rows[i].name, encoding_name(found));
        cr_expect_eq(bom, rows[i].bom, "%s: mark of %zu", rows[i].name, bom);
    }
}

/* Feed `in` in pieces of `step` bytes with room for `cap` at a time, as a reader does. */
static decoded decode_in_pieces(encoding e, dpm_span in, size_t step, size_t cap, strbuf *out)
{
    char *const room = malloc(cap);
    decoded sum = {0};
    size_t given = 0;
    for (;;) {
        const size_t before = sum.taken;
        const bool eof = given == in.len;
        const decoded d = decode(e, span_of(in.ptr + sum.taken, given - sum.taken), eof, room, cap);
        cr_assert(d.made <= cap && sum.taken + d.taken <= given);
        strbuf_add(out, span_of(room, d.made));
        sum.taken += d.taken;
        sum.made += d.made;
        sum.invalid += d.invalid;
        if (eof && sum.taken == before) {
            break;
        }
        if (sum.taken == before || sum.taken == given) {
            given = given + step < in.len ? given + step : in.len;
        }
    }
    free(room);
    return sum;
}

Test(input_encoding, decoding_does_not_depend_on_the_cutting)
{
    static const size_t steps[] = {1, 2, 3, 5, 7, 16, 33, 64, 4096, 1 << 20};
    static const size_t caps[] = {4, 5, 7, 64, 1 << 20};
    for (size_t m = 0; m < MESSAGES; m++) {
        for (size_t e = 0; e < 4; e++) {
            if (all[e] == ENCODING_1252 && !messages[m].latin1) {
                continue;
            }
            strbuf want = {0}, in = {0};
            add_log(&want, ENCODING_UTF8, m, 5);
            add_log(&in, all[e], m, 5);
            for (size_t k = 0; k < sizeof steps / sizeof *steps * 5; k++) {
                strbuf out = {0};
                const decoded d = decode_in_pieces(all[e], strbuf_span(&in), steps[k / 5], caps[k % 5], &out);
                cr_assert(span_eq(strbuf_span(&out), strbuf_span(&want)), "%s in %s, step %zu, cap %zu", messages[m].name,
                          encoding_name(all[e]), steps[k / 5], caps[k % 5]);
                cr_assert(d.taken == in.len && d.made == want.len && d.invalid == 0);
                strbuf_free(&out);
            }
            cr_assert_eq(encoded_len(all[e], strbuf_span(&want)), in.len, "%s in %s", messages[m].name, encoding_name(all[e]));
            strbuf_free(&want);
            strbuf_free(&in);
        }
    }
}

#define BAD "\xEF\xBF\xBD"

Test(input_encoding, what_is_no_text_is_replaced_and_counted)
{
    static const struct {
        const char *name;
        encoding enc;
        dpm_span in, out;
        size_t invalid;
        size_t len_back; /* encoded_len of it: less than went in where half a code unit was dropped */
    } rows[] = {
        {"lone high", ENCODING_UTF16LE, {"a\0\x3D\xD8z\0", 6}, {"a" BAD "z", 5}, 1, 6},
        {"lone low", ENCODING_UTF16LE, {"a\0\x00\xDEz\0", 6}, {"a" BAD "z", 5}, 1, 6},
        {"low before high", ENCODING_UTF16BE, {"\xDE\x00\xD8\x3D", 4}, {BAD BAD, 6}, 2, 4},
        {"high, then a pair", ENCODING_UTF16BE, {"\xD8\x3D\xD8\x3D\xDE\x00", 6}, {BAD "\xF0\x9F\x98\x80", 7}, 1, 6},
        {"high at the end", ENCODING_UTF16LE, {"a\0\x3D\xD8", 4}, {"a" BAD, 4}, 1, 4},
        {"odd byte at the end", ENCODING_UTF16LE, {"a\0b", 3}, {"a", 1}, 1, 2},
        {"odd byte alone", ENCODING_UTF16BE, {"a", 1}, {"", 0}, 1, 0},
        {"high and an odd byte", ENCODING_UTF16LE, {"\x3D\xD8\x00", 3}, {BAD, 3}, 2, 2},
        {"zeros pass", ENCODING_UTF16LE, {"\0\0a\0\0\0", 6}, {"\0a\0", 3}, 0, 6},
        {"first and last of the BMP",
         ENCODING_UTF16BE,
         {"\x00\x80\xFF\xFF\xE0\x00", 6},
         {"\xC2\x80\xEF\xBF\xBF\xEE\x80\x80", 8},
         0,
         6},
        {"holes",
         ENCODING_1252,
         {"\x81"
          "a\x9D",
          3},
         {BAD "a" BAD, 7},
         0, /* of another page, perhaps: no damage */
         3},
        {"zeros pass 8-bit", ENCODING_1252, {"\0\xE9\0", 3}, {"\0\xC3\xA9\0", 4}, 0, 3},
        {"bad UTF-8 stays", ENCODING_UTF8, {"a\xFF\xE4\xB8", 4}, {"a\xFF\xE4\xB8", 4}, 0, 4},
    };
    dead_page p, room;
    dead_page_new(&p, 64);
    dead_page_new(&room, 64);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *const out = dead_page_room(&room, rows[i].out.len);
        const decoded d = decode(rows[i].enc, dead_page_copy(&p, rows[i].in), true, out, rows[i].out.len);
        cr_expect(span_eq(span_of(out, d.made), rows[i].out), "%s", rows[i].name);
        cr_expect_eq(d.taken, rows[i].in.len, "%s: took %zu", rows[i].name, d.taken);
        cr_expect_eq(d.invalid, rows[i].invalid, "%s: %zu invalid", rows[i].name, d.invalid);
        cr_expect_eq(encoded_len(rows[i].enc, span_of(out, d.made)), rows[i].len_back, "%s", rows[i].name);
        for (size_t step = 1; step <= 5; step++) {
            strbuf pieces = {0};
            const decoded q = decode_in_pieces(rows[i].enc, rows[i].in, step, 4, &pieces);
            cr_expect(span_eq(strbuf_span(&pieces), rows[i].out) && q.invalid == d.invalid, "%s in pieces of %zu", rows[i].name,
                      step);
            strbuf_free(&pieces);
        }
    }
    dead_page_free(&p);
    dead_page_free(&room);
}

Test(input_encoding, what_may_go_on_is_left_over)
{
    static const struct {
        encoding enc;
        dpm_span in;
        size_t taken;
    } rows[] = {
        {ENCODING_UTF16LE, {"a\0b", 3}, 2},
        {ENCODING_UTF16LE, {"a\0\x3D\xD8", 4}, 2},
        {ENCODING_UTF16LE, {"a\0\x3D\xD8\0", 5}, 2},
        {ENCODING_UTF16BE, {"\0", 1}, 0},
        {ENCODING_UTF8, {"a\xE4\xB8", 3}, 1},
        {ENCODING_UTF8, {"a\xF0\x9F\x98", 4}, 1},
        {ENCODING_UTF8, {"a\xE4\xB8\x80", 4}, 4},
        {ENCODING_UTF8, {"a\x80\x80\x80\x80", 5}, 5},
        {ENCODING_UTF8, {"a\xFF", 2}, 2},
        {ENCODING_1252, {"a\xE4", 2}, 2},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char out[32];
        const decoded d = decode(rows[i].enc, rows[i].in, false, out, sizeof out);
        cr_expect(d.taken == rows[i].taken && d.invalid == 0, "row %zu: took %zu", i, d.taken);
    }
}

/* The text made is the longest that fits, whatever the cut: a reader's blocks depend on it. */
Test(input_encoding, fills_the_room_to_the_last_whole_character)
{
    static const char text[] = "a\xC3\xA4\xE4\xB8\x80\xF0\x9F\x98\x80z";
    static const size_t fits[] = {0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 11, 11};
    for (size_t e = 0; e < 3; e++) {
        strbuf in = {0};
        add_encoded(&in, all[e], text, sizeof text - 1);
        for (size_t cap = 0; cap < sizeof fits / sizeof *fits; cap++) {
            char out[16];
            const decoded d = decode(all[e], strbuf_span(&in), true, out, cap);
            cr_expect(d.made == fits[cap] && memcmp(out, text, d.made) == 0, "%s, cap %zu: %zu", encoding_name(all[e]), cap,
                      d.made);
        }
        strbuf_free(&in);
    }
}

Test(input_encoding, windows_1252_is_whole)
{
    static const unsigned low[32] = {
        0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
        0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178,
    };
    for (unsigned byte = 0; byte < 256; byte++) {
        const char in = (char)byte;
        char out[4];
        const decoded d = decode(ENCODING_1252, span_of(&in, 1), true, out, sizeof out);
        const unsigned want = byte >= 0x80 && byte < 0xA0 ? low[byte - 0x80] : byte;
        const bool hole = byte >= 0x80 && want == 0;
        strbuf back = {0};
        add_encoded(&back, ENCODING_UTF16BE, out, d.made);
        const unsigned have = (unsigned)(unsigned char)back.ptr[0] << 8 | (unsigned char)back.ptr[1];
        cr_expect(back.len == 2 && have == (hole ? 0xFFFD : want) && d.invalid == 0, "byte %02X: %04X", byte, have);
        strbuf_free(&back);
    }
}

/* The page is guessed from the letters; all of them are of no fixture, and written for this test. */
Test(input_encoding, pages_are_guessed)
{
    static const struct {
        const char *page, *text; /* in it */
    } rows[] = {
        {"windows-1252", "Die Sicherung l\xE4uft nicht, pr\xFC"
                         "fen Sie die Gr\xF6\xDF"
                         "e"},
        {"windows-1252", "La sauvegarde a \xE9"
                         "chou\xE9 : v\xE9rifiez le r\xE9seau"},
        {"windows-1252", "c\xF3pia de seguran\xE7"
                         "a: n\xE3o responde \xE0 conex\xE3o"},
        {"windows-1250", "A ment\xE9s sikertelen: ellen\xF5rizze, h\xFBt\xF5"},
        {"windows-1250", "Zadanie nie powiod\xB3o si\xEA, sprawd\x9F po\xB3\xB9"
                         "czenie"},
        {"windows-1251", "\xCE\xF8\xE8\xE1\xEA\xE0 \xE7\xE0\xE4\xE0\xED\xE8\xFF \xF0\xE5\xE7\xE5\xF0\xE2\xED\xEE\xE3\xEE"},
        {"windows-1253", "\xC7 \xE5\xF1\xE3\xE1\xF3\xDF\xE1 \xE1\xF0\xDD\xF4\xF5\xF7\xE5, \xE4\xE5\xED \xE1\xF0\xE1\xED\xF4\xDC"},
        {"windows-1254", "Yedekleme i\xFEi ba\xFE"
                         "ar\xFDs\xFDz oldu, ba\xF0lant\xFDy\xFD denetleyin"},
        {"cp866", "\x8E\xE8\xA8\xA1\xAA\xA0 \xA7\xA0\xA4\xA0\xAD\xA8\xEF \xE0\xA5\xA7\xA5\xE0\xA2\xAD\xAE\xA3\xAE"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t bom;
        encoding named;
        const encoding e = encoding_detect(span_str(rows[i].text), &bom);
        cr_expect_str_eq(encoding_name(e), rows[i].page, "row %zu", i);
        cr_expect(encoding_find_page(span_str(rows[i].page), &named) && named == e);
    }
    encoding e;
    cr_expect(encoding_find_page(SPAN("1250"), &e) && encoding_find_page(SPAN("CP1250"), &e));
    cr_expect(!encoding_find_page(SPAN("utf-9"), &e) && !encoding_find_page(SPAN(""), &e));
}
