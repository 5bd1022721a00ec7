/* The kernels behind mask.h. Each looks at 64 bytes at a time; what is left at the end is looked at in a copy, so that no kernel
 * reads a byte outside the text. */
#include "record/mask.h"

#include "record/target.h"
#include "record/wide.h"

#include <stdbool.h>

#if TARGET_X86
#include <immintrin.h>
#endif

/* What 64 bytes hold. */
typedef struct look {
    uint64_t nl, cr, tab;
    bool nul; /* some byte is 0 */
} look;

/* '\n', and '\r' without '\n' after it. `next_nl`: the byte after the 64 is '\n'. */
INLINE uint64_t ends_of(look l, bool next_nl)
{
    return l.nl | (l.cr & ~(l.nl >> 1 | (uint64_t)next_nl << 63));
}

/* The body of every kernel. LOOK is its own way to look at 64 bytes; a macro, because a function with the target attribute is
 * not inlined into one without. */
#define MAP(LOOK, text, ends, tabs)                                                                                              \
    do {                                                                                                                         \
        bool nul_ = false;                                                                                                       \
        const char *const at_ = (text).ptr;                                                                                      \
        const size_t whole_ = (text).len / MASK_BITS, rest_ = (text).len % MASK_BITS;                                            \
        for (size_t w_ = 0; w_ < whole_; w_++) {                                                                                 \
            const size_t next_ = (w_ + 1) * MASK_BITS;                                                                           \
            const look l_ = LOOK(at_ + w_ * MASK_BITS);                                                                          \
            (ends)[w_] = ends_of(l_, l_.cr >> 63 && next_ < (text).len && at_[next_] == '\n');                                   \
            (tabs)[w_] = l_.tab;                                                                                                 \
            nul_ |= l_.nul;                                                                                                      \
        }                                                                                                                        \
        if (rest_) {                                                                                                             \
            char copy_[MASK_BITS];                                                                                               \
            memset(copy_, ' ', sizeof copy_);                                                                                    \
            memcpy(copy_, at_ + whole_ * MASK_BITS, rest_);                                                                      \
            const look l_ = LOOK(copy_);                                                                                         \
            (ends)[whole_] = ends_of(l_, false);                                                                                 \
            (tabs)[whole_] = l_.tab;                                                                                             \
            nul_ |= l_.nul;                                                                                                      \
        }                                                                                                                        \
        return nul_;                                                                                                             \
    } while (0)

/* Which of 8 bytes equal `c`, as 8 bits. Adding 0x7F to 7 bits leaves the high one clear only for 0; the product gathers the
 * eight answers in its highest byte. */
static uint64_t equal_scalar(uint64_t v, char c)
{
    const uint64_t x = v ^ wide_all((uint8_t)c), low = wide_all(0x7F);
    const uint64_t zero = ~(((x & low) + low) | x | low);
    return (zero >> 7) * UINT64_C(0x0102040810204080) >> 56;
}

static look look_scalar(const char *at)
{
    look l = {0};
    for (unsigned i = 0; i < MASK_BITS; i += 8) {
        const uint64_t v = wide_load(at + i);
        l.nl |= equal_scalar(v, '\n') << i;
        l.cr |= equal_scalar(v, '\r') << i;
        l.tab |= equal_scalar(v, '\t') << i;
        l.nul |= equal_scalar(v, '\0') != 0;
    }
    return l;
}

bool mask_scalar(dpm_span text, uint64_t *ends, uint64_t *tabs)
{
    MAP(look_scalar, text, ends, tabs);
}

#if TARGET_X86

/* Which of 4 x 16 bytes equal `c`. */
INLINE uint64_t equal_sse2(const __m128i v[4], char c)
{
    uint64_t bits = 0;
    for (unsigned i = 0; i < 4; i++) {
        bits |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(v[i], _mm_set1_epi8(c))) << (16 * i);
    }
    return bits;
}

INLINE look look_sse2(const char *at)
{
    __m128i v[4];
    for (unsigned i = 0; i < 4; i++) {
        v[i] = _mm_loadu_si128((const __m128i *)(const void *)(at + (size_t)16 * i));
    }
    const __m128i least = _mm_min_epu8(_mm_min_epu8(v[0], v[1]), _mm_min_epu8(v[2], v[3]));
    const bool nul = _mm_movemask_epi8(_mm_cmpeq_epi8(least, _mm_setzero_si128())) != 0;
    return (look){equal_sse2(v, '\n'), equal_sse2(v, '\r'), equal_sse2(v, '\t'), nul};
}

static bool mask_sse2(dpm_span text, uint64_t *ends, uint64_t *tabs)
{
    MAP(look_sse2, text, ends, tabs);
}

INLINE TARGET("avx2") uint64_t equal_avx2(__m256i low, __m256i high, char c)
{
    const __m256i all = _mm256_set1_epi8(c);
    return (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, all)) |
           (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, all)) << 32;
}

INLINE TARGET("avx2") look look_avx2(const char *at)
{
    const __m256i low = _mm256_loadu_si256((const __m256i *)(const void *)at);
    const __m256i high = _mm256_loadu_si256((const __m256i *)(const void *)(at + 32));
    const __m256i nul = _mm256_cmpeq_epi8(_mm256_min_epu8(low, high), _mm256_setzero_si256());
    return (look){equal_avx2(low, high, '\n'), equal_avx2(low, high, '\r'), equal_avx2(low, high, '\t'),
                  !_mm256_testz_si256(nul, nul)};
}

TARGET("avx2") static bool mask_avx2(dpm_span text, uint64_t *ends, uint64_t *tabs)
{
    MAP(look_avx2, text, ends, tabs);
}

INLINE TARGET("avx512bw") look look_avx512(const char *at)
{
    const __m512i v = _mm512_loadu_si512(at);
    return (look){
        _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('\n')),
        _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('\r')),
        _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('\t')),
        _mm512_testn_epi8_mask(v, v) != 0,
    };
}

TARGET("avx512bw") static bool mask_avx512(dpm_span text, uint64_t *ends, uint64_t *tabs)
{
    MAP(look_avx512, text, ends, tabs);
}

#endif

size_t mask_choices(mask_choice out[MASK_KERNELS])
{
    size_t count = 0;
    out[count++] = (mask_choice){"scalar", mask_scalar};
#if TARGET_X86
    out[count++] = (mask_choice){"sse2", mask_sse2};
    if (__builtin_cpu_supports("avx2")) {
        out[count++] = (mask_choice){"avx2", mask_avx2};
    }
    if (__builtin_cpu_supports("avx512bw")) {
        out[count++] = (mask_choice){"avx512", mask_avx512};
    }
#endif
    return count;
}

mask_kernel *mask_best(void)
{
    mask_choice choices[MASK_KERNELS];
    return choices[mask_choices(choices) - 1].map;
}
