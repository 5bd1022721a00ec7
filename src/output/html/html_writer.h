/* Pieces of HTML. Markup is written by html_raw from literals of ours; everything else goes through dpm_escape. */
#ifndef DPM_OUTPUT_HTML_HTML_WRITER_H
#define DPM_OUTPUT_HTML_HTML_WRITER_H

#include "model/format.h"
#include "output/sink.h"

typedef struct html {
    sink *out;
    const dpm_report_data *facts;
    clock_form form;
} html;

/* A column of a table by its heading. A list of them ends with one that has no title. */
typedef enum html_align { HTML_TEXT, HTML_NUMBER } html_align;
typedef struct html_column {
    const char *title;
    html_align align;
} html_column;

/* Markup of ours, as it is. */
void html_raw(html *h, const char *markup);
/* A piece of page.html: the lines after <!-- name -->, up to the next such line. */
void html_fragment(html *h, const char *name);
/* Text of any origin, also inside an attribute's quotes. */
void html_span(html *h, dpm_span text);
void html_text(html *h, const char *text);
/* 1234567, for scripts and attributes */
void html_number(html *h, int64_t number);
/* 1,234,567 */
void html_count(html *h, uint64_t count);
/* 12.345: a share of `whole` in percent */
void html_percent(html *h, int64_t part, int64_t whole);
/* "12 incidents", in the right number */
void html_counted(html *h, uint64_t count, const char *one, const char *many);
/* <time datetime="2016-06-01T20:55:45.690Z">06/01 20:55:45.690</time>; nothing where there is no time. */
void html_time(html *h, clock_detail detail, int64_t ms);
/* "06/01 20:54 - 20:55", in an element that knows its times, and as text alone. */
void html_range(html *h, clock_detail detail, int64_t first, int64_t last);
void html_range_text(html *h, clock_detail detail, int64_t first, int64_t last);
void html_duration(html *h, int64_t ms);
/* <tag class="class">, </tag>; `cls` may be NULL. */
void html_open(html *h, const char *tag, const char *cls);
void html_close(html *h, const char *tag);
/* <tag class="class">text</tag> */
void html_element(html *h, const char *tag, const char *cls, dpm_span text);
/* data-from="..." data-to="...": what the page is filtered by. Nothing where there is no time. */
void html_when(html *h, int64_t first, int64_t last);
/* data-server="SQL01": what an item is picked by. Several values are separated by line ends. Nothing where it is empty. */
void html_facet(html *h, const char *name, const dpm_span *values, size_t count);
/* <span data-pick="server">SQL01</span>: the page picks by it when it is clicked. */
void html_pick(html *h, const char *name, dpm_span value);
/* data-s="c12": the series of html_data that this is counted in. Nothing where none was kept. */
void html_series(html *h, char kind, size_t index, const uint32_t *buckets);
/* <span class="n" ...>57</span>: a count that the page recounts when it is filtered. */
void html_recount(html *h, uint64_t count);
/* A heading that links can jump to: <section id="..."><h2>title <b>count</b></h2> */
void html_section(html *h, const char *id, const char *title, uint64_t count);
void html_section_end(html *h);
/* A table that scrolls in its region. `name` is for screen readers. Rows follow, then html_table_end. */
void html_table(html *h, const char *name, const html_column *columns);
/* The same in pieces, for headings that are not known beforehand: they follow html_table_head, and html_table_rows them. */
void html_table_head(html *h, const char *name, const char *cls, const html_column *columns);
void html_table_rows(html *h);
void html_table_end(html *h);
/* A cell of a table: <td class="cls">text</td> */
void html_cell(html *h, const char *cls, dpm_span text);
/* A cell with a number, blank for 0. */
void html_count_cell(html *h, uint64_t count);
/* "MSDPM on DPM01" */
void html_process(html *h, dpm_span process, dpm_span host);
/* The confidence as three bars, and a light that says whether all is well. */
void html_meter(html *h, dpm_strength strength);
void html_light(html *h, bool good);
/* A small chart of some buckets, joined to at most 60 bars. */
void html_spark(html *h, const uint32_t *buckets);
/* The row that says how many rows more there are. */
void html_more(html *h, size_t shown, size_t count, const char *what);
/* One record: when, level, source, place; below, what it says. */
void html_record(html *h, const dpm_evidence *e);

#endif
