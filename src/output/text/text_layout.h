/* A page of text of limited width: lines are built from pieces, wrapped or cut by columns, and never end in blanks.
 *
 *     |<- indent ->| text that goes on
 *     |            | in the next row ....|<- width
 *
 * What a piece is decides how it is put: our own words by page_text, words from a log by one of the three that escape. */
#ifndef DPM_OUTPUT_TEXT_TEXT_LAYOUT_H
#define DPM_OUTPUT_TEXT_TEXT_LAYOUT_H

#include "base/strbuf.h"
#include "output/sink.h"

#include <stddef.h>
#include <stdint.h>

enum { PAGE_WIDTH = 100, PAGE_NARROW = 60, PAGE_LEAST = 20, PAGE_MOST = 1000 };

/* What a colour means. */
typedef enum page_style { STYLE_PLAIN, STYLE_HEADING, STYLE_BAD, STYLE_WARN, STYLE_GOOD, STYLE_QUIET } page_style;

typedef struct page {
    sink *out;
    size_t width;
    bool color;
    strbuf line;    /* the line so far: safe text with colours */
    strbuf scratch; /* one piece, escaped */
    size_t column;  /* where the next character goes */
    size_t blanks;  /* still to be put before it */
    size_t hang;    /* not 0: our words and spans wrap too, and lines go on here */
} page;

/* `width` 0: PAGE_WIDTH. */
void page_init(page *p, sink *out, size_t width, bool color);
/* Frees the page, not the sink. Running out of memory becomes the sink's status. */
void page_free(page *p);

/* Go to a column, at least. */
void page_column(page *p, size_t column);
/* Our own words, of safe characters, as they are, unless the page hangs. */
void page_text(page *p, page_style style, const char *text);
void page_number(page *p, page_style style, uint64_t count, size_t columns); /* right-aligned in so many */
/* Log text in one piece, however long, unless the page hangs: for what people copy, such as paths. */
void page_span(page *p, page_style style, dpm_span text);
/* Log text cut with "..." where the line ends. `more` says that the text went on in the log. */
void page_clip(page *p, page_style style, dpm_span text, bool more);
/* Log text wrapped at blanks; further lines begin at `indent`. */
void page_wrap(page *p, page_style style, size_t indent, dpm_span text);
void page_end(page *p);

/* The columns that safe text takes. */
size_t text_columns(dpm_span text);

#endif
