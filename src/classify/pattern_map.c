/* The kernels behind pattern_map.h: a table, and with AVX2 ranges of 32 bytes at a time. */
#include "classify/pattern_map.h"
#include "record/target.h"

#include <string.h>

#if TARGET_X86
#include <immintrin.h>
#endif

#define D (IN_WORD | DIGIT)
#define X IN_WORD
#define L (IN_WORD | NOT_HEX)
static const uint8_t traits[128] = {
    ['0'] = D,
    ['1'] = D,
    ['2'] = D,
    ['3'] = D,
    ['4'] = D,
    ['5'] = D,
    ['6'] = D,
    ['7'] = D,
    ['8'] = D,
    ['9'] = D,
    ['A'] = X,
    ['B'] = X,
    ['C'] = X,
    ['D'] = X,
    ['E'] = X,
    ['F'] = X,
    ['G'] = L,
    ['H'] = L,
    ['I'] = L,
    ['J'] = L,
    ['K'] = L,
    ['L'] = L,
    ['M'] = L,
    ['N'] = L,
    ['O'] = L,
    ['P'] = L,
    ['Q'] = L,
    ['R'] = L,
    ['S'] = L,
    ['T'] = L,
    ['U'] = L,
    ['V'] = L,
    ['W'] = L,
    ['X'] = L,
    ['Y'] = L,
    ['Z'] = L,
    ['a'] = X,
    ['b'] = X,
    ['c'] = X,
    ['d'] = X,
    ['e'] = X,
    ['f'] = X,
    ['g'] = L,
    ['h'] = L,
    ['i'] = L,
    ['j'] = L,
    ['k'] = L,
    ['l'] = L,
    ['m'] = L,
    ['n'] = L,
    ['o'] = L,
    ['p'] = L,
    ['q'] = L,
    ['r'] = L,
    ['s'] = L,
    ['t'] = L,
    ['u'] = L,
    ['v'] = L,
    ['w'] = L,
    ['x'] = L,
    ['y'] = L,
    ['z'] = L,
    ['_'] = L,
    ['-'] = L,
    ['$'] = L,
    ['/'] = L,
    ['\\'] = L | BACKSLASH,
    [':'] = L,
    ['.'] = L | DOT,
};
#undef D
#undef X
#undef L

uint8_t pattern_traits(char c)
{
    return (unsigned char)c < 0x80 ? traits[(unsigned char)c] : IN_WORD | NOT_HEX;
}

void pattern_map_scalar(dpm_span text, pattern_map *out)
{
    memset(out, 0, sizeof *out);
    for (size_t i = 0; i < text.len; i++) {
        const uint8_t is = pattern_traits(text.ptr[i]);
        const size_t bit = i % 64;
        out->word[i / 64] |= (uint64_t)(is != 0) << bit;
        out->telling[i / 64] |= (uint64_t)((is & (DIGIT | DOT | BACKSLASH)) != 0) << bit;
        out->not_hex[i / 64] |= (uint64_t)((is & NOT_HEX) != 0) << bit;
        out->blanks |= text.ptr[i] == '\t' || text.ptr[i] == '\n' || text.ptr[i] == '\r';
    }
}

#if TARGET_X86

/* Bytes from `first` on, `more` of them after it. */
INLINE TARGET("avx2") __m256i within(__m256i bytes, char first, char more)
{
    const __m256i above = _mm256_sub_epi8(bytes, _mm256_set1_epi8(first));
    return _mm256_cmpeq_epi8(_mm256_min_epu8(above, _mm256_set1_epi8(more)), above);
}

INLINE TARGET("avx2") __m256i equal(__m256i bytes, char c)
{
    return _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(c));
}

typedef struct half {
    uint32_t word, telling, not_hex, blank;
} half;

INLINE TARGET("avx2") half look(const char *at)
{
    const __m256i bytes = _mm256_loadu_si256((const __m256i *)(const void *)at);
    const __m256i folded = _mm256_or_si256(bytes, _mm256_set1_epi8(0x20));
    const __m256i letter = within(folded, 'a', 'z' - 'a'), hex_letter = within(folded, 'a', 'f' - 'a');
    const __m256i digit = within(bytes, '0', 9), sign = within(bytes, '-', ':' - '-'); /* - . / digits : */
    const __m256i backslash = equal(bytes, '\\');
    const __m256i odd = _mm256_or_si256(_mm256_or_si256(equal(bytes, '$'), equal(bytes, '_')), _mm256_or_si256(backslash, bytes));
    const uint32_t word = (uint32_t)_mm256_movemask_epi8(_mm256_or_si256(_mm256_or_si256(letter, sign), odd));
    const uint32_t hex = (uint32_t)_mm256_movemask_epi8(_mm256_or_si256(hex_letter, digit));
    const __m256i telling = _mm256_or_si256(_mm256_or_si256(digit, backslash), equal(bytes, '.'));
    const __m256i blank = _mm256_or_si256(within(bytes, '\t', 1), equal(bytes, '\r'));
    return (half){word, (uint32_t)_mm256_movemask_epi8(telling), word & ~hex, (uint32_t)_mm256_movemask_epi8(blank)};
}

INLINE TARGET("avx2") uint32_t put_look(const char *at, pattern_map *out, size_t i)
{
    const half low = look(at), high = look(at + 32);
    out->word[i] = low.word | (uint64_t)high.word << 32;
    out->telling[i] = low.telling | (uint64_t)high.telling << 32;
    out->not_hex[i] = low.not_hex | (uint64_t)high.not_hex << 32;
    return low.blank | high.blank;
}

TARGET("avx2") static void fill_avx2(dpm_span text, pattern_map *out)
{
    const size_t whole = text.len / 64, rest = text.len % 64, words = whole + (rest != 0);
    uint32_t blank = 0;
    for (size_t i = 0; i < whole; i++) {
        blank |= put_look(text.ptr + 64 * i, out, i);
    }
    if (rest) {
        char copy[64] = {0};
        memcpy(copy, text.ptr + 64 * whole, rest);
        blank |= put_look(copy, out, whole);
    }
    out->word[words] = out->telling[words] = out->not_hex[words] = 0;
    out->blanks = blank != 0;
}

void pattern_map_fill(dpm_span text, pattern_map *out)
{
    if (__builtin_cpu_supports("avx2")) {
        fill_avx2(text, out);
    } else {
        pattern_map_scalar(text, out);
    }
}

#else

void pattern_map_fill(dpm_span text, pattern_map *out)
{
    pattern_map_scalar(text, out);
}

#endif
