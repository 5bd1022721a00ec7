/* The loops that look at every byte: with SSE2 where the compiler has it, otherwise with 64-bit words. */
#include "text/decode_kernels.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

size_t ascii_from_utf16_scalar(const char *in, size_t units, bool big_endian, char *out)
{
    const size_t low = big_endian ? 1 : 0;
    for (size_t i = 0; i < units; i++) {
        const char c = in[2 * i + low];
        if (in[2 * i + 1 - low] != 0 || (unsigned char)c > 0x7F) {
            return i;
        }
        out[i] = c;
    }
    return units;
}

#if defined(__SSE2__)

enum { STEP = 16 }; /* code units */

/* Two registers of code units are ASCII together when no bit above the seventh is set in either. In the other byte order
 * the same bits lie elsewhere, and a shift by a byte puts the characters right. */
static size_t ascii_blocks(const char *in, size_t units, bool big_endian, char *out)
{
    const __m128i high = _mm_set1_epi16((short)(big_endian ? 0x80FF : 0xFF80));
    size_t i = 0;
    for (; units - i >= STEP; i += STEP) {
        __m128i a, b;
        memcpy(&a, in + 2 * i, sizeof a);
        memcpy(&b, in + 2 * i + sizeof a, sizeof b);
        const __m128i bad = _mm_and_si128(_mm_or_si128(a, b), high);
        if (_mm_movemask_epi8(_mm_cmpeq_epi8(bad, _mm_setzero_si128())) != 0xFFFF) {
            break;
        }
        if (big_endian) {
            a = _mm_srli_epi16(a, 8);
            b = _mm_srli_epi16(b, 8);
        }
        const __m128i packed = _mm_packus_epi16(a, b);
        memcpy(out + i, &packed, sizeof packed);
    }
    return i;
}

#else

enum { STEP = 4 };

static uint64_t load64(const char *p)
{
    uint64_t w = 0;
    for (size_t i = 0; i < 8; i++) {
        w |= (uint64_t)(unsigned char)p[i] << (8 * i);
    }
    return w;
}

static size_t ascii_blocks(const char *in, size_t units, bool big_endian, char *out)
{
    const uint64_t high = big_endian ? UINT64_C(0x80FF80FF80FF80FF) : UINT64_C(0xFF80FF80FF80FF80);
    size_t i = 0;
    for (; units - i >= STEP; i += STEP) {
        uint64_t w = load64(in + 2 * i);
        if (w & high) {
            break;
        }
        w >>= big_endian ? 8 : 0;
        w = (w | w >> 8) & UINT64_C(0x0000FFFF0000FFFF);
        w |= w >> 16;
        out[i] = (char)(w & 0x7F);
        out[i + 1] = (char)(w >> 8 & 0x7F);
        out[i + 2] = (char)(w >> 16 & 0x7F);
        out[i + 3] = (char)(w >> 24 & 0x7F);
    }
    return i;
}

#endif

size_t ascii_from_utf16(const char *in, size_t units, bool big_endian, char *out)
{
    assert(units == 0 || (in && out));
    const size_t done = ascii_blocks(in, units, big_endian, out);
    return done + ascii_from_utf16_scalar(in + 2 * done, units - done, big_endian, out + done);
}

size_t ascii_run(dpm_span s)
{
    size_t i = 0;
    for (; s.len - i >= 8; i += 8) {
        uint64_t w;
        memcpy(&w, s.ptr + i, sizeof w);
        if (w & UINT64_C(0x8080808080808080)) {
            break;
        }
    }
    while (i < s.len && (unsigned char)s.ptr[i] < 0x80) {
        i++;
    }
    return i;
}

extent text_extent_scalar(dpm_span text)
{
    extent e = {0};
    for (size_t i = 0; i < text.len; i++) {
        const unsigned char c = (unsigned char)text.ptr[i];
        e.characters += (c & 0xC0) != 0x80;
        e.large += c >= 0xF0;
    }
    return e;
}

#if defined(__SSE2__)

enum { LANES = 16, ROUNDS = 255 }; /* so many may be added up in a byte */

static size_t add_bytes(__m128i counts)
{
    const __m128i sums = _mm_sad_epu8(counts, _mm_setzero_si128());
    return (size_t)_mm_cvtsi128_si32(sums) + (size_t)_mm_cvtsi128_si32(_mm_srli_si128(sums, 8));
}

/* As a signed byte, what continues a character is below -64. */
extent text_extent(dpm_span text)
{
    const __m128i head = _mm_set1_epi8(-65), four = _mm_set1_epi8((char)0xF0), zero = _mm_setzero_si128();
    extent e = {0};
    size_t i = 0;
    while (text.len - i >= LANES) {
        __m128i heads = zero, fours = zero;
        for (int round = 0; round < ROUNDS && text.len - i >= LANES; round++, i += LANES) {
            __m128i here;
            memcpy(&here, text.ptr + i, sizeof here);
            heads = _mm_sub_epi8(heads, _mm_cmpgt_epi8(here, head));
            fours = _mm_sub_epi8(fours, _mm_cmpeq_epi8(_mm_max_epu8(here, four), here));
        }
        e.characters += add_bytes(heads);
        e.large += add_bytes(fours);
    }
    const extent rest = text_extent_scalar((dpm_span){text.ptr + i, text.len - i});
    return (extent){e.characters + rest.characters, e.large + rest.large};
}

#else

extent text_extent(dpm_span text)
{
    return text_extent_scalar(text);
}

#endif
