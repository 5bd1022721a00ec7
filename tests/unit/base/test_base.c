/* The small parts that everything stands on: numbers, calendar, spans, builder, interning, hashing. */
#include "base/arena.h"
#include "base/civil.h"
#include "base/grow.h"
#include "base/hash.h"
#include "base/hashset.h"
#include "base/intern.h"
#include "base/number.h"
#include "base/strbuf.h"
#include "base/text.h"
#include "base/utf8.h"

#include <criterion/criterion.h>
#include <stdio.h>

#define COUNT(rows) (sizeof(rows) / sizeof *(rows))

static const struct {
    int64_t ms;
    const char *iso;
} days[] = {
    {0, "1970-01-01T00:00:00.000Z"},
    {-1, "1969-12-31T23:59:59.999Z"},
    {951782399999, "2000-02-28T23:59:59.999Z"},
    {951782400000, "2000-02-29T00:00:00.000Z"},
    {1464814545690, "2016-06-01T20:55:45.690Z"},
    {1709164800000, "2024-02-29T00:00:00.000Z"},
    {4102444800000, "2100-01-01T00:00:00.000Z"},
    {4107542400000, "2100-03-01T00:00:00.000Z"}, /* 2100 is no leap year */
};

Test(base_civil, both_ways)
{
    for (size_t i = 0; i < COUNT(days); i++) {
        char text[CIVIL_TEXT + 1];
        civil_iso(days[i].ms, text);
        cr_expect_str_eq(text, days[i].iso);
        cr_expect_eq(civil_to_ms(civil_from_ms(days[i].ms)), days[i].ms, "%s", days[i].iso);
    }
    int64_t before = civil_to_ms((civil){.year = 1899, .month = 12, .day = 31});
    for (int64_t day = 1; day < 366 * 300; day += 13) {
        const int64_t ms = before + day * MS_DAY;
        cr_assert_eq(civil_to_ms(civil_from_ms(ms)), ms, "day %lld", (long long)day);
    }
}

static const struct {
    const char *text;
    size_t hex_len;
    uint64_t hex;
    size_t decimal_len;
    uint64_t decimal;
} numbers[] = {
    {"", 0, 0, 0, 0},
    {"12z", 2, 0x12, 2, 12},
    {"ffFF ", 4, 0xFFFF, 0, 0},
    {"18446744073709551615", 0, 0, 20, UINT64_MAX},
    {"18446744073709551616", 0, 0, 0, 0},
    {"0123456789abcdef", 16, 0x0123456789abcdef, 10, 123456789},
    {"0123456789abcdef0", 0, 0, 10, 123456789},
};

Test(base_number, hex_and_decimal)
{
    for (size_t i = 0; i < COUNT(numbers); i++) {
        uint64_t value = 0;
        cr_expect_eq(number_hex(span_str(numbers[i].text), &value), numbers[i].hex_len, "hex '%s'", numbers[i].text);
        cr_expect(numbers[i].hex_len == 0 || value == numbers[i].hex, "hex '%s'", numbers[i].text);
        cr_expect_eq(number_decimal(span_str(numbers[i].text), &value), numbers[i].decimal_len, "decimal '%s'", numbers[i].text);
        cr_expect(numbers[i].decimal_len == 0 || value == numbers[i].decimal, "decimal '%s'", numbers[i].text);
    }
}

Test(base_number, guids)
{
    static const char *const wrong[] = {"",
                                        "8AE83798-7A85-466A-80CA-22CA6658296",
                                        "8AE83798-7A85-466A-80CA-22CA665829655",
                                        "8AE83798_7A85-466A-80CA-22CA66582965",
                                        "8AE83798-7A85-466A-80CA-22CA6658296G",
                                        "{8AE83798-7A85-466A-80CA-22CA6658296}"};
    uint8_t guid[16];
    char text[GUID_TEXT + 1];
    cr_assert(number_guid(SPAN("8ae83798-7A85-466A-80CA-22CA66582965"), guid));
    guid_text(guid, text);
    cr_expect_str_eq(text, "8AE83798-7A85-466A-80CA-22CA66582965");
    for (size_t i = 0; i < COUNT(wrong); i++) {
        cr_expect_not(number_guid(span_str(wrong[i]), guid), "%s", wrong[i]);
    }
}

static const struct {
    const char *in;
    size_t len;
    const char *out;
} heads[] = {
    {"abc", 5, "abc"},       {"abc", 2, "ab"},        {"a\xC3\xA9", 2, "a"}, {"a\xC3\xA9", 3, "a\xC3\xA9"},
    {"\xE2\x82\xAC", 2, ""}, {"\x80\x80\x80", 2, ""},
};

Test(base_text, cuts_and_finds)
{
    for (size_t i = 0; i < COUNT(heads); i++) {
        cr_expect(span_eq(span_head_utf8(span_str(heads[i].in), heads[i].len), span_str(heads[i].out)), "row %zu", i);
    }
    const cut c = span_cut(SPAN("a\tb\tc"), '\t');
    cr_expect(c.found && span_eq(c.head, SPAN("a")) && span_eq(c.tail, SPAN("b\tc")));
    cr_expect_not(span_cut(SPAN("abc"), '\t').found);
    cr_expect_eq(span_find(SPAN("aaab"), SPAN("aab")), 1);
    cr_expect_eq(span_find(SPAN("aaab"), SPAN("abb")), SIZE_MAX);
    cr_expect_eq(span_find(SPAN("ab"), SPAN("abc")), SIZE_MAX);
    cr_expect(span_iends(SPAN("X.ERRLOG"), SPAN(".errlog")));
    cr_expect_lt(span_icmp(SPAN("dpm01"), SPAN("FS01")), 0);
    cr_expect(span_eq(span_trim(SPAN(" \t a b\r\n")), SPAN("a b")));
}

Test(base_strbuf, grows_and_clears)
{
    strbuf b = {0};
    for (int i = 0; i < 1000; i++) {
        strbuf_addf(&b, "%d,", i);
    }
    strbuf_addc(&b, '\0');
    strbuf_adds(&b, "end");
    cr_expect_eq(b.len, 3890 + 4, "%zu", b.len);
    cr_expect_eq(memcmp(b.ptr, "0,1,2,", 6), 0);
    cr_expect_str_eq(b.ptr + 3891, "end");
    strbuf_clear(&b);
    cr_expect_eq(b.len, 0);
    cr_expect_not(b.failed);
    strbuf_free(&b);
}

Test(base_intern, keeps_each_string_once_up_to_its_limit)
{
    intern set;
    intern_init(&set, 300, 9);
    uint32_t id, again;
    for (unsigned i = 0; i < 400; i++) {
        char text[16];
        snprintf(text, sizeof text, "name%u", i);
        cr_assert(intern_put(&set, span_str(text), &id));
        cr_assert(intern_put(&set, span_str(text), &again));
        cr_expect_eq(id, again, "%s", text);
        cr_expect_eq(id == INTERN_NONE, i >= 300, "%s", text);
        cr_expect(i >= 300 || span_eq(intern_get(&set, id), span_str(text)), "%s", text);
    }
    cr_expect_eq(set.overflow, 200);
    cr_assert(intern_put(&set, (dpm_span){0}, &id));
    cr_expect_eq(id, INTERN_NONE);
    intern_free(&set);
}

Test(base_hash, tells_lengths_and_seeds_apart)
{
    static const char zeros[40] = {0};
    for (size_t a = 0; a < sizeof zeros; a++) {
        cr_expect_neq(hash_bytes(1, span_of(zeros, a)), hash_bytes(2, span_of(zeros, a)), "%zu", a);
        for (size_t b = 0; b < a; b++) {
            cr_expect_neq(hash_bytes(1, span_of(zeros, a)), hash_bytes(1, span_of(zeros, b)), "%zu and %zu", a, b);
        }
    }
}

Test(base_arena, aligned_zeroed_and_kept)
{
    arena a = {0};
    dpm_span kept[200];
    for (size_t i = 0; i < COUNT(kept); i++) {
        const char *const p = arena_alloc(&a, i * 700);
        cr_assert(p);
        cr_expect_eq((uintptr_t)p % _Alignof(max_align_t), 0);
        for (size_t k = 0; k < i * 700; k += 97) {
            cr_assert_eq(p[k], 0);
        }
        char text[8];
        snprintf(text, sizeof text, "%zu", i);
        cr_assert(arena_keep(&a, span_str(text), &kept[i]));
    }
    for (size_t i = 0; i < COUNT(kept); i++) {
        char text[8];
        snprintf(text, sizeof text, "%zu", i);
        cr_expect_str_eq(kept[i].ptr, text);
    }
    cr_expect_null(arena_array(&a, SIZE_MAX / 2, 4));
    cr_expect_null(arena_alloc(&a, SIZE_MAX));
    arena_free(&a);
}

Test(base, arrays_grow)
{
    uint16_t *items = NULL;
    size_t cap = 0;
    for (size_t i = 0; i < 100; i++) {
        cr_assert(GROW(items, i, cap));
        items[i] = (uint16_t)i;
    }
    cr_expect(cap == 128 && items[0] == 0 && items[99] == 99);
    size_t huge = SIZE_MAX / 4;
    cr_expect(!GROW(items, huge, huge) && huge == SIZE_MAX / 4 && items[99] == 99, "what does not fit leaves all as it was");
    free(items);
}

Test(base, hashes_are_kept_once)
{
    hashset set = {0};
    bool fresh = false;
    for (uint64_t i = 1; i <= 5000; i++) {
        cr_assert(hashset_add(&set, i << 20, &fresh) && fresh);
    }
    cr_expect(hashset_add(&set, 77 << 20, &fresh) && !fresh && set.count == 5000);
    cr_expect(hashset_has(&set, UINT64_C(5000) << 20) && !hashset_has(&set, UINT64_C(5001) << 20));
    hashset_clear(&set);
    cr_expect(!hashset_has(&set, 77 << 20) && set.count == 0);
    hashset_free(&set);
    recent_hashes recent = {{0}, 0};
    const uint64_t first = recent_identity(&recent, 1, 9), second = recent_identity(&recent, 1, 9);
    cr_expect(first == 9 && second != 9, "a line repeated is another one");
}

Test(base, utf8_characters)
{
    static const struct {
        const char *bytes;
        uint32_t code;
        size_t len, sequence, torn; /* of the first character, and at the end of all */
        bool valid;
    } rows[] = {
        {"a", 'a', 1, 1, 0, true},
        {"\xC3\xA4", 0xE4, 2, 2, 0, true},
        {"\xE2\x82\xAC", 0x20AC, 3, 3, 0, true},
        {"\xF0\x9F\x98\x80", 0x1F600, 4, 4, 0, true},
        {"\xE2\x82", 0xE2, 2, 3, 2, false},
        {"\xF0\x9F\x98", 0xF0, 3, 4, 3, false},
        {"\xC0\x80", 0xC0, 1, 0, 0, false},
        {"\xED\xA0\x80", 0xED, 1, 0, 0, false},
        {"\xF5\x80", 0xF5, 1, 0, 0, false},
        {"\x80", 0x80, 1, 0, 0, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const dpm_span s = span_str(rows[i].bytes);
        const glyph g = utf8_glyph(s);
        cr_expect(g.code == rows[i].code && g.len == rows[i].len && g.valid == rows[i].valid, "row %zu", i);
        cr_expect(utf8_sequence(s) == rows[i].sequence && utf8_torn(s) == rows[i].torn, "row %zu", i);
        char back[4];
        cr_expect(!g.valid || span_eq(span_of(back, utf8_put(back, g.code)), s), "row %zu", i);
    }
}
