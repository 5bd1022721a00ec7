/* Escaping: what a terminal would obey is shown, what JSON forbids is escaped, and nothing is read past the end. */
#include "kit.h"
#include "output/escape.h"

#include "base/text.h"

#include <criterion/criterion.h>
#include <stdlib.h>

/* `text` at the end of a block of its own size, so that AddressSanitizer sees a step past it. */
static strbuf escaped(dpm_span text, dpm_escape_kind kind)
{
    strbuf out = {0};
    char *const tight = malloc(text.len ? text.len : 1);
    cr_assert(tight);
    memcpy(tight, text.ptr, text.len);
    strbuf_adds(&out, "");
    cr_assert(dpm_escape(span_of(tight, text.len), kind, kit_write, &out) == DPM_OK);
    free(tight);
    return out;
}

#define T(literal)                                                                                                               \
    {                                                                                                                            \
        (literal), sizeof(literal) - 1                                                                                           \
    }

static const struct row {
    const char *name;
    dpm_span text;
    const char *terminal, *json;
} rows[] = {
    {"empty", T(""), "", ""},
    {"plain", T("Failed: Hr: = [0x800706ba]"), "Failed: Hr: = [0x800706ba]", "Failed: Hr: = [0x800706ba]"},
    {"path", T("C:\\Temp\\x1B"), "C:\\Temp\\x1B", "C:\\\\Temp\\\\x1B"},
    {"quote", T("a\"b"), "a\"b", "a\\\"b"},
    {"tab", T("a\tb"), "a b", "a\\tb"},
    {"line ends", T("a\r\n   at b\nc\r\r\n\n\td"), "a | at b | c | d", "a\\r\\n   at b\\nc\\r\\r\\n\\n\\td"},
    {"line ends outside", T("\r\n a\r\n"), "a", "\\r\\n a\\r\\n"},
    {"escape sequence", T("\x1B[2J\x1B]0;title\x07"), "\\x1B[2J\\x1B]0;title\\x07", "\\u001B[2J\\u001B]0;title\\u0007"},
    {"NUL, DEL", T("a\0b\x7F"), "a\\x00b\\x7F", "a\\u0000b\\u007F"},
    {"backspace, form feed", T("\b\f"), "\\x08\\x0C", "\\b\\f"},
    {"C1 as UTF-8",
     T("\xC2\x9B"
       "31m"),
     "\\u{9B}31m", "\\u009B31m"},
    {"C1 as a byte",
     T("\x9B"
       "31m"),
     "\\x9B31m",
     "\xEF\xBF\xBD"
     "31m"},
    {"bidi override",
     T("\xE2\x80\xAE"
       "gpj.exe"),
     "\\u{202E}gpj.exe", "\\u202Egpj.exe"},
    {"bidi isolates", T("\xE2\x81\xA6\xE2\x81\xA9"), "\\u{2066}\\u{2069}", "\\u2066\\u2069"},
    {"marks", T("\xE2\x80\x8E\xE2\x80\x8F\xD8\x9C"), "\\u{200E}\\u{200F}\\u{61C}", "\\u200E\\u200F\\u061C"},
    {"line separators", T("\xE2\x80\xA8\xE2\x80\xA9"), "\\u{2028}\\u{2029}", "\\u2028\\u2029"},
    {"tag", T("\xF3\xA0\x81\x81"), "\\u{E0041}", "\\uDB40\\uDC41"},
    {"letters",
     T("\xC3\x96"
       "ffnen \xE6\x97\xA5 \xF0\x9F\x92\xBE"),
     "\xC3\x96"
     "ffnen \xE6\x97\xA5 \xF0\x9F\x92\xBE",
     "\xC3\x96"
     "ffnen \xE6\x97\xA5 \xF0\x9F\x92\xBE"},
    {"lone continuation",
     T("\x80"
       "a"),
     "\\x80a",
     "\xEF\xBF\xBD"
     "a"},
    {"overlong", T("\xC0\xAF"), "\\xC0\\xAF", "\xEF\xBF\xBD\xEF\xBF\xBD"},
    {"overlong, three", T("\xE0\x80\xAF"), "\\xE0\\x80\\xAF", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
    {"surrogate", T("\xED\xA0\x80"), "\\xED\\xA0\\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
    {"above U+10FFFF", T("\xF4\x90\x80\x80"), "\\xF4\\x90\\x80\\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
    {"cut in a sequence", T("a\xE2\x80"), "a\\xE2\\x80", "a\xEF\xBF\xBD"},
    {"cut after a first byte", T("a\xF0"), "a\\xF0", "a\xEF\xBF\xBD"},
    {"cut sequence, then a letter",
     T("\xE2\x80"
       "b"),
     "\\xE2\\x80"
     "b",
     "\xEF\xBF\xBD"
     "b"},
};

Test(report_escape, rows)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        strbuf terminal = escaped(rows[i].text, DPM_ESCAPE_TERMINAL);
        strbuf json = escaped(rows[i].text, DPM_ESCAPE_JSON);
        cr_expect_str_eq(terminal.ptr, rows[i].terminal, "%s: terminal: %s", rows[i].name, terminal.ptr);
        cr_expect_str_eq(json.ptr, rows[i].json, "%s: JSON: %s", rows[i].name, json.ptr);
        strbuf_free(&terminal);
        strbuf_free(&json);
    }
}

/* Whatever the bytes, what comes out is one line without controls, and escaping it again for a terminal changes nothing. */
Test(report_escape, any_bytes_are_safe)
{
    uint32_t seed = 12345;
    for (size_t round = 0; round < 2000; round++) {
        char bytes[24];
        for (size_t i = 0; i < sizeof bytes; i++) {
            seed = seed * 1664525u + 1013904223u;
            bytes[i] = (char)(seed >> (round % 3 ? 24 : 28)); /* every third round: controls only */
        }
        const dpm_span text = span_of(bytes, round % (sizeof bytes + 1));
        for (dpm_escape_kind kind = DPM_ESCAPE_TERMINAL; kind <= DPM_ESCAPE_JSON; kind++) {
            strbuf once = escaped(text, kind);
            for (size_t i = 0; i < once.len; i++) {
                cr_assert((unsigned char)once.ptr[i] >= 0x20 && once.ptr[i] != 0x7F, "round %zu, byte %zu", round, i);
            }
            strbuf again = escaped(strbuf_span(&once), DPM_ESCAPE_TERMINAL);
            cr_assert_str_eq(again.ptr, once.ptr, "round %zu", round);
            strbuf_free(&again);
            strbuf_free(&once);
        }
    }
}

Test(report_escape, a_refused_write_ends_it)
{
    strbuf whole = {0};
    cr_assert(dpm_escape(SPAN("a\x1B"), DPM_ESCAPE_TERMINAL, kit_write, &whole) == DPM_OK);
    for (size_t room = 0; room <= whole.len; room++) {
        size_t left = room;
        cr_expect_not(dpm_escape(SPAN("a\x1B"
                                      "b"),
                                 DPM_ESCAPE_TERMINAL, kit_write_within, &left) == DPM_OK);
        cr_expect_leq(left, room == 0 ? 0 : room - 1, "room for %zu: what fits was written", room);
    }
    strbuf_free(&whole);
}

/* What would end a text, an attribute or a script's quotes is a reference; what steers is spelled; lines stay. */
Test(report_escape, html)
{
    static const struct {
        const char *name;
        dpm_span text;
        const char *html;
    } cases[] = {
        {"empty", T(""), ""},
        {"plain", T("Failed: Hr: = [0x800706ba]"), "Failed: Hr: = [0x800706ba]"},
        {"end of a script", T("</script><script>"), "&lt;/script&gt;&lt;script&gt;"},
        {"end of an attribute", T("\" onload='x' `y`"), "&quot; onload=&#39;x&#39; &#96;y&#96;"},
        {"a reference", T("&lt;"), "&amp;lt;"},
        {"lines", T("a\r\n\tat b\rc\n"), "a\n\tat b\nc\n"},
        {"escape sequence", T("\x1B[31m"), "\\x1B[31m"},
        {"NUL", T("a\0b"), "a\\x00b"},
        {"bidi override",
         T("\xE2\x80\xAE"
           "gpj"),
         "\\u{202E}gpj"},
        {"a broken byte before a tag", T("\xE2<b>"), "\\xE2&lt;b&gt;"},
        {"letters", T("\xC3\x96 \xF0\x9F\x92\xBE"), "\xC3\x96 \xF0\x9F\x92\xBE"},
        {"formula", T("=cmd|'/c calc'!A1"), "=cmd|&#39;/c calc&#39;!A1"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        strbuf out = escaped(cases[i].text, DPM_ESCAPE_HTML);
        cr_expect_str_eq(out.ptr, cases[i].html, "%s: %s", cases[i].name, out.ptr);
        strbuf_free(&out);
    }
}
