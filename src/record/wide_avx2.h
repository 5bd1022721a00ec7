/* wide_prefix for processors with AVX2, on what changes from record to record: two identifiers, seconds and milliseconds.
 *
 *   PPPP\tTTTT\tMM/DD\tHH:MM:SS.mmm\t
 *   |-- 9 --|               |- 7 -|     one vector: PPPP\tTTTTSS.mmm\t
 */
#ifndef DPM_RECORD_WIDE_AVX2_H
#define DPM_RECORD_WIDE_AVX2_H

#include "record/target.h"
#include "record/wide.h"

#if TARGET_X86

#include <immintrin.h>

INLINE TARGET("avx2,bmi,bmi2") bool wide_prefix_avx2(const char *at, wide_memo *memo, prefix *out)
{
    enum { TAB = '\t', Z = '0', NO = -1 };
    const __m128i first = _mm_loadu_si128((const __m128i *)(const void *)at);
    const __m128i last = _mm_loadu_si128((const __m128i *)(const void *)(at + WIDE_PREFIX - 16));
    const __m128i from_last = _mm_setr_epi8(0, 0, 0, 0, 0, 0, 0, 0, 0, NO, NO, NO, NO, NO, NO, NO);
    const __m128i v = _mm_blendv_epi8(first, last, from_last);

    /* How far each byte is above the least that may be there, and how far it may be. */
    const __m128i digit = _mm_sub_epi8(v, _mm_setr_epi8(Z, Z, Z, Z, TAB, Z, Z, Z, Z, Z, Z, '.', Z, Z, Z, TAB));
    const __m128i digit_max = _mm_setr_epi8(9, 9, 9, 9, 0, 9, 9, 9, 9, 5, 9, 0, 9, 9, 9, 0);
    const __m128i letter = _mm_sub_epi8(_mm_or_si128(v, _mm_set1_epi8(0x20)), _mm_set1_epi8('a'));
    const __m128i may_be_letter = _mm_setr_epi8(NO, NO, NO, NO, 0, NO, NO, NO, NO, 0, 0, 0, 0, 0, 0, 0);
    const __m128i is_digit = _mm_cmpeq_epi8(_mm_min_epu8(digit, digit_max), digit);
    const __m128i is_letter = _mm_and_si128(_mm_cmpeq_epi8(_mm_min_epu8(letter, _mm_set1_epi8(5)), letter), may_be_letter);
    const uint64_t date = wide_load(at + 9), clock = wide_load(at + 14);
    if (_mm_movemask_epi8(_mm_or_si128(is_digit, is_letter)) != 0xFFFF) {
        return false;
    }
    if (((date ^ memo->date) | (clock ^ memo->clock)) != 0 && !wide_minute(date, clock, memo)) {
        return false;
    }

    /* PP PP TT TT SS mm m- --, then PPPP TTTT SSmm m: each step joins two neighbours. */
    const __m128i values = _mm_blendv_epi8(digit, _mm_add_epi8(letter, _mm_set1_epi8(10)), is_letter);
    const __m128i order = _mm_setr_epi8(0, 1, 2, 3, 5, 6, 7, 8, 9, 10, 12, 13, 14, NO, NO, NO);
    const __m128i pair_weights = _mm_setr_epi8(16, 1, 16, 1, 16, 1, 16, 1, 10, 1, 10, 1, 1, 0, 0, 0);
    const __m128i pairs = _mm_maddubs_epi16(_mm_shuffle_epi8(values, order), pair_weights);
    const __m128i sums = _mm_madd_epi16(pairs, _mm_setr_epi16(256, 1, 256, 1, 1000, 10, 1, 0));
    const uint64_t ids = (uint64_t)_mm_cvtsi128_si64(sums), ms = (uint64_t)_mm_extract_epi64(sums, 1);
    out->pid = (uint32_t)ids;
    out->tid = (uint32_t)(ids >> 32);
    out->stamp = memo->stamp + (uint32_t)ms + (ms >> 32);
    out->len = WIDE_PREFIX;
    return true;
}

#endif

#endif
