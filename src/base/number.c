/* Numbers in text. */
#include "base/number.h"

#include "base/swar.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include <stddef.h>

int hex_digit(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    const char lower = (char)(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

size_t number_hex(dpm_span s, uint64_t *out)
{
    uint64_t value = 0;
    size_t len = 0;
    for (; len < s.len; len++) {
        const int digit = hex_digit(s.ptr[len]);
        if (digit < 0) {
            break;
        }
        if (len == 16) {
            return 0;
        }
        value = value << 4 | (uint64_t)digit;
    }
    *out = value;
    return len;
}

size_t number_decimal(dpm_span s, uint64_t *out)
{
    uint64_t value = 0;
    size_t len = 0;
    for (; len < s.len && s.ptr[len] >= '0' && s.ptr[len] <= '9'; len++) {
        const uint64_t digit = (uint64_t)(s.ptr[len] - '0');
        if (value > (UINT64_MAX - digit) / 10) {
            return 0;
        }
        value = value * 10 + digit;
    }
    *out = value;
    return len;
}

#ifdef __SSE2__
/* Sixteen digits to eight bytes. */
static bool guid_half(uint64_t first, uint64_t second, uint8_t out[8])
{
    const __m128i digits = _mm_set_epi64x((long long)second, (long long)first);
    const __m128i folded = _mm_or_si128(digits, _mm_set1_epi8(0x20));
    const __m128i decimal =
        _mm_and_si128(_mm_cmpgt_epi8(digits, _mm_set1_epi8('0' - 1)), _mm_cmplt_epi8(digits, _mm_set1_epi8('9' + 1)));
    const __m128i letter =
        _mm_and_si128(_mm_cmpgt_epi8(folded, _mm_set1_epi8('a' - 1)), _mm_cmplt_epi8(folded, _mm_set1_epi8('f' + 1)));
    const __m128i nibbles = _mm_add_epi8(_mm_and_si128(digits, _mm_set1_epi8(0x0F)), _mm_and_si128(letter, _mm_set1_epi8(9)));
    const __m128i pairs = _mm_or_si128(_mm_slli_epi16(nibbles, 4), _mm_srli_epi16(nibbles, 8));
    const __m128i bytes = _mm_packus_epi16(_mm_and_si128(pairs, _mm_set1_epi16(0xFF)), _mm_setzero_si128());
    _mm_storel_epi64((__m128i *)(void *)out, bytes);
    return _mm_movemask_epi8(_mm_or_si128(decimal, letter)) == 0xFFFF;
}
#else
/* Eight digits to four bytes. */
static bool guid_part(uint64_t digits, uint8_t out[4])
{
    uint64_t bytes;
    const bool good = wide_hex_bytes(digits, &bytes);
    for (size_t i = 0; i < 4; i++) {
        out[i] = (uint8_t)(bytes >> 16 * i);
    }
    return good;
}

static bool guid_half(uint64_t first, uint64_t second, uint8_t out[8])
{
    return guid_part(first, out) & guid_part(second, out + 4);
}
#endif

static uint64_t two_groups(const char *first, const char *second)
{
    return (wide_load(first) & UINT32_MAX) | wide_load(second) << 32;
}

/* Sixteen digits at a time, because every event's task is read here. */
bool number_guid(dpm_span s, uint8_t out[16])
{
    if (s.len != GUID_TEXT || s.ptr[8] != '-' || s.ptr[13] != '-' || s.ptr[18] != '-' || s.ptr[23] != '-') {
        return false;
    }
    return guid_half(wide_load(s.ptr), two_groups(s.ptr + 9, s.ptr + 14), out) &
           guid_half(two_groups(s.ptr + 19, s.ptr + 24), wide_load(s.ptr + 28), out + 8);
}

size_t decimal_text(uint64_t value, char out[DECIMAL_TEXT + 1])
{
    char reversed[DECIMAL_TEXT];
    size_t len = 0;
    do {
        reversed[len++] = (char)('0' + value % 10);
        value /= 10;
    } while (value);
    for (size_t i = 0; i < len; i++) {
        out[i] = reversed[len - 1 - i];
    }
    out[len] = '\0';
    return len;
}

size_t hex_text(uint32_t value, unsigned least, char out[HEX_TEXT + 1])
{
    unsigned len = least;
    while (len < HEX_TEXT && value >> 4 * len) {
        len++;
    }
    for (unsigned i = 0; i < len; i++) {
        out[i] = "0123456789ABCDEF"[value >> 4 * (len - 1 - i) & 15];
    }
    out[len] = '\0';
    return len;
}

void guid_text(const uint8_t guid[16], char out[GUID_TEXT + 1])
{
    static const char digits[] = "0123456789ABCDEF";
    size_t at = 0;
    for (size_t i = 0; i < 16; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10) {
            out[at++] = '-';
        }
        out[at++] = digits[guid[i] >> 4];
        out[at++] = digits[guid[i] & 15];
    }
    out[at] = '\0';
}
