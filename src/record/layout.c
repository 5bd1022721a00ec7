/* What a text looks like before it is scanned: its layout, where its last record begins, where it can be cut. */
#include "record/scan.h"

#include "base/utf8.h"

#include "record/fields.h"
#include "record/pasted.h"

enum { SHORT_LINE = 4096 }; /* a line of which less is there may yet turn out a record's */

/* The start of the line that holds byte `at`, which is in the text. The '\n' of "\r\n" passes for an empty line, here and below:
 * no record is in it. */
static size_t line_start(dpm_span text, size_t at)
{
    while (at > 0 && text.ptr[at - 1] != '\n' && text.ptr[at - 1] != '\r') {
        at--;
    }
    return at;
}

/* The end of the line that begins at `at`, without its line end. */
static size_t line_stop(dpm_span text, size_t at)
{
    while (at < text.len && text.ptr[at] != '\n' && text.ptr[at] != '\r') {
        at++;
    }
    return at;
}

/* The line at `at` has a pasted record, and that is certain even if the line goes on after the text. */
static bool line_has_pasted(dpm_span text, size_t at)
{
    pasted found;
    const size_t stop = line_stop(text, at);
    return pasted_find(text.ptr, (uint32_t)at, (uint32_t)stop, &found) && (stop < text.len || found.cols.message < stop);
}

/* The first bytes of the line at `at`: enough for all columns before the message. */
static dpm_span line_at(dpm_span text, size_t at)
{
    enum { COLUMNS_MAX = 512 };
    const dpm_span head = span_head(span_from(text, at), COLUMNS_MAX);
    return span_head(head, line_stop(head, 0));
}

/* A record begins in the line at `at`. */
static bool line_has_record(record_layout layout, dpm_span text, size_t at)
{
    prefix p;
    return prefix_parse(span_from(text, at), &p) || prefix_parse_odd(line_at(text, at), &p) ||
           (layout == LAYOUT_PASTED && line_has_pasted(text, at));
}

bool record_begins(record_layout layout, dpm_span text)
{
    return line_has_record(layout, text, 0);
}

record_layout layout_detect(dpm_span text)
{
    record_layout layout = LAYOUT_NONE;
    for (size_t at = 0; at < text.len;) {
        if (line_has_record(LAYOUT_ERRLOG, text, at)) {
            return LAYOUT_ERRLOG;
        }
        if (layout == LAYOUT_NONE && line_has_record(LAYOUT_PASTED, text, at)) {
            layout = LAYOUT_PASTED;
        }
        at = line_stop(text, at) + 1;
    }
    return layout;
}

size_t record_last_start(record_layout layout, dpm_span text)
{
    for (size_t at = text.len; at > 0;) {
        at = line_start(text, at - 1);
        if (at > 0 && line_has_record(layout, text, at)) {
            return at;
        }
    }
    return SIZE_MAX;
}

size_t record_cut_inside(dpm_span text)
{
    if (text.len == 0 || text.ptr[text.len - 1] == '\n') {
        return text.len;
    }
    if (text.ptr[text.len - 1] == '\r') {
        return text.len - 1;
    }
    const size_t start = line_start(text, text.len - 1);
    return start > 0 && text.len - start < SHORT_LINE ? start : text.len - utf8_torn(text);
}
