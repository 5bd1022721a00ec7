/* Fields of CSV. */
#include "output/csv.h"

#include "base/number.h"
#include "base/text.h"
#include "output/escape.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>

/* A spreadsheet takes what begins so for a formula, blanks in front or not. */
static bool looks_like_formula(dpm_span text)
{
    size_t at = 0;
    while (at < text.len && (text.ptr[at] == ' ' || text.ptr[at] == '\n')) {
        at++;
    }
    return at < text.len && (text.ptr[at] == '=' || text.ptr[at] == '+' || text.ptr[at] == '-' || text.ptr[at] == '@' ||
                             text.ptr[at] == '\t' || text.ptr[at] == '\r');
}

/* What a byte asks of the field that it is in: quotes around it, or a look at what it is. */
enum { ASKS_QUOTES = 1, ASKS_CARE = 2 };

static bool has(dpm_span text, char c)
{
    return text.len && memchr(text.ptr, c, text.len);
}

static unsigned asks(dpm_span text)
{
    unsigned all = 0;
    if (escape_harmless(text, 0) == text.len && !has(text, ',') && !has(text, ';')) {
        return 0;
    }
    for (size_t i = 0; i < text.len; i++) {
        const unsigned char c = (unsigned char)text.ptr[i];
        all |= c == ',' || c == ';' || c == '"' || c == '\r' || c == '\n' || c == '\t' ? ASKS_QUOTES : 0;
        all |= c < 0x20 || c >= 0x7F || c == '"' ? ASKS_CARE : 0;
    }
    return all;
}

static bool fits(glyph g)
{
    return g.valid && (g.code >= 0x20 || g.code == '\t' || g.code == '\r' || g.code == '\n') && g.code != 0x7F;
}

static void body(sink *out, dpm_span text)
{
    size_t done = 0; /* bytes that were written */
    for (size_t at = 0; at < text.len;) {
        const unsigned char c = (unsigned char)text.ptr[at];
        if (c >= 0x20 && c < 0x7F && c != '"') {
            at++;
            continue;
        }
        const glyph g = utf8_glyph(span_from(text, at));
        if (!fits(g) || g.code == '"') {
            sink_add(out, span_of(text.ptr + done, at - done));
            sink_adds(out, g.code == '"' ? "\"" : "\xEF\xBF\xBD");
            done = g.code == '"' ? at : at + g.len; /* a quote is written twice */
        }
        at += g.len;
    }
    sink_add(out, span_from(text, done));
}

void csv_field(csv_row *row, dpm_span text)
{
    const bool formula = looks_like_formula(text);
    const unsigned asked = asks(text);
    const bool quotes = asked & ASKS_QUOTES || (text.len && (text.ptr[0] == ' ' || text.ptr[text.len - 1] == ' '));
    sink_adds(row->out, row->fields++ ? "," : "");
    sink_adds(row->out, quotes ? "\"" : "");
    sink_adds(row->out, formula ? "'" : "");
    if (asked & ASKS_CARE) {
        body(row->out, text);
    } else {
        sink_add(row->out, text);
    }
    sink_adds(row->out, quotes ? "\"" : "");
}

void csv_word(csv_row *row, const char *text)
{
    csv_field(row, span_str(text));
}

void csv_number(csv_row *row, uint64_t value)
{
    char digits[DECIMAL_TEXT + 1];
    csv_field(row, span_of(digits, decimal_text(value, digits)));
}

void csv_end(csv_row *row)
{
    assert(row->fields > 0);
    sink_adds(row->out, "\r\n");
    row->fields = 0;
}
