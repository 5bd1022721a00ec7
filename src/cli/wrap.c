/* Words in lines. */
#include "cli/wrap.h"

#include "base/strbuf.h"
#include "cli/platform.h"
#include "cli/say.h"

#include <stdio.h>
#include <string.h>

/* Columns of UTF-8; wide characters count once: they are rare in what we print. */
static size_t columns_of(const char *text, size_t len)
{
    size_t columns = 0;
    for (size_t i = 0; i < len; i++) {
        columns += (text[i] & 0xC0) != 0x80;
    }
    return columns;
}

void wrap_words(const char *text, size_t width, size_t indent, size_t column)
{
    bool begun = false;
    while (*text) {
        const size_t len = strcspn(text, " "), columns = columns_of(text, len);
        if (width && begun && column + 1 + columns >= width) {
            printf("\n%*s", (int)indent, "");
            column = indent;
            begun = false;
        }
        printf("%s%.*s", begun ? " " : "", (int)len, text);
        column += columns + begun;
        begun = true;
        text += len + (text[len] == ' ');
    }
    putchar('\n');
}

void wrap_span(dpm_span text, size_t indent, size_t column)
{
    strbuf safe = {0};
    const unsigned width = platform_columns(stdout);
    if (width && dpm_escape(text, DPM_ESCAPE_TERMINAL, strbuf_write, &safe) == DPM_OK && safe.ptr) {
        wrap_words(safe.ptr, width, indent, column);
    } else {
        put_span(stdout, text);
        putchar('\n');
    }
    strbuf_free(&safe);
}
