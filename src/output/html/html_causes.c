/* The ranked causes, a card each: what it is, why, what speaks against it, what was seen, what to do. */
#include "output/html/html_report.h"

#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>

/* The incidents of a cause over time, as a small chart. */
static void put_course(html *h, const dpm_cause *cause)
{
    const size_t count = h->facts->timeline.bucket_count;
    uint32_t *const buckets = count && cause->cell_count ? calloc(count, sizeof *buckets) : NULL;
    for (size_t i = 0; buckets && i < cause->cell_count; i++) {
        if (cause->cells[i].bucket < count) {
            buckets[cause->cells[i].bucket] += (uint32_t)cause->cells[i].incidents;
        }
    }
    html_spark(h, buckets);
    free(buckets);
}

static void put_numbers(html *h, const dpm_cause *cause)
{
    char score[FORMAT_BYTES];
    html_open(h, "p", "numbers");
    html_meter(h, cause->confidence);
    html_element(h, "b", NULL, span_str(dpm_strength_name(cause->confidence)));
    html_raw(h, " ");
    html_element(h, "span", NULL, span_str(dpm_class_name(cause->cls)));
    html_raw(h, " ");
    html_pick(h, "cause", cause->id);
    html_raw(h, " <span>score ");
    format_tenths(cause->score, score);
    html_raw(h, score);
    html_raw(h, "</span> <span>");
    html_recount(h, cause->incidents);
    html_raw(h, plural(cause->incidents, " incident", " incidents"));
    html_raw(h, "</span> <span class=\"whole\">");
    html_counted(h, cause->events, "event", "events");
    html_raw(h, "</span> <span class=\"whole\">");
    html_counted(h, cause->tasks, "task", "tasks");
    html_raw(h, "</span>");
    if (cause->first != DPM_NO_TIME) {
        html_raw(h, " <span>");
        html_range(h, CLOCK_SECONDS, cause->first, cause->last);
        html_raw(h, "</span>");
    }
    for (size_t i = 0; i < cause->host_count; i++) {
        html_raw(h, i ? ", " : " <span>on ");
        html_pick(h, "server", cause->hosts[i]);
    }
    html_raw(h, cause->host_count ? "</span></p>\n" : "</p>\n");
}

static void put_title(html *h, const dpm_cause *cause)
{
    html_raw(h, "<h3><span class=\"rank\">");
    html_count(h, cause->rank);
    html_raw(h, "</span>");
    html_span(h, cause->title);
    html_raw(h, " <a class=\"anchor\" href=\"#cause-");
    html_span(h, cause->id);
    html_raw(h, "\" title=\"Link to this cause\">#cause-");
    html_span(h, cause->id);
    html_raw(h, "</a></h3>\n");
}

static void put_terms(html *h, const dpm_cause *cause)
{
    char points[FORMAT_BYTES];
    if (!cause->term_count) {
        return;
    }
    html_raw(h, "<details><summary>How the score ");
    format_tenths(cause->score, points);
    html_raw(h, points);
    html_raw(h, " came about</summary><table class=\"terms\"><tbody>");
    for (size_t i = 0; i < cause->term_count; i++) {
        const dpm_score_term *const term = &cause->terms[i];
        format_tenths(term->points, points);
        html_raw(h, "<tr>");
        html_cell(h, "num", span_str(points));
        html_cell(h, NULL, term->name);
        html_cell(h, "quiet", term->reason);
        html_raw(h, "</tr>");
    }
    html_raw(h, "</tbody></table></details>\n");
}

static void put_evidence(html *h, const dpm_cause *cause)
{
    html_raw(h, "<div class=\"why\">\n");
    html_element(h, "p", NULL, cause->explanation);
    for (size_t i = 0; i < cause->counter_count; i++) {
        html_raw(h, "<p class=\"but\"><b>But</b> ");
        html_span(h, cause->counter_evidence[i]);
        html_raw(h, "</p>");
    }
    if (cause->evidence_count) {
        html_raw(h, "<h4>Seen</h4>\n");
    }
    for (size_t i = 0; i < cause->evidence_count; i++) {
        html_record(h, cause->evidence[i]);
    }
    put_terms(h, cause);
    html_raw(h, "</div>\n");
}

/* A link only to where links may lead. */
static void put_link(html *h, const dpm_fix *fix)
{
    const bool web = span_starts(fix->url, SPAN("https://")) || span_starts(fix->url, SPAN("http://"));
    if (!fix->kb.len && !fix->url.len) {
        return;
    }
    html_raw(h, "<p class=\"link\">");
    if (web || !fix->url.len) {
        html_raw(h, "<a rel=\"noopener noreferrer\" href=\"");
        if (!web) {
            html_raw(h, "https://support.microsoft.com/kb/");
        }
        html_span(h, web ? fix->url : fix->kb);
        html_raw(h, "\">");
    }
    if (fix->kb.len) {
        html_raw(h, "KB ");
        html_span(h, fix->kb);
    } else {
        html_span(h, fix->url);
    }
    html_raw(h, web || !fix->url.len ? "</a></p>\n" : "</p>\n");
}

/* A step that does not end as a sentence does is something to type. */
static void put_step(html *h, dpm_span step)
{
    const dpm_span text = span_trim(step);
    const bool typed = text.len && !strchr(".:!?)", text.ptr[text.len - 1]);
    html_raw(h, typed ? "<li><code>" : "<li>");
    html_span(h, text);
    html_raw(h, typed ? "</code></li>\n" : "</li>\n");
}

static void put_fix(html *h, const dpm_fix *fix)
{
    if (!fix->summary.len && !fix->step_count) {
        return;
    }
    html_raw(h, "<div class=\"fix\"><h4>What to do</h4><button type=\"button\" class=\"copy\" hidden>Copy</button>\n");
    html_element(h, "p", "summary", fix->summary);
    if (fix->step_count) {
        html_raw(h, "<ol>\n");
        for (size_t i = 0; i < fix->step_count; i++) {
            put_step(h, fix->steps[i]);
        }
        html_raw(h, "</ol>\n");
    }
    put_link(h, fix);
    html_raw(h, "</div>\n");
}

static void put_cause(html *h, const dpm_cause *cause, size_t index)
{
    html_raw(h, "<article class=\"item cause\" tabindex=\"-1\" id=\"cause-");
    html_span(h, cause->id);
    html_raw(h, "\" data-c=\"");
    html_number(h, (int64_t)index);
    html_raw(h, "\"");
    html_when(h, cause->first, cause->last);
    html_facet(h, "cause", &cause->id, 1);
    html_facet(h, "server", cause->hosts, cause->host_count);
    html_raw(h, ">\n");
    put_title(h, cause);
    put_course(h, cause);
    put_numbers(h, cause);
    html_raw(h, "<div class=\"halves\">\n");
    put_evidence(h, cause);
    put_fix(h, &cause->fix);
    html_raw(h, "</div>\n</article>\n");
}

void html_causes(html *h)
{
    const dpm_report_data *const f = h->facts;
    html_section(h, "causes", "Causes", f->cause_count);
    if (!f->cause_count) {
        html_raw(h, "<p class=\"quiet\">None.</p>\n");
    }
    const size_t shown = html_shown(f->cause_count, HTML_CAUSES);
    for (size_t i = 0; i < shown; i++) {
        put_cause(h, f->causes[i], i);
    }
    html_more(h, shown, f->cause_count, "causes");
    html_section_end(h);
}
