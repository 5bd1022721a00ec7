/* Rows of a summary. */
#include "summary/summary_row.h"

#include "base/number.h"
#include "base/text.h"

#include <inttypes.h>

/* By the byte that is escaped: the letter behind the backslash. */
static char escape_of(char c)
{
    switch (c) {
    case '\t': return 't';
    case '\n': return 'n';
    case '\r': return 'r';
    case '\0': return '0';
    case '\\': return '\\';
    default: return 0;
    }
}

void row_put_text(strbuf *out, dpm_span text)
{
    char piece[512];
    size_t len = 0;
    for (size_t i = 0; i < text.len; i++) {
        const char c = text.ptr[i];
        const char letter = (unsigned char)c > '\r' && c != '\\' ? 0 : escape_of(c); /* what is escaped, but one, are controls */
        if (letter) {
            piece[len++] = '\\';
        }
        piece[len++] = letter ? letter : c;
        if (len > sizeof piece - 2) {
            strbuf_add(out, span_of(piece, len));
            len = 0;
        }
    }
    strbuf_add(out, span_of(piece, len));
}

void row_put_int(strbuf *out, int64_t number)
{
    char text[DECIMAL_TEXT + 2];
    const bool minus = number < 0;
    text[0] = '-';
    const size_t len = decimal_text(minus ? 0 - (uint64_t)number : (uint64_t)number, text + 1);
    strbuf_add(out, span_of(text + !minus, len + minus));
}

static bool unescape(char letter, char *to)
{
    switch (letter) {
    case 't': *to = '\t'; return true;
    case 'n': *to = '\n'; return true;
    case 'r': *to = '\r'; return true;
    case '0': *to = '\0'; return true;
    case '\\': *to = '\\'; return true;
    default: return false;
    }
}

size_t row_text(dpm_span escaped, char *to)
{
    size_t len = 0;
    for (size_t i = 0; i < escaped.len;) {
        const dpm_span rest = span_from(escaped, i);
        const char *const mark = memchr(rest.ptr, '\\', rest.len);
        const size_t plain = mark ? (size_t)(mark - rest.ptr) : rest.len;
        memcpy(to + len, rest.ptr, plain);
        len += plain;
        i += plain;
        if (mark && (i + 1 == escaped.len || !unescape(escaped.ptr[i + 1], &to[len++]))) {
            return SIZE_MAX;
        }
        i += mark ? 2 : 0;
    }
    return len;
}

void row_put(strbuf *out, const row_form *form, const void *from)
{
    strbuf_addc(out, form->letter);
    for (size_t i = 0; i < form->count; i++) {
        const char *const at = (const char *)from + form->fields[i].at;
        strbuf_addc(out, '\t');
        switch (form->fields[i].type) {
        case ROW_TEXT: row_put_text(out, *(const dpm_span *)(const void *)at); break;
        case ROW_INT: row_put_int(out, *(const int64_t *)(const void *)at); break;
        case ROW_COUNT: strbuf_addf(out, "%" PRIu64, *(const uint64_t *)(const void *)at); break;
        }
    }
    strbuf_addc(out, '\n');
}

bool row_next(dpm_span *rest, dpm_span *out)
{
    if (!rest->ptr) {
        return false;
    }
    const cut c = span_cut(*rest, '\t');
    *out = c.head;
    *rest = c.found ? span_of(rest->ptr + c.head.len + 1, rest->len - c.head.len - 1) : (dpm_span){0};
    return true;
}

bool row_count(dpm_span text, uint64_t *out)
{
    return text.len && number_decimal(text, out) == text.len;
}

bool row_number(dpm_span text, int64_t *out)
{
    uint64_t size = 0;
    const bool minus = span_starts(text, SPAN("-"));
    if (!row_count(span_from(text, minus), &size) || size > (uint64_t)INT64_MAX + minus) {
        return false;
    }
    *out = minus ? (int64_t)(0 - size) : (int64_t)size;
    return true;
}

static dpm_status take_text(dpm_span field, dpm_span *out, arena *memory)
{
    char *const text = arena_alloc(memory, field.len + 1);
    if (!text) {
        return DPM_ENOMEM;
    }
    const size_t len = row_text(field, text);
    if (len == SIZE_MAX) {
        return DPM_EDATA;
    }
    text[len] = '\0';
    *out = span_of(text, len);
    return DPM_OK;
}

static dpm_status take_field(dpm_span field, row_field_type type, void *to, arena *memory)
{
    switch (type) {
    case ROW_TEXT: return take_text(field, to, memory);
    case ROW_INT: return row_number(field, to) ? DPM_OK : DPM_EDATA;
    case ROW_COUNT: break;
    }
    return row_count(field, to) ? DPM_OK : DPM_EDATA;
}

dpm_status row_take(dpm_span row, const row_form *form, void *to, arena *memory)
{
    dpm_span rest = row, field;
    if (!row_next(&rest, &field) || field.len != 1 || field.ptr[0] != form->letter) {
        return DPM_EDATA;
    }
    for (size_t i = 0; i < form->count; i++) {
        if (!row_next(&rest, &field)) {
            return DPM_EDATA;
        }
        TRY(take_field(field, form->fields[i].type, (char *)to + form->fields[i].at, memory));
    }
    return rest.ptr ? DPM_EDATA : DPM_OK;
}
