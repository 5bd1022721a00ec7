/* Reading one line of alert text. */
#include "alert/alert_line.h"

#include "base/number.h"
#include "base/error_words.h"
#include "base/text.h"

enum { ID_DIGITS = 6, LABEL_MAX = 48, WORD_MAX = 24 };

static bool is_word(char c)
{
    return ascii_alpha(c) || ascii_digit(c) || c == '_' || (unsigned char)c >= 0x80;
}

/* --- cleaning --- */

/* Blanks that are no ASCII, and the full-width forms of ASCII, at `s`: the ASCII character, and how long it was. */
static char narrow(dpm_span s, size_t *len)
{
    static const struct {
        dpm_span wide;
        char is;
    } blanks[] = {
        {SPAN_INIT("\xC2\xA0"), ' '},     {SPAN_INIT("\xE2\x80\x87"), ' '}, {SPAN_INIT("\xE2\x80\xAF"), ' '},
        {SPAN_INIT("\xE3\x80\x80"), ' '}, {SPAN_INIT("\xE2\x80\x8B"), ' '}, {SPAN_INIT("\xEF\xBB\xBF"), ' '},
    };
    *len = 1;
    if ((unsigned char)s.ptr[0] < 0x80) {
        return s.ptr[0] == '\t' || s.ptr[0] == '\0' ? ' ' : s.ptr[0];
    }
    for (size_t i = 0; i < sizeof blanks / sizeof *blanks; i++) {
        if (span_starts(s, blanks[i].wide)) {
            *len = blanks[i].wide.len;
            return blanks[i].is;
        }
    }
    const unsigned char *const b = (const unsigned char *)s.ptr;
    if (s.len >= 3 && b[0] == 0xEF && (b[1] == 0xBC || b[1] == 0xBD)) { /* U+FF01 to U+FF5E */
        const unsigned code = (b[1] & 3u) * 64 + (b[2] & 0x3Fu);
        if (code >= 1 && code <= 0x5E) {
            *len = 3;
            return (char)(0x20 + code);
        }
    }
    return '\0';
}

/* "=C3=A9" in place; a '=' at the end is a soft line break. */
static dpm_span unquote(dpm_span line, char *buffer, bool *soft)
{
    size_t made = 0;
    while (line.len && (line.ptr[line.len - 1] == ' ' || line.ptr[line.len - 1] == '\t')) {
        line.len--;
    }
    *soft = line.len && line.ptr[line.len - 1] == '=';
    line.len -= *soft;
    for (size_t at = 0; at < line.len; at++) {
        uint64_t value = 0;
        const bool coded = line.ptr[at] == '=' && at + 2 < line.len && number_hex(span_of(line.ptr + at + 1, 2), &value) == 2;
        buffer[made++] = coded ? (char)value : line.ptr[at];
        at += coded ? 2 : 0;
    }
    return span_of(buffer, made);
}

static dpm_span squeeze(dpm_span line, char *buffer)
{
    size_t made = 0;
    for (size_t at = 0, len; at < line.len; at += len) {
        const char c = narrow(span_from(line, at), &len);
        if (c == '\0') {
            buffer[made++] = line.ptr[at];
        } else if (c == '"' && span_starts(span_from(line, at + 1), SPAN("\""))) { /* doubled in a field of CSV */
            buffer[made++] = c;
            len = 2;
        } else if (c != ' ' || (made && buffer[made - 1] != ' ')) {
            buffer[made++] = c;
        }
    }
    return span_trim(span_of(buffer, made));
}

/* Off the front: quotation of mails, bars of tables, bullets, numbers of lists. */
static dpm_span without_marks(dpm_span s, bool *bulleted)
{
    static const dpm_span marks[] = {SPAN_INIT(">"),
                                     SPAN_INIT("|"),
                                     SPAN_INIT("*"),
                                     SPAN_INIT("\xE2\x80\xA2"),
                                     SPAN_INIT("\xC2\xB7"),
                                     SPAN_INIT("- "),
                                     SPAN_INIT("+ "),
                                     SPAN_INIT("\xE2\x80\x93 "),
                                     SPAN_INIT("\""),
                                     SPAN_INIT("'"),
                                     SPAN_INIT("\xE2\x80\x9C"),
                                     SPAN_INIT("\xE2\x96\xAA"),
                                     SPAN_INIT("\xE2\x97\x8F"),
                                     SPAN_INIT("#")};
    for (bool more = true; more;) {
        more = false;
        s = span_trim(s);
        for (size_t i = 0; i < sizeof marks / sizeof *marks && !more; i++) {
            more = span_starts(s, marks[i]);
            s = more ? span_from(s, marks[i].len) : s;
            *bulleted |= more && i > 1;
        }
        uint64_t number;
        const size_t digits = number_decimal(span_head(s, 4), &number);
        if (!more && digits && digits < 4 && digits + 1 < s.len && (s.ptr[digits] == '.' || s.ptr[digits] == ')') &&
            s.ptr[digits + 1] == ' ') {
            s = span_from(s, digits + 2);
            *bulleted = more = true;
        }
    }
    while (s.len && (s.ptr[s.len - 1] == '"' || s.ptr[s.len - 1] == '|' || s.ptr[s.len - 1] == ' ')) {
        s.len--;
    }
    return s;
}

/* --- what it says --- */

/* Digits that end where a number ends. */
static uint32_t read_number(dpm_span s)
{
    uint64_t value = 0;
    const size_t len = number_decimal(span_head(s, ID_DIGITS + 1), &value);
    const bool ends = len == s.len || (len < s.len && !is_word(s.ptr[len]));
    return len && len <= ID_DIGITS && ends && s.ptr[0] != '0' ? (uint32_t)value : 0;
}

/* "ID 43", "ID: 34513", "ID : 52", at the `I`. Alone or after a bracket: other things have IDs too. */
static uint32_t read_id(dpm_span s, size_t at, bool *bracketed)
{
    if (at > 0 && !strchr("([{,;|\"", s.ptr[at - 1]) && s.ptr[at - 1] != ' ') {
        return 0;
    }
    size_t before = at;
    while (before > 0 && s.ptr[before - 1] == ' ') {
        before--;
    }
    if (before > 0 && is_word(s.ptr[before - 1])) {
        const dpm_span word = span_head(s, before);
        if (!span_iends(word, SPAN("error")) && !span_iends(word, SPAN("alert")) && !span_iends(word, SPAN("DPM"))) {
            return 0;
        }
    }
    dpm_span rest = span_from(s, at + 2);
    const size_t len = rest.len;
    while (rest.len && (rest.ptr[0] == ' ' || rest.ptr[0] == ':')) {
        rest = span_from(rest, 1);
    }
    const uint32_t id = rest.len < len ? read_number(rest) : 0;
    *bracketed = id && before > 0 && s.ptr[before - 1] == '(';
    return id;
}

/* "0x80070005", with the severity bit. */
static bool is_code(dpm_span s)
{
    uint64_t value;
    return s.len >= 10 && s.ptr[0] == '0' && (s.ptr[1] == 'x' || s.ptr[1] == 'X') &&
           number_hex(span_head(span_from(s, 2), 9), &value) == 8 && value >> 31;
}

/* "Error 319:" in any language: DPM's word for it, a number, a colon. */
static uint32_t read_error(dpm_span s)
{
    for (const dpm_span *at = error_words; at->len; at++) {
        const dpm_span word = *at;
        if (!span_istarts(s, word)) {
            continue;
        }
        dpm_span rest = span_from(s, word.len);
        while (rest.len && rest.ptr[0] == ' ') {
            rest = span_from(rest, 1);
        }
        uint64_t value;
        const size_t len = number_decimal(span_head(rest, ID_DIGITS), &value);
        dpm_span behind = span_from(rest, len);
        while (behind.len && behind.ptr[0] == ' ') {
            behind = span_from(behind, 1);
        }
        if (len && behind.len && behind.ptr[0] == ':') {
            return read_number(span_head(rest, len));
        }
    }
    return 0;
}

static dpm_span read_label(dpm_span s)
{
    for (size_t i = 1; i < s.len && i < LABEL_MAX; i++) {
        if (s.ptr[i] == '(' || s.ptr[i] == '.' || s.ptr[i] == '"') {
            break;
        }
        if (s.ptr[i] == ':' && (i + 1 == s.len || s.ptr[i + 1] == ' ')) {
            return span_trim(span_head(s, i));
        }
    }
    return (dpm_span){0};
}

/* "fs01.contoso.com": three labels or more, not all of them numbers. */
static dpm_span read_host(dpm_span s)
{
    for (size_t at = 0; at < s.len;) {
        size_t end = at, dots = 0, letters = 0;
        while (end < s.len && (ascii_alpha(s.ptr[end]) || ascii_digit(s.ptr[end]) || s.ptr[end] == '-' ||
                               (s.ptr[end] == '.' && end > at && end + 1 < s.len && is_word(s.ptr[end + 1])))) {
            dots += s.ptr[end] == '.';
            letters += ascii_alpha(s.ptr[end]);
            end++;
        }
        if (dots >= 2 && letters) {
            return span_of(s.ptr + at, end - at);
        }
        at = end + 1;
    }
    return (dpm_span){0};
}

static void read_all(alert_line *l)
{
    const dpm_span s = l->text;
    bool open = l->depth > 0;
    for (size_t i = 0; i < s.len; i++) {
        const char c = s.ptr[i];
        bool bracketed = false;
        const bool is_id = c == 'I' && i + 2 < s.len && (s.ptr[i + 1] == 'D' || s.ptr[i + 1] == 'd') && !is_word(s.ptr[i + 2]);
        const uint32_t id = is_id ? read_id(s, i, &bracketed) : 0;
        if (id) {
            l->id = id;
            l->bracketed |= bracketed;
            l->depth = bracketed ? 1 : l->depth;
            open = bracketed || open;
        }
        l->coded |= c == '0' && (i == 0 || !is_word(s.ptr[i - 1])) && is_code(span_from(s, i));
        l->depth += open ? (c == '(') - (c == ')') : 0;
        open = open && l->depth > 0;
    }
}

alert_line alert_line_read(dpm_span line, char *buffer, int depth, bool quoted)
{
    alert_line l = {.depth = depth > 0 ? depth : 0};
    if (quoted) {
        line = unquote(line, buffer, &l.soft);
    }
    l.text = without_marks(squeeze(line, buffer), &l.bulleted);
    l.label = read_label(l.text);
    l.host = read_host(l.text);
    read_all(&l);
    const uint32_t error = l.id ? 0 : read_error(l.text);
    if (error) {
        l.id = error;
        l.in_front = true;
        l.label = (dpm_span){0};
    }
    return l;
}
