/* The fast loops against their scalar twins, at every length and alignment, in front of a dead page. */
#include "../../support/dead_page.h"

#include "input/kernel.h"

enum { ROOM = 8192 };

/* Numbers that look random and are the same every time. */
static unsigned next_number(unsigned *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 16;
}

static void check_utf16(const dead_page *p, const dead_page *made_at, const char *in, size_t units, bool big_endian, size_t bad)
{
    const dpm_span copy = dead_page_copy(p, span_of(in, 2 * units));
    char *const made = dead_page_room(made_at, units);
    char expected[ROOM];
    memset(made, '#', units);
    memset(expected, '#', units);
    const size_t want = ascii_from_utf16_scalar(in, units, big_endian, expected);
    const size_t have = ascii_from_utf16(copy.ptr, units, big_endian, made);
    cr_assert_eq(want, bad < units ? bad : units, "twin: units %zu bad %zu big %d", units, bad, big_endian);
    cr_assert_eq(have, want, "units %zu bad %zu big %d: %zu", units, bad, big_endian, have);
    cr_assert(memcmp(made, expected, have) == 0, "units %zu bad %zu big %d", units, bad, big_endian);
}

Test(input_kernel, utf16_ascii_equals_its_twin)
{
    static const unsigned bad_units[] = {0x80, 0xFF, 0x100, 0x4E00, 0x8000, 0xD83D, 0xFFFF};
    dead_page p, made_at;
    dead_page_new(&p, ROOM);
    dead_page_new(&made_at, ROOM);
    for (size_t units = 0; units < 70; units++) {
        for (size_t bad = 0; bad <= units; bad++) {
            for (int big = 0; big < 2; big++) {
                char in[2 * 70];
                for (size_t i = 0; i < units; i++) {
                    const unsigned unit = i == bad ? bad_units[(units + bad) % 7] : (unsigned)((i * 37 + units) % 128);
                    in[2 * i + (size_t)!big] = (char)(unit >> 8);
                    in[2 * i + (size_t)big] = (char)unit;
                }
                check_utf16(&p, &made_at, in, units, big != 0, bad < units ? bad : units);
            }
        }
    }
    dead_page_free(&p);
    dead_page_free(&made_at);
}

Test(input_kernel, tally_equals_its_twin)
{
    dead_page p;
    dead_page_new(&p, 2 * ROOM);
    unsigned state = 1;
    for (size_t len = 0; len < 2 * ROOM; len += len < 300 ? 1 : 997) {
        for (int dense = 0; dense < 2; dense++) {
            char *const at = dead_page_room(&p, len);
            for (size_t i = 0; i < len; i++) {
                const unsigned n = next_number(&state);
                at[i] = n % (dense ? 4 : 40) < 4 ? "\r\n\0x"[n / 64 % 4] : 'a';
            }
            const tally want = text_tally_scalar(span_of(at, len));
            const tally have = text_tally(span_of(at, len));
            cr_assert(have.lines == want.lines && have.nuls == want.nuls, "len %zu dense %d", len, dense);
        }
    }
    dead_page_free(&p);
}

Test(input_kernel, tally_counts_line_ends)
{
    static const struct {
        dpm_span text;
        size_t lines, nuls;
    } rows[] = {
        {{"", 0}, 0, 0},           {{"a", 1}, 0, 0},        {{"a\n", 2}, 1, 0},      {{"a\r\n", 3}, 1, 0}, {{"a\r", 2}, 1, 0},
        {{"\r\r\n\n", 4}, 3, 0},   {{"\0\r\0\n", 4}, 2, 2}, {{"\n\r", 2}, 2, 0},
        {{"0123456789abcde\r\nxxxxxxxxxxxxxxxxxxxx", 37}, 1, 0}, {{"0123456789abcde\r\0\nxxxxxxxxxxxxxxxxxxx", 37}, 2, 1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const tally t = text_tally(rows[i].text);
        cr_expect(t.lines == rows[i].lines && t.nuls == rows[i].nuls, "row %zu: %zu lines, %zu NULs", i, t.lines, t.nuls);
    }
    char zeros[5000] = {0}; /* more than fits a byte's counter in each lane */
    cr_expect_eq(text_tally(span_of(zeros, sizeof zeros)).nuls, sizeof zeros);
}

Test(input_kernel, ascii_run_ends_at_the_first_high_byte)
{
    dead_page p;
    dead_page_new(&p, ROOM);
    for (size_t len = 0; len < 40; len++) {
        for (size_t bad = 0; bad <= len; bad++) {
            char *const at = dead_page_room(&p, len);
            memset(at, 'x', len);
            if (bad < len) {
                at[bad] = (char)0x80;
            }
            cr_assert_eq(ascii_run(span_of(at, len)), bad, "len %zu bad %zu", len, bad);
        }
    }
    dead_page_free(&p);
}
