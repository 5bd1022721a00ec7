/* Layouts, cuts, and the law that they serve: a source gives the same records wherever its blocks end. */
#include "scan_support.h"

#include <stdio.h>

#define P "0990\t17D8\t11/05\t13:02:42.416\t"
#define R P "31\tagentproxy.cpp(190)\t\t\tNORMAL\tx"
#define Q "17D8 11/05 13:02:42.416 31 agentproxy.cpp(190) WARNING Failed"

Test(record_layout, detect)
{
    const struct {
        const char *text;
        record_layout layout;
    } rows[] = {
        {"", LAYOUT_NONE},
        {"\n\n", LAYOUT_NONE},
        {"some text\nmore text\n", LAYOUT_NONE},
        {R, LAYOUT_ERRLOG},
        {"junk\r\njunk\r\n" R "\r\n", LAYOUT_ERRLOG},
        {"junk\r" R, LAYOUT_ERRLOG},
        {"junk " R, LAYOUT_PASTED},
        {Q "\n", LAYOUT_PASTED},
        {Q "\n" R, LAYOUT_ERRLOG},
        {"DPMRACurr.errlog:" R "\r\nDPMRACurr.errlog:" R "\r\n", LAYOUT_PASTED},
        {"see agentproxy.cpp(190) for that", LAYOUT_NONE},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        cr_assert_eq(layout_detect(span_str(rows[i].text)), rows[i].layout, "%s", rows[i].text);
    }
}

Test(record_layout, last_start)
{
    const struct {
        const char *text, *found; /* the text from there on; NULL: nowhere */
        record_layout layout;
    } rows[] = {
        {"", NULL, LAYOUT_ERRLOG},
        {R, NULL, LAYOUT_ERRLOG},
        {R "\r\n", NULL, LAYOUT_ERRLOG},
        {R "\r\n" R, R, LAYOUT_ERRLOG},
        {R "\r\n" R "\r\nmore\r\n\r\n", R "\r\nmore\r\n\r\n", LAYOUT_ERRLOG},
        {R "\r" R "\r", R "\r", LAYOUT_ERRLOG},
        {R "\n" P, P, LAYOUT_ERRLOG},
        {R "\n0990\t17D8\t11/05\t13:02:42.416", NULL, LAYOUT_ERRLOG},
        {R "\n" R "\n0990\t17D8\t11/05\t13:02:42.416", R "\n0990\t17D8\t11/05\t13:02:42.416", LAYOUT_ERRLOG},
        {"junk\njunk\njunk", NULL, LAYOUT_ERRLOG},
        {"junk\njunk\njunk", NULL, LAYOUT_NONE},
        {"junk\n" R, R, LAYOUT_NONE},
        {R "\n" Q "\n", NULL, LAYOUT_ERRLOG},
        {R "\n" Q "\n", Q "\n", LAYOUT_PASTED},
        {Q "\n" R "\n", R "\n", LAYOUT_PASTED},
        {"junk\n17D8 a.cpp(190) WARNING", NULL, LAYOUT_PASTED}, /* may become another word */
        {"junk\n17D8 a.cpp(190) WARNING\n", "17D8 a.cpp(190) WARNING\n", LAYOUT_PASTED},
        {"junk\n17D8 a.cpp(190) WARNING x", "17D8 a.cpp(190) WARNING x", LAYOUT_PASTED},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const size_t want = rows[i].found ? strlen(rows[i].text) - strlen(rows[i].found) : SIZE_MAX;
        cr_assert_eq(record_last_start(rows[i].layout, span_str(rows[i].text)), want, "row %zu: %s", i, rows[i].text);
    }
    cr_assert(record_begins(LAYOUT_ERRLOG, span_str(R)) && record_begins(LAYOUT_NONE, span_str(R)));
    cr_assert(record_begins(LAYOUT_PASTED, span_str(Q "\n")) && !record_begins(LAYOUT_ERRLOG, span_str(Q "\n")));
    cr_assert_not(record_begins(LAYOUT_ERRLOG, span_str("x\n" R)));
}

Test(record_layout, cut_inside)
{
    static char text[10000];
    const struct {
        const char *tail; /* behind a long line */
        size_t left;      /* bytes of it that are not in the block */
    } rows[] = {
        {"", 0},
        {"x", 0},
        {"\n", 0},
        {"\r\n", 0},
        {"\r", 1},
        {"\n0990", 4},
        {"\r0990", 4},
        {"\nab\r", 1},
        {"\nab\r\n", 0},
        {"\xC3", 1},
        {"\xC3\xA4", 0},
        {"\xE2\x82", 2},
        {"\xE2\x82\xAC", 0},
        {"\xF0\x9F\x98", 3},
        {"\xF0\x9F\x98\x80", 0},
        {"\x80\x80\x80\x80", 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        memset(text, 'x', 5000);
        memcpy(text + 5000, rows[i].tail, strlen(rows[i].tail));
        const size_t len = 5000 + strlen(rows[i].tail);
        cr_assert_eq(record_cut_inside(span_of(text, len)), len - rows[i].left, "row %zu", i);
    }
    cr_assert_eq(record_cut_inside((dpm_span){0}), 0);
}

static bool ends_line(dpm_span text)
{
    return text.len && (text.ptr[text.len - 1] == '\n' || text.ptr[text.len - 1] == '\r');
}

/* What a reader does that gets `step` bytes at a time: keep what may go on, cut what is too long to keep. */
static found_list read_in_steps(dpm_span text, record_layout layout, size_t step, scanner *s)
{
    found_list list = {0};
    block before = {0};
    for (size_t at = 0, have = 0;;) {
        have = have + step < text.len ? have + step : text.len;
        block b = {.text = span_of(text.ptr + at, have - at), .offset = at, .last = have == text.len};
        if (!b.last) {
            size_t end = record_last_start(layout, b.text);
            if (end == SIZE_MAX) {
                if (b.text.len < RECORD_CAP + 8192) {
                    continue;
                }
                end = record_cut_inside(b.text);
                b.more = true;
            }
            cr_assert(end > 0 && end <= b.text.len);
            b.text.len = end;
        }
        b.continues = before.more && (before.continues || record_begins(layout, before.text));
        b.inside = before.more && !ends_line(before.text);
        found_scan(&list, s, &b, layout);
        if (b.last) {
            return list;
        }
        at += b.text.len;
        before = b;
    }
}

static void check_steps(const char *name, dpm_span text, record_layout layout, const size_t *steps, size_t count)
{
    scanner *const s = scanner_new();
    found_list want = {0};
    const block whole = {.text = text, .last = true};
    found_scan(&want, s, &whole, layout);
    for (size_t i = 0; i < count; i++) {
        char what[100];
        snprintf(what, sizeof what, "%s in steps of %zu", name, steps[i]);
        found_list got = read_in_steps(text, layout, steps[i], s);
        found_check(&got, &want, what);
        found_free(&got);
    }
    found_free(&want);
    scanner_free(s);
}

Test(record_layout, small_cuts)
{
    static const size_t steps[] = {1, 2, 3, 5, 7, 16, 29, 30, 64, 100, 177, 500};
    static const struct {
        const char *name, *text;
        record_layout layout;
    } rows[] = {
        {"a log",
         R "\r\n" R "\r\n   at A.B()\r\n\r\n   at C.D()\r\n\r\n\r\n" R "\r\n" R "\r\n12345\t17D8\t11/05\t13:02:42.416\t31\tx\r\n",
         LAYOUT_ERRLOG},
        {"mixed line ends", "junk\r\rjunk\n\n" R "\r" R "\n" R "\r\n\rmore\r\r\nmore\r" R "\n\r", LAYOUT_ERRLOG},
        {"no line end", "junk\n" R "\nmore\n" R, LAYOUT_ERRLOG},
        {"no records", "junk\r\nmore\r\n\r\nand more\r\n", LAYOUT_NONE},
        {"late records", "junk\r\nmore\r\n\r\nand more\r\n" R "\nmore\n" R "\n", LAYOUT_NONE},
        {"pasted", "hello\n" Q "\nwrapped\n\n  " Q " 0990 " Q "\r\nmore\r" R "\nmore\n> " Q "\n", LAYOUT_PASTED},
        {"pasted, several on a line", Q " " Q " " Q " WARNING " Q "\n" Q " " Q "\r\n", LAYOUT_PASTED},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        check_steps(rows[i].name, span_str(rows[i].text), rows[i].layout, steps, sizeof steps / sizeof steps[0]);
    }
}

/* Put `text` at `at`; returns where it ends. */
static size_t put(char *out, size_t at, const char *text)
{
    memcpy(out + at, text, strlen(text));
    return at + strlen(text);
}

/* The same text again and again, up to `len`. */
static size_t put_to(char *out, size_t at, const char *text, size_t len)
{
    while (at < len) {
        at = put(out, at, text);
    }
    return at;
}

/* Records far longer than the cap, of which a reader keeps no more than a good megabyte. */
Test(record_layout, long_cuts)
{
    static const size_t steps[] = {262144, 100000, 262139, 65521};
    static const struct {
        const char *name, *head, *fill, *tail;
        record_layout layout;
    } rows[] = {
        {"one line", R, "y", "\r\n" R "\r\nmore\n", LAYOUT_ERRLOG},
        {"one line of umlauts", R "y", "\xC3\xA4", "\r\n" R, LAYOUT_ERRLOG},
        {"one line of euros", R, "\xE2\x82\xAC", "\n" R "\n", LAYOUT_ERRLOG},
        {"to the end", R, "y", "", LAYOUT_ERRLOG},
        {"short lines", R "\r\n", "   at A.B()\r\n", R "\r\n", LAYOUT_ERRLOG},
        {"almost a record", R "\r\n", "0990\t17D8\t11/05\t13:02:42.41\r\n", R "\r\n", LAYOUT_ERRLOG},
        {"empty lines", R "\r\n", "\r\n", "more\r\n" R "\r\n", LAYOUT_ERRLOG},
        {"returns", R "\r", "\r", "more\r" R "\r", LAYOUT_ERRLOG},
        {"text before the first record", "junk\n", "junk\r\n", R "\r\nmore\r\n", LAYOUT_NONE},
        {"a line before the first record", "junk", "junk", "\n" R "\r\nmore\r\n", LAYOUT_ERRLOG},
        {"long lines", R "\r\n", "a line of some length, that fits no block of 4 KiB a whole number of times\r\n", "\r\n" R,
         LAYOUT_ERRLOG},
        {"pasted", Q "\n", "wrapped text\r\n", Q "\r\n", LAYOUT_PASTED},
    };
    char *const text = malloc(BLOCK_CAP);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const size_t before = put_to(text, 0, R "\n", 3000);
        size_t at = rows[i].head[0] == 'j' ? 0 : before;
        at = put(text, at, rows[i].head);
        at = put_to(text, at, rows[i].fill, RECORD_CAP + RECORD_CAP / 2 + 77);
        at = put(text, at, rows[i].tail);
        check_steps(rows[i].name, span_of(text, at), rows[i].layout, steps, sizeof steps / sizeof steps[0]);
    }
    free(text);
}
