/* Codes stated in a message. Their first two bytes are looked for many positions at a time; what follows is then read byte by
 * byte:
 *
 *     0x 8007 06ba      -2 147023174      ID 43      Er ror 319:      Er rorCode="998"
 *     ^^                ^^                ^^         ^^               ^^
 *
 * So are line ends, after which an error of another language may begin. */
#include "record/codes.h"
#include "base/number.h"
#include "base/swar.h"
#include "base/error_words.h"
#include "base/text.h"
#include "record/target.h"

#if TARGET_X86
#include <immintrin.h>
#endif

enum { ID_DIGITS = 6, CLOUD_ID_MIN = 100000, HEX_ID_MIN = 1000 };

static bool word_byte(char c)
{
    return ascii_alpha(c) || ascii_digit(c) || c == '_';
}

static bool word_before(dpm_span s, size_t at)
{
    return at > 0 && word_byte(s.ptr[at - 1]);
}

/* Where the value stands in the list; STATED_MAX where it is full. */
static size_t add(uint32_t *list, size_t *count, uint32_t value)
{
    for (size_t i = 0; i < *count; i++) {
        if (list[i] == value) {
            return i;
        }
    }
    if (*count < STATED_MAX) {
        list[(*count)++] = value;
        return *count - 1;
    }
    return STATED_MAX;
}

static void add_id(stated_codes *out, uint32_t value, bool printed, bool sure)
{
    const size_t at = add(out->ids, &out->id_count, value);
    out->printed |= (uint8_t)((unsigned)printed << at & 15U);
    out->sure |= (uint8_t)((unsigned)sure << at & 15U);
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

/* ---- words around an ID ---- */

/* A text ends with the word for an error, in one of DPM's languages: "Fehler", "the error", or with "alert". */
static bool error_word_ends(dpm_span text)
{
    for (const dpm_span *word = error_words; word->len; word++) {
        if (span_iends(text, *word)) {
            return word->ptr[0] & 0x80 || !word_before(text, text.len - word->len);
        }
    }
    return span_iends(text, SPAN("alert")) && !word_before(text, text.len - strlen("alert"));
}

/* Bytes of the blank before s[at], which may be one of no width of its own or a wide one; 0 where there is none. */
static size_t blank_before(dpm_span s, size_t at)
{
    const dpm_span before = span_head(s, at);
    return at == 0                                    ? 0
           : s.ptr[at - 1] == ' '                     ? 1
           : span_iends(before, SPAN("\xC2\xA0"))     ? 2
           : span_iends(before, SPAN("\xE3\x80\x80")) ? 3
                                                      : 0;
}

static dpm_span skip_blanks(dpm_span s)
{
    for (;;) {
        const size_t blank = s.len && (s.ptr[0] == ' ' || s.ptr[0] == '\t') ? 1
                             : span_starts(s, SPAN("\xC2\xA0"))             ? 2
                             : span_starts(s, SPAN("\xE3\x80\x80"))         ? 3
                                                                            : 0;
        if (!blank) {
            return s;
        }
        s = span_from(s, blank);
    }
}

/* Bytes of a colon at the start, of either width; 0 where there is none. */
static size_t colon_at(dpm_span s)
{
    return s.len && s.ptr[0] == ':' ? 1 : span_starts(s, SPAN("\xEF\xBC\x9A")) ? 3 : 0;
}

/* What a text ends with: a bracket that opens, other punctuation, or a letter. */
typedef enum mark { MARK_LETTER, MARK_POINT, MARK_BRACKET } mark;

static mark mark_before(dpm_span s, size_t at)
{
    const unsigned char last = (unsigned char)s.ptr[at - 1];
    if (last < 0x80) {
        return last == '(' || last == '[' ? MARK_BRACKET : last && strchr("\t\r\n{\"',;:|", last) ? MARK_POINT : MARK_LETTER;
    }
    if (at < 3 || (unsigned char)s.ptr[at - 3] < 0xE0) {
        return at >= 2 && (unsigned char)s.ptr[at - 2] == 0xC2 ? MARK_POINT : MARK_LETTER; /* « and the like */
    }
    const uint32_t c =
        ((uint32_t)(unsigned char)s.ptr[at - 3] & 15U) << 12 | ((uint32_t)(unsigned char)s.ptr[at - 2] & 63U) << 6 | (last & 63U);
    if (c == 0xFF08 || c == 0xFF3B || (c >= 0x3008 && c <= 0x3014 && c % 2 == 0 && c != 0x3012)) {
        return MARK_BRACKET;
    }
    const bool point = (c >= 0x2010 && c <= 0x2027) || (c >= 0x3001 && c <= 0x301F) || (c >= 0xFF01 && c <= 0xFF0F) ||
                       (c >= 0xFF1A && c <= 0xFF20);
    return point ? MARK_POINT : MARK_LETTER;
}

/* ---- IDs ---- */

/* A DPM ID at the start of `s`, ended by what cannot go on a number; bytes read, 0 for none. */
static size_t read_number(dpm_span s, uint32_t *out)
{
    uint64_t value = 0;
    const size_t len = number_decimal(span_head(s, ID_DIGITS + 1), &value);
    if (len == 0 || len > ID_DIGITS || s.ptr[0] == '0') {
        return 0;
    }
    const char end = len < s.len ? s.ptr[len] : ' ', after = len + 1 < s.len ? s.ptr[len + 1] : ' ';
    if (word_byte(end) || ((end == '.' || end == '-' || end == ',') && word_byte(after))) {
        return 0;
    }
    *out = (uint32_t)value;
    return len;
}

/* Where "ID" stands. It says nothing after most words (Process ID 43, Event ID 43): only alone or after that for an error. */
typedef enum id_place { ID_NOWHERE, ID_ALONE, ID_BRACKET, ID_LINE, ID_ERROR } id_place;

static id_place place_of(dpm_span s, size_t at)
{
    size_t from = at;
    while (from && (s.ptr[from - 1] == ' ' || s.ptr[from - 1] == '\t')) {
        from--;
    }
    if (from == 0 || s.ptr[from - 1] == '\n' || s.ptr[from - 1] == '\r') {
        return ID_LINE;
    }
    from = at;
    for (size_t blank = blank_before(s, from); blank; blank = blank_before(s, from)) {
        from -= blank;
    }
    const mark before = mark_before(s, from);
    if (before != MARK_LETTER) {
        return before == MARK_BRACKET && from == at ? ID_BRACKET : ID_ALONE;
    }
    const bool joined = s.ptr[from - 1] == '-' && from == at; /* Fehler-ID */
    const dpm_span word = span_head(s, joined ? from - 1 : from);
    const bool of_dpm = from < at && span_iends(word, SPAN("DPM")) && !word_before(word, word.len - 3);
    if (of_dpm || (from < at && span_iends(word, SPAN("alert")))) {
        return ID_ALONE; /* an alert's ID may be speaking of one that is gone */
    }
    if (error_word_ends(word)) {
        return joined || from < at || word.ptr[word.len - 1] & 0x80 ? ID_ERROR : ID_NOWHERE;
    }
    return from < at && !word_before(s, from) && !(s.ptr[from - 1] & 0x80) ? ID_ALONE : ID_NOWHERE;
}

static bool line_ends(dpm_span s)
{
    s = skip_blanks(s);
    return s.len == 0 || s.ptr[0] == '\r' || s.ptr[0] == '\n';
}

/* (ID 43   ID: 43   error ID 43   ID 43: */
static void read_id(dpm_span s, size_t at, stated_codes *out)
{
    const dpm_span tail = span_from(s, at + 2);
    dpm_span rest = skip_blanks(tail);
    const size_t colon = colon_at(rest);
    rest = skip_blanks(span_from(rest, colon));
    uint32_t value = 0;
    const size_t len = rest.len && rest.len < tail.len ? read_number(rest, &value) : 0;
    const id_place place = len ? place_of(s, at) : ID_NOWHERE;
    if (place == ID_NOWHERE) {
        return;
    }
    const dpm_span after = span_from(rest, len), next = skip_blanks(after);
    const bool whole_line = place == ID_LINE && colon && line_ends(after);
    const bool details = place == ID_BRACKET && next.len && next.len < after.len;
    const bool printed = place == ID_BRACKET || place == ID_ERROR || whole_line || colon_at(next);
    add_id(out, value, printed, whole_line || details);
}

/* Error 319:   `rest` begins after the word. */
static void read_numbered_error(dpm_span rest, stated_codes *out)
{
    rest = skip_blanks(rest);
    uint32_t value = 0;
    const size_t len = read_number(rest, &value);
    if (len && colon_at(skip_blanks(span_from(rest, len)))) {
        add_id(out, value, true, false);
    }
}

/* Error 319:   ErrorCode="998"   Not `Win32 Error 5:`, which is a number of somebody else. */
static void read_error(dpm_span s, size_t at, stated_codes *out)
{
    static const dpm_span word = {"Error", 5}, attribute = {"Code=\"", 6};
    const dpm_span rest = span_from(s, at + word.len);
    if (!span_starts(span_from(s, at), word) || word_before(s, at)) {
        return;
    }
    if (span_starts(rest, attribute)) {
        uint32_t value = 0;
        const dpm_span number = span_from(rest, attribute.len);
        const size_t len = read_number(number, &value);
        if (len && len < number.len && number.ptr[len] == '"') {
            add_id(out, value, true, false);
        }
        return;
    }
    const id_place place = rest.len && rest.ptr[0] == ' ' ? place_of(s, at) : ID_NOWHERE;
    if (place != ID_NOWHERE) {
        read_numbered_error(rest, out);
    }
}

/* A line may begin with one of the words. */
static bool may_be_error(dpm_span line)
{
    const char second = line.len > 1 ? line.ptr[1] : ' ';
    switch (line.len ? line.ptr[0] : ' ') {
    case 'F': return second == 'e' || second == 'o';
    case 'E': return second == 'r';
    case 'H': return second == 'i' || second == 'a';
    case 'C': return second == 'h';
    default: return line.len && (line.ptr[0] & 0x80 || second & 0x80);
    }
}

/* Fehler 319:   at the start of a line, as other languages than English print it. */
static void read_line(dpm_span line, stated_codes *out)
{
    enum { LONGEST = 24 };
    const dpm_span s = line.len && (line.ptr[0] == ' ' || line.ptr[0] == '\t') ? skip_blanks(line) : line;
    if (!may_be_error(s)) {
        return;
    }
    size_t len = 0;
    while (len < s.len && len < LONGEST && (ascii_alpha(s.ptr[len]) || s.ptr[len] & 0x80) && s.ptr[len] != '\xC2') {
        len++;
    }
    const dpm_span rest = skip_blanks(span_from(s, len));
    if (rest.len && ascii_digit(rest.ptr[0]) && error_word_ends(span_head(s, len))) {
        read_numbered_error(rest, out);
    }
}

/* service error [0x29834]: an ID of the catalogue in hex. Short ones only after the word, in any compound of it. */
static void read_cloud(dpm_span s, size_t at, stated_codes *out)
{
    if (at < 3 || s.ptr[at - 1] != '[' || !blank_before(s, at - 1)) {
        return;
    }
    uint64_t value = 0;
    const dpm_span digits = span_from(s, at + 2);
    const size_t len = number_hex(span_head(digits, ID_DIGITS), &value);
    if (len == 0 || len >= digits.len || digits.ptr[len] != ']' || value < HEX_ID_MIN || value > 999999) {
        return;
    }
    const dpm_span before = span_head(s, at - 1 - blank_before(s, at - 1));
    static const dpm_span words[] = {SPAN_INIT("error"), SPAN_INIT("fehler"), SPAN_INIT("erreur")};
    bool error = error_word_ends(before);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        error = error || span_iends(before, words[i]);
    }
    const char last = before.len ? before.ptr[before.len - 1] : ' ';
    if (error || (value >= CLOUD_ID_MIN && (ascii_alpha(last) || last & 0x80))) {
        add_id(out, (uint32_t)value, true, false);
    }
}

/* 0x and 8 digits with the severity bit set; a longer number is an address. */
static void read_hex(dpm_span s, size_t at, stated_codes *out)
{
    uint64_t halves = 0;
    if (s.len - at < 10 || !wide_hex(wide_load(s.ptr + at + 2), &halves)) {
        read_cloud(s, at, out);
        return;
    }
    const uint32_t value = (uint32_t)(halves << 16 | halves >> 32);
    const bool longer = s.len - at > 10 && hex_digit(s.ptr[at + 10]) >= 0;
    if (value >> 31 && !longer && !word_before(s, at)) {
        add(out->codes, &out->code_count, value);
    }
}

static void read_at(dpm_span s, size_t at, stated_codes *out)
{
    switch (s.ptr[at]) {
    case '0': read_hex(s, at, out); break;
    case '-': read_signed(s, at, out); break;
    case 'I': read_id(s, at, out); break;
    case '\n': read_line(span_from(s, at + 1), out); break;
    default: read_error(s, at, out); break;
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
    const bytes16 error = (bytes16)(a == 'E') & (bytes16)(b == 'r');
    return hex | minus | id | error | (bytes16)(a == '\n');
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
    *out = (stated_codes){0};
    read_line(message, out);
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
    const __m256i numbers = _mm256_or_si256(hex, minus), words = _mm256_or_si256(pair(a, b, 'I', 'D'), pair(a, b, 'E', 'r'));
    const __m256i lines = _mm256_or_si256(words, _mm256_cmpeq_epi8(a, _mm256_set1_epi8('\n')));
    return (uint32_t)_mm256_movemask_epi8(_mm256_or_si256(numbers, lines));
}

static inline void read_places(dpm_span s, size_t from, uint32_t marks, stated_codes *out)
{
    for (; marks; marks &= marks - 1) {
        read_at(s, from + (size_t)__builtin_ctz(marks), out);
    }
}

TARGET("avx2") static void codes_find_avx2(dpm_span message, size_t readable, stated_codes *out)
{
    *out = (stated_codes){0};
    read_line(message, out);
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
