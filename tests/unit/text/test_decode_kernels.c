/* The fast loops against their scalar twins, at every length and alignment, in front of a dead page. */
#include "../../support/dead_page.h"

#include "text/decode_kernels.h"

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

Test(input_kernel, extent_equals_its_twin)
{
    dead_page p;
    dead_page_new(&p, 2 * ROOM);
    unsigned state = 1;
    for (size_t len = 0; len < 2 * ROOM; len += len < 300 ? 1 : 997) {
        for (int dense = 0; dense < 2; dense++) {
            char *const at = dead_page_room(&p, len);
            for (size_t i = 0; i < len; i++) {
                const unsigned n = next_number(&state);
                at[i] = n % (dense ? 4 : 40) < 4 ? (char)(n >> 8) : 'a';
            }
            const extent want = text_extent_scalar(span_of(at, len));
            const extent have = text_extent(span_of(at, len));
            cr_assert(have.characters == want.characters && have.large == want.large, "len %zu dense %d", len, dense);
        }
    }
    dead_page_free(&p);
}

Test(input_kernel, extent_counts_characters)
{
    static const struct {
        dpm_span text;
        size_t characters, large;
    } rows[] = {
        {{"", 0}, 0, 0},
        {{"ab", 2}, 2, 0},
        {{"\xC3\xA9", 2}, 1, 0},
        {{"\xE2\x82\xAC!", 4}, 2, 0},
        {{"\xF0\x9F\x98\x80", 4}, 1, 1},
        {{"0123456789abcd\xF0\x9F\x98\x80\xC3\xA9zzzzzzzzzzzzzzzz", 36}, 32, 1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const extent e = text_extent(rows[i].text);
        cr_expect(e.characters == rows[i].characters && e.large == rows[i].large, "row %zu: %zu, %zu", i, e.characters, e.large);
    }
    char many[16 * 300]; /* more than fits a byte's counter in each lane */
    memset(many, 0xF0, sizeof many);
    cr_expect_eq(text_extent(span_of(many, sizeof many)).large, sizeof many);
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
