/* The one place where log text is made safe for where it is shown: terminals, JSON strings, HTML. It walks the text once,
 * hands on what is harmless in runs, and replaces the rest piece by piece. */
#include "output/escape.h"

#include "base/text.h"

#include <assert.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif
#include <stdio.h>

enum { PIECE = 32 };

/* What a terminal would obey or hide rather than show. Sorted. */
static const struct range {
    uint32_t first, last;
} unsafe_ranges[] = {
    {0x00, 0x1F},       /* C0 */
    {0x7F, 0x9F},       /* DEL, C1 */
    {0x061C, 0x061C},   /* Arabic letter mark */
    {0x200B, 0x200F},   /* zero width, left-to-right and right-to-left marks */
    {0x2028, 0x202E},   /* line and paragraph separators, bidirectional embedding and override */
    {0x2060, 0x206F},   /* invisible operators, bidirectional isolates */
    {0xFEFF, 0xFEFF},   /* byte order mark */
    {0xFFF9, 0xFFFB},   /* interlinear annotation */
    {0xE0000, 0xE007F}, /* tags */
};

static bool unsafe(uint32_t code)
{
    for (size_t i = 0; i < sizeof unsafe_ranges / sizeof *unsafe_ranges; i++) {
        if (code <= unsafe_ranges[i].last) {
            return code >= unsafe_ranges[i].first;
        }
    }
    return false;
}

/* The bytes from `at` on that are one line end, with the line ends and the indentation after it. */
static size_t line_end(dpm_span text, size_t at)
{
    if (text.ptr[at] != '\r' && text.ptr[at] != '\n') {
        return 0;
    }
    size_t end = at;
    while (end < text.len && (text.ptr[end] == '\r' || text.ptr[end] == '\n' || text.ptr[end] == '\t' || text.ptr[end] == ' ')) {
        end++;
    }
    return end - at;
}

/* One replacement: `taken` bytes of the text become `len` bytes of `piece`. Nothing taken: the character may stay. */
typedef struct swap {
    size_t taken, len;
    char piece[PIECE];
} swap;

static swap swap_by(size_t taken, const char *piece)
{
    swap s = {.taken = taken, .len = strlen(piece)};
    memcpy(s.piece, piece, s.len);
    return s;
}

/* "\x1B", "\u{202E}": what is not to be shown itself. */
static swap swap_spelled(glyph g)
{
    char piece[PIECE];
    if (g.valid && g.code >= 0x80) {
        snprintf(piece, sizeof piece, "\\u{%X}", (unsigned)g.code);
        return swap_by(g.len, piece);
    }
    snprintf(piece, sizeof piece, "\\x%02X", (unsigned)g.code);
    return swap_by(1, piece);
}

static swap swap_terminal(dpm_span text, size_t at, glyph g)
{
    const size_t end = line_end(text, at);
    if (end) {
        return swap_by(end, at == 0 || at + end == text.len ? "" : " | ");
    }
    if (g.code == '\t') {
        return swap_by(1, " ");
    }
    return g.valid && !unsafe(g.code) ? (swap){0} : swap_spelled(g);
}

static swap swap_json(glyph g)
{
    static const struct {
        char plain, letter;
    } short_forms[] = {{'"', '"'}, {'\\', '\\'}, {'\b', 'b'}, {'\f', 'f'}, {'\n', 'n'}, {'\r', 'r'}, {'\t', 't'}};
    if (!g.valid) {
        return swap_by(g.len, "\xEF\xBF\xBD");
    }
    for (size_t i = 0; i < sizeof short_forms / sizeof *short_forms; i++) {
        if (g.code == (unsigned char)short_forms[i].plain) {
            return swap_by(1, (char[]){'\\', short_forms[i].letter, '\0'});
        }
    }
    if (!unsafe(g.code)) {
        return (swap){0};
    }
    char piece[PIECE];
    if (g.code > 0xFFFF) {
        const unsigned rest = (unsigned)g.code - 0x10000u;
        snprintf(piece, sizeof piece, "\\u%04X\\u%04X", 0xD800u + (rest >> 10), 0xDC00u + (rest & 0x3FFu));
    } else {
        snprintf(piece, sizeof piece, "\\u%04X", (unsigned)g.code);
    }
    return swap_by(g.len, piece);
}

/* References for what has a meaning in HTML, also in an attribute, whatever its quotes. */
static swap swap_html(dpm_span text, size_t at, glyph g)
{
    switch (g.code) {
    case '&': return swap_by(1, "&amp;");
    case '<': return swap_by(1, "&lt;");
    case '>': return swap_by(1, "&gt;");
    case '"': return swap_by(1, "&quot;");
    case '\'': return swap_by(1, "&#39;");
    case '`': return swap_by(1, "&#96;");
    case '\n':
    case '\t': return (swap){0};
    case '\r': return swap_by(1, at + 1 < text.len && text.ptr[at + 1] == '\n' ? "" : "\n");
    default: return g.valid && !unsafe(g.code) ? (swap){0} : swap_spelled(g);
    }
}

static swap swap_for(dpm_escape_kind kind, dpm_span text, size_t at, glyph g)
{
    switch (kind) {
    case DPM_ESCAPE_JSON: return swap_json(g);
    case DPM_ESCAPE_HTML: return swap_html(text, at, g);
    case DPM_ESCAPE_TERMINAL: break;
    }
    return swap_terminal(text, at, g);
}

/* Printable ASCII, but for what some kind replaces: most of what logs are made of. */
static const bool harmless[256] = {
    [' '] = true, ['!'] = true, ['#'] = true, ['$'] = true, ['%'] = true, ['('] = true, [')'] = true, ['*'] = true, ['+'] = true,
    [','] = true, ['-'] = true, ['.'] = true, ['/'] = true, ['0'] = true, ['1'] = true, ['2'] = true, ['3'] = true, ['4'] = true,
    ['5'] = true, ['6'] = true, ['7'] = true, ['8'] = true, ['9'] = true, [':'] = true, [';'] = true, ['='] = true, ['?'] = true,
    ['@'] = true, ['A'] = true, ['B'] = true, ['C'] = true, ['D'] = true, ['E'] = true, ['F'] = true, ['G'] = true, ['H'] = true,
    ['I'] = true, ['J'] = true, ['K'] = true, ['L'] = true, ['M'] = true, ['N'] = true, ['O'] = true, ['P'] = true, ['Q'] = true,
    ['R'] = true, ['S'] = true, ['T'] = true, ['U'] = true, ['V'] = true, ['W'] = true, ['X'] = true, ['Y'] = true, ['Z'] = true,
    ['['] = true, [']'] = true, ['^'] = true, ['_'] = true, ['a'] = true, ['b'] = true, ['c'] = true, ['d'] = true, ['e'] = true,
    ['f'] = true, ['g'] = true, ['h'] = true, ['i'] = true, ['j'] = true, ['k'] = true, ['l'] = true, ['m'] = true, ['n'] = true,
    ['o'] = true, ['p'] = true, ['q'] = true, ['r'] = true, ['s'] = true, ['t'] = true, ['u'] = true, ['v'] = true, ['w'] = true,
    ['x'] = true, ['y'] = true, ['z'] = true, ['{'] = true, ['|'] = true, ['}'] = true, ['~'] = true,
};

#ifdef __SSE2__
/* A bit for each byte that is not harmless: signed, those of other scripts are below a blank. */
static inline unsigned harmful_bytes(__m128i bytes)
{
    static const char replaced[] = {'"', '&', '\'', '<', '>', '\\', '`', 0x7F};
    __m128i bad = _mm_cmplt_epi8(bytes, _mm_set1_epi8(' '));
    for (size_t i = 0; i < sizeof replaced; i++) {
        bad = _mm_or_si128(bad, _mm_cmpeq_epi8(bytes, _mm_set1_epi8(replaced[i])));
    }
    return (unsigned)_mm_movemask_epi8(bad);
}
#endif

size_t escape_harmless(dpm_span text, size_t at)
{
    const size_t from = at;
#ifdef __SSE2__
    for (unsigned bad = 0; !bad && text.len - at >= sizeof(__m128i);) {
        bad = harmful_bytes(_mm_loadu_si128((const __m128i *)(const void *)(text.ptr + at)));
        at += bad ? (size_t)__builtin_ctz(bad) : sizeof(__m128i);
    }
#endif
    while (at < text.len && harmless[(unsigned char)text.ptr[at]]) {
        at++;
    }
    return at - from;
}

dpm_status dpm_escape(dpm_span text, dpm_escape_kind kind, dpm_write_fn write, void *context)
{
    size_t done = 0; /* bytes that were handed on */
    for (size_t at = escape_harmless(text, 0); at < text.len; at += escape_harmless(text, at)) {
        const glyph g = utf8_glyph(span_from(text, at));
        const swap s = swap_for(kind, text, at, g);
        if (!s.taken) {
            at += g.len;
            continue;
        }
        if ((at > done && !write(context, text.ptr + done, at - done)) || (s.len && !write(context, s.piece, s.len))) {
            return DPM_EIO;
        }
        at += s.taken;
        done = at;
    }
    return text.len == done || write(context, text.ptr + done, text.len - done) ? DPM_OK : DPM_EIO;
}

void escape_terminal(strbuf *out, dpm_span s)
{
    dpm_escape(s, DPM_ESCAPE_TERMINAL, strbuf_write, out);
}
