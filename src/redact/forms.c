/* How long what begins here is, if it has the form of a path, an address, a user, a number ... */
#include "redact/forms.h"

#include "base/number.h"
#include "base/utf8.h"

/* ---- characters ---- */

static bool ends_path(char c)
{
    return strchr("\"'<>|*?\r\n\t,;]){}=", c) != NULL; /* a NUL too */
}

/* ---- forms: how many bytes at the beginning of `s` have it; 0: none ---- */

/* A blank belongs to a path only where a separator follows before the path must end. */
static bool goes_on(dpm_span s, size_t from)
{
    for (size_t i = from; i < s.len && !ends_path(s.ptr[i]) && i < from + 64; i++) {
        if (s.ptr[i] == '\\' || s.ptr[i] == '/') {
            return s.ptr[i] == '\\';
        }
        if (s.ptr[i] == ':' || s.ptr[i] == '(') {
            return false;
        }
    }
    return false;
}

size_t path_len(dpm_span s)
{
    const bool drive = s.len > 2 && ascii_alpha(s.ptr[0]) && s.ptr[1] == ':' && (s.ptr[2] == '\\' || s.ptr[2] == '/');
    const bool unc =
        s.len > 2 && s.ptr[0] == '\\' && s.ptr[1] == '\\' && (is_name(s.ptr[2]) || s.ptr[2] == '?' || s.ptr[2] == '.');
    size_t i = drive || unc ? 3 : 0;
    const bool volume = unc && s.ptr[2] == '?';
    while (i && i < s.len && (!ends_path(s.ptr[i]) || (volume && strchr("{}", s.ptr[i]) && s.ptr[i]))) {
        if (s.ptr[i] == ' ' && !goes_on(s, i + 1)) {
            break;
        }
        i++;
    }
    while (i > 3 && strchr(".: ", s.ptr[i - 1])) {
        i--;
    }
    return i;
}

size_t ipv4_len(dpm_span s)
{
    size_t i = 0;
    for (int part = 0; part < 4; part++) {
        uint64_t value = 0;
        const size_t digits = number_decimal(span_head(span_from(s, i), 3), &value);
        if (!digits || value > 255) {
            return 0;
        }
        i += digits;
        if (part < 3 && at(s, i++) != '.') {
            return 0;
        }
    }
    /* 1.2.3.4.5 is a version; so is what a digit follows */
    return ascii_digit(at(s, i)) || (at(s, i) == '.' && ascii_digit(at(s, i + 1))) ? 0 : i;
}

/* IPv6 and MAC: groups of hex digits, four of them at least, or three and an empty one; 12:34:56 is a time. */
size_t colon_len(dpm_span s, char separator)
{
    size_t i = 0, groups = 0, empty = 0;
    bool pairs = true;
    while (groups <= 8 && empty <= 1) {
        size_t digits = 0;
        while (digits <= 4 && hex_digit(at(s, i + digits)) >= 0) {
            digits++;
        }
        if (digits > 4) {
            return 0;
        }
        groups += digits > 0;
        pairs = pairs && digits == 2;
        i += digits;
        const bool more = at(s, i) == separator && (at(s, i + 1) == separator || hex_digit(at(s, i + 1)) >= 0);
        if (!more) {
            break;
        }
        const bool doubled = at(s, i + 1) == separator;
        empty += doubled;
        i += doubled ? 2 : 1;
    }
    const bool mac = pairs && groups == 6 && !empty,
               six = separator == ':' && (groups == 8 || (groups >= 1 && empty == 1 && hex_digit(at(s, 0)) >= 0));
    return (mac || six) && !name_at(s, i) ? i : 0;
}

/* S-1-5-21-..., S-1-12-1-...: of any authority. */
size_t sid_len(dpm_span s)
{
    size_t i = span_istarts(s, SPAN("S-1-")) && ascii_digit(at(s, 4)) ? 5 : 0;
    while (i && (ascii_digit(at(s, i)) || (at(s, i) == '-' && ascii_digit(at(s, i + 1))))) {
        i++;
    }
    return i;
}

size_t sign_len(dpm_span s)
{
    if (s.len < 3 || ((unsigned char)s.ptr[0] != 0xE3 && (unsigned char)s.ptr[0] != 0xEF)) {
        return 0;
    }
    const glyph g = utf8_glyph(s);
    const uint32_t c = g.code;
    const bool sign = (c >= 0x3000 && c <= 0x303F && (c < 0x3005 || c > 0x3007)) || (c >= 0xFF01 && c <= 0xFF0F) ||
                      (c >= 0xFF1A && c <= 0xFF20) || (c >= 0xFF3B && c <= 0xFF40) || (c >= 0xFF5B && c <= 0xFF65);
    return g.valid && sign ? g.len : 0;
}

size_t name_len(dpm_span s)
{
    size_t i = 0;
    while (i < s.len && is_name(s.ptr[i]) && !sign_len(span_from(s, i))) {
        i++;
    }
    return i;
}

/* name.name.name, as long as a domain can be */
size_t dotted_len(dpm_span s)
{
    s = span_head(s, 256);
    size_t i = name_len(s);
    while (i && at(s, i) == '.' && name_len(span_from(s, i + 1))) {
        i += 1 + name_len(span_from(s, i + 1));
    }
    return i;
}

/* DOMAIN\user, and user+x@domain. */
size_t user_len(dpm_span s)
{
    size_t name = dotted_len(s);
    while (name && at(s, name) == '+' && dotted_len(span_from(s, name + 1))) {
        name += 1 + dotted_len(span_from(s, name + 1));
    }
    const char separator = at(s, name);
    if (!name || (separator != '\\' && separator != '@')) {
        return 0;
    }
    const size_t more = dotted_len(span_from(s, name + 1));
    return more ? name + 1 + more + (at(s, name + 1 + more) == '$' ? 1 : 0) : 0;
}

/* https://name/path */
size_t url_len(dpm_span s)
{
    size_t i = 0;
    while (i < 12 && (ascii_alpha(at(s, i)) || at(s, i) == '+')) {
        i++;
    }
    if (i < 2 || !span_starts(span_from(s, i), SPAN("://"))) {
        return 0;
    }
    for (i += 3; i < s.len && !strchr(" \t\r\n\"'<>|", s.ptr[i]) && s.ptr[i]; i++) {
    }
    while (i && strchr(".,;:)]}", s.ptr[i - 1])) {
        i--;
    }
    return i;
}

size_t guid_len(dpm_span s)
{
    enum { GUID_LEN = 36 };
    uint8_t guid[16];
    return s.len >= GUID_LEN && at(s, 8) == '-' && number_guid(span_head(s, GUID_LEN), guid) && !name_at(s, GUID_LEN) ? GUID_LEN
                                                                                                                      : 0;
}

/* ---- what stands ---- */

/* 1,234  -5  12.5  20:55:45.393  06/01/2016  2016-06-01T20:55:45Z  4.2.1205.0: digits with marks between. An address is no such
 * thing: it was looked for before. */
size_t figure_len(dpm_span s)
{
    size_t i = at(s, 0) == '-', marks = 0;
    if (!ascii_digit(at(s, i))) {
        return 0;
    }
    while (ascii_digit(at(s, i))) {
        i++;
        if (strchr(".,:/-T", at(s, i)) && at(s, i) && ascii_digit(at(s, i + 1))) {
            marks += at(s, i) == '-';
            i++;
        }
    }
    i += at(s, i) == 'Z' && i > 8;
    return marks <= 2 && !name_at(s, i) ? i : 0;
}

/* 0x800706BA, and 800706BA by itself. */
size_t code_len(dpm_span s)
{
    const size_t from = at(s, 0) == '0' && (at(s, 1) | 0x20) == 'x' ? 2 : 0;
    size_t i = from;
    while (hex_digit(at(s, i)) >= 0) {
        i++;
    }
    const size_t digits = i - from;
    const bool bare = digits == 8 && (span_starts(s, SPAN("80")) || span_istarts(s, SPAN("C00")));
    return !name_at(s, i) && (from ? digits > 0 && digits <= 16 : bare) ? i : 0;
}
