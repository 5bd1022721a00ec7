/* Making a log of text in another form, line by line. */
#include "record/remake.h"

#include "base/number.h"
#include "base/text.h"
#include "record/fields.h"
#include "record/pasted.h"

enum { NAME_CAP = 260, CSV_FIELDS_MIN = 7, WRAPPED_LINES = 3, WRAPPED_CAP = 2048 };

/* ---- CSV ---- */

/* One line's fields with TABs between them, at most as long as the line. */
static size_t join_fields(remake *m, dpm_span line, char *out, size_t *fields)
{
    size_t made = 0;
    bool begins = !m->quoted;
    *fields = 1;
    for (size_t at = 0; at < line.len; at++) {
        const char c = line.ptr[at];
        if (m->quoted && c == '"' && at + 1 < line.len && line.ptr[at + 1] == '"') {
            out[made++] = '"';
            at++;
        } else if (c == '"' && (m->quoted || begins)) {
            m->quoted = !m->quoted;
        } else if (c == m->separator && !m->quoted) {
            out[made++] = '\t';
            ++*fields;
        } else {
            out[made++] = c;
        }
        begins = !m->quoted && c == m->separator;
    }
    return made;
}

/* ---- pastes ---- */

static size_t blank_len(dpm_span s)
{
    static const dpm_span blanks[] = {SPAN_INIT("\xC2\xA0"), SPAN_INIT("\xE2\x80\x87"), SPAN_INIT("\xE2\x80\xAF"),
                                      SPAN_INIT("\xE3\x80\x80")};
    for (size_t i = 0; i < sizeof blanks / sizeof *blanks; i++) {
        if (span_starts(s, blanks[i])) {
            return blanks[i].len;
        }
    }
    return 0;
}

/* Without marks of quotation, and with plain blanks. */
static size_t plain_blanks(dpm_span line, char *out)
{
    size_t made = 0;
    while (line.len && (line.ptr[0] == '>' || line.ptr[0] == ' ')) {
        line = span_from(line, 1);
    }
    for (size_t at = 0; at < line.len;) {
        const size_t len = (unsigned char)line.ptr[at] < 0x80 ? 0 : blank_len(span_from(line, at));
        out[made++] = len ? ' ' : line.ptr[at];
        at += len ? len : 1;
    }
    return made;
}

static bool is_record(dpm_span text)
{
    prefix p;
    pasted found;
    return prefix_parse(text, &p) || prefix_parse_odd(text, &p) || pasted_find(text.ptr, 0, (uint32_t)text.len, &found);
}

/* Digits, a date, a time: what the first columns of a record hold, and no line of a message. */
static bool may_be_wrapped(dpm_span text)
{
    size_t colons = 0, slash = SIZE_MAX;
    const dpm_span head = span_head(text, 48);
    uint64_t value;
    for (size_t i = 0; i < head.len; i++) {
        slash = head.ptr[i] == '/' && slash == SIZE_MAX ? i : slash;
        colons += head.ptr[i] == ':' && slash != SIZE_MAX;
    }
    return number_hex(span_head(text, 9), &value) >= 3 && slash != SIZE_MAX && colons >= 2;
}

/* ---- names in front ---- */

/* Where the record begins behind "NAME:" or "NAME:12:"; 0: there is no name of that form. */
static size_t behind_name(dpm_span line, size_t colon)
{
    uint64_t number;
    const dpm_span rest = span_from(line, colon + 1);
    const size_t digits = number_decimal(span_head(rest, 12), &number);
    return digits && digits < rest.len && rest.ptr[digits] == ':' ? colon + digits + 2 : colon + 1;
}

dpm_span remake_line_name(dpm_span line)
{
    const dpm_span head = span_head(line, NAME_CAP);
    prefix p;
    for (size_t at = 1; at < head.len && head.ptr[at] != '\t'; at++) {
        if (head.ptr[at] != ':' || at < 2) {
            continue;
        }
        const dpm_span rest = span_from(line, behind_name(line, at));
        if (prefix_parse(rest, &p) || prefix_parse_odd(rest, &p)) {
            return span_head(line, at);
        }
    }
    return (dpm_span){0};
}

bool remake_behind_name(dpm_span line, dpm_span name, dpm_span *out)
{
    if (!span_starts(line, name) || line.len == name.len || line.ptr[name.len] != ':') {
        return false;
    }
    *out = span_from(line, behind_name(line, name.len));
    return true;
}

static size_t strip_name(const remake *m, dpm_span line, char *out)
{
    dpm_span rest = {0};
    if (remake_behind_name(line, m->name, &rest) && rest.len) {
        memcpy(out, rest.ptr, rest.len);
    }
    return rest.len;
}

/* ---- all ---- */

remake remake_detect(dpm_span text)
{
    static const char separators[] = {',', ';'};
    char buffer[REMAKE_WINDOW];
    text = span_head(text, REMAKE_WINDOW);
    for (size_t at = 0, len; at < text.len; at += len) {
        dpm_span line;
        if (!span_line(span_from(text, at), &line, &len) && at > 0 && text.len == REMAKE_WINDOW) {
            break;
        }
        for (size_t i = 0; i < sizeof separators; i++) {
            remake m = {.form = REMAKE_CSV, .separator = separators[i]};
            size_t fields;
            const size_t made = join_fields(&m, line, buffer, &fields);
            if (fields >= CSV_FIELDS_MIN && is_record(span_of(buffer, made))) {
                m.quoted = false;
                return m;
            }
        }
        const size_t made = plain_blanks(line, buffer);
        if (is_record(span_of(buffer, made))) {
            return (remake){.form = REMAKE_PASTE};
        }
        if (may_be_wrapped(span_of(buffer, made)) && made < WRAPPED_CAP) {
            size_t used = 0;
            remake m = {.form = REMAKE_PASTE};
            const dpm_span rest = span_head(span_from(text, at), WRAPPED_CAP);
            const size_t joined = remake_text(&m, rest, true, buffer, &used);
            dpm_span first;
            size_t first_len;
            span_line(span_of(buffer, joined), &first, &first_len);
            if (is_record(first)) {
                return m;
            }
        }
    }
    return (remake){.form = REMAKE_NONE};
}

/* A record that was wrapped before its level, with the lines that complete it: `*lines` of them. 0: it is none. */
static size_t unwrap(dpm_span text, char *out, size_t made, size_t *used, size_t *lines)
{
    size_t at = 0;
    *lines = 0;
    while (*lines < WRAPPED_LINES && at < text.len && made < WRAPPED_CAP) {
        dpm_span line;
        size_t len;
        span_line(span_from(text, at), &line, &len);
        if (line.len > WRAPPED_CAP) {
            return 0;
        }
        out[made] = ' ';
        made += 1 + plain_blanks(line, out + made + 1);
        at += len;
        ++*lines;
        if (is_record(span_of(out, made))) {
            *used = at;
            return made;
        }
    }
    return 0;
}

static size_t make_line(remake *m, dpm_span line, char *out)
{
    size_t fields;
    switch (m->form) {
    case REMAKE_CSV: return join_fields(m, line, out, &fields);
    case REMAKE_PREFIXED: return strip_name(m, line, out);
    default: return plain_blanks(line, out);
    }
}

size_t remake_text(remake *m, dpm_span text, bool last, char *out, size_t *taken)
{
    assert(text.len <= REMAKE_WINDOW);
    size_t made = 0, at = 0;
    while (at < text.len) {
        dpm_span line;
        size_t len, more = 0, lines = 0;
        const bool ended = span_line(span_from(text, at), &line, &len);
        if (!ended && !last && at > 0) {
            break;
        }
        size_t size = make_line(m, line, out + made);
        const dpm_span now = span_of(out + made, size);
        if (m->form == REMAKE_PASTE && ended && size < WRAPPED_CAP && may_be_wrapped(now) && !is_record(now)) {
            const dpm_span rest = span_from(text, at + len);
            if (!last && at > 0 && rest.len < WRAPPED_CAP) {
                break; /* what completes it may come yet */
            }
            char joined[3 * WRAPPED_CAP];
            memcpy(joined, now.ptr, size);
            const size_t whole = unwrap(rest, joined, size, &more, &lines);
            if (whole) {
                memcpy(out + made, joined, whole);
                size = whole;
            }
        }
        made += size;
        for (size_t i = 0; i < lines + ended; i++) {
            out[made++] = '\n';
        }
        at += len + more;
    }
    *taken = at;
    return made;
}
