/* Pieces of HTML. */
#include "output/html/html_writer.h"

#include "base/civil.h"
#include "base/text.h"
#include "dpmlog/escape.h"
#include "output/html/asset.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>

enum { SPARK_BARS = 60, SPARK_HIGH = 20 };

void html_raw(html *h, const char *markup)
{
    sink_adds(h->out, markup);
}

/* An indented line of page.html continues the line before it, with one blank between them. */
static void put_joined(html *h, dpm_span text)
{
    while (text.len) {
        const cut line = span_cut(text, '\n');
        const dpm_span words = span_trim(line.head);
        text = line.tail;
        sink_add(h->out, words);
        html_raw(h, text.len && text.ptr[0] == ' ' ? " " : "\n");
    }
}

void html_fragment(html *h, const char *name)
{
    const asset_file *const page = html_asset("page.html");
    char head[40];
    snprintf(head, sizeof head, "<!-- %s -->\n", name);
    dpm_span text = span_of((const char *)page->bytes, page->len);
    const size_t at = span_find(text, span_str(head));
    assert(at != SIZE_MAX);
    text = span_from(text, at + strlen(head));
    put_joined(h, span_head(text, span_find(text, SPAN("<!-- "))));
}

const asset_file *html_asset(const char *name)
{
    const asset_file *file = asset_files;
    while (file->name && strcmp(file->name, name) != 0) {
        file++;
    }
    assert(file->name);
    return file;
}

void html_span(html *h, dpm_span text)
{
    dpm_escape(text, DPM_ESCAPE_HTML, sink_write, h->out);
}

void html_text(html *h, const char *text)
{
    html_span(h, span_str(text));
}

void html_number(html *h, int64_t number)
{
    char text[24];
    snprintf(text, sizeof text, "%" PRId64, number);
    html_raw(h, text);
}

void html_count(html *h, uint64_t count)
{
    char text[FORMAT_BYTES];
    format_count(count, text);
    html_raw(h, text);
}

/* By whole numbers: no locale has a say in it. */
void html_percent(html *h, int64_t part, int64_t whole)
{
    char text[24];
    const double share = whole > 0 ? (double)part / (double)whole : 0;
    const int thousandths = (int)((share < 0 ? 0 : share > 1 ? 1 : share) * 100000 + 0.5);
    snprintf(text, sizeof text, "%d.%03d", thousandths / 1000, thousandths % 1000);
    html_raw(h, text);
}

void html_counted(html *h, uint64_t count, const char *one, const char *many)
{
    html_count(h, count);
    html_raw(h, " ");
    html_raw(h, plural(count, one, many));
}

void html_time(html *h, clock_detail detail, int64_t ms)
{
    char text[FORMAT_BYTES], iso[CIVIL_TEXT + 1];
    if (ms == DPM_NO_TIME) {
        return;
    }
    civil_iso(ms, iso);
    format_time(h->form, detail, ms, text);
    html_raw(h, "<time datetime=\"");
    html_raw(h, iso);
    html_raw(h, "\">");
    html_raw(h, text);
    html_raw(h, "</time>");
}

void html_range_text(html *h, clock_detail detail, int64_t first, int64_t last)
{
    char text[FORMAT_BYTES];
    format_range(h->form, detail, first, last, text);
    html_text(h, text);
}

void html_range(html *h, clock_detail detail, int64_t first, int64_t last)
{
    if (first == DPM_NO_TIME || last == DPM_NO_TIME) {
        html_range_text(h, detail, first, last);
        return;
    }
    html_raw(h, "<span data-times=\"");
    html_number(h, first);
    html_raw(h, " ");
    html_number(h, last);
    html_raw(h, "\">");
    html_range_text(h, detail, first, last);
    html_raw(h, "</span>");
}

void html_facet(html *h, const char *name, const dpm_span *values, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        html_raw(h, i ? "\n" : " data-");
        html_raw(h, i ? "" : name);
        html_raw(h, i ? "" : "=\"");
        html_span(h, values[i]);
    }
    html_raw(h, count ? "\"" : "");
}

void html_pick(html *h, const char *name, dpm_span value)
{
    if (value.len) {
        html_raw(h, "<span data-pick=\"");
        html_raw(h, name);
        html_raw(h, "\">");
        html_span(h, value);
        html_raw(h, "</span>");
    }
}

void html_duration(html *h, int64_t ms)
{
    char text[FORMAT_BYTES];
    format_duration(ms, text);
    html_raw(h, text);
}

void html_open(html *h, const char *tag, const char *cls)
{
    html_raw(h, "<");
    html_raw(h, tag);
    if (cls) {
        html_raw(h, " class=\"");
        html_raw(h, cls);
        html_raw(h, "\"");
    }
    html_raw(h, ">");
}

void html_close(html *h, const char *tag)
{
    html_raw(h, "</");
    html_raw(h, tag);
    html_raw(h, ">");
}

void html_element(html *h, const char *tag, const char *cls, dpm_span text)
{
    html_open(h, tag, cls);
    html_span(h, text);
    html_close(h, tag);
}

void html_when(html *h, int64_t first, int64_t last)
{
    if (first == DPM_NO_TIME || last == DPM_NO_TIME) {
        return;
    }
    html_raw(h, " data-from=\"");
    html_number(h, first);
    html_raw(h, "\" data-to=\"");
    html_number(h, last);
    html_raw(h, "\"");
}

void html_series(html *h, char kind, size_t index, const uint32_t *buckets)
{
    char text[40];
    if (buckets) {
        snprintf(text, sizeof text, " data-s=\"%c%zu\"", kind, index);
        html_raw(h, text);
    }
}

void html_recount(html *h, uint64_t count)
{
    html_open(h, "span", "n");
    html_count(h, count);
    html_close(h, "span");
}

void html_section(html *h, const char *id, const char *title, uint64_t count)
{
    html_raw(h, "\n<section id=\"");
    html_raw(h, id);
    html_raw(h, "\" aria-labelledby=\"h-");
    html_raw(h, id);
    html_raw(h, "\">\n<h2 id=\"h-");
    html_raw(h, id);
    html_raw(h, "\">");
    html_raw(h, title);
    if (count) {
        html_raw(h, " ");
        html_open(h, "span", "of");
        html_count(h, count);
        html_close(h, "span");
    }
    html_raw(h, "</h2>\n");
}

void html_section_end(html *h)
{
    html_raw(h, "<p class=\"none\" hidden>Nothing here matches the range and the search.</p>\n</section>\n");
}

void html_table_head(html *h, const char *name, const char *cls, const html_column *columns)
{
    html_raw(h, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"");
    html_raw(h, name);
    html_raw(h, "\">");
    html_open(h, "table", cls);
    html_raw(h, "<thead><tr>");
    for (; columns->title; columns++) {
        html_raw(h, columns->align == HTML_NUMBER ? "<th scope=\"col\" class=\"num\">" : "<th scope=\"col\">");
        html_raw(h, columns->title);
        html_close(h, "th");
    }
}

void html_table_rows(html *h)
{
    html_raw(h, "</tr></thead><tbody>\n");
}

void html_table(html *h, const char *name, const html_column *columns)
{
    html_table_head(h, name, NULL, columns);
    html_table_rows(h);
}

void html_table_end(html *h)
{
    html_raw(h, "</tbody></table></div>\n");
}

void html_count_cell(html *h, uint64_t count)
{
    html_open(h, "td", "num");
    if (count) {
        html_count(h, count);
    }
    html_close(h, "td");
}

void html_process(html *h, dpm_span process, dpm_span host)
{
    html_span(h, process.len ? process : SPAN("unknown process"));
    if (host.len) {
        html_raw(h, " on ");
        html_span(h, host);
    }
}

void html_meter(html *h, dpm_strength strength)
{
    html_raw(h, "<span class=\"meter ");
    html_raw(h, dpm_strength_name(strength));
    html_raw(h, "\" aria-hidden=\"true\"><i></i><i></i><i></i></span> ");
}

void html_light(html *h, bool good)
{
    html_raw(h, good ? "<span class=\"light good\" aria-hidden=\"true\"></span> "
                     : "<span class=\"light warn\" aria-hidden=\"true\"></span> ");
}

void html_cell(html *h, const char *cls, dpm_span text)
{
    html_element(h, "td", cls, text);
}

void html_spark(html *h, const uint32_t *buckets)
{
    const size_t count = h->facts->timeline.bucket_count;
    const size_t joined = count ? (count + SPARK_BARS - 1) / SPARK_BARS : 1, bars = (count + joined - 1) / joined;
    uint64_t sums[SPARK_BARS] = {0}, most = 0;
    if (!buckets || !count) {
        return;
    }
    for (size_t i = 0; i < count; i++) {
        uint64_t *const sum = &sums[i / joined];
        *sum += buckets[i];
        most = *sum > most ? *sum : most;
    }
    char text[160];
    snprintf(text, sizeof text,
             "<svg class=\"spark\" viewBox=\"0 0 %zu %d\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><path d=\"", bars,
             SPARK_HIGH);
    html_raw(h, text);
    for (size_t i = 0; i < bars; i++) {
        if (sums[i]) {
            const unsigned high = 3 + (unsigned)((double)sums[i] / (double)most * (SPARK_HIGH - 3));
            snprintf(text, sizeof text, "M%zu %dv-%uh1v%uz", i, SPARK_HIGH, high, high);
            html_raw(h, text);
        }
    }
    html_raw(h, "\"/></svg>");
}

void html_more(html *h, size_t shown, size_t count, const char *what)
{
    if (shown < count) {
        html_raw(h, "<p class=\"more\">and ");
        html_count(h, count - shown);
        html_raw(h, " more ");
        html_raw(h, what);
        html_raw(h, strcmp(what, "hosts") == 0 ? ".</p>\n" : "; the JSON report lists them.</p>\n"); /* it has no hosts */
    }
}

static const char *level_class(dpm_level level)
{
    switch (level) {
    case DPM_LEVEL_CRITICAL:
    case DPM_LEVEL_FATAL: return "bad";
    case DPM_LEVEL_WARNING: return "warn";
    default: return "plain";
    }
}

static void put_id(html *h, const char *name, dpm_span value)
{
    if (value.len) {
        html_raw(h, " ");
        html_element(h, "span", "quiet", span_str(name));
        html_raw(h, " ");
        html_span(h, value);
    }
}

static void put_lines(html *h, dpm_span lines)
{
    if (lines.len) {
        html_element(h, "pre", "quiet", lines);
    }
}

static void put_neighbours(html *h, const dpm_evidence *e)
{
    if (!e->before.len && !e->after.len) {
        return;
    }
    html_raw(h, "<details class=\"near\"><summary>Around it</summary>");
    put_lines(h, e->before);
    html_element(h, "pre", NULL, e->text);
    put_lines(h, e->after);
    html_raw(h, "</details>");
}

void html_record(html *h, const dpm_evidence *e)
{
    html_raw(h, "<div class=\"record\"");
    html_when(h, e->time, e->time);
    html_raw(h, "><p class=\"at\">");
    html_time(h, CLOCK_MILLISECONDS, e->time);
    html_raw(h, " ");
    html_element(h, "b", level_class(e->level), span_str(dpm_level_name(e->level)));
    html_raw(h, " ");
    html_element(h, "span", "source", e->source);
    html_raw(h, " <span class=\"place\">");
    html_span(h, e->path);
    html_raw(h, e->numbered ? "#" : ":");
    html_number(h, (int64_t)e->line);
    html_raw(h, "</span></p><pre dir=\"ltr\">");
    html_span(h, e->text);
    html_raw(h, e->text_cut ? "…</pre>" : "</pre>");
    put_neighbours(h, e);
    html_raw(h, "<p class=\"ids\">");
    put_id(h, "pid", e->pid);
    put_id(h, "tid", e->tid);
    put_id(h, "task", e->task);
    html_raw(h, "</p></div>\n");
}
