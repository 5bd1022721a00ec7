/* Every kernel against the plainest one, at a dead page. */
#include "scan_support.h"

#include "record/mask.h"

enum { AREA = 16384 };

static bool bit(const uint64_t *map, size_t i)
{
    return map[i / 64] >> i % 64 & 1;
}

static bool is_end(dpm_span text, size_t i)
{
    return text.ptr[i] == '\n' || (text.ptr[i] == '\r' && (i + 1 == text.len || text.ptr[i + 1] != '\n'));
}

static void check(dpm_span text, const char *what)
{
    static uint64_t ends[AREA / 64 + 1], tabs[AREA / 64 + 1];
    mask_choice kernels[MASK_KERNELS];
    const size_t count = mask_choices(kernels);
    for (size_t k = 0; k < count; k++) {
        const size_t words = mask_words(text.len);
        memset(ends, 0x5A, sizeof ends);
        memset(tabs, 0x5A, sizeof tabs);
        const bool nul = kernels[k].map(text, ends, tabs);
        cr_assert_eq(nul, text.len && memchr(text.ptr, '\0', text.len), "%s: %s, %zu bytes", kernels[k].name, what, text.len);
        for (size_t i = 0; i < words * 64; i++) {
            const bool in = i < text.len;
            cr_assert_eq(bit(ends, i), in && is_end(text, i), "%s: %s, %zu bytes, end %zu", kernels[k].name, what, text.len, i);
            cr_assert_eq(bit(tabs, i), in && text.ptr[i] == '\t', "%s: %s, %zu bytes, tab %zu", kernels[k].name, what, text.len,
                         i);
        }
        cr_assert_eq(ends[words], 0x5A5A5A5A5A5A5A5A, "%s wrote too much", kernels[k].name);
    }
}

static void fill(char *text, size_t len, const char *alphabet, size_t letters, uint64_t *seed)
{
    for (size_t i = 0; i < len; i++) {
        text[i] = alphabet[next_random(seed) % letters];
    }
}

static const struct alphabet {
    const char *name;
    const char *letters;
    size_t count;
} alphabets[] = {
    {"ends only", "\r\n", 2},
    {"dense", "\r\n\tx", 4},
    {"neighbours", "\b\t\n\v\f\r\x0e\x89\x8a\x8d\xff\0", 12},
    {"sparse", "\r\n\txxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", 54},
    {"returns", "\r\r\r\r\r\r\r\n", 8},
};

Test(record_mask, kernels_agree)
{
    char *const area = dead_page_area(AREA);
    uint64_t seed = 88172645463325252;
    for (size_t a = 0; a < sizeof alphabets / sizeof alphabets[0]; a++) {
        for (size_t len = 0; len <= 200; len++) { /* every length and alignment, the last byte before the dead page */
            char *const text = area + AREA - len;
            fill(text, len, alphabets[a].letters, alphabets[a].count, &seed);
            check(span_of(text, len), alphabets[a].name);
        }
        for (size_t round = 0; round < 20; round++) {
            const size_t len = 1000 + next_random(&seed) % 9000, shift = next_random(&seed) % 64;
            char *const text = area + AREA - len - shift;
            fill(text, len + shift, alphabets[a].letters, alphabets[a].count, &seed);
            check(span_of(text, len), alphabets[a].name);
        }
    }
    check((dpm_span){0}, "no text");
}

Test(record_mask, bits)
{
    const uint64_t map[] = {UINT64_C(0x8000000000000001), UINT64_C(0x0000000000000002), 0};
    cr_assert_eq(mask_first(map[0]), 0);
    cr_assert_eq(mask_first(UINT64_C(1) << 63), 63);
    for (uint32_t at = 0; at <= 64; at++) {
        const uint64_t bits = mask_from(map, at);
        const uint32_t next = at == 0 ? 0 : at <= 63 ? 63 : 65;
        if (next - at < 57) {
            cr_assert(bits && at + mask_first(bits) == next, "from %u", at);
        } else {
            cr_assert(!bits || at + mask_first(bits) == next, "from %u", at);
        }
    }
}
