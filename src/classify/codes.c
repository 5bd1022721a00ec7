/* Codes stated in a message. Their first two bytes are looked for many positions at a time; what follows is then read byte by
 * byte:
 *
 *     0x 8007 06ba      -2 147023174      ID 43      ErrorCo de="998"
 *     ^^                ^^                ^^              ^^           */
#include "base/number.h"
#include "base/text.h"
#include "classify/tables.h"
#include "record/target.h"
#include "base/swar.h"

#if TARGET_X86
#include <immintrin.h>
#endif

enum { ID_DIGITS = 6 };

static bool word_byte(char c)
{
    return ascii_alpha(c) || ascii_digit(c) || c == '_';
}

static bool word_before(dpm_span s, size_t at)
{
    return at > 0 && word_byte(s.ptr[at - 1]);
}

static void add(uint32_t *list, size_t *count, uint32_t value)
{
    for (size_t i = 0; i < *count; i++) {
        if (list[i] == value) {
            return;
        }
    }
    if (*count < EVENT_CODES) {
        list[(*count)++] = value;
    }
}

/* 0x and 8 digits with the severity bit set; a longer number is an address. */
static void read_hex(dpm_span s, size_t at, stated_codes *out)
{
    uint64_t halves = 0;
    if (s.len - at < 10 || !wide_hex(wide_load(s.ptr + at + 2), &halves)) {
        return;
    }
    const uint32_t value = (uint32_t)(halves << 16 | halves >> 32);
    const bool longer = s.len - at > 10 && hex_digit(s.ptr[at + 10]) >= 0;
    if (value >> 31 && !longer && !word_before(s, at)) {
        add(out->codes, &out->code_count, value);
    }
}

/* A minus and ten digits down to -2147483648. */
static void read_signed(dpm_span s, size_t at, stated_codes *out)
{
    const dpm_span digits = span_head(span_from(s, at + 1), 11);
    uint64_t value = 0;
    if (number_decimal(digits, &value) != 10 || value > UINT64_C(0x80000000) || word_before(s, at) ||
        (digits.len == 11 && word_byte(digits.ptr[10]))) {
        return;
    }
    add(out->codes, &out->code_count, (uint32_t)(UINT64_C(0x100000000) - value));
}

/* A DPM ID at the start of `s`, ended by what cannot go on a number. */
static void read_number(dpm_span s, stated_codes *out)
{
    uint64_t value = 0;
    const size_t len = number_decimal(span_head(s, ID_DIGITS + 1), &value);
    if (len == 0 || len > ID_DIGITS || s.ptr[0] == '0') {
        return;
    }
    const char end = len < s.len ? s.ptr[len] : ' ', after = len + 1 < s.len ? s.ptr[len + 1] : ' ';
    if (word_byte(end) || ((end == '.' || end == '-' || end == ',') && word_byte(after))) {
        return;
    }
    add(out->ids, &out->id_count, (uint32_t)value);
}

/* "ID" says nothing after most words (Process ID 43, Event ID 43): only alone or after these. */
static bool id_alone(dpm_span s, size_t at)
{
    static const dpm_span words[] = {{"error", 5}, {"alert", 5}, {"DPM", 3}};
    if (at == 0) {
        return true;
    }
    const char *const openers = "\t\r\n([{\"',;:|";
    if (s.ptr[at - 1] != ' ') {
        return s.ptr[at - 1] != '\0' && strchr(openers, s.ptr[at - 1]) != NULL;
    }
    const dpm_span before = span_of(s.ptr, at - 1);
    if (!word_before(before, before.len)) {
        return true;
    }
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (span_iends(before, words[i]) && !word_before(before, before.len - words[i].len)) {
            return true;
        }
    }
    return false;
}

/* (ID 43   ID: 43   error ID 43 */
static void read_id(dpm_span s, size_t at, stated_codes *out)
{
    dpm_span rest = span_from(s, at + 2);
    const size_t len = rest.len;
    if (rest.len && rest.ptr[0] == ':') {
        rest = span_from(rest, 1);
    }
    if (rest.len && rest.ptr[0] == ' ') {
        rest = span_from(rest, 1);
    }
    if (rest.len && rest.len < len && id_alone(s, at)) {
        read_number(rest, out);
    }
}

/* ErrorCode="998", met at its "Co" */
static void read_attribute(dpm_span s, size_t at, stated_codes *out)
{
    static const dpm_span name = {"ErrorCode=\"", 11};
    if (at < 5 || !span_starts(span_from(s, at - 5), name) || word_before(s, at - 5)) {
        return;
    }
    const dpm_span value = span_from(s, at - 5 + name.len);
    const cut c = span_cut(span_head(value, ID_DIGITS + 1), '"');
    if (c.found) {
        read_number(c.head, out);
    }
}

static void read_at(dpm_span s, size_t at, stated_codes *out)
{
    switch (s.ptr[at]) {
    case '0': read_hex(s, at, out); break;
    case '-': read_signed(s, at, out); break;
    case 'I': read_id(s, at, out); break;
    default: read_attribute(s, at, out); break;
    }
}

/* ---- with the compiler's vectors ---- */

enum { WIDTH = 16 };
typedef uint8_t bytes16 __attribute__((vector_size(WIDTH)));

/* Non-zero bytes where two bytes begin what may be a code. */
static inline bytes16 anchors(const char *at)
{
    bytes16 a, b;
    memcpy(&a, at, sizeof a);
    memcpy(&b, at + 1, sizeof b);
    const bytes16 hex = (bytes16)(a == '0') & (bytes16)((b | 0x20) == 'x');
    const bytes16 minus = (bytes16)(a == '-') & ((bytes16)(b == '1') | (bytes16)(b == '2'));
    const bytes16 id = (bytes16)(a == 'I') & (bytes16)(b == 'D');
    const bytes16 attribute = (bytes16)(a == 'C') & (bytes16)(b == 'o');
    return hex | minus | id | attribute;
}

/* The anchors of one half of a window, in order. */
static inline void read_half(dpm_span s, size_t from, uint64_t marks, stated_codes *out)
{
    while (marks) {
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
        const unsigned i = (unsigned)__builtin_clzll(marks) / 8;
        marks &= ~(UINT64_C(0xFF00000000000000) >> (i * 8));
#else
        const unsigned i = (unsigned)__builtin_ctzll(marks) / 8;
        marks &= ~(UINT64_C(0xFF) << (i * 8));
#endif
        read_at(s, from + i, out);
    }
}

static inline void read_window(dpm_span s, size_t from, const char *window, stated_codes *out)
{
    const bytes16 found = anchors(window);
    uint64_t halves[2];
    memcpy(halves, &found, sizeof halves);
    if (halves[0] | halves[1]) {
        read_half(s, from, halves[0], out);
        read_half(s, from + WIDTH / 2, halves[1], out);
    }
}

void codes_find_portable(dpm_span message, size_t readable, stated_codes *out)
{
    (void)readable;
    out->code_count = out->id_count = 0;
    if (message.len <= WIDTH) {
        char padded[WIDTH + 1] = {0};
        if (message.len) {
            memcpy(padded, message.ptr, message.len);
        }
        read_window(message, 0, padded, out);
        return;
    }
    size_t at = 0;
    for (; at + WIDTH < message.len; at += WIDTH) {
        read_window(message, at, message.ptr + at, out);
    }
    /* The last window overlaps the one before: what it meets again is known. */
    const size_t last = message.len - WIDTH - 1;
    read_window(message, last, message.ptr + last, out);
}

/* ---- with AVX2 ---- */

#if TARGET_X86

enum { PLACES = 32 };

INLINE TARGET("avx2") __m256i pair(__m256i a, __m256i b, char first, char second)
{
    return _mm256_and_si256(_mm256_cmpeq_epi8(a, _mm256_set1_epi8(first)), _mm256_cmpeq_epi8(b, _mm256_set1_epi8(second)));
}

/* Bit i: two bytes at at[i] begin what may be a code. Reads PLACES + 1 bytes. */
INLINE TARGET("avx2") uint32_t anchors_avx2(const char *at)
{
    const __m256i a = _mm256_loadu_si256((const __m256i *)(const void *)at);
    const __m256i b = _mm256_loadu_si256((const __m256i *)(const void *)(at + 1));
    const __m256i hex = pair(a, _mm256_or_si256(b, _mm256_set1_epi8(0x20)), '0', 'x');
    const __m256i from_one = _mm256_sub_epi8(b, _mm256_set1_epi8('1')),
                  one_or_two = _mm256_min_epu8(from_one, _mm256_set1_epi8(1));
    const __m256i minus = _mm256_and_si256(_mm256_cmpeq_epi8(a, _mm256_set1_epi8('-')), _mm256_cmpeq_epi8(from_one, one_or_two));
    const __m256i numbers = _mm256_or_si256(hex, minus), words = _mm256_or_si256(pair(a, b, 'I', 'D'), pair(a, b, 'C', 'o'));
    return (uint32_t)_mm256_movemask_epi8(_mm256_or_si256(numbers, words));
}

static inline void read_places(dpm_span s, size_t from, uint32_t marks, stated_codes *out)
{
    for (; marks; marks &= marks - 1) {
        read_at(s, from + (size_t)__builtin_ctz(marks), out);
    }
}

TARGET("avx2") static void codes_find_avx2(dpm_span message, size_t readable, stated_codes *out)
{
    out->code_count = out->id_count = 0;
    size_t at = 0;
    for (; at + PLACES < message.len; at += PLACES) {
        read_places(message, at, anchors_avx2(message.ptr + at), out);
    }
    if (message.len - at < 2) {
        return;
    }
    const uint32_t within = (UINT32_C(1) << (message.len - at - 1)) - 1; /* a last byte begins nothing */
    if (at + PLACES < readable) {
        read_places(message, at, anchors_avx2(message.ptr + at) & within, out);
    } else {
        char padded[PLACES + 1] = {0};
        memcpy(padded, message.ptr + at, message.len - at);
        read_places(message, at, anchors_avx2(padded) & within, out);
    }
}

codes_kernel *codes_best(void)
{
    return __builtin_cpu_supports("avx2") ? codes_find_avx2 : codes_find_portable;
}

#else

codes_kernel *codes_best(void)
{
    return codes_find_portable;
}

#endif

stated_codes codes_find(dpm_span message)
{
    stated_codes out;
    codes_best()(message, message.len, &out);
    return out;
}
