/* The page: wrapping, cutting, owed blanks, colours. */
#include "kit.h"
#include "output/text/text_layout.h"

#include "base/text.h"

#include <criterion/criterion.h>

typedef enum action { WRAP, CLIP, SPAN_WHOLE, HANG } action;

/* What one piece at `column` becomes on a page of `width`. */
static strbuf page_of(size_t width, size_t column, size_t indent, action what, const char *text)
{
    strbuf got = {0};
    sink out;
    text_layout p;
    sink_init(&out, kit_write, &got);
    layout_init(&p, &out, width, false);
    layout_column(&p, column);
    switch (what) {
    case WRAP: layout_wrap(&p, STYLE_PLAIN, indent, span_str(text)); break;
    case CLIP: layout_clip(&p, STYLE_PLAIN, span_str(text), false); break;
    case HANG:
        p.hang = indent;
        layout_text(&p, STYLE_PLAIN, "at ");
        layout_span(&p, STYLE_PLAIN, span_str(text));
        layout_text(&p, STYLE_PLAIN, ", then");
        break;
    case SPAN_WHOLE: layout_span(&p, STYLE_PLAIN, span_str(text)); break;
    }
    layout_end(&p);
    layout_free(&p);
    cr_assert_eq(sink_end(&out, NULL), DPM_OK);
    return got;
}

Test(report_page, rows)
{
    static const struct {
        const char *name;
        size_t width, column, indent;
        action what;
        const char *text, *want;
    } rows[] = {
        {"fits", 20, 0, 0, WRAP, "one two", "one two\n"},
        {"fits exactly", 20, 0, 0, WRAP, "12345678901234567890", "12345678901234567890\n"},
        {"wraps at a blank", 20, 0, 2, WRAP, "the quick brown fox jumps", "the quick brown fox\n  jumps\n"},
        {"wraps at the edge", 20, 0, 2, WRAP, "12345678901234567890 x", "12345678901234567890\n  x\n"},
        {"begins further right", 20, 10, 4, WRAP, "alpha beta gamma", "          alpha beta\n    gamma\n"},
        {"first word goes down", 20, 15, 4, WRAP, "alphabet", "\n    alphabet\n"},
        {"long word breaks", 20, 0, 2, WRAP, "a1234567890123456789012345", "a1234567890123456789\n  012345\n"},
        {"no room at all", 20, 30, 30, WRAP, "ab", "                              a\n                              b\n"},
        {"hangs", 20, 0, 1, HANG, "a/path.errlog:1234", "at\n a/path.errlog:1234,\n then\n"},
        {"hangs at blanks", 20, 0, 3, HANG, "some words of a log", "at some words of a\n   log, then\n"},
        {"nothing", 20, 5, 5, WRAP, "", "\n"},
        {"only blanks", 20, 5, 5, WRAP, "   ", "\n"},
        {"trailing blanks", 20, 0, 0, WRAP, "word   ", "word\n"},
        {"line ends are bars", 20, 0, 0, WRAP, "a\r\n  b", "a | b\n"},
        {"wide letters count twice", 20, 0, 0, WRAP,
         "\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E"
         "\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E\xE6\x97\xA5\xE6\x9C\xAC",
         "\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E\xE6\x97"
         "\xA5\n"
         "\xE6\x9C\xAC\n"},
        {"cut", 20, 0, 0, CLIP, "123456789012345678901", "12345678901234567...\n"},
        {"not cut", 20, 0, 0, CLIP, "12345678901234567890", "12345678901234567890\n"},
        {"cut, no room", 20, 19, 0, CLIP, "ab", "                   .\n"},
        {"cut, none left", 20, 25, 0, CLIP, "ab", "\n"},
        {"cut at a letter", 20, 0, 0, CLIP, "1234567890123456\xC3\x96\xC3\x96\xC3\x96\xC3\x96\xC3\x96",
         "1234567890123456\xC3\x96...\n"},
        {"whole", 20, 0, 0, SPAN_WHOLE, "bundle.tar!DPM_Data/DPM_Error_Logs.zip", "bundle.tar!DPM_Data/DPM_Error_Logs.zip\n"},
        {"hostile", 20, 0, 0, SPAN_WHOLE, "\x1B[2J\n", "\\x1B[2J\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        strbuf got = page_of(rows[i].width, rows[i].column, rows[i].indent, rows[i].what, rows[i].text);
        cr_expect_str_eq(got.ptr, rows[i].want, "%s: <%s>", rows[i].name, got.ptr);
        strbuf_free(&got);
    }
}

Test(report_page, pieces_and_colours)
{
    strbuf got = {0};
    sink out;
    text_layout p;
    sink_init(&out, kit_write, &got);
    layout_init(&p, &out, 40, true);
    layout_number(&p, STYLE_PLAIN, 1234, 7);
    layout_column(&p, 10);
    layout_text(&p, STYLE_BAD, "bad ");
    layout_text(&p, STYLE_QUIET, "");
    layout_text(&p, STYLE_WARN, "warn  ");
    layout_end(&p);
    layout_column(&p, 10);
    layout_end(&p);
    layout_free(&p);
    cr_assert_eq(sink_end(&out, NULL), DPM_OK);
    cr_expect_str_eq(got.ptr, "  1,234   \033[1;31mbad\033[0m \033[33mwarn\033[0m\n\n");
    strbuf_free(&got);
}

Test(report_page, columns)
{
    cr_expect_eq(text_columns(SPAN("abc")), 3u);
    cr_expect_eq(text_columns(SPAN("\xC3\x96")), 1u);
    cr_expect_eq(text_columns(SPAN("a\xCC\x88")), 1u, "a mark sits on its letter");
    cr_expect_eq(text_columns(SPAN("\xE6\x97\xA5")), 2u);
    cr_expect_eq(text_columns(SPAN("\xF0\x9F\x92\xBE")), 2u);
}
