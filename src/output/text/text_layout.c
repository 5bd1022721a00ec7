/* A page of text of limited width. Blanks are owed until something follows them, so no line ends in one. */
#include "output/text/text_layout.h"

#include "base/text.h"
#include "output/escape.h"
#include "model/format.h"

#include <assert.h>

void layout_init(text_layout *p, sink *out, size_t width, bool color)
{
    assert(out);
    const size_t wanted = width ? width : LAYOUT_WIDTH;
    *p = (text_layout){
        .out = out,
        .width = wanted < LAYOUT_WIDTH_MIN   ? LAYOUT_WIDTH_MIN
                 : wanted > LAYOUT_WIDTH_MAX ? LAYOUT_WIDTH_MAX
                                             : wanted,
        .color = color,
    };
}

void layout_free(text_layout *p)
{
    strbuf_free(&p->line);
    strbuf_free(&p->scratch);
}

/* 0 for marks that sit on the character before, 2 for wide characters of East Asia and pictures, 1 for all others. */
static size_t glyph_columns(uint32_t code)
{
    static const struct {
        uint32_t first, last;
        size_t columns;
    } odd[] = {
        {0x0300, 0x036F, 0}, {0x1100, 0x115F, 2}, {0x20D0, 0x20FF, 0},   {0x2E80, 0xA4CF, 2},
        {0xAC00, 0xD7A3, 2}, {0xF900, 0xFAFF, 2}, {0xFE00, 0xFE0F, 0},   {0xFE30, 0xFE6F, 2},
        {0xFF00, 0xFF60, 2}, {0xFFE0, 0xFFE6, 2}, {0x1F300, 0x1FAFF, 2}, {0x20000, 0x3FFFD, 2},
    };
    if (code < odd[0].first) {
        return 1;
    }
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
        if (code <= odd[i].last) {
            return code >= odd[i].first ? odd[i].columns : 1;
        }
    }
    return 1;
}

size_t text_columns(dpm_span text)
{
    size_t columns = 0;
    for (size_t at = 0; at < text.len;) {
        const glyph g = utf8_glyph(span_from(text, at));
        columns += glyph_columns(g.code);
        at += g.len;
    }
    return columns;
}

/* As much of the beginning as fits into `room` columns. */
static dpm_span head_columns(dpm_span text, size_t room)
{
    size_t columns = 0, at = 0;
    while (at < text.len) {
        const glyph g = utf8_glyph(span_from(text, at));
        columns += glyph_columns(g.code);
        if (columns > room) {
            break;
        }
        at += g.len;
    }
    return span_head(text, at);
}

void layout_column(text_layout *p, size_t column)
{
    if (column > p->column) {
        p->blanks += column - p->column;
        p->column = column;
    }
}

/* Safe text onto the line. */
static void put(text_layout *p, text_style style, dpm_span text)
{
    static const char *const codes[] = {
        [STYLE_PLAIN] = "",        [STYLE_HEADING] = "\033[1m", [STYLE_BAD] = "\033[1;31m",
        [STYLE_WARN] = "\033[33m", [STYLE_GOOD] = "\033[32m",   [STYLE_QUIET] = "\033[2m",
    };
    if (text.len == 0) {
        return;
    }
    for (; p->blanks; p->blanks--) {
        strbuf_addc(&p->line, ' ');
    }
    const bool colored = p->color && style != STYLE_PLAIN;
    if (colored) {
        strbuf_adds(&p->line, codes[style]);
    }
    strbuf_add(&p->line, text);
    if (colored) {
        strbuf_adds(&p->line, "\033[0m");
    }
    p->column += text_columns(text);
}

static dpm_span put_rows(text_layout *p, text_style style, size_t indent, dpm_span rest, size_t rows);

/* A piece as it is or, where the page hangs, in rows. */
static void piece(text_layout *p, text_style style, dpm_span text)
{
    if (p->hang) {
        (void)put_rows(p, style, p->hang, text, SIZE_MAX);
    } else {
        put(p, style, text);
    }
}

/* The text between its blanks, which become owed ones. */
static void put_owing(text_layout *p, text_style style, dpm_span text)
{
    size_t before = 0, len = text.len;
    while (before < len && text.ptr[before] == ' ') {
        before++;
    }
    while (len > before && text.ptr[len - 1] == ' ') {
        len--;
    }
    layout_column(p, p->column + before);
    piece(p, style, span_of(text.ptr + before, len - before));
    layout_column(p, p->column + (text.len - len));
}

void layout_text(text_layout *p, text_style style, const char *text)
{
    for (const char *c = text; *c; c++) {
        assert((unsigned char)*c >= ' ' && *c != 0x7F); /* of safe characters: text from a log goes to the other three */
    }
    put_owing(p, style, span_str(text));
}

void layout_number(text_layout *p, text_style style, uint64_t count, size_t columns)
{
    char text[FORMAT_BYTES];
    format_count(count, text);
    const size_t len = strlen(text);
    layout_column(p, p->column + (columns > len ? columns - len : 0));
    layout_text(p, style, text);
}

/* Escaped, without blanks around it; lives until the next piece. */
static dpm_span escaped(text_layout *p, dpm_span text)
{
    strbuf_clear(&p->scratch);
    escape_terminal(&p->scratch, text);
    if (p->scratch.failed) {
        sink_fail(p->out, DPM_ENOMEM);
    }
    return span_trim(strbuf_span(&p->scratch));
}

void layout_span(text_layout *p, text_style style, dpm_span text)
{
    piece(p, style, escaped(p, text));
}

static size_t room_left(const text_layout *p)
{
    assert(p->width >= LAYOUT_WIDTH_MIN && p->width <= LAYOUT_WIDTH_MAX);
    return p->width > p->column ? p->width - p->column : 0;
}

void layout_clip(text_layout *p, text_style style, dpm_span text, bool more)
{
    const dpm_span safe = escaped(p, text);
    const size_t room = room_left(p);
    if (!more && text_columns(safe) <= room) {
        put(p, style, safe);
        return;
    }
    const size_t dots = room < 3 ? room : 3;
    put(p, style, span_trim(head_columns(safe, room - dots)));
    put(p, style, span_head(SPAN("..."), dots));
}

/* The beginning of `text` that makes one row: whole words in `room` columns. Where not even one fits, nothing if a fresh
 * line of `full` columns has more room, else as much of the word as fits. */
static dpm_span row_of(dpm_span text, size_t room, size_t full)
{
    const dpm_span fit = head_columns(text, room);
    if (fit.len == text.len || text.ptr[fit.len] == ' ') {
        return fit;
    }
    for (size_t len = fit.len; len > 0; len--) {
        if (text.ptr[len - 1] == ' ') {
            return span_trim(span_head(text, len));
        }
    }
    if (room < full) {
        return (dpm_span){0};
    }
    return fit.len ? fit : span_head(text, utf8_glyph(text).len);
}

/* Safe text in at most `rows` rows, which begin at `indent`, but for the first. What is left. */
static dpm_span put_rows(text_layout *p, text_style style, size_t indent, dpm_span rest, size_t rows)
{
    const size_t full = p->width > indent ? p->width - indent : 0;
    for (; rest.len && rows > 0; rows--) {
        const dpm_span row = row_of(rest, room_left(p), full);
        put(p, style, row);
        rest = span_trim(span_from(rest, row.len));
        if (rest.len) {
            layout_end(p);
            layout_column(p, indent);
        }
    }
    return rest;
}

void layout_wrap(text_layout *p, text_style style, size_t indent, dpm_span text)
{
    (void)put_rows(p, style, indent, escaped(p, text), SIZE_MAX);
}

void layout_rows(text_layout *p, text_style style, size_t indent, dpm_span text, size_t rows)
{
    const dpm_span rest = put_rows(p, style, indent, escaped(p, text), rows ? rows - 1 : 0);
    if (text_columns(rest) <= room_left(p)) {
        put(p, style, rest);
    } else if (rest.len) {
        const size_t room = room_left(p), dots = room < 3 ? room : 3;
        put(p, style, span_trim(head_columns(rest, room - dots)));
        put(p, style, span_head(SPAN("..."), dots));
    }
}

void layout_end(text_layout *p)
{
    if (p->line.failed) {
        sink_fail(p->out, DPM_ENOMEM);
    } else {
        sink_add(p->out, strbuf_span(&p->line));
        sink_adds(p->out, "\n");
    }
    strbuf_clear(&p->line);
    p->column = 0;
    p->blanks = 0;
}
