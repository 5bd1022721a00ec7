/* A page of text of limited width: lines are built from pieces, wrapped or cut by columns, and never end in blanks.
 *
 *     |<- indent ->| text that goes on
 *     |            | in the next row ....|<- width
 *
 * What a piece is decides how it is put: our own words by layout_text, words from a log by one of the three that escape. */
#ifndef DPM_OUTPUT_TEXT_TEXT_LAYOUT_H
#define DPM_OUTPUT_TEXT_TEXT_LAYOUT_H

#include "base/strbuf.h"
#include "output/sink.h"

#include <stddef.h>
#include <stdint.h>

enum { LAYOUT_WIDTH = 100, LAYOUT_NARROW = 60, LAYOUT_WIDTH_MIN = 20, LAYOUT_WIDTH_MAX = 1000 };

/* What a colour means. */
typedef enum text_style { STYLE_PLAIN, STYLE_HEADING, STYLE_BAD, STYLE_WARN, STYLE_GOOD, STYLE_QUIET } text_style;

typedef struct text_layout {
    sink *out;
    size_t width;
    bool color;
    strbuf line;    /* the line so far: safe text with colours */
    strbuf scratch; /* one piece, escaped */
    size_t column;  /* where the next character goes */
    size_t blanks;  /* still to be put before it */
    size_t hang;    /* not 0: our words and spans wrap too, and lines go on here */
} text_layout;

/* `width` 0: LAYOUT_WIDTH. */
void layout_init(text_layout *p, sink *out, size_t width, bool color);
/* Frees the page, not the sink. Running out of memory becomes the sink's status. */
void layout_free(text_layout *p);

/* Go to a column, at least. */
void layout_column(text_layout *p, size_t column);
/* Our own words, of safe characters, as they are, unless the page hangs. */
void layout_text(text_layout *p, text_style style, const char *text);
void layout_number(text_layout *p, text_style style, uint64_t count, size_t columns); /* right-aligned in `columns` */
/* Log text in one piece, however long, unless the page hangs: for what people copy, such as paths. */
void layout_span(text_layout *p, text_style style, dpm_span text);
/* Log text cut with "..." where the line ends. `more` says that the text went on in the log. */
void layout_clip(text_layout *p, text_style style, dpm_span text, bool more);
/* Log text wrapped at blanks; further lines begin at `indent`. */
void layout_wrap(text_layout *p, text_style style, size_t indent, dpm_span text);
/* Wrapped, too, but at most `rows` rows: the last one is cut with "...". */
void layout_rows(text_layout *p, text_style style, size_t indent, dpm_span text, size_t rows);
void layout_end(text_layout *p);

/* The columns that safe text takes. */
size_t text_columns(dpm_span text);

#endif
